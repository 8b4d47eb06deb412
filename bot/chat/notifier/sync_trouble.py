"""Which calendar entries don't come, told by what the calendar clerk keeps, and which admin hears of which. Pure.

The clerk is another process, so its records are read as what they are: documents. An admin is told how many entries of which office days
stand out, never whose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from core.errands.errand import IN_HAND
from core.model import BookingId, OfficeId, Person, parse_booking_id
from core.store.port import Fields

ATTEMPTS = 20
"""So often the clerk has tried after about an hour: it waits ever longer, up to five minutes."""
STALLED = timedelta(hours=1)
FORBIDDEN = frozenset({"ErrorAccessDenied"})
NO_MAILBOX = frozenset({"MailboxNotEnabledForRESTAPI", "ErrorInvalidUser", "MailboxNotFound", "ResourceNotFound"})
"""What Outlook answers where trying again soon is of no use; the clerk leaves such a mailbox alone for a day."""


class Kind(StrEnum):
    """What keeps entries from their calendars."""

    FORBIDDEN = "forbidden"
    """The clerk may not write into the mailbox."""
    NO_MAILBOX = "no_mailbox"
    """There is none that can hold entries."""
    FAILING = "failing"
    """Outlook has refused for an hour."""
    STALLED = "stalled"
    """For an hour no clerk has tried."""


@dataclass(frozen=True, slots=True)
class OfficeDate:
    """An office and a day there."""

    office: OfficeId
    day: date


Troubles = Mapping[Kind, Mapping[OfficeDate, int]]
"""How many entries of which office days don't come, and why."""


def troubles(records: Iterable[Fields], now: datetime) -> Troubles:
    """What keeps those of the clerk's unfinished records from being done that an admin should know of; days that are over don't matter."""
    found: dict[Kind, Counter[OfficeDate]] = {}
    yesterday = (now.astimezone(UTC) - timedelta(days=1)).date()
    for record in records:
        named, kind = parse_booking_id(BookingId(str(record.get("booking")))), _kind(record, now)
        if named is not None and kind is not None and named.day > yesterday:
            found.setdefault(kind, Counter())[OfficeDate(named.office, named.day)] += 1
    return found


def of_admin(admin: Person, found: Troubles) -> Troubles:
    """Those of the offices that the admin looks after."""
    own = {kind: {place: count for place, count in counts.items() if admin.can_manage(place.office)} for kind, counts in found.items()}
    return {kind: counts for kind, counts in own.items() if counts}


def _kind(record: Fields, now: datetime) -> Kind | None:
    trouble, attempts, due = record.get("trouble"), record.get("attempts"), record.get("due")
    if trouble in FORBIDDEN:
        return Kind.FORBIDDEN
    if trouble in NO_MAILBOX:
        return Kind.NO_MAILBOX
    if isinstance(due, str) and datetime.fromisoformat(due) < now - STALLED:
        return Kind.STALLED
    if trouble and trouble != IN_HAND and isinstance(attempts, int) and attempts >= ATTEMPTS:
        return Kind.FAILING
    return None

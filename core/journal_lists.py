"""The journal for admins, the newest first: of the whole house for System Admins, of their offices for Office Admins.

Every office has a log, and so has what is of no office; a list of several is made of their logs. An entry that an erasure wrote anew is in
none: it is of nobody any more, and an operator's export has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.days import zone_named
from core.decision import Code, Refusal
from core.journal import NO_OFFICE, Entry, entry_of, recent
from core.model import Office, OfficeId, Person, PersonId
from core.paging import Taken, take
from core.store.port import MAX_PAGE, Document, Listing, Store

_EARLIEST, _LATEST = date(1970, 1, 2), date(5000, 1, 1)
"""Days that every zone and every clock can tell; nothing is older or newer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which changes: of an office, of or by a person, made from the first to the last day as the office's own clock says (or else UTC)."""

    office: OfficeId | None = None
    person: PersonId | None = None
    first: date | None = None
    last: date | None = None


def may_see(asker: Person, question: Question) -> Refusal | None:
    """System Admins see all of it; Office Admins what is of their offices."""
    manages = asker.can_manage(question.office) if question.office else bool(asker.admin_of)
    return None if asker.is_system_admin or manages else Refusal(Code.NOT_FOR_YOU)


async def find(
    store: Store, asker: Person, question: Question, known: Mapping[OfficeId, Office], *, limit: int, after: str | None
) -> Taken[Entry] | Refusal:
    """A page of entries. ValueError for an unknown `after`."""
    refusal = may_see(asker, question)
    if refusal is not None:
        return refusal
    listings = [_listing(log, question, known.get(log)) for log in _logs(asker, question, known)]

    def asked_for(document: Document) -> Entry | None:
        entry = entry_of(document)
        is_asked = entry is not None and (question.person is None or question.person in {entry.person, entry.actor})
        return entry if is_asked else None

    at_once = MAX_PAGE if question.person else limit + 1
    return await take(store, listings, asked_for, limit=limit, after=after, at_once=at_once)


def _logs(asker: Person, question: Question, known: Mapping[OfficeId, Office]) -> list[OfficeId]:
    if question.office is not None:
        return [question.office]
    return sorted([*known, OfficeId(NO_OFFICE)] if asker.is_system_admin else asker.admin_of)


def _listing(log: OfficeId, question: Question, office: Office | None) -> Listing:
    """The newest comes first, so a list begins with the last day's end."""
    zone = office.zone if office else "UTC"
    newest = recent(_midnight(question.last, zone, 1) - timedelta(microseconds=1)) if question.last else ""
    oldest = recent(_midnight(question.first, zone, 0)) if question.first else "~"
    return Listing("journal", "log", log, "recent", newest, oldest)


def _midnight(day: date, zone: str, later: int) -> datetime:
    bounded = min(max(day, _EARLIEST), _LATEST) + timedelta(days=later)
    return datetime.combine(bounded, time(), zone_named(zone)).astimezone(UTC)

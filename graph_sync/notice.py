"""The notice that somebody gave a reason for an office day: what it says, when it is sent, and what an answer of Outlook means. Pure.

Sending a mail can't be made idempotent: Graph takes no transaction id for it, and without the right to read mail nobody can look whether
it went out. After an answer that leaves this in doubt the notice is sent again, at times that lie ever further apart: whoever waits for
notices would rather have one twice than never. Both carry the same id in a header, so that a rule of the mailbox can drop the second.
"""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from core.days import forgotten_after
from core.errands.errand import IN_HAND, IN_HAND_FOR, Errand
from core.model import Booking, BookingId, Person, parse_booking_id
from core.words import spoken_day
from graph_sync.reply import TRANSIENT, Reply, backoff

HEADER = "X-Office-Booker-Notice"
IN_DOUBT = frozenset({0, 500, 502, 504})
"""Answers after which the mail may be under way. A 503 and a 429 are given instead of the work."""
FIRST_DOUBT = timedelta(seconds=15)
MAX_DOUBT = timedelta(days=1)
REFUSED_FOR = timedelta(hours=1)
"""After a plain no, say for want of the right or of the mailbox: until an operator has put that right, each try is in vain."""
UNAUTHORIZED = 401
ACCEPTED = 202
SUBJECT_MAX = 250
_NAMESPACE = uuid.UUID("3b0c5f1e-7c3a-4d5e-8a43-0d6f0e5b9f27")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Errand):
    """One booking's notice; once for each revision that is active with a reason. `doubts`: how often it may have been sent already."""

    doubts: int = 0

    def renewed(self, revision: int, now: datetime) -> Self:
        """A newer revision is another notice: what was tried for an older one does not hold it up."""
        due = min(self.due, now + IN_HAND_FOR) if self.trouble else now
        return replace(self, wanted=revision, due=due, attempts=0, doubts=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A plain text mail; `id` is the same however often it is sent."""

    id: str
    to: str
    subject: str
    text: str


class Verdict(StrEnum):
    """What to do about a notice that is due."""

    SEND = "send"
    NOTHING = "nothing"
    WAIT = "wait"
    """The revision that asked for it can't be seen yet."""
    TOO_LATE = "too late"


def asks_for_notice(booking: Booking) -> bool:
    """A booking keeps a reason only where one was required."""
    return booking.is_active and bool(booking.reason)


def verdict(notice: Notice, booking: Booking | None, now: datetime) -> Verdict:
    """Whoever was cancelled before the notice went out has none."""
    if now >= over(notice.booking):
        return Verdict.TOO_LATE
    if booking is None or booking.revision < notice.wanted:
        return Verdict.WAIT
    return Verdict.SEND if asks_for_notice(booking) else Verdict.NOTHING


def over(booking: BookingId) -> datetime:
    """The instant from which the day is over in every zone and a notice of it is of no use."""
    named = parse_booking_id(booking)
    if named is None:
        raise ValueError("only bookings have notices")
    return forgotten_after(named.day, 0)


def in_hand(notice: Notice, now: datetime) -> Notice:
    """What is kept before a call: other clerks leave the notice alone."""
    return replace(notice, due=now + IN_HAND_FOR, trouble=IN_HAND)


def unseen(notice: Notice, now: datetime, jitter: float) -> Notice:
    """A notice whose booking can't be seen yet: it is looked at again soon."""
    return _later(notice, Reply(status=0, code="unseen"), now, jitter)


def after(notice: Notice, reply: Reply, revision: int, now: datetime, jitter: float) -> Notice:
    """What became of the notice as it was before the call. `jitter` is a random number from 0 to 1."""
    if reply.status == ACCEPTED:
        return replace(notice, due=now, doubts=0).settled(revision)
    if is_in_doubt(reply):
        return _doubted(notice, reply, now, jitter)
    if reply.status in TRANSIENT or reply.status == UNAUTHORIZED:
        return _later(notice, reply, now, jitter)
    return replace(notice, attempts=notice.attempts + 1, due=now + REFUSED_FOR, trouble=reply.trouble)


def is_in_doubt(reply: Reply) -> bool:
    """Whether the mail may be under way although nobody said so. Any yes but Graph's own is no word of Outlook's."""
    is_odd_yes = reply.status != ACCEPTED and 200 <= reply.status < 400  # noqa: PLR2004 - HTTP's classes
    return reply.left and (reply.status in IN_DOUBT or is_odd_yes)


def mail_for(booking: Booking, office_name: str, person: Person | None, to: str) -> Mail:
    """The notice in words. What people typed stays where it stands: it makes no line of the mail and no header."""
    day = spoken_day(booking.day)
    known = person or Person(id=booking.person)
    name = _line(known.name) or _line(known.email) or "somebody unknown here"
    email = f" ({_line(known.email)})" if known.email and name != _line(known.email) else ""
    reason = "\n    ".join(filter(None, map(_line, booking.reason.splitlines())))
    return Mail(
        id=str(uuid.uuid5(_NAMESPACE, f"{booking.id}:{booking.revision}")),
        to=to,
        subject=f"Office day: {_line(office_name)}, {day}, {name}"[:SUBJECT_MAX],
        text=f"Day: {day} {booking.day.year}\nOffice: {_line(office_name)}\nPerson: {name}{email}\nReason: {reason}\n",
    )


def _doubted(notice: Notice, reply: Reply, now: datetime, jitter: float) -> Notice:
    """Four times as long as the time before, up to a day: an answer that never comes must not fill a mailbox."""
    rest = min(MAX_DOUBT, FIRST_DOUBT * 4 ** min(notice.doubts, 10)) * (0.5 + jitter / 2)
    if reply.retry_after_s is not None:
        rest = max(rest, timedelta(seconds=reply.retry_after_s))
    return replace(notice, doubts=notice.doubts + 1, due=now + rest, trouble=reply.trouble)


def _later(notice: Notice, reply: Reply, now: datetime, jitter: float) -> Notice:
    attempts = notice.attempts + 1
    return replace(notice, attempts=attempts, due=now + backoff(reply, attempts, jitter), trouble=reply.trouble)


def _line(text: str) -> str:
    """One line without control characters, which a mail can't carry."""
    return " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Cs"} else one for one in text).split())

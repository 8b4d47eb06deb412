"""How a calendar follows a booking: what to do next, and what an answer of Outlook means. Pure.

The booking is the truth and the entry its projection. A step looks at the booking's present state, never at an event, so five quick
changes are one call. The intent is kept before an entry is made: a crash between the making and the keeping is found again, by the
transaction id if the booking still stands, by our property if it does not (facts/graph §4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.model import Booking, BookingId, PersonId

MAX_BACKOFF = timedelta(minutes=5)
BLOCKED_FOR = timedelta(days=1)
"""How long a mailbox that can't hold our entries is left alone: a person without a mailbox may get one."""
BLOCKING = frozenset({"MailboxNotEnabledForRESTAPI", "ErrorInvalidUser", "ErrorAccessDenied", "MailboxNotFound", "ResourceNotFound"})
GONE = frozenset({404, 410})
TRANSIENT = frozenset({0, 408, 409, 412, 429, 500, 502, 503, 504})
"""Answers after which the same call may work; 0 stands for a connection that broke."""


class Standing(StrEnum):
    """What is known of the entry in the calendar."""

    NONE = "none"
    CREATING = "creating"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """One booking's entry. `wanted` and `applied` are revisions of the booking; the entry is dirty while they differ. `due`: not before."""

    booking: BookingId
    person: PersonId
    wanted: int
    due: datetime
    applied: int = 0
    event: str | None = None
    generation: int = 1
    standing: Standing = Standing.NONE
    attempts: int = 0
    trouble: str = ""

    @property
    def is_dirty(self) -> bool:
        """Whether the calendar may say something else than the booking."""
        return self.applied < self.wanted


class Step(StrEnum):
    """The next call for an entry."""

    NOTHING = "nothing"
    CREATE = "create"
    UPDATE = "update"
    FIND = "find"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What Outlook answered: HTTP's status (0: none came), its error code, the id of the entry concerned, and how long to wait."""

    status: int
    code: str = ""
    event: str | None = None
    retry_after_s: float | None = None


def next_step(projection: Projection, booking: Booking | None) -> Step:
    """What to do. A booking that was forgotten leaves its entry in the past where it is."""
    if booking is None:
        return Step.NOTHING
    if booking.is_active:
        return Step.UPDATE if projection.event else Step.CREATE
    if projection.event:
        return Step.REMOVE
    # Made, or not? The answer to the making was lost: look before believing that there is nothing.
    return Step.FIND if projection.standing is Standing.CREATING else Step.NOTHING


def settled(projection: Projection, revision: int) -> Projection:
    """The calendar says what this revision of the booking says."""
    return replace(projection, applied=revision, attempts=0, trouble="")


def after(step: Step, reply: Reply, projection: Projection, revision: int, now: datetime, jitter: float) -> Projection:
    """The projection after an answer. `jitter` is a random number from 0 to 1; a projection that stays dirty is due again at `due`."""
    if reply.code in BLOCKING and not (step is Step.REMOVE or reply.status in TRANSIENT):
        return _blocked(projection, reply, now)
    match step:
        case Step.CREATE:
            told = _created(projection, reply, revision)
        case Step.UPDATE:
            told = _updated(projection, reply, revision)
        case Step.REMOVE:
            told = _removed(projection, reply, revision)
        case Step.FIND:
            told = _found(projection, reply, revision)
        case Step.NOTHING:
            told = settled(projection, revision)
    return replace(told, due=now) if told is not None else _later(projection, reply, now, jitter)


def _created(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    if reply.status == 201 and reply.event:  # noqa: PLR2004 - created
        return settled(replace(projection, event=reply.event, standing=Standing.KEPT), revision)
    if reply.code == "ErrorDuplicateTransactionId" and reply.event:
        # An attempt whose answer was lost made it, with what the booking said then: adopt it and bring it up to date.
        return replace(projection, event=reply.event, standing=Standing.KEPT)
    return None


def _updated(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    if reply.status == 200:  # noqa: PLR2004 - updated
        return settled(projection, revision)
    if reply.status in GONE:
        return _without_event(projection)
    return None


def _removed(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    # With immutable ids a second DELETE is answered 403 ErrorCannotDeleteObject (facts/graph §2.3).
    if reply.status == 204 or reply.status in GONE or reply.code == "ErrorCannotDeleteObject":  # noqa: PLR2004 - no content
        return settled(_without_event(projection), revision)
    return None


def _found(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    if reply.status != 200:  # noqa: PLR2004 - found, or found nothing
        return None
    if reply.event:
        return replace(projection, event=reply.event, standing=Standing.KEPT)
    return settled(_without_event(projection), revision)


def _without_event(projection: Projection) -> Projection:
    return replace(projection, event=None, standing=Standing.NONE, generation=projection.generation + 1)


def _blocked(projection: Projection, reply: Reply, now: datetime) -> Projection:
    return replace(projection, due=now + BLOCKED_FOR, attempts=projection.attempts + 1, trouble=reply.code)


def _later(projection: Projection, reply: Reply, now: datetime, jitter: float) -> Projection:
    """Wait as long as Outlook says, else twice as long as the time before, a random part of it."""
    attempts = projection.attempts + 1
    backoff = min(MAX_BACKOFF, timedelta(seconds=2 ** min(attempts, 10))) * (0.5 + jitter / 2)
    asked = timedelta(seconds=reply.retry_after_s or 0) + timedelta(seconds=jitter / 2)
    return replace(
        projection, attempts=attempts, due=now + max(backoff if reply.retry_after_s is None else asked, asked), trouble=_trouble(reply)
    )


def _trouble(reply: Reply) -> str:
    return reply.code or f"status {reply.status}"

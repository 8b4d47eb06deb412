"""How a calendar follows a booking: what to do next, and what an answer of Outlook means. Pure.

The booking is the truth and the entry its projection. A step looks at the booking's present state, never at an event, so five quick
changes are one call. The intent is kept before an entry is made: a crash between the making and the keeping is found again, by the
transaction id if the booking still stands, by our property if it does not (facts/graph §4). A making that nobody answered may still come
true for a while, so whoever cancels then is looked after once more when that while is over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.errands.errand import IN_HAND, IN_HAND_FOR, Errand
from core.model import Booking
from graph_sync.reply import FORBIDDEN, UNANSWERED, Reply, backoff, is_blocked

UNSURE_FOR = timedelta(minutes=10)
"""How long a making without an answer may still come true behind our back."""
BLOCKED_FOR = timedelta(days=1)
"""How long a mailbox that can't hold our entries is left alone: a person without a mailbox may get one."""
FORBIDDEN_FOR = timedelta(hours=1)
"""An operator who forgot to grant the right must not wait a day for it to show; Exchange itself takes up to two hours."""
GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection(Errand):
    """One booking's entry. `unsure_until`: a making was sent, and nobody knows what became of it."""

    event: str | None = None
    generation: int = 1
    unsure_until: datetime | None = None


class Step(StrEnum):
    """The next call for an entry."""

    NOTHING = "nothing"
    CREATE = "create"
    UPDATE = "update"
    FIND = "find"
    REMOVE = "remove"


def next_step(projection: Projection, booking: Booking | None) -> Step:
    """What to do. A booking that was forgotten leaves its entry in the past where it is."""
    if booking is None:
        return Step.NOTHING
    if booking.is_active:
        return Step.UPDATE if projection.event else Step.CREATE
    if projection.event:
        return Step.REMOVE
    # Made, or not? The answer to the making was lost: look before believing that there is nothing.
    return Step.FIND if projection.unsure_until else Step.NOTHING


def in_hand(projection: Projection, step: Step, now: datetime) -> Projection:
    """What is kept before a call: other clerks leave the entry alone, and a making is known of even if we crash before its answer."""
    unsure_until = now + UNSURE_FOR if step is Step.CREATE else projection.unsure_until
    return replace(projection, due=now + IN_HAND_FOR, trouble=IN_HAND, unsure_until=unsure_until)


def after(step: Step, reply: Reply, projection: Projection, revision: int, now: datetime, jitter: float) -> Projection:
    """What became of the projection as it was before the call. `jitter` is a random number from 0 to 1."""
    if is_blocked(reply):
        return _blocked(projection, reply, now)
    match step:
        case Step.CREATE:
            told = _created(projection, reply, revision)
        case Step.UPDATE:
            told = _updated(projection, reply, revision)
        case Step.REMOVE:
            told = _removed(projection, reply, revision)
        case Step.FIND:
            told = _found(projection, reply, revision, now)
        case Step.NOTHING:
            told = projection.settled(revision)
    if told is not None:
        return replace(told, due=max(now, told.due), trouble="")
    if step is Step.CREATE and reply.status in UNANSWERED:
        projection = replace(projection, unsure_until=now + UNSURE_FOR)
    return _later(projection, reply, now, jitter)


def _created(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    if reply.status == 201 and reply.event:  # noqa: PLR2004 - created
        return replace(projection, event=reply.event, unsure_until=None).settled(revision)
    if reply.code == "ErrorDuplicateTransactionId" and reply.event:
        # An attempt whose answer was lost made it, with what the booking said then: adopt it and bring it up to date.
        return replace(projection, event=reply.event, unsure_until=None)
    return None


def _updated(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    if reply.status == 200:  # noqa: PLR2004 - updated
        return projection.settled(revision)
    return _without_event(projection) if _is_gone(reply) else None


def _removed(projection: Projection, reply: Reply, revision: int) -> Projection | None:
    # With immutable ids a second DELETE is answered 403 ErrorCannotDeleteObject (facts/graph §2.3).
    if reply.status == 204 or _is_gone(reply) or reply.code == "ErrorCannotDeleteObject":  # noqa: PLR2004 - no content
        return _without_event(projection).settled(revision)
    return None


def _found(projection: Projection, reply: Reply, revision: int, now: datetime) -> Projection | None:
    if reply.status != 200:  # noqa: PLR2004 - found, or found nothing
        return None
    if reply.event:
        return replace(projection, event=reply.event, unsure_until=None)
    if projection.unsure_until and now < projection.unsure_until:
        # It may still come: one more look when it no longer can. A new booking meanwhile makes it again under the same transaction id.
        return replace(projection, due=projection.unsure_until)
    return _without_event(projection).settled(revision)


def _is_gone(reply: Reply) -> bool:
    """A 404 without an error code is no word of Outlook's but of something on the way."""
    return reply.status in GONE and bool(reply.code)


def _without_event(projection: Projection) -> Projection:
    return replace(projection, event=None, unsure_until=None, generation=projection.generation + 1)


def _blocked(projection: Projection, reply: Reply, now: datetime) -> Projection:
    rest = FORBIDDEN_FOR if reply.code == FORBIDDEN else BLOCKED_FOR
    return replace(projection, due=now + rest, attempts=projection.attempts + 1, trouble=reply.code)


def _later(projection: Projection, reply: Reply, now: datetime, jitter: float) -> Projection:
    attempts = projection.attempts + 1
    return replace(projection, attempts=attempts, due=now + backoff(reply, attempts, jitter), trouble=reply.trouble)

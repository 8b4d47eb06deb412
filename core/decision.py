"""What the rules can answer: a change to commit, an answer given before, or a refusal. All of them are values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from core.model import Booking, Queue, Waiter

Fact = bool | int | str
Facts = dict[str, Fact]


class Code(StrEnum):
    """Why a wish was turned down; `core/words` has the sentence for each."""

    NO_SUCH_OFFICE = "no_such_office"
    NO_SUCH_PERSON = "no_such_person"
    NO_SUCH_BOOKING = "no_such_booking"
    NOT_YOURS = "not_yours"
    NOT_FOR_YOU = "not_for_you"
    READ_ONLY = "read_only"
    DAY_PAST = "day_past"
    DAY_TOO_FAR = "day_too_far"
    ASK_REUSED = "ask_reused"
    ALREADY_BOOKED = "already_booked"
    OFFICE_CLOSED = "office_closed"
    OTHER_OFFICE_BOOKED = "other_office_booked"
    ALLOWANCE_USED = "allowance_used"
    OFFICE_FULL = "office_full"
    PARKING_FULL = "parking_full"
    NO_PARKING = "no_parking"
    REASON_MISSING = "reason_missing"
    TODAY_IS_FIXED = "today_is_fixed"
    PLACE_FREE = "place_free"
    WAIT_OVER = "wait_over"
    QUEUE_FULL = "queue_full"
    CHANGED_MEANWHILE = "changed_meanwhile"
    OFFICE_EXISTS = "office_exists"
    BAD_VALUE = "bad_value"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An expected no, with what a person needs to understand it. Facts hold no names and no reasons."""

    code: Code
    facts: Facts = field(default_factory=dict[str, Fact])


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking to commit; `before` is the cancelled one it takes the place of."""

    booking: Booking
    before: Booking | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancellation to commit."""

    booking: Booking
    before: Booking


@dataclass(frozen=True, slots=True)
class Repeated:
    """This was asked and answered before; nothing is to be committed."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody to put in line; `before` is what they waited for until now, and their place stays the same."""

    queue: Queue
    waiter: Waiter
    before: Waiter | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody to take out of the line."""

    queue: Queue
    waiter: Waiter


@dataclass(frozen=True, slots=True)
class Waits:
    """Where somebody stands; `place` None for one who has left the line since the ask was granted."""

    place: int | None

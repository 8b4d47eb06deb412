"""What the rules can answer: a change to commit, an answer given before, or a refusal. All of them are values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from core.model import Booking

Fact = bool | int | str
Facts = dict[str, Fact]


class Code(StrEnum):
    """Why a wish was turned down; `core/words` has the sentence for each."""

    NO_SUCH_OFFICE = "no_such_office"
    NO_SUCH_PERSON = "no_such_person"
    NO_SUCH_BOOKING = "no_such_booking"
    NOT_YOURS = "not_yours"
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
    TODAY_IS_FIXED = "today_is_fixed"


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

"""The things the product talks about: frozen values, no clock, no IO."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import NewType

OfficeId = NewType("OfficeId", str)
PersonId = NewType("PersonId", str)
BookingId = NewType("BookingId", str)
AskId = NewType("AskId", str)
Week = NewType("Week", str)

_ID = re.compile(r"[A-Za-z0-9._-]+")
"""What ids are made of; a store may refuse anything else as the name of a document."""
EVERY_WEEKDAY = frozenset(range(7))


def person_id(tenant: str, object_id: str) -> PersonId:
    """A person is a tenant id and an object id of Entra, never an e-mail address: addresses change hands."""
    return PersonId(f"{tenant.lower()}.{object_id.lower()}")


def is_id(text: str) -> bool:
    """Whether the text can be the id of an office or a person."""
    return _ID.fullmatch(text) is not None


def booking_id(day: date, office: OfficeId, person: PersonId) -> BookingId:
    """The id is the uniqueness rule: one booking per day, office and person."""
    return BookingId(f"{day.isoformat()}.{office}.{person}")


@dataclass(frozen=True, slots=True)
class BookingName:
    """What a booking's id says by itself, before anything is read."""

    day: date
    office: OfficeId
    person: PersonId


def parse_booking_id(text: str) -> BookingName | None:
    """Take a booking's id apart; None if it can't be one. Office ids hold no dot, so the split is unambiguous."""
    parts = text.split(".", 2)
    if len(parts) != 3 or not all(_ID.fullmatch(part) for part in parts):  # noqa: PLR2004 - day, office, person
        return None
    try:
        day = date.fromisoformat(parts[0])
    except ValueError:
        return None
    if day.isoformat() != parts[0]:
        return None
    return BookingName(day, OfficeId(parts[1]), PersonId(parts[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day on which an office differs from its rule. What is None is as on any day; `note` is what people are told."""

    day: date
    open: bool | None = None
    capacity: int | None = None
    parking_capacity: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an office takes on one day."""

    capacity: int
    parking_capacity: int
    closed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """A closed day whose bookings are being cancelled, and on whose word."""

    day: date
    actor: PersonId
    ask: AskId
    correlation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A place with a time zone; `zone` is an IANA name, weekdays count from Monday = 0.

    `revision` grows by one with every edit; `rolled_out` is the last one that all its days follow. A removed office takes nobody, but is
    still known by name, and its id is never used again.
    """

    id: OfficeId
    name: str
    zone: str
    capacity: int
    parking_capacity: int = 0
    location: str = ""
    open_weekdays: frozenset[int] = EVERY_WEEKDAY
    special_days: tuple[SpecialDay, ...] = ()
    removed: bool = False
    clearing: tuple[Clearing, ...] = ()
    revision: int = 1
    rolled_out: int = 1

    def special(self, day: date) -> SpecialDay | None:
        """How that day differs; None if it does not."""
        return next((special for special in self.special_days if special.day == day), None)

    def limits_on(self, day: date) -> Limits:
        """What the office takes on that day."""
        special = self.special(day) or SpecialDay(day=day)
        is_open = special.open if special.open is not None else day.weekday() in self.open_weekdays
        return Limits(
            capacity=self.capacity if special.capacity is None else special.capacity,
            parking_capacity=self.parking_capacity if special.parking_capacity is None else special.parking_capacity,
            closed=self.removed or not is_open,
            note=special.note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who signs in; `allowance` None means the house's default. Who is auto-approved books without giving a reason.

    `language`: the one they chose, such as "de"; None for English.
    `shares_days`: colleagues may see by name on which days they are in; nobody else's business unless they say so.
    `reminders`: they want to be reminded the evening before.
    `seen_on`: a day, to within a week, on which they last signed in or were booked for; people are forgotten long after it.
    """

    id: PersonId
    name: str = ""
    email: str = ""
    allowance: int | None = None
    admin_of: frozenset[OfficeId] = frozenset()
    auto_approved: bool = False
    home_office: OfficeId | None = None
    language: str | None = None
    shares_days: bool = False
    reminders: bool = True
    seen_on: date | None = None
    is_system_admin: bool = False

    def can_manage(self, office: OfficeId) -> bool:
        """Whether this person may act for others in that office."""
        return self.is_system_admin or office in self.admin_of


class State(StrEnum):
    """A booking counts while it is active; a cancelled one stays a while so that projections can see it."""

    ACTIVE = "active"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One person's whole day in one office. `revision` grows by one with every change; the reason goes with the booking."""

    office: OfficeId
    person: PersonId
    day: date
    parking: bool
    state: State
    made_at: datetime
    made_by: PersonId
    reason: str = ""
    revision: int = 1

    @property
    def id(self) -> BookingId:
        """Day, office and person in one word."""
        return booking_id(self.day, self.office, self.person)

    @property
    def is_active(self) -> bool:
        """Whether it holds a place."""
        return self.state is State.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDay:
    """The tally of one office day; once it exists, its capacity and closure decide, not the office's.

    `waiting`: how many stand in line for it. `office_revision`: the edit of the office that its limits follow.
    """

    office: OfficeId
    day: date
    capacity: int
    parking_capacity: int
    closed: bool = False
    note: str = ""
    taken: int = 0
    parking_taken: int = 0
    waiting: int = 0
    office_revision: int = 0

    @property
    def left(self) -> int:
        """Places still free; never below 0, even after the capacity was lowered."""
        return max(0, self.capacity - self.taken)

    @property
    def parking_left(self) -> int:
        """Car places still free; never below 0."""
        return max(0, self.parking_capacity - self.parking_taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWeek:
    """How many office days a person holds in an ISO week, in all and by weekday (Monday first)."""

    person: PersonId
    week: Week
    used: int = 0
    by_weekday: tuple[int, ...] = field(default=(0,) * 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """Somebody in line for an office day. `until`: a place that frees later than this local time of the day before comes too late."""

    person: PersonId
    parking: bool
    since: datetime
    until: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """The waiting list of an office day, first come first."""

    office: OfficeId
    day: date
    waiters: tuple[Waiter, ...] = ()

    def place_of(self, person: PersonId) -> int | None:
        """How many stand before this person, plus one; None for somebody who does not wait."""
        return next((place for place, waiter in enumerate(self.waiters, start=1) if waiter.person == person), None)

    def waiter(self, person: PersonId) -> Waiter | None:
        """The person's own entry."""
        return next((waiter for waiter in self.waiters if waiter.person == person), None)

    def without(self, *people: PersonId) -> Queue:
        """The same line after they have left it."""
        return replace(self, waiters=tuple(waiter for waiter in self.waiters if waiter.person not in people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers and switches of the house; they apply to everyone, whatever the role. `revision` grows by one with every edit.

    `kept_since`: nothing of older days is known, because fewer days were kept until then; None if that was never so.
    """

    advance_booking_days: int = 14
    default_allowance: int = 5
    one_office_per_day: bool = False
    reason_required: bool = False
    read_only: bool = False
    retention_days: int = 30
    people_retention_days: int = 365
    kept_since: date | None = None
    revision: int = 1

    def allowance_of(self, person: Person) -> int:
        """How many office days this person may hold in a week; 0 is a valid allowance."""
        return self.default_allowance if person.allowance is None else person.allowance

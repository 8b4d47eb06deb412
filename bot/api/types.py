"""The shapes that go over the wire: they validate what comes in, and the OpenAPI document and the tab's types are made from them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.decision import Code, Fact
from core.model import State

Limit = Annotated[int, Meta(ge=1, le=200, description="How many at most.")]
Next = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_=-]{1,2000}$(?!\n)", max_length=2000, description="Where to go on: the `next` of the page before.")
]
OfficeIdText = Annotated[str, Meta(min_length=1, max_length=40, examples=["london"])]
PersonIdText = Annotated[str, Meta(min_length=1, max_length=100, description="Tenant id and object id, joined by a dot.")]
BookingIdText = Annotated[str, Meta(min_length=1, max_length=160)]
AskText = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]{8,64}$(?!\n)",  # a $ alone would let a last line break pass
        description="Made by the caller for each wish, such as a UUID. Sent again, it books once and is answered the same.",
        examples=["5f0c7b4e-7d0a-4a57-9f0e-2a4c7f3f0d11"],
    ),
]
Instant = Annotated[datetime, Meta(tz=True)]
Weekday = Annotated[int, Meta(ge=1, le=7, description="Monday is 1.")]
ReasonText = Annotated[str, Meta(max_length=500, description="Why; where the house asks for it.")]
TimeText = Annotated[
    str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5, description="A time of the office's own clock.", examples=["18:00"])
]


class NoQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """This address takes no query."""


class PageQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Which page of a list."""

    limit: Limit = 50
    next: Next | None = None


class DaysQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Which days, both included, 62 at most; the window, or its first 62 days, if nothing is said."""

    first: date | None = None
    last: date | None = None


class BookingsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Which bookings. Nobody named: the caller's own. Nothing said of days: from today on."""

    person: PersonIdText | None = None
    office: OfficeIdText | None = None
    date: date | None = None
    first: date | None = None
    last: date | None = None
    limit: Limit = 50
    next: Next | None = None


class PersonQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Whom it is about; the caller if nobody is named. Others only for admins of the office."""

    person: PersonIdText | None = None


class NewBooking(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A wish to book. `person`: only for admins who book for somebody else. `reason`: where the house asks for one."""

    ask: AskText
    office: OfficeIdText
    date: date
    parking: bool = False
    reason: ReasonText = ""
    person: PersonIdText | None = None


class NewWait(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A wish to stand in line for a day, or to wait for something else than before, at the same place.

    `until`: a place that frees later than that on the day before comes too late; null takes one at any time.
    """

    ask: AskText
    parking: bool = False
    until: TimeText | None = None
    reason: ReasonText = ""
    person: PersonIdText | None = None


class RefusalView(msgspec.Struct, frozen=True, rename="camel"):
    """Why not: a code for programs, the facts, and a whole sentence for the person."""

    code: Code
    facts: dict[str, Fact]
    detail: str


class ConfigView(msgspec.Struct, frozen=True, rename="camel"):
    """What the tab must know before anybody has signed in."""

    version: str
    authority: str
    tenant: str
    client_id: str
    scope: str
    host_origins: list[str]
    advance_booking_days: int
    read_only: bool


class MeView(msgspec.Struct, frozen=True, rename="camel"):
    """Who the caller is. `needsReason`: whether the caller's bookings need a reason. `homeOffice`: the office to show first.

    `language`: the one that refusals are told in; null where none was chosen, then it is English. `shareDays`: colleagues may see by name
    on which days the caller is in. `reminders`: a message the evening before.
    """

    id: str
    name: str
    email: str
    role: Literal["person", "officeAdmin", "systemAdmin"]
    admin_of: list[str]
    allowance: int
    needs_reason: bool
    home_office: str | None
    language: str | None
    share_days: bool
    reminders: bool


class SpecialDayView(msgspec.Struct, frozen=True, rename="camel"):
    """A day on which an office differs. What is null is as on any day; `note` is what people are told."""

    date: date
    open: bool | None
    capacity: int | None
    parking_capacity: int | None
    note: str


class OfficeView(msgspec.Struct, frozen=True, rename="camel"):
    """An office; `today` is the local date there. `specialDays`: from today on. `revision`: what an edit names in If-Match."""

    id: str
    name: str
    location: str
    zone: str
    capacity: int
    parking_capacity: int
    today: date
    open_weekdays: list[Weekday]
    special_days: list[SpecialDayView]
    revision: int


class OfficesView(msgspec.Struct, frozen=True, rename="camel"):
    """A page of offices."""

    offices: list[OfficeView]
    next: str | None


class PersonRef(msgspec.Struct, frozen=True, rename="camel"):
    """Whose booking it is."""

    id: str
    name: str


class BookingView(msgspec.Struct, frozen=True, rename="camel"):
    """A booking. `cancelRefusal`: why the caller can't give it back; null while it can be.

    `reason`: for the person and those who manage the office; null for others, and where none was given.
    """

    id: str
    office: str
    office_name: str
    location: str
    date: date
    person: PersonRef
    parking: bool
    state: State
    reason: str | None
    made_at: Instant
    is_today: bool
    cancel_refusal: RefusalView | None


class BookingsView(msgspec.Struct, frozen=True, rename="camel"):
    """A page of bookings by day."""

    bookings: list[BookingView]
    next: str | None


class WaitView(msgspec.Struct, frozen=True, rename="camel"):
    """The caller's own place in the line of a day, the first being 1, and what is waited for."""

    place: int
    parking: bool
    until: TimeText | None
    reason: str | None


class WaitingView(msgspec.Struct, frozen=True, rename="camel"):
    """Where somebody stands by now. `place` null: in line no more, because of `booking` or because they left since they asked."""

    place: int | None
    parking: bool
    until: TimeText | None
    booking: BookingView | None


class DayView(msgspec.Struct, frozen=True, rename="camel"):
    """One day of an office. `refusal`: why the caller can't book it; `parkingRefusal`: why not with a car, though the day can be had.

    `waiting`: how many stand in line. `canWait`: whether the caller may stand in line for a place, or is there already and may wait for
    something else; `canWaitForParking`: the same for a place with parking.
    """

    date: date
    closed: bool
    closed_note: str | None
    capacity: int
    taken: int
    left: int
    parking_capacity: int
    parking_taken: int
    parking_left: int
    mine: BookingView | None
    refusal: RefusalView | None
    parking_refusal: RefusalView | None
    waiting: int
    wait: WaitView | None
    can_wait: bool
    can_wait_for_parking: bool


class WeekView(msgspec.Struct, frozen=True, rename="camel"):
    """Days of one ISO week. `used` counts the caller's bookings of that week in all offices."""

    week: str
    monday: date
    allowance: int
    used: int
    left: int
    days: list[DayView]


class DaysView(msgspec.Struct, frozen=True, rename="camel"):
    """An office's days by week."""

    office: OfficeView
    today: date
    weeks: list[WeekView]

"""The shapes of what admins see and change."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bot.api.fields import Allowance, Capacity, Name, NewOfficeId, Text, Zone
from bot.api.types import AskText, Instant, Limit, Next, OfficeIdText, PersonIdText, PersonRef, SpecialDayView, Weekday
from core.journal import Action
from core.model import State

LanguageText = Annotated[str, Meta(max_length=35, description="`en` or `de`.", examples=["de"])]
RoleText = Literal["person", "officeAdmin", "systemAdmin"]
Weekdays = Annotated[list[Weekday], Meta(max_length=7)]
WeekdaysText = Annotated[
    str, Meta(pattern=r"^([1-7](,[1-7]){0,6})?$(?!\n)", description="Days of the week, Monday is 1.", examples=["1,2,3,4,5"])
]
OfficeIds = Annotated[list[OfficeIdText], Meta(max_length=500)]


class PeopleQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Which people. `query`: words that are part of the name or the address."""

    query: Annotated[str, Meta(max_length=100)] = ""
    role: RoleText | None = None
    custom_allowance: bool | None = None
    auto_approved: bool | None = None
    limit: Limit = 50
    next: Next | None = None


class PersonView(msgspec.Struct, frozen=True, rename="camel"):
    """A person as admins see them. `allowance` null: the house's default; `effectiveAllowance` is the number that counts.

    `version`: what an edit names in If-Match, the same as the ETag; null for somebody of whom nothing is kept.
    """

    id: str
    name: str
    email: str
    role: RoleText
    admin_of: list[str]
    allowance: int | None
    effective_allowance: int
    auto_approved: bool
    home_office: str | None
    seen_on: date | None
    version: str | None


class PeopleView(msgspec.Struct, frozen=True, rename="camel"):
    """A page of people by name; it may be short although there is more."""

    people: list[PersonView]
    next: str | None


class PersonPatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What is to be changed of a person; what is not named stays. `allowance` null: the house's default again."""

    ask: AskText | None = None
    allowance: Allowance | UnsetType | None = UNSET
    admin_of: OfficeIds | UnsetType = UNSET
    auto_approved: bool | UnsetType = UNSET
    home_office: OfficeIdText | UnsetType | None = UNSET


class MePatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What people choose for themselves. `homeOffice` null: none. `language`: the one that refusals are told in; null: English.

    `shareDays`: colleagues may see by name on which days they are in. `reminders`: a message the evening before.
    """

    ask: AskText | None = None
    home_office: OfficeIdText | UnsetType | None = UNSET
    language: LanguageText | UnsetType | None = UNSET
    share_days: bool | UnsetType = UNSET
    reminders: bool | UnsetType = UNSET


class NewOffice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """An office to add. `zone`: a name of IANA's list, such as Europe/London."""

    id: NewOfficeId
    name: Name
    zone: Zone
    capacity: Capacity
    parking_capacity: Capacity = 0
    location: Text = ""
    open_weekdays: Weekdays = msgspec.field(default_factory=lambda: [1, 2, 3, 4, 5, 6, 7])
    ask: AskText | None = None


class OfficePatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What is to be changed of an office on every day; what is not named stays."""

    ask: AskText | None = None
    name: Name | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    location: Text | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    parking_capacity: Capacity | UnsetType = UNSET
    open_weekdays: Weekdays | UnsetType = UNSET


class RemovalQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """`clear`: cancel what is booked there, too; else bookings stay until they are given back."""

    clear: bool = False


class DayPut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What a day is like; what is null or absent is as on any day. `clear`: cancel what is booked on it, if it is closed."""

    ask: AskText | None = None
    open: bool | None = None
    capacity: Capacity | None = None
    parking_capacity: Capacity | None = None
    note: Text = ""
    clear: bool = False


class ImpactQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What would be changed of the office; what is not named stays. `removed`: it would be closed for good."""

    capacity: Capacity | UnsetType = UNSET
    parking_capacity: Capacity | UnsetType = UNSET
    open_weekdays: WeekdaysText | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    removed: bool = False


class DayImpactQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What the day would be like; what is not named is as on any day."""

    open: bool | None = None
    capacity: Capacity | None = None
    parking_capacity: Capacity | None = None


class ExceedingView(msgspec.Struct, frozen=True, rename="camel"):
    """A booking for which there would be no place."""

    id: str
    person: PersonRef
    parking: bool


class DayImpactView(msgspec.Struct, frozen=True, rename="camel"):
    """A day on which more is booked than the office would take: `exceeding` bookings, of which the first 50 are named."""

    date: date
    closed: bool
    capacity: int
    taken: int
    parking_capacity: int
    parking_taken: int
    exceeding: int
    bookings: list[ExceedingView]


class ImpactView(msgspec.Struct, frozen=True, rename="camel"):
    """The days that an edit would make too small; none if nobody would be hit."""

    days: list[DayImpactView]


class StatsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Which days, both included, 92 at most; all that is remembered if nothing is said."""

    office: OfficeIdText | None = None
    first: date | None = None
    last: date | None = None


class StatsDayView(msgspec.Struct, frozen=True, rename="camel"):
    """How full an office is on a day."""

    date: date
    closed: bool
    capacity: int
    bookings: int
    parking_capacity: int
    parking: int
    waiting: int


class OfficeStatsView(msgspec.Struct, frozen=True, rename="camel"):
    """An office's days."""

    office: str
    name: str
    days: list[StatsDayView]


class StatsView(msgspec.Struct, frozen=True, rename="camel"):
    """How full the caller's offices are, by name."""

    offices: list[OfficeStatsView]


class BookingsCsvQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Which bookings: of one office, or of all that the caller manages. Nothing said of days: from today on."""

    office: OfficeIdText | None = None
    date: date | None = None
    first: date | None = None
    last: date | None = None


class JournalQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """Which changes: of an office, of or by a person, made on those days of the office's own calendar."""

    office: OfficeIdText | None = None
    person: PersonIdText | None = None
    first: date | None = None
    last: date | None = None
    limit: Limit = 50
    next: Next | None = None


class BookingState(msgspec.Struct, frozen=True, rename="camel", tag_field="of", tag="booking"):
    """What a booking was."""

    state: State
    parking: bool
    revision: int


class WaitState(msgspec.Struct, frozen=True, rename="camel", tag_field="of", tag="wait"):
    """What somebody waited for."""

    parking: bool
    until: str | None


class OfficeState(msgspec.Struct, frozen=True, rename="camel", tag_field="of", tag="office"):
    """What an office was like. `specialDays`: those days that the change touched."""

    zone: str
    capacity: int
    parking_capacity: int
    open_weekdays: list[Weekday]
    special_days: list[SpecialDayView]
    revision: int


class PersonState(msgspec.Struct, frozen=True, rename="camel", tag_field="of", tag="person"):
    """What a person was allowed."""

    allowance: int | None
    admin_of: list[str]
    auto_approved: bool
    home_office: str | None


class RulesState(msgspec.Struct, frozen=True, rename="camel", tag_field="of", tag="rules"):
    """What the rules of the house were."""

    advance_booking_days: int
    default_allowance: int
    one_office_per_day: bool
    reason_required: bool
    read_only: bool
    retention_days: int
    people_retention_days: int
    revision: int


class CountersState(msgspec.Struct, frozen=True, rename="camel", tag_field="of", tag="counters"):
    """What was counted of a day or of a person's week."""

    used: int
    parking_used: int
    waiting: int


StateView = BookingState | WaitState | OfficeState | PersonState | RulesState | CountersState


class EntryView(msgspec.Struct, frozen=True, rename="camel"):
    """One change: who, for whom, what, before and after. What does not apply is null. `reference`: of the call that made it."""

    at: Instant
    action: Action
    actor: PersonRef
    person: PersonRef | None
    office: str | None
    date: date | None
    before: StateView | None
    after: StateView | None
    reference: str


class JournalView(msgspec.Struct, frozen=True, rename="camel"):
    """A page of changes, the newest first; it may be short although there is more."""

    entries: list[EntryView]
    next: str | None

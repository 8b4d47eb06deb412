"""The journal: one entry for every change, written with the change or not at all. Audit log and outbox in one.

An entry holds ids and facts, never a name, an address or a reason; it is never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import msgspec

from core.decision import Booked, Cancelled, Joined, Left
from core.model import AskId, Booking, BookingId, Office, OfficeId, Person, PersonId, Rules, SpecialDay, State, Waiter, booking_id
from core.store import documents
from core.store.port import Document, Fields, Key

THE_HOUSE = PersonId("house")
"""Who acts when nobody does: a place goes to the first in line by the rules alone. No signed-in person can have this id."""
NO_OFFICE = "-"
"""The log of what is of no office, such as people. No office can have this id."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = 10**17 - 1
"""The last microsecond that fits: in the year 5138."""


class Action(StrEnum):
    """What happened, in the past tense."""

    BOOKING_MADE = "booking.made"
    BOOKING_PROMOTED = "booking.promoted"
    BOOKING_CANCELLED = "booking.cancelled"
    BOOKING_CLEARED = "booking.cleared"
    WAIT_JOINED = "wait.joined"
    WAIT_LEFT = "wait.left"
    OFFICE_ADDED = "office.added"
    OFFICE_EDITED = "office.edited"
    OFFICE_REMOVED = "office.removed"
    PERSON_EDITED = "person.edited"
    RULES_EDITED = "rules.edited"
    COUNTERS_REPAIRED = "counters.repaired"


class BookingSnapshot(msgspec.Struct, frozen=True, tag_field="of", tag="booking"):
    """What a booking was before or after a change."""

    state: State
    parking: bool
    revision: int


class WaitSnapshot(msgspec.Struct, frozen=True, tag_field="of", tag="wait"):
    """What somebody waited for."""

    parking: bool
    until: time | None


class OfficeSnapshot(msgspec.Struct, frozen=True, tag_field="of", tag="office"):
    """What an office was like."""

    zone: str
    capacity: int
    parking_capacity: int
    open_weekdays: tuple[int, ...]
    special_days: tuple[SpecialDay, ...]
    revision: int


class PersonSnapshot(msgspec.Struct, frozen=True, tag_field="of", tag="person"):
    """What a person was allowed."""

    allowance: int | None
    admin_of: tuple[OfficeId, ...]
    auto_approved: bool
    home_office: OfficeId | None
    language: str | None = None
    shares_days: bool = False
    reminders: bool = True


class RulesSnapshot(msgspec.Struct, frozen=True, tag_field="of", tag="rules"):
    """What the rules of the house were."""

    advance_booking_days: int
    default_allowance: int
    one_office_per_day: bool
    reason_required: bool
    read_only: bool
    retention_days: int
    people_retention_days: int
    revision: int


class CountersSnapshot(msgspec.Struct, frozen=True, tag_field="of", tag="counters"):
    """What a tally or a person's week counted."""

    used: int
    parking_used: int = 0
    waiting: int = 0


Snapshot = BookingSnapshot | WaitSnapshot | OfficeSnapshot | PersonSnapshot | RulesSnapshot | CountersSnapshot


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, for whom, what, before and after. What does not apply is None."""

    kind: str = "journal"
    at: datetime
    action: Action
    actor: PersonId
    person: PersonId | None = None
    office: OfficeId | None = None
    day: date | None = None
    ask: AskId
    correlation: str
    before: Snapshot | None = None
    after: Snapshot | None = None

    @property
    def booking(self) -> BookingId | None:
        """The booking that this is about, if it is about one."""
        if self.action not in OF_BOOKINGS or self.day is None or self.office is None or self.person is None:
            return None
        return booking_id(self.day, self.office, self.person)

    @property
    def revision(self) -> int:
        """The booking's revision after the change; 0 for anything else."""
        return self.after.revision if isinstance(self.after, BookingSnapshot) else 0


OF_BOOKINGS = frozenset({Action.BOOKING_MADE, Action.BOOKING_PROMOTED, Action.BOOKING_CANCELLED, Action.BOOKING_CLEARED})


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who caused a change, when, by which ask; `correlation` ties the logs of one request to it."""

    actor: PersonId
    ask: AskId
    at: datetime
    correlation: str


def entry_key(occasion: Occasion, partition: str) -> Key:
    """Where the entry of this occasion is or will be: beside what it changes."""
    return documents.journal_key(partition, occasion.actor, occasion.ask)


def booking_entry(action: Action, change: Booked | Cancelled, occasion: Occasion) -> Fields:
    """The entry of a booking that was made or given back."""
    booking = change.booking
    return _fields(
        Entry(
            at=occasion.at,
            action=action,
            actor=occasion.actor,
            person=booking.person,
            office=booking.office,
            day=booking.day,
            ask=occasion.ask,
            correlation=occasion.correlation,
            before=_of_booking(change.before) if change.before else None,
            after=_of_booking(booking),
        )
    )


def wait_entry(change: Joined | Left, occasion: Occasion) -> Fields:
    """The entry of somebody who joined a line or left it."""
    joined = isinstance(change, Joined)
    before = change.before if joined else change.waiter
    return _fields(
        Entry(
            at=occasion.at,
            action=Action.WAIT_JOINED if joined else Action.WAIT_LEFT,
            actor=occasion.actor,
            person=change.waiter.person,
            office=change.queue.office,
            day=change.queue.day,
            ask=occasion.ask,
            correlation=occasion.correlation,
            before=_of_waiter(before) if before else None,
            after=_of_waiter(change.waiter) if joined else None,
        )
    )


def office_entry(action: Action, office: Office, before: Office | None, occasion: Occasion) -> Fields:
    """The entry of an office that was added, edited or removed."""
    return _fields(
        Entry(
            at=occasion.at,
            action=action,
            actor=occasion.actor,
            office=office.id,
            ask=occasion.ask,
            correlation=occasion.correlation,
            before=_of_office(before) if before else None,
            after=_of_office(office),
        )
    )


def person_entry(person: Person, before: Person, occasion: Occasion) -> Fields:
    """The entry of a person whose rights or allowance were edited."""
    return _fields(
        Entry(
            at=occasion.at,
            action=Action.PERSON_EDITED,
            actor=occasion.actor,
            person=person.id,
            ask=occasion.ask,
            correlation=occasion.correlation,
            before=_of_person(before),
            after=_of_person(person),
        )
    )


def rules_entry(rules: Rules, before: Rules, occasion: Occasion) -> Fields:
    """The entry of the house's rules that were edited."""
    return _fields(
        Entry(
            at=occasion.at,
            action=Action.RULES_EDITED,
            actor=occasion.actor,
            ask=occasion.ask,
            correlation=occasion.correlation,
            before=_of_rules(before),
            after=_of_rules(rules),
        )
    )


def counters_entry(
    before: CountersSnapshot, after: CountersSnapshot, occasion: Occasion, day: date, *, office: OfficeId | None, person: PersonId | None
) -> Fields:
    """The entry of counters that were set to what the bookings say: an office day's, or a person's week's."""
    return _fields(
        Entry(
            at=occasion.at,
            action=Action.COUNTERS_REPAIRED,
            actor=occasion.actor,
            person=person,
            office=office,
            day=day,
            ask=occasion.ask,
            correlation=occasion.correlation,
            before=before,
            after=after,
        )
    )


def entry_of(document: Document) -> Entry | None:
    """The entry that is kept there; None for one that a newer version of this product wrote and this one does not know."""
    try:
        return msgspec.convert(document.fields, Entry)
    except msgspec.ValidationError:
        return None


def recent(at: datetime) -> str:
    """A word that comes the earlier in a list the later the instant is: the store lists upwards only, and the newest is wanted first."""
    since = (at - _EPOCH) // timedelta(microseconds=1)
    return f"{_LAST - min(max(since, 0), _LAST):017d}"


def _fields(entry: Entry) -> Fields:
    """`log` and `recent` are what the lists of entries are asked by: whose log, newest first."""
    return {**msgspec.to_builtins(entry), "log": entry.office or NO_OFFICE, "recent": recent(entry.at)}


def _of_booking(booking: Booking) -> BookingSnapshot:
    return BookingSnapshot(booking.state, booking.parking, booking.revision)


def _of_waiter(waiter: Waiter) -> WaitSnapshot:
    return WaitSnapshot(waiter.parking, waiter.until)


def _of_office(office: Office) -> OfficeSnapshot:
    return OfficeSnapshot(
        zone=office.zone,
        capacity=office.capacity,
        parking_capacity=office.parking_capacity,
        open_weekdays=tuple(sorted(office.open_weekdays)),
        special_days=office.special_days,
        revision=office.revision,
    )


def _of_person(person: Person) -> PersonSnapshot:
    return PersonSnapshot(
        allowance=person.allowance,
        admin_of=tuple(sorted(person.admin_of)),
        auto_approved=person.auto_approved,
        home_office=person.home_office,
        language=person.language,
        shares_days=person.shares_days,
        reminders=person.reminders,
    )


def _of_rules(rules: Rules) -> RulesSnapshot:
    return msgspec.convert(rules, RulesSnapshot, from_attributes=True)

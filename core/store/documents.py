"""How the things of the house are kept: ids, partitions, and values to documents and back. Pure, so that the adapters stay thin.

| partition | id | what |
|---|---|---|
| `week|2026-W48` | `booking|…`, `day|…`, `person|…`, `queue|…`, `journal|…` | all of a week that is scarce, and what was changed in it |
| `people|<person>` | `profile`, `journal|…` | a person, and what was changed of them |
| `house` | `office|<id>`, `rules`, `journal|…` | the offices and the rules, and what was changed of them |
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeVar

import msgspec

from core.days import WEEKDAYS, week_of
from core.model import (
    EVERY_WEEKDAY,
    AskId,
    Booking,
    BookingId,
    Clearing,
    Office,
    OfficeDay,
    OfficeId,
    Person,
    PersonId,
    PersonWeek,
    Queue,
    Rules,
    SpecialDay,
    State,
    Waiter,
    Week,
)
from core.store.port import Document, Fields, Key

LISTINGS = (
    ("booking", "active_person", "day"),
    ("booking", "active_office", "day"),
    ("office", "house", "name"),
    ("person", "house", "sort_name"),
    ("journal", "log", "recent"),
    ("entry", "state", "due"),
    ("notice", "state", "due"),
    ("message", "state", "due"),
    ("reminder", "state", "due"),
)
"""The questions that stores can be asked: kind, field, order. Both adapters build their indexes from these lines."""

HOUSE = "house"
"""The partition of the offices and the rules."""

_Shape = TypeVar("_Shape")


class _Booking(msgspec.Struct):
    office: str
    person: str
    day: date
    parking: bool
    state: State
    made_at: datetime
    made_by: str
    revision: int
    reason: str = ""


class _Counter(msgspec.Struct):
    used: int
    capacity: int


class _OfficeDay(msgspec.Struct):
    office: str
    day: date
    open: bool
    note: str
    desks: _Counter
    parking: _Counter
    waiting: int
    office_revision: int


class _PersonWeek(msgspec.Struct):
    person: str
    week: str
    used: int
    days: dict[str, int]


class _Office(msgspec.Struct):
    id: str
    name: str
    zone: str
    location: str
    capacity: int
    parking_capacity: int
    open_weekdays: list[int]
    special_days: list[SpecialDay] = []
    removed: bool = False
    clearing: list[Clearing] = []
    revision: int = 1
    rolled_out: int = 1


class _Person(msgspec.Struct):
    id: str
    name: str
    email: str
    allowance: int | None
    admin_of: list[str]
    auto_approved: bool = False
    home_office: str | None = None
    language: str | None = None
    shares_days: bool = False
    reminders: bool = True
    seen_on: date | None = None


class _Waiter(msgspec.Struct):
    person: str
    parking: bool
    since: datetime
    until: time | None = None
    reason: str = ""


class _Queue(msgspec.Struct):
    office: str
    day: date
    waiters: list[_Waiter]


def week_partition(week: Week) -> str:
    """Where everything scarce of a week is kept."""
    return f"week|{week}"


def booking_key(booking: BookingId, day: date) -> Key:
    """A booking lies in the week of its day."""
    return Key(week_partition(week_of(day)), f"booking|{booking}")


def office_day_key(office: OfficeId, day: date) -> Key:
    """The tally of an office day."""
    return Key(week_partition(week_of(day)), f"day|{day.isoformat()}|{office}")


def person_week_key(person: PersonId, week: Week) -> Key:
    """What a person holds of a week."""
    return Key(week_partition(week), f"person|{person}")


def queue_key(office: OfficeId, day: date) -> Key:
    """The waiting list of an office day: one document, so that its order is the order of its lines."""
    return Key(week_partition(week_of(day)), f"queue|{day.isoformat()}|{office}")


def journal_key(partition: str, actor: PersonId, ask: AskId) -> Key:
    """The entry's id is made of who asked and the ask, so that an ask sent twice collides with itself."""
    return Key(partition, f"journal|{actor}|{ask}")


def office_key(office: OfficeId) -> Key:
    """An office."""
    return Key(HOUSE, f"office|{office}")


def rules_key() -> Key:
    """The rules of the house."""
    return Key(HOUSE, "rules")


def person_key(person: PersonId) -> Key:
    """A person's profile."""
    return Key(f"people|{person}", "profile")


def booking_fields(booking: Booking) -> Fields:
    """A booking as it is kept. The `active_…` fields are there while it holds a place: lists show nothing else."""
    shape = _Booking(
        office=booking.office,
        person=booking.person,
        day=booking.day,
        parking=booking.parking,
        state=booking.state,
        made_at=booking.made_at,
        made_by=booking.made_by,
        revision=booking.revision,
        reason=booking.reason,
    )
    listed: Fields = {"active_person": booking.person, "active_office": booking.office} if booking.is_active else {}
    return {**_fields("booking", shape), **listed}


def booking_of(document: Document) -> Booking:
    """The booking that is kept there."""
    shape = _shape(document, _Booking)
    return Booking(
        office=OfficeId(shape.office),
        person=PersonId(shape.person),
        day=shape.day,
        parking=shape.parking,
        state=shape.state,
        made_at=shape.made_at,
        made_by=PersonId(shape.made_by),
        revision=shape.revision,
        reason=shape.reason,
    )


def office_day_fields(tally: OfficeDay) -> Fields:
    """A tally as it is kept; the names are those of the conditions in `changes.py`."""
    shape = _OfficeDay(
        office=tally.office,
        day=tally.day,
        open=not tally.closed,
        note=tally.note,
        desks=_Counter(tally.taken, tally.capacity),
        parking=_Counter(tally.parking_taken, tally.parking_capacity),
        waiting=tally.waiting,
        office_revision=tally.office_revision,
    )
    return _fields("day", shape)


def office_day_of(document: Document) -> OfficeDay:
    """The tally that is kept there."""
    shape = _shape(document, _OfficeDay)
    return OfficeDay(
        office=OfficeId(shape.office),
        day=shape.day,
        capacity=shape.desks.capacity,
        parking_capacity=shape.parking.capacity,
        closed=not shape.open,
        note=shape.note,
        taken=shape.desks.used,
        parking_taken=shape.parking.used,
        waiting=shape.waiting,
        office_revision=shape.office_revision,
    )


def person_week_fields(week: PersonWeek) -> Fields:
    """A person's week as it is kept."""
    days: dict[str, int] = dict(zip(WEEKDAYS, week.by_weekday, strict=True))
    return _fields("person_week", _PersonWeek(person=week.person, week=week.week, used=week.used, days=days))


def person_week_of(document: Document) -> PersonWeek:
    """The person's week that is kept there."""
    shape = _shape(document, _PersonWeek)
    by_weekday = tuple(shape.days[name] for name in WEEKDAYS)
    return PersonWeek(person=PersonId(shape.person), week=Week(shape.week), used=shape.used, by_weekday=by_weekday)


def queue_fields(queue: Queue) -> Fields:
    """A waiting list as it is kept."""
    waiters = [
        _Waiter(person=one.person, parking=one.parking, since=one.since, until=one.until, reason=one.reason) for one in queue.waiters
    ]
    return _fields("queue", _Queue(office=queue.office, day=queue.day, waiters=waiters))


def queue_of(document: Document) -> Queue:
    """The waiting list that is kept there."""
    shape = _shape(document, _Queue)
    waiters = tuple(
        Waiter(person=PersonId(one.person), parking=one.parking, since=one.since, until=one.until, reason=one.reason)
        for one in shape.waiters
    )
    return Queue(office=OfficeId(shape.office), day=shape.day, waiters=waiters)


def office_fields(office: Office) -> Fields:
    """An office as it is kept. `house` is the same for all of them: it is what the list of offices is asked by."""
    shape = _Office(
        id=office.id,
        name=office.name,
        zone=office.zone,
        location=office.location,
        capacity=office.capacity,
        parking_capacity=office.parking_capacity,
        open_weekdays=sorted(office.open_weekdays),
        special_days=list(office.special_days),
        removed=office.removed,
        clearing=list(office.clearing),
        revision=office.revision,
        rolled_out=office.rolled_out,
    )
    return {**_fields("office", shape), "house": HOUSE}


def office_of(document: Document) -> Office:
    """The office that is kept there."""
    shape = _shape(document, _Office)
    return Office(
        id=OfficeId(shape.id),
        name=shape.name,
        zone=shape.zone,
        location=shape.location,
        capacity=shape.capacity,
        parking_capacity=shape.parking_capacity,
        open_weekdays=frozenset(shape.open_weekdays) & EVERY_WEEKDAY,
        special_days=tuple(shape.special_days),
        removed=shape.removed,
        clearing=tuple(shape.clearing),
        revision=shape.revision,
        rolled_out=shape.rolled_out,
    )


def rules_fields(rules: Rules) -> Fields:
    """The rules as they are kept."""
    plain: Fields = msgspec.to_builtins(rules)
    return {"kind": "rules", **plain}


def rules_of(document: Document) -> Rules:
    """The rules that are kept there; one that an older version did not know is as by default."""
    return _shape(document, Rules)


def person_fields(person: Person) -> Fields:
    """A person as kept. Being a System Admin is not kept: it comes from the settings alone."""
    shape = _Person(
        id=person.id,
        name=person.name,
        email=person.email,
        allowance=person.allowance,
        admin_of=sorted(person.admin_of),
        auto_approved=person.auto_approved,
        home_office=person.home_office,
        language=person.language,
        shares_days=person.shares_days,
        reminders=person.reminders,
        seen_on=person.seen_on,
    )
    return {**_fields("person", shape), "house": HOUSE, "sort_name": _sort_name(person)}


def _sort_name(person: Person) -> str:
    """Where the person stands in the list.

    All profiles have one id, so the person's own tells people of one name apart: else a page that ends between them would leave the others
    out. The tab comes before any letter, and before the space of a longer name.
    """
    return f"{' '.join(person.name.casefold().split())}\t{person.id}"


def person_of(document: Document) -> Person:
    """The person that is kept there, not yet known to be a System Admin."""
    shape = _shape(document, _Person)
    return Person(
        id=PersonId(shape.id),
        name=shape.name,
        email=shape.email,
        allowance=shape.allowance,
        admin_of=frozenset(OfficeId(office) for office in shape.admin_of),
        auto_approved=shape.auto_approved,
        home_office=OfficeId(shape.home_office) if shape.home_office else None,
        language=shape.language,
        shares_days=shape.shares_days,
        reminders=shape.reminders,
        seen_on=shape.seen_on,
    )


def kind_of(document: Document) -> str:
    """What sort of thing the document is."""
    kind = document.fields.get("kind")
    return kind if isinstance(kind, str) else ""


def _fields(kind: str, shape: msgspec.Struct) -> Fields:
    plain: Fields = msgspec.to_builtins(shape)
    return {"kind": kind, **plain}


def _shape(document: Document, shape: type[_Shape]) -> _Shape:
    return msgspec.convert(document.fields, shape)

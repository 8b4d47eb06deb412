"""How the things of the house are kept: ids, partitions, and values to documents and back. Pure, so that the adapters stay thin.

| partition | id | what |
|---|---|---|
| `week|2026-W48` | `booking|…`, `day|…`, `person|…`, `journal|…` | all of a week that is scarce, and what was changed in it |
| `people|<person>` | `profile` | a person |
| `house` | `office|<id>` | the offices |
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

import msgspec

from core.days import WEEKDAYS, week_of
from core.model import (
    EVERY_WEEKDAY,
    AskId,
    Booking,
    BookingId,
    Closure,
    Office,
    OfficeDay,
    OfficeId,
    Person,
    PersonId,
    PersonWeek,
    State,
    Week,
)
from core.store.port import Document, Fields, Key

LISTINGS = (
    ("booking", "active_person", "day"),
    ("booking", "active_office", "day"),
    ("office", "house", "name"),
    ("entry", "state", "due"),
)
"""The questions that stores can be asked: kind, field, order. Both adapters build their indexes from these lines."""

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
    closures: list[tuple[date, str]]


class _Person(msgspec.Struct):
    id: str
    name: str
    email: str
    allowance: int | None
    admin_of: list[str]


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


def journal_key(actor: PersonId, ask: AskId, week: Week) -> Key:
    """The entry's id is made of who asked and the ask, so that an ask sent twice collides with itself."""
    return Key(week_partition(week), f"journal|{actor}|{ask}")


def office_key(office: OfficeId) -> Key:
    """An office."""
    return Key("house", f"office|{office}")


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
        closures=[(closure.day, closure.note) for closure in office.closures],
    )
    return {**_fields("office", shape), "house": "house"}


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
        closures=tuple(Closure(day, note) for day, note in shape.closures),
    )


def person_fields(person: Person) -> Fields:
    """A person as kept. Being a System Admin is not kept: it comes from the settings alone."""
    shape = _Person(id=person.id, name=person.name, email=person.email, allowance=person.allowance, admin_of=sorted(person.admin_of))
    return _fields("person", shape)


def person_of(document: Document) -> Person:
    """The person that is kept there, not yet known to be a System Admin."""
    shape = _shape(document, _Person)
    return Person(
        id=PersonId(shape.id),
        name=shape.name,
        email=shape.email,
        allowance=shape.allowance,
        admin_of=frozenset(OfficeId(office) for office in shape.admin_of),
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

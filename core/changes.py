"""A decision as one batch of operations: booking, person's week, office day and journal change together or not at all.

Operations are built afresh for every attempt; a client that was handed the same list twice may have emptied it (facts/cosmos, trap 2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.days import WEEKDAYS, forgotten_after, monday_of, week_of
from core.decision import Booked, Cancelled
from core.journal import Occasion, entry_fields, entry_key
from core.model import Booking, OfficeDay, PersonWeek, Rules
from core.store import documents
from core.store.port import Condition, Create, Field, Operation, Patch, Relation, Replace, Version


@dataclass(frozen=True, slots=True)
class Found:
    """What of the batch's documents exists already: decides between create, replace and patch."""

    booking: Version | None
    tally: bool
    person_week: bool


def booked(change: Booked, allowance: int, tally: OfficeDay, found: Found, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch that books; the conditions repeat what the rules decided, at the instant of writing."""
    booking = change.booking
    return [
        _booking_operation(booking, found.booking, rules),
        _take_of_week(booking, allowance, rules) if found.person_week else _first_of_week(booking, rules),
        _take_of_day(booking) if found.tally else _first_of_day(booking, tally, rules),
        _journal_operation(change, occasion, rules),
    ]


def cancelled(change: Cancelled, version: Version, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch that gives a day back. The booking's version makes five cancels at once change the counters once."""
    booking = change.booking
    week = (("used", -1), (_weekday_path(booking), -1))
    day = (("desks.used", -1), ("parking.used", -1)) if booking.parking else (("desks.used", -1),)
    return [
        _booking_operation(booking, version, rules),
        Patch(id=_week_id(booking), add=week, where=(Condition("used", Relation.GREATER, 0),)),
        Patch(id=_day_id(booking), add=day, where=(Condition("desks.used", Relation.GREATER, 0),)),
        _journal_operation(change, occasion, rules),
    ]


def _booking_operation(booking: Booking, version: Version | None, rules: Rules) -> Operation:
    identifier = documents.booking_key(booking.id, booking.day).id
    fields = documents.booking_fields(booking)
    expires = forgotten_after(booking.day, rules.retention_days)
    if version is None:
        return Create(id=identifier, fields=fields, expires=expires)
    return Replace(id=identifier, fields=fields, version=version, expires=expires)


def _first_of_week(booking: Booking, rules: Rules) -> Operation:
    by_weekday = tuple(int(number == booking.day.weekday()) for number in range(7))
    first = PersonWeek(person=booking.person, week=week_of(booking.day), used=1, by_weekday=by_weekday)
    sunday = monday_of(booking.day) + timedelta(days=6)
    return Create(id=_week_id(booking), fields=documents.person_week_fields(first), expires=forgotten_after(sunday, rules.retention_days))


def _take_of_week(booking: Booking, allowance: int, rules: Rules) -> Operation:
    where = [Condition("used", Relation.LESS, allowance)]
    if rules.one_office_per_day:
        where.append(Condition(_weekday_path(booking), Relation.EQUAL, 0))
    return Patch(id=_week_id(booking), add=(("used", 1), (_weekday_path(booking), 1)), where=tuple(where))


def _first_of_day(booking: Booking, tally: OfficeDay, rules: Rules) -> Operation:
    first = replace(tally, taken=1, parking_taken=int(booking.parking))
    return Create(
        id=_day_id(booking), fields=documents.office_day_fields(first), expires=forgotten_after(booking.day, rules.retention_days)
    )


def _take_of_day(booking: Booking) -> Operation:
    add = [("desks.used", 1)]
    where = [Condition("open", Relation.EQUAL, True), Condition("desks.used", Relation.LESS, Field("desks.capacity"))]  # noqa: FBT003
    if booking.parking:
        add.append(("parking.used", 1))
        where.append(Condition("parking.used", Relation.LESS, Field("parking.capacity")))
    return Patch(id=_day_id(booking), add=tuple(add), where=tuple(where))


def _journal_operation(change: Booked | Cancelled, occasion: Occasion, rules: Rules) -> Operation:
    key = entry_key(occasion, change.booking.day)
    return Create(id=key.id, fields=entry_fields(change, occasion), expires=forgotten_after(change.booking.day, rules.retention_days))


def _week_id(booking: Booking) -> str:
    return documents.person_week_key(booking.person, week_of(booking.day)).id


def _day_id(booking: Booking) -> str:
    return documents.office_day_key(booking.office, booking.day).id


def _weekday_path(booking: Booking) -> str:
    return f"days.{WEEKDAYS[booking.day.weekday()]}"

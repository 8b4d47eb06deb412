"""A decision as one batch of operations: booking, person's week, office day and journal change together or not at all.

Operations are built afresh for every attempt; a client that was handed the same list twice may have emptied it (facts/cosmos, trap 2).

A day for which nobody waits changes by conditional patches, so that a crowd does not collide. As soon as somebody waits, the tally and the
line are replaced at the version that was read: then every place that frees is handed over in the batch that frees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.days import WEEKDAYS, forgotten_after, monday_of, week_of
from core.decision import Booked, Cancelled, Joined, Left
from core.journal import THE_HOUSE, Action, Occasion, booking_entry, entry_key, wait_entry
from core.model import AskId, Booking, OfficeDay, PersonWeek, Queue, Rules
from core.store import documents
from core.store.port import Condition, Create, Field, Fields, Key, Operation, Patch, Relation, Replace, Version


@dataclass(frozen=True, slots=True)
class Found:
    """What of the batch's documents exists already: decides between create, replace and patch."""

    booking_version: Version | None
    tally: bool
    person_week: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An office day and who waits for it, of one instant; a version is None where nothing is kept yet."""

    tally: OfficeDay
    queue: Queue
    tally_version: Version | None
    queue_version: Version | None


@dataclass(frozen=True, slots=True)
class Promotion:
    """Somebody who gets a place from the line, and what of theirs exists already."""

    change: Booked
    allowance: int
    booking_version: Version | None
    person_week: bool


def booked(change: Booked, allowance: int, tally: OfficeDay, found: Found, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch that books; the conditions repeat what the rules decided, at the instant of writing."""
    booking = change.booking
    return [
        _booking_operation(booking, found.booking_version, rules),
        _week_operation(booking, allowance, rules, exists=found.person_week),
        _take_of_day(booking, tally.waiting) if found.tally else _first_of_day(booking, tally, rules),
        _journal_operation(Action.BOOKING_MADE, change, occasion, rules),
    ]


def booked_out_of_line(change: Booked, allowance: int, line: Line, found: Found, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch that books for somebody who waited: they leave the line with it."""
    booking, queue = change.booking, line.queue.without(change.booking.person)
    return [
        _booking_operation(booking, found.booking_version, rules),
        _week_operation(booking, allowance, rules, exists=found.person_week),
        *_line_operations(line, _taken(line.tally, [booking]), queue, rules),
        _journal_operation(Action.BOOKING_MADE, change, occasion, rules),
    ]


def cancelled(change: Cancelled, version: Version, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch that gives a day back for which nobody waits. The booking's version makes five cancels at once change the counters once."""
    nobody_waits = Condition("waiting", Relation.EQUAL, 0)
    return [
        *_give_back(change, version, rules),
        _free_place(change.booking, nobody_waits),
        _journal_operation(Action.BOOKING_CANCELLED, change, occasion, rules),
    ]


def cleared(change: Cancelled, version: Version, revision: int, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch that gives back a booking of a day that this revision of the office closed. After any newer edit it is refused."""
    still_so = Condition("office_revision", Relation.EQUAL, revision)
    return [
        *_give_back(change, version, rules),
        _free_place(change.booking, still_so),
        _journal_operation(Action.BOOKING_CLEARED, change, occasion, rules),
    ]


def cancelled_from_line(
    change: Cancelled, version: Version, freed_line: Line, promotions: Sequence[Promotion], occasion: Occasion, rules: Rules
) -> list[Operation]:
    """The batch that gives a day back and hands the place, which is free in this line, to the first who may have it, if there is one."""
    return [
        *_give_back(change, version, rules),
        _journal_operation(Action.BOOKING_CANCELLED, change, occasion, rules),
        *handed_over(freed_line, promotions, occasion, rules),
    ]


def handed_over(line: Line, promotions: Sequence[Promotion], occasion: Occasion, rules: Rules) -> list[Operation]:
    """This tally, and places of it to people in line. With no promotion it guards what was read against a change meanwhile."""
    bookings = [promotion.change.booking for promotion in promotions]
    operations = _line_operations(line, _taken(line.tally, bookings), line.queue.without(*(booking.person for booking in bookings)), rules)
    for promotion in promotions:
        booking = promotion.change.booking
        own = Occasion(THE_HOUSE, AskId(f"{booking.id}|{booking.revision}"), occasion.at, occasion.correlation)
        operations += [
            _booking_operation(booking, promotion.booking_version, rules),
            _week_operation(booking, promotion.allowance, rules, exists=promotion.person_week),
            _journal_operation(Action.BOOKING_PROMOTED, promotion.change, own, rules),
        ]
    return operations


def queued(change: Joined | Left, line: Line, occasion: Occasion, rules: Rules) -> list[Operation]:
    """The batch of somebody who joins a line or leaves it."""
    queue = change.queue
    key = entry_key(occasion, documents.queue_key(queue.office, queue.day).partition)
    expires = forgotten_after(queue.day, rules.retention_days)
    return [*_line_operations(line, line.tally, queue, rules), Create(id=key.id, fields=wait_entry(change, occasion), expires=expires)]


def resized(key: Key, tally: OfficeDay) -> Patch:
    """A tally that follows an edit of its office, while nobody waits. Sent again after a newer edit, it changes nothing."""
    limits = (
        ("desks.capacity", tally.capacity),
        ("parking.capacity", tally.parking_capacity),
        ("open", not tally.closed),
        ("note", tally.note),
        ("office_revision", tally.office_revision),
    )
    where = (Condition("office_revision", Relation.LESS, tally.office_revision), Condition("waiting", Relation.EQUAL, 0))
    return Patch(id=key.id, set=limits, where=where)


def tally_operation(tally: OfficeDay, version: Version | None, rules: Rules) -> Operation:
    """A tally as a whole."""
    key = documents.office_day_key(tally.office, tally.day)
    return _keep(key, documents.office_day_fields(tally), version, forgotten_after(tally.day, rules.retention_days))


def person_week_operation(week: PersonWeek, day: date, version: Version | None, rules: Rules) -> Operation:
    """A person's week as a whole; `day` is any day of it."""
    sunday = monday_of(day) + timedelta(days=6)
    key = documents.person_week_key(week.person, week.week)
    return _keep(key, documents.person_week_fields(week), version, forgotten_after(sunday, rules.retention_days))


def freed(tally: OfficeDay, booking: Booking) -> OfficeDay:
    """The tally without this booking."""
    return replace(tally, taken=tally.taken - 1, parking_taken=tally.parking_taken - int(booking.parking))


def _taken(tally: OfficeDay, bookings: Sequence[Booking]) -> OfficeDay:
    parked = sum(booking.parking for booking in bookings)
    return replace(tally, taken=tally.taken + len(bookings), parking_taken=tally.parking_taken + parked)


def _line_operations(line: Line, tally: OfficeDay, queue: Queue, rules: Rules) -> list[Operation]:
    """Both at the versions that were read, so that nobody can join, leave, book or cancel unseen."""
    key = documents.queue_key(queue.office, queue.day)
    expires = forgotten_after(queue.day, rules.retention_days)
    return [
        tally_operation(replace(tally, waiting=len(queue.waiters)), line.tally_version, rules),
        _keep(key, documents.queue_fields(queue), line.queue_version, expires),
    ]


def _give_back(change: Cancelled, version: Version, rules: Rules) -> list[Operation]:
    week = (("used", -1), (_weekday_path(change.booking), -1))
    return [
        _booking_operation(change.booking, version, rules),
        Patch(id=_week_id(change.booking), add=week, where=(Condition("used", Relation.GREATER, 0),)),
    ]


def _free_place(booking: Booking, only_if: Condition) -> Patch:
    day = (("desks.used", -1), ("parking.used", -1)) if booking.parking else (("desks.used", -1),)
    return Patch(id=_day_id(booking), add=day, where=(Condition("desks.used", Relation.GREATER, 0), only_if))


def _booking_operation(booking: Booking, version: Version | None, rules: Rules) -> Operation:
    key = documents.booking_key(booking.id, booking.day)
    return _keep(key, documents.booking_fields(booking), version, forgotten_after(booking.day, rules.retention_days))


def _keep(key: Key, fields: Fields, version: Version | None, expires: datetime) -> Operation:
    if version is None:
        return Create(id=key.id, fields=fields, expires=expires)
    return Replace(id=key.id, fields=fields, version=version, expires=expires)


def _week_operation(booking: Booking, allowance: int, rules: Rules, *, exists: bool) -> Operation:
    if not exists:
        by_weekday = tuple(int(number == booking.day.weekday()) for number in range(7))
        first = PersonWeek(person=booking.person, week=week_of(booking.day), used=1, by_weekday=by_weekday)
        return person_week_operation(first, booking.day, None, rules)
    where = [Condition("used", Relation.LESS, allowance)]
    if rules.one_office_per_day:
        where.append(Condition(_weekday_path(booking), Relation.EQUAL, 0))
    return Patch(id=_week_id(booking), add=(("used", 1), (_weekday_path(booking), 1)), where=tuple(where))


def _first_of_day(booking: Booking, tally: OfficeDay, rules: Rules) -> Operation:
    return tally_operation(_taken(tally, [booking]), None, rules)


def _take_of_day(booking: Booking, waiting: int) -> Operation:
    """Nobody may have joined or left the line meanwhile: it could be the very person who books."""
    add = [("desks.used", 1)]
    where = [
        Condition("open", Relation.EQUAL, True),  # noqa: FBT003 - the value compared with
        Condition("desks.used", Relation.LESS, Field("desks.capacity")),
        Condition("waiting", Relation.EQUAL, waiting),
    ]
    if booking.parking:
        add.append(("parking.used", 1))
        where.append(Condition("parking.used", Relation.LESS, Field("parking.capacity")))
    return Patch(id=_day_id(booking), add=tuple(add), where=tuple(where))


def _journal_operation(action: Action, change: Booked | Cancelled, occasion: Occasion, rules: Rules) -> Operation:
    key = entry_key(occasion, documents.week_partition(week_of(change.booking.day)))
    expires = forgotten_after(change.booking.day, rules.retention_days)
    return Create(id=key.id, fields=booking_entry(action, change, occasion), expires=expires)


def _week_id(booking: Booking) -> str:
    return documents.person_week_key(booking.person, week_of(booking.day)).id


def _day_id(booking: Booking) -> str:
    return documents.office_day_key(booking.office, booking.day).id


def _weekday_path(booking: Booking) -> str:
    return f"days.{WEEKDAYS[booking.day.weekday()]}"

"""What may be changed of an office, by whom, and whom it would hit. Pure. An edit never drops a booking by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from msgspec import UNSET, UnsetType

from core.days import today_in, zone_named
from core.decision import Code, Facts, Refusal
from core.model import EVERY_WEEKDAY, Booking, Clearing, Limits, Office, OfficeDay, Person, Rules, SpecialDay

MAX_CAPACITY = 100_000
MAX_TEXT = 200
MAX_AHEAD = timedelta(days=732)
"""How far ahead a single day can be set: the holidays of this year and the next."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeEdit:
    """New values; UNSET leaves the old one."""

    name: str | UnsetType = UNSET
    zone: str | UnsetType = UNSET
    location: str | UnsetType = UNSET
    capacity: int | UnsetType = UNSET
    parking_capacity: int | UnsetType = UNSET
    open_weekdays: frozenset[int] | UnsetType = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class DayImpact:
    """A day on which more is booked than the office would take. `exceeding`: the bookings made last; on a closed day all of them."""

    day: date
    taken: int
    parking_taken: int
    limits: Limits
    exceeding: tuple[Booking, ...]


def added(actor: Person, office: Office, rules: Rules) -> Office | Refusal:
    """A new office; only a System Admin adds one."""
    if not _ID.fullmatch(office.id):
        return _bad("id", 1, 40)
    return _may_edit(actor, rules) or _faulty(office) or replace(office, revision=1, rolled_out=0, clearing=(), removed=False)


def edited(actor: Person, office: Office, edit: OfficeEdit, rules: Rules) -> Office | Refusal:
    """The office as edited; only a System Admin edits what it is on every day. The same office if nothing is new."""
    after = replace(
        office,
        name=office.name if edit.name is UNSET else edit.name.strip(),
        zone=office.zone if edit.zone is UNSET else edit.zone,
        location=office.location if edit.location is UNSET else edit.location.strip(),
        capacity=office.capacity if edit.capacity is UNSET else edit.capacity,
        parking_capacity=office.parking_capacity if edit.parking_capacity is UNSET else edit.parking_capacity,
        open_weekdays=office.open_weekdays if edit.open_weekdays is UNSET else edit.open_weekdays,
    )
    return _may_edit(actor, rules) or _faulty(after) or _revised(office, after)


def with_special_day(
    actor: Person, office: Office, special: SpecialDay, clearing: Clearing | None, now: datetime, rules: Rules
) -> Office | Refusal:
    """The office with one day set apart, by an admin of the office. `clearing`: its bookings are to be cancelled, if it is closed.

    A special day that differs in nothing is taken out again.
    """
    if not actor.can_manage(office.id):
        return Refusal(Code.NOT_FOR_YOU)
    if rules.read_only:
        return Refusal(Code.READ_ONLY)
    today = today_in(office.zone, now)
    facts: Facts = {"day": special.day.isoformat(), "office": office.name}
    if special.day < today:
        return Refusal(Code.DAY_PAST, facts)
    if special.day > today + MAX_AHEAD:
        return Refusal(Code.DAY_TOO_FAR, facts | {"last": (today + MAX_AHEAD).isoformat()})
    others = [known for known in office.special_days if known.day != special.day and known.day >= today]
    if special != SpecialDay(day=special.day):
        others.append(special)
    days = sorted(others, key=lambda one: one.day)
    after = replace(office, special_days=tuple(days))
    # What was ordered and is not done yet is done, unless the day opens again.
    cleared = [one for one in office.clearing if after.limits_on(one.day).closed]
    if clearing is not None and after.limits_on(special.day).closed:
        cleared = [one for one in cleared if one.day != special.day] + [clearing]
    return _faulty(after) or _revised(office, replace(after, clearing=tuple(cleared)))


def removed(actor: Person, office: Office, clearing: Sequence[Clearing], rules: Rules) -> Office | Refusal:
    """The office closed for good. Its bookings stay until they are given back, unless the days are to be cleared."""
    return _may_edit(actor, rules) or _revised(office, replace(office, removed=True, clearing=tuple(clearing) or office.clearing))


def impact(after: Office, tallies: Iterable[OfficeDay], bookings: Mapping[date, Sequence[Booking]]) -> list[DayImpact]:
    """The days on which more is booked than the office would then take."""
    hit: list[DayImpact] = []
    for tally in tallies:
        limits = after.limits_on(tally.day)
        exceeding = _exceeding(limits, bookings.get(tally.day, ()))
        if exceeding:
            hit.append(
                DayImpact(day=tally.day, taken=tally.taken, parking_taken=tally.parking_taken, limits=limits, exceeding=tuple(exceeding))
            )
    return hit


def exceeds(tally: OfficeDay, limits: Limits) -> bool:
    """Whether more is booked on that day than the limits take."""
    most, cars = (0, 0) if limits.closed else (limits.capacity, limits.parking_capacity)
    return tally.taken > most or tally.parking_taken > cars


def _exceeding(limits: Limits, bookings: Sequence[Booking]) -> list[Booking]:
    """Whoever came last exceeds; a car that exceeds does so although its owner may have a desk."""
    if limits.closed:
        return list(bookings)
    by_age = sorted(bookings, key=lambda booking: (booking.made_at, booking.id))
    late = {booking.id for booking in by_age[limits.capacity :]}
    cars = {booking.id for booking in [one for one in by_age if one.parking][limits.parking_capacity :]}
    return [booking for booking in by_age if booking.id in late or booking.id in cars]


def _may_edit(actor: Person, rules: Rules) -> Refusal | None:
    if not actor.is_system_admin:
        return Refusal(Code.NOT_FOR_YOU)
    return Refusal(Code.READ_ONLY) if rules.read_only else None


def _revised(before: Office, after: Office) -> Office:
    return before if after == before else replace(after, revision=before.revision + 1)


def _faulty(office: Office) -> Refusal | None:
    """The first value that can't be. Zones are the names of IANA's list."""
    if not 0 < len(office.name) <= MAX_TEXT:
        return _bad("name", 1, MAX_TEXT)
    if len(office.location) > MAX_TEXT:
        return _bad("location", 0, MAX_TEXT)
    if any(len(special.note) > MAX_TEXT for special in office.special_days):
        return _bad("note", 0, MAX_TEXT)
    if not office.open_weekdays <= EVERY_WEEKDAY:
        return _bad("open_weekdays", 0, 6)
    numbers = {"capacity": [office.capacity], "parking_capacity": [office.parking_capacity]}
    for special in office.special_days:
        numbers["capacity"] += [] if special.capacity is None else [special.capacity]
        numbers["parking_capacity"] += [] if special.parking_capacity is None else [special.parking_capacity]
    for field, values in numbers.items():
        if not all(0 <= value <= MAX_CAPACITY for value in values):
            return _bad(field, 0, MAX_CAPACITY)
    try:
        zone_named(office.zone)
    except ValueError:
        return Refusal(Code.BAD_VALUE, {"field": "zone"})
    return None


def _bad(field: str, least: int, most: int) -> Refusal:
    return Refusal(Code.BAD_VALUE, {"field": field, "least": least, "most": most})

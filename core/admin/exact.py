"""One office day, or one person's week, compared exactly with its bookings, while people book.

Every booking changes its tally and its person's week in the same batch. So if the counter has the same version before and after its
bookings were read, they were read as they were at one instant, and a difference is a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core import offices, policy
from core.admin.counts import is_remembered
from core.days import WEEKDAYS, week_of
from core.model import Booking, OfficeDay, OfficeId, PersonId, PersonWeek, Rules
from core.store import documents
from core.store.port import MAX_PAGE, Conflict, Listing, Refused, Store, Version


@dataclass(frozen=True, slots=True)
class DayDifference:
    """A tally that is not what the bookings and the line say. `told`: the tally as it should be; `kept` None: there is none."""

    kept: OfficeDay | None
    version: Version | None
    told: OfficeDay

    def __str__(self) -> str:
        says = f"the tally says {_counts(self.kept)}" if self.kept else "there is no tally"
        return f"{self.told.office} {self.told.day}: {says}; the bookings say {_counts(self.told)}"


@dataclass(frozen=True, slots=True)
class WeekDifference:
    """A person's week that is not what the bookings say."""

    kept: PersonWeek | None
    version: Version | None
    told: PersonWeek
    monday: date

    def __str__(self) -> str:
        says = f"the week says {_days(self.kept)}" if self.kept else "no week is kept"
        return f"{self.told.person} {self.told.week}: {says}; the bookings say {_days(self.told)}"


@dataclass(frozen=True, slots=True)
class BehindDifference:
    """A day that does not follow the last edit of its office that all its days should follow."""

    office: OfficeId
    day: date
    follows: int
    rolled_out: int

    def __str__(self) -> str:
        return f"{self.office} {self.day}: the day follows edit {self.follows} of its office, which is at {self.rolled_out}"


Difference = DayDifference | WeekDifference | BehindDifference


async def look_at_day(store: Store, office: OfficeId, day: date, now: datetime, rules: Rules) -> DayDifference | None:
    """What is wrong with the tally; None if nothing is. Raises Conflict if the day changed meanwhile."""
    if not is_remembered(day, now, rules):
        return None
    keys = [documents.office_day_key(office, day), documents.queue_key(office, day)]
    before = await store.read_many(keys)
    bookings = await _bookings(store, "active_office", office, day, day)
    after = await store.read_many(keys)
    tally, queue = before.get(keys[0]), before.get(keys[1])
    version = tally.version if tally else None
    if version != (after[keys[0]].version if keys[0] in after else None):
        raise Conflict(0, Refused.CHANGED)
    kept = documents.office_day_of(tally) if tally else None
    queued = len(documents.queue_of(queue).waiters) if queue else 0
    base = kept or await _fresh(store, office, day)
    parked = sum(booking.parking for booking in bookings)
    told = replace(base, taken=len(bookings), parking_taken=parked, waiting=queued)
    is_needed = kept is not None or told.taken > 0 or told.waiting > 0
    return DayDifference(kept, version, told) if is_needed and told != kept else None


async def look_at_week(store: Store, person: PersonId, monday: date, now: datetime, rules: Rules) -> WeekDifference | None:
    """What is wrong with a person's week. Weekdays whose bookings are forgotten already are believed. Raises Conflict as above."""
    week = week_of(monday)
    key = documents.person_week_key(person, week)
    before = await store.read(key)
    bookings = await _bookings(store, "active_person", person, monday, monday + timedelta(days=6))
    after = await store.read(key)
    version = before.version if before else None
    if version != (after.version if after else None):
        raise Conflict(0, Refused.CHANGED)
    kept = documents.person_week_of(before) if before else None
    counted = [0] * 7
    for booking in bookings:
        counted[booking.day.weekday()] += 1
    for number in range(7):
        if not is_remembered(monday + timedelta(days=number), now, rules):
            counted[number] = kept.by_weekday[number] if kept else 0
    told = PersonWeek(person=person, week=week, used=sum(counted), by_weekday=tuple(counted))
    if told == kept or (kept is None and not told.used):
        return None
    return WeekDifference(kept, version, told, monday)


async def look_whether_behind(store: Store, office: OfficeId, day: date) -> BehindDifference | None:
    """Whether the day is behind its office. The office is read first: its days follow before it says so."""
    known = await offices.read(store, office)
    tally = await store.read(documents.office_day_key(office, day))
    if known is None or tally is None:
        return None
    follows = documents.office_day_of(tally).office_revision
    return BehindDifference(office, day, follows, known.rolled_out) if follows < known.rolled_out else None


async def _bookings(store: Store, field: str, value: str, first: date, last: date) -> list[Booking]:
    listing = Listing("booking", field, value, "day", first.isoformat(), last.isoformat())
    bookings: list[Booking] = []
    after: str | None = None
    while True:
        page = await store.list(listing, limit=MAX_PAGE, next=after)
        bookings += [documents.booking_of(document) for document in page.documents]
        after = page.next
        if after is None:
            return bookings


async def _fresh(store: Store, office: OfficeId, day: date) -> OfficeDay:
    """The tally that a missing one would be. Where the office is long forgotten nothing can be booked any more."""
    known = await offices.read(store, office)
    return policy.fresh_tally(known, day) if known else OfficeDay(office=office, day=day, capacity=0, parking_capacity=0, closed=True)


def _counts(tally: OfficeDay) -> str:
    return f"{tally.taken} taken, {tally.parking_taken} parked, {tally.waiting} waiting"


def _days(week: PersonWeek) -> str:
    days = ", ".join(f"{name} {count}" for name, count in zip(WEEKDAYS, week.by_weekday, strict=True) if count)
    return f"{week.used} ({days})" if days else str(week.used)

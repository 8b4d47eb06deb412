"""Sums up a walk through the store, and says whose counters must be looked at again exactly. Pure.

Only counters are remembered, no documents. A walk is no snapshot: what changed meanwhile may have been counted twice or not at all. So
everything that a journal entry says was changed since the walk began is looked at again, whatever the sums say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.days import forgotten_after, week_of
from core.journal import entry_of
from core.model import Booking, OfficeDay, OfficeId, PersonId, PersonWeek, Queue, Rules, Week
from core.store import documents
from core.store.port import Document

CLOCKS_DIFFER_BY = timedelta(minutes=5)
"""How far the clocks of the machines that write may be apart."""
SOON = timedelta(hours=1)
"""What is forgotten within so long is no longer compared: part of it may be gone already."""

Place = tuple[date, OfficeId]
Whose = tuple[Week, PersonId]


def is_remembered(day: date, now: datetime, rules: Rules) -> bool:
    """Whether bookings and the line of that day are still there to be counted."""
    return now + SOON < forgotten_after(day, rules.retention_days)


@dataclass(slots=True)
class _Day:
    taken: int = 0
    parking_taken: int = 0
    queued: int = 0
    tally: tuple[int, int, int] | None = None
    follows: int = 0
    is_exceeded: bool = False


@dataclass(slots=True)
class _PersonWeek:
    by_weekday: list[int] = field(default_factory=lambda: [0] * 7)
    kept: tuple[int, ...] | None = None
    used: int = 0


@dataclass(slots=True)
class Counts:
    """What was seen so far."""

    rules: Rules
    began: datetime
    documents: int = 0
    _days: defaultdict[Place, _Day] = field(default_factory=lambda: defaultdict(_Day))
    _weeks: defaultdict[Whose, _PersonWeek] = field(default_factory=lambda: defaultdict(_PersonWeek))
    _moved_days: set[Place] = field(default_factory=set[Place])
    _moved_weeks: set[Whose] = field(default_factory=set[Whose])

    def add(self, document: Document) -> None:
        """Take a document into account."""
        self.documents += 1
        match documents.kind_of(document):
            case "booking":
                self._add_booking(documents.booking_of(document))
            case "day":
                self._add_tally(documents.office_day_of(document))
            case "person_week":
                self._add_person_week(documents.person_week_of(document))
            case "queue":
                self._add_queue(documents.queue_of(document))
            case "journal":
                self._add_entry(document)
            case _:
                pass

    @property
    def office_days(self) -> int:
        """How many office days were seen."""
        return len(self._days)

    @property
    def person_weeks(self) -> int:
        """How many people's weeks were seen."""
        return len(self._weeks)

    def suspect_days(self) -> list[Place]:
        """Office days whose tally may not be what the bookings and the line say, by date."""
        return sorted(place for place, day in self._days.items() if self._is_suspect_day(place, day))

    def suspect_weeks(self) -> list[Whose]:
        """People's weeks whose counts may not be what the bookings say."""
        return sorted(whose for whose, week in self._weeks.items() if self._is_suspect_week(whose, week))

    def exceeded(self) -> list[Place]:
        """Office days that held more than they take when they were seen."""
        return sorted(place for place, day in self._days.items() if day.is_exceeded)

    def follows(self, office: OfficeId, day: date) -> int | None:
        """Which edit of its office a tally was seen to follow; None if there was no tally."""
        seen = self._days.get((day, office))
        return seen.follows if seen and seen.tally else None

    def _is_suspect_day(self, place: Place, day: _Day) -> bool:
        if not is_remembered(place[0], self.began, self.rules):
            return False
        if day.tally is None:
            return day.taken > 0 or day.queued > 0
        return place in self._moved_days or day.tally != (day.taken, day.parking_taken, day.queued)

    def _is_suspect_week(self, whose: Whose, week: _PersonWeek) -> bool:
        if whose in self._moved_weeks:
            return True
        if week.kept is None:
            return any(week.by_weekday)
        monday = first_day_of(whose[0])
        days = [number for number in range(7) if is_remembered(monday + timedelta(days=number), self.began, self.rules)]
        return week.used != sum(week.kept) or any(week.kept[number] != week.by_weekday[number] for number in days)

    def _add_booking(self, booking: Booking) -> None:
        day = self._days[booking.day, booking.office]
        week = self._weeks[week_of(booking.day), booking.person]
        if booking.is_active:
            day.taken += 1
            day.parking_taken += int(booking.parking)
            week.by_weekday[booking.day.weekday()] += 1

    def _add_tally(self, tally: OfficeDay) -> None:
        day = self._days[tally.day, tally.office]
        day.tally = (tally.taken, tally.parking_taken, tally.waiting)
        day.follows = tally.office_revision
        day.is_exceeded = is_exceeded(tally)

    def _add_person_week(self, kept: PersonWeek) -> None:
        week = self._weeks[kept.week, kept.person]
        week.kept, week.used = kept.by_weekday, kept.used

    def _add_queue(self, queue: Queue) -> None:
        self._days[queue.day, queue.office].queued = len(queue.waiters)

    def _add_entry(self, document: Document) -> None:
        entry = entry_of(document)
        if entry is None or entry.day is None or entry.at < self.began - CLOCKS_DIFFER_BY:
            return
        if entry.office is not None:
            self._moved_days.add((entry.day, entry.office))
        if entry.person is not None:
            self._moved_weeks.add((week_of(entry.day), entry.person))


def first_day_of(week: Week) -> date:
    """The Monday of a week such as `2026-W48`."""
    return date.fromisoformat(f"{week}-1")


def is_exceeded(tally: OfficeDay) -> bool:
    """Whether more is booked than the day takes: an office was made smaller, or closed."""
    capacity, parking = (0, 0) if tally.closed else (tally.capacity, tally.parking_capacity)
    return tally.taken > capacity or tally.parking_taken > parking

"""What can be booked, and if not, why not: the same rules as the booking itself, asked before the click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import policy
from core.days import days_between, monday_of, today_in, week_of, window_end
from core.decision import Refusal
from core.model import AskId, Booking, Office, OfficeDay, Person, PersonWeek, Rules, Waiter, booking_id
from core.store import documents
from core.store.port import Document, Key, Store

_NO_ASK = AskId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """One day of an office as one person sees it. `refusal`: why it can't be booked; `parking_refusal`: why not with a car.

    `waits`: what the person waits for that day, and `place` where they stand in line.
    """

    tally: OfficeDay
    mine: Booking | None
    waits: Waiter | None
    place: int | None
    refusal: Refusal | None
    parking_refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """The window's days of one ISO week, and how much of the person's allowance is used in it, in all offices together."""

    monday: date
    allowance: int
    used: int
    days: tuple[DayView, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both included."""

    first: date
    last: date


def window(office: Office, now: datetime, rules: Rules) -> Span:
    """The days that can be booked in that office at that instant."""
    today = today_in(office.zone, now)
    return Span(today, window_end(today, rules.advance_booking_days))


async def weeks(store: Store, person: Person, office: Office, span: Span, now: datetime, rules: Rules) -> list[WeekView]:
    """The days of the span by week. Reads only what it shows, in one go; the span must be bounded by the caller."""
    days = list(days_between(span.first, span.last))
    found = await store.read_many(_keys(person, office, days))
    by_week: dict[date, list[date]] = {}
    for day in days:
        by_week.setdefault(monday_of(day), []).append(day)
    views: list[WeekView] = []
    for monday, days_of_week in by_week.items():
        kept = found.get(documents.person_week_key(person.id, week_of(monday)))
        person_week = documents.person_week_of(kept) if kept else None
        seen = tuple(_day(found, person, office, day, person_week, now, rules) for day in days_of_week)
        used = person_week.used if person_week else 0
        views.append(WeekView(monday=monday, allowance=rules.allowance_of(person), used=used, days=seen))
    return views


def _keys(person: Person, office: Office, days: Sequence[date]) -> list[Key]:
    keys = [documents.person_week_key(person.id, week) for week in dict.fromkeys(week_of(day) for day in days)]
    for day in days:
        keys.append(documents.office_day_key(office.id, day))
        keys.append(documents.booking_key(booking_id(day, office.id, person.id), day))
        keys.append(documents.queue_key(office.id, day))
    return keys


def _day(
    found: Mapping[Key, Document], person: Person, office: Office, day: date, person_week: PersonWeek | None, now: datetime, rules: Rules
) -> DayView:
    kept_tally = found.get(documents.office_day_key(office.id, day))
    kept_booking = found.get(documents.booking_key(booking_id(day, office.id, person.id), day))
    kept_queue = found.get(documents.queue_key(office.id, day))
    tally = documents.office_day_of(kept_tally) if kept_tally else policy.fresh_tally(office, day)
    booking = documents.booking_of(kept_booking) if kept_booking else None
    mine = booking if booking and booking.is_active else None
    known = policy.Known(now=now, tally=tally, person_week=person_week, booking=booking)
    refusal = None if mine else policy.why_not(_wish(person, office, day, parking=False), known, rules)
    parking = None if mine or refusal else policy.why_not(_wish(person, office, day, parking=True), known, rules)
    queue = documents.queue_of(kept_queue) if kept_queue and not mine else None
    waits, place = (queue.waiter(person.id), queue.place_of(person.id)) if queue else (None, None)
    return DayView(tally=tally, mine=mine, waits=waits, place=place, refusal=refusal, parking_refusal=parking)


def _wish(person: Person, office: Office, day: date, *, parking: bool) -> policy.Wish:
    return policy.Wish(ask=_NO_ASK, actor=person, person=person, office=office, day=day, parking=parking)

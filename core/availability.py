"""What can be booked, and if not, why not: the same rules as the booking itself, asked before the click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from core import policy
from core.days import days_between, monday_of, today_in, week_of, window_end
from core.decision import Refusal
from core.model import AskId, Booking, Office, OfficeDay, OfficeId, Person, PersonId, PersonWeek, Queue, Rules, Waiter, Week, booking_id
from core.store import documents
from core.store.port import Document, Key, ReadMany, Version

_NO_ASK = AskId("")


@dataclass(frozen=True, slots=True)
class _Week:
    name: Week
    monday: date
    days: tuple[date, ...]
    tallies: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the tallies of a span are: the same for everybody who looks at the office."""

    weeks: tuple[_Week, ...]
    tallies: tuple[Key, ...]
    days: Mapping[Key, date]


class Findings(NamedTuple):
    """What was found of one person and the days of one office, as it is kept. `more`: own bookings and lines, with their days."""

    plan: _Plan
    person: PersonId
    tallies: tuple[Document | None, ...]
    person_weeks: tuple[Document | None, ...]
    more: tuple[tuple[date, Document], ...]

    @property
    def versions(self) -> tuple[Version | None, ...]:
        """Two findings of one person about the same days with the same versions are the same."""
        kept = (*self.tallies, *self.person_weeks, *[document for _, document in self.more])
        return tuple([document.version if document else None for document in kept])


class WeekFacts(NamedTuple):
    """Days of one ISO week in an office, and what one person holds of that week in all offices together.

    `tallies`: of the days, in their order; None for a day that nobody ever booked. `mine`: the person's own active bookings there.
    `queues`: who waits, where anybody does.
    """

    name: Week
    monday: date
    days: tuple[date, ...]
    tallies: tuple[Document | None, ...]
    person_week: PersonWeek
    mine: Mapping[date, Booking]
    queues: Mapping[date, Queue]


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


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both included."""

    first: date
    last: date


def window(office: Office, now: datetime, rules: Rules) -> Span:
    """The days that can be booked in that office at that instant."""
    today = today_in(office.zone, now)
    return Span(today, window_end(today, rules.advance_booking_days))


async def find(read: ReadMany, person: PersonId, office: OfficeId, span: Span) -> Findings:
    """Look up what is kept of the days of the span; the span must be bounded by the caller. Raises Unavailable.

    A person's week says on which weekdays they hold anything, and a tally whether anybody waits: only then is there more to look up.
    """
    plan = _plan(office, span)
    week_keys = [documents.person_week_key(person, week.name) for week in plan.weeks]
    found = await read([*plan.tallies, *week_keys])
    tallies, person_weeks = tuple(map(found.get, plan.tallies)), tuple(map(found.get, week_keys))
    further = _further_keys(person, office, plan, tallies, person_weeks)
    more: Mapping[Key, Document] = await read(list(further)) if further else {}
    return Findings(plan, person, tallies, person_weeks, tuple((day, more[key]) for key, day in further.items() if key in more))


def weeks_of(findings: Findings) -> list[WeekFacts]:
    """What was found, by week."""
    mine: dict[date, Booking] = {}
    queues: dict[date, Queue] = {}
    for day, document in findings.more:
        if documents.kind_of(document) == "queue":
            queues[day] = documents.queue_of(document)
        elif (booking := documents.booking_of(document)).is_active:
            mine[day] = booking
    tallies = iter(findings.tallies)
    return [
        WeekFacts(
            name=week.name,
            monday=week.monday,
            days=week.days,
            tallies=tuple(islice(tallies, len(week.days))),
            person_week=documents.person_week_of(kept) if kept else PersonWeek(person=findings.person, week=week.name),
            mine=mine,
            queues=queues,
        )
        for week, kept in zip(findings.plan.weeks, findings.person_weeks, strict=True)
    ]


def day_view(person: Person, office: Office, week: WeekFacts, day: date, now: datetime, rules: Rules) -> DayView:
    """A day of the week as the rules see it for this person."""
    kept, mine = week.tallies[week.days.index(day)], week.mine.get(day)
    tally = documents.office_day_of(kept) if kept else policy.fresh_tally(office, day)
    known = policy.Known(now=now, tally=tally, person_week=week.person_week, booking=mine)
    refusal = None if mine else policy.why_not(_wish(person, office, day, parking=False), known, rules)
    parking = None if mine or refusal else policy.why_not(_wish(person, office, day, parking=True), known, rules)
    queue = None if mine else week.queues.get(day)
    waits, place = (queue.waiter(person.id), queue.place_of(person.id)) if queue else (None, None)
    return DayView(tally=tally, mine=mine, waits=waits, place=place, refusal=refusal, parking_refusal=parking)


@lru_cache(maxsize=1024)
def _plan(office: OfficeId, span: Span) -> _Plan:
    by_week: dict[date, list[date]] = {}
    for day in days_between(span.first, span.last):
        by_week.setdefault(monday_of(day), []).append(day)
    weeks = tuple(
        _Week(week_of(monday), monday, tuple(days), tuple(documents.office_day_key(office, day) for day in days))
        for monday, days in by_week.items()
    )
    days = {key: day for week in weeks for key, day in zip(week.tallies, week.days, strict=True)}
    return _Plan(weeks, tuple(days), days)


def _further_keys(
    person: PersonId, office: OfficeId, plan: _Plan, tallies: Sequence[Document | None], person_weeks: Sequence[Document | None]
) -> dict[Key, date]:
    """Where the person's bookings are, and the lines of the days for which somebody waits."""
    keys: dict[Key, date] = {}
    for week, kept in zip(plan.weeks, person_weeks, strict=True):
        if kept is None or not kept.fields.get("used"):
            continue
        by_weekday = documents.person_week_of(kept).by_weekday
        keys |= {documents.booking_key(booking_id(day, office, person), day): day for day in week.days if by_weekday[day.weekday()]}
    for key, tally in zip(plan.tallies, tallies, strict=True):
        if tally is not None and tally.fields.get("waiting"):
            day = plan.days[key]
            keys[documents.queue_key(office, day)] = day
    return keys


def _wish(person: Person, office: Office, day: date, *, parking: bool) -> policy.Wish:
    return policy.Wish(ask=_NO_ASK, actor=person, person=person, office=office, day=day, parking=parking)

"""The address that is asked most: an office's days as the caller sees them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.api.printed_days import Moment, OfficePrints, PrintedDays, Standing, printed, row, standing
from bot.api.types import DaysQuery
from bot.api.views import BookingViews, day_view
from bot.errors import bad_request, refused
from core import availability
from core.availability import WeekFacts
from core.days import end_of
from core.decision import Code, Refusal
from core.model import Office, OfficeId, Person, Rules

MAX_DAYS = 62
"""Days in one answer: two months, more than any page shows."""


_THE_WINDOW = DaysQuery()


class _Week(msgspec.Struct, frozen=True):
    """`types.WeekView` with days that are printed already."""

    week: str
    monday: date
    allowance: int
    used: int
    left: int
    days: msgspec.Raw


class _Days(msgspec.Struct, frozen=True):
    """`types.DaysView` with an office and days that are printed already."""

    office: msgspec.Raw
    today: date
    weeks: list[_Week]


async def days(call: PersonCall[DaysQuery, Nothing]) -> Answer:
    """An office's days as the caller sees them: what this process wrote at once, what others wrote within three seconds."""
    parts, person, now, office = call.parts, call.person, call.parts.clock.now(), OfficeId(call.path("office"))
    whom = (person.name, person.allowance, person.can_manage(office), person.language)
    moment = Moment(now.timestamp(), parts.store.mark(), whom)
    if call.query != _THE_WINDOW:  # what hardly anybody else asks for is not kept
        return Answer(await _answer(call, now, moment, PrintedDays()))
    return Answer(parts.printed_days.latest((person.id, office), moment) or await _answer(call, now, moment, parts.printed_days))


async def _answer(call: PersonCall[DaysQuery, Nothing], now: datetime, moment: Moment, shelf: PrintedDays) -> bytes:
    parts, person = call.parts, call.person
    rules = await parts.rules.read()
    office = await parts.recent_offices.read(OfficeId(call.path("office")))
    if office is None or office.removed:
        raise refused(Refusal(Code.NO_SUCH_OFFICE))
    window = availability.window(office, now, rules)
    span = _span(call.query, window)
    found = await availability.find(parts.store.recently, person.id, office.id, span)
    state = (office.revision, rules.revision, window.first, span, moment.whom, found.versions)

    def make() -> bytes:
        viewer = _Viewer(person, office, shelf.of(office, now, rules), now, rules)
        return printed(_Days(viewer.prints.office, window.first, [viewer.week(week) for week in availability.weeks_of(found)]))

    return shelf.answer((person.id, office.id), moment, end_of(window.first, office.zone).timestamp(), state, make)


def _span(query: DaysQuery, window: availability.Span) -> availability.Span:
    """The days that were asked for. Nothing said: the window, of which a very wide one is not shown at once. Raises Problem 400."""
    first = query.first or window.first
    last = query.last or (window.last if (window.last - first).days < MAX_DAYS else first + timedelta(days=MAX_DAYS - 1))
    if not 0 <= (last - first).days < MAX_DAYS:
        raise bad_request(f"The days must run from an earlier to a later one, {MAX_DAYS} at most.")
    return availability.Span(first, last)


class _Viewer:
    """One caller looking at one office at one instant."""

    def __init__(self, person: Person, office: Office, prints: OfficePrints, now: datetime, rules: Rules) -> None:
        self.prints = prints
        self._person = person
        self._office = office
        self._now = now
        self._rules = rules

    def week(self, week: WeekFacts) -> _Week:
        """A week of days. Only what is the caller's own is printed for them alone."""
        allowance, used = self._rules.allowance_of(self._person), week.person_week.used
        alike = standing(self._person, week.person_week, self._rules)
        if week.mine or week.queues:
            days = row([self._day(week, at, alike) for at in range(len(week.days))])
        else:
            days = self.prints.days(week.days, week.tallies, alike, lambda: row(self._printed(week, day) for day in week.days))
        return _Week(week.name, week.monday, allowance, used, max(0, allowance - used), msgspec.Raw(b"[" + days + b"]"))

    def _day(self, week: WeekFacts, at: int, alike: Standing) -> bytes:
        day = week.days[at]
        queue = week.queues.get(day)
        if day in week.mine or (queue is not None and queue.waiter(self._person.id) is not None):
            return self._printed(week, day)
        return self.prints.days((day,), (week.tallies[at],), alike, lambda: self._printed(week, day))

    def _printed(self, week: WeekFacts, day: date) -> bytes:
        seen = availability.day_view(self._person, self._office, week, day, self._now, self._rules)
        return printed(day_view(seen, BookingViews(self._person, {self._office.id: self._office}, {}, self._now, self._rules)))

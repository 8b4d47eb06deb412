"""The lines that a person stands in. Nothing lists them by person, so the days where anybody waits are looked through."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat.cards.facts import WaitFacts
from bot.chat.talk.visit import Visit
from core import availability
from core.days import days_between
from core.model import Office, OfficeId
from core.store import documents
from core.store.port import Key

MOST_DAYS = 280
"""Office days looked through for one answer: 20 offices for a fortnight. In a house with more, the nearest days are."""


async def lines_in(
    visit: Visit, first: date | None = None, last: date | None = None, office: OfficeId | None = None
) -> tuple[WaitFacts, ...]:
    """The person's lines for those days, by day; for all that can be booked, if none are named. Raises Unavailable."""
    offices = [one for one in visit.open_offices if office in {None, one.id}]
    days = _days(visit, offices, first, last)
    tallies = await visit.desk.store.recently(list(days))
    queues = {
        documents.queue_key(one.id, day): (one, day)
        for key, (one, day) in days.items()
        if key in tallies and tallies[key].fields.get("waiting")
    }
    if not queues:
        return ()
    found = await visit.desk.store.recently(list(queues))
    lines: list[WaitFacts] = []
    for key, (one, day) in queues.items():
        queue = documents.queue_of(found[key]) if key in found else None
        waiter, place = (queue.waiter(visit.person.id), queue.place_of(visit.person.id)) if queue else (None, None)
        if waiter is not None and place is not None:
            lines.append(WaitFacts(office=one, day=day, waiter=waiter, place=place))
    return tuple(sorted(lines, key=lambda line: (line.day, line.office.name)))


def _days(visit: Visit, offices: list[Office], first: date | None, last: date | None) -> dict[Key, tuple[Office, date]]:
    """The days to look at, by their tallies; the person's home office first."""
    offices = sorted(offices, key=lambda one: one.id != visit.home)[:MOST_DAYS]
    most = timedelta(days=max(1, MOST_DAYS // max(1, len(offices))) - 1)
    days: dict[Key, tuple[Office, date]] = {}
    for one in offices:
        span = availability.window(one, visit.now, visit.rules)
        begin, end = max(span.first, first or span.first), min(span.last, last or span.last)
        for day in days_between(begin, min(end, begin + most)):
            days[documents.office_day_key(one.id, day)] = (one, day)
    return days

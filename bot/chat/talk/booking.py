"""Books days, or stands in line for them: each day is an ask of its own, and one answer says what became of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.outgoing import Reply, Text
from bot.chat.talk import asking_back, drawn, telling, views
from bot.chat.talk.visit import Visit
from bot.chat.understand import meaning
from bot.chat.words.languages import words_of
from core.days import monday_of
from core.decision import Booked, Refusal, Repeated
from core.model import Office
from core.service import Book, Wait

MOST_DAYS = 31
"""Days in one sentence; each is a commit, and Teams waits for the answer."""


async def book(visit: Visit, deed: meaning.Book) -> Reply:
    """Book the days."""
    office = _office(visit, deed)
    if office is None:
        return asking_back.which_office(visit, deed)
    if len(deed.days) > MOST_DAYS:
        return _too_many(visit)
    decisions = await book_all(visit, deed, office)
    news = telling.booked(visit, decisions)
    only = decisions[0] if len(decisions) == 1 else None
    if isinstance(only, Booked | Repeated) and only.booking.is_active:
        return drawn.booking(visit, views.booking(visit, only.booking, news))
    return await _shown(visit, office, deed.days, news)


async def book_all(visit: Visit, deed: meaning.Book, office: Office) -> Sequence[Booked | Repeated | Refusal]:
    """Ask the core for each of the days; what Teams sends again is asked again by the same asks. Raises Busy and Unavailable."""
    return [await _book(visit, deed, office, day) for day in deed.days[:MOST_DAYS]]


async def wait_for(visit: Visit, deed: meaning.WaitFor) -> Reply:
    """Stand in line for the days."""
    office = _office(visit, deed)
    if office is None:
        return asking_back.which_office(visit, deed)
    if len(deed.days) > MOST_DAYS:
        return _too_many(visit)
    return await _shown(visit, office, deed.days, await wait_for_all(visit, deed, office))


async def wait_for_all(visit: Visit, deed: meaning.WaitFor, office: Office) -> str:
    """Ask the core for each of the days; what became of it. Raises Busy and Unavailable."""
    told: list[str] = []
    for day in deed.days[:MOST_DAYS]:
        wish = Wait(ask=visit.ask("wait", office.id, day, deed.parking), office=office.id, day=day, parking=deed.parking)
        told.append(telling.waits(visit, wish, await visit.desk.service.join(visit.person, wish, visit.correlation)))
    return telling.joined(told)


async def _book(visit: Visit, deed: meaning.Book, office: Office, day: date) -> Booked | Repeated | Refusal:
    wish = Book(ask=visit.ask("book", office.id, day, deed.parking), office=office.id, day=day, parking=deed.parking)
    return await visit.desk.service.book(visit.person, wish, visit.correlation)


async def _shown(visit: Visit, office: Office, days: Sequence[date], news: str) -> Reply:
    """The week, where what was refused can be waited for, given a reason, or chosen anew; of several weeks, all that is one's own."""
    there = [day for day in days if views.is_in_window(visit, office, day)]
    if not there:
        return Text(news)
    if len({monday_of(day) for day in there}) == 1:
        return drawn.week(visit, await views.week(visit, office, there[0], news))
    return drawn.bookings(visit, await views.mine(visit, news))


def _office(visit: Visit, deed: meaning.Book | meaning.WaitFor) -> Office | None:
    named = deed.office or visit.home
    return visit.office(named) if named else None


def _too_many(visit: Visit) -> Reply:
    return Text(words_of(visit.language).talk.too_many_days.format(most=MOST_DAYS))

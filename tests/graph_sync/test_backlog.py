"""What the core tells of the clerk is what the clerk keeps: a clerk that keeps up has nothing behind it, whatever else is written."""

from __future__ import annotations

import pytest

from core import backlog
from core.backlog import CALENDAR, LATE, MOST_CHANGES, NOTICES, Backlog
from core.errands.feed import PAGE
from graph_sync.reply import Reply
from tests.graph_sync.fakes import Desk, people
from tests.graph_sync.stores import ShortPages
from tests.graph_sync.test_clerk_feed import noise

ANNA, BEN = people(2)
NOTHING = Backlog(waiting=0, waiting_or_more=False, oldest_due=None, unread=0, unread_or_more=False, unread_since=None)


async def test_before_the_clerk_has_run_all_is_unread(desk: Desk) -> None:
    assert await backlog.place(desk.store, CALENDAR.cursor) is None
    since = desk.clock.now()
    await desk.book(ANNA)
    desk.clock.forward(LATE)
    await desk.book(BEN)
    found = await backlog.read(desk.store, CALENDAR)
    assert (found.unread, found.unread_or_more, found.unread_since, found.waiting) == (2, False, since, 0)


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, 2 * PAGE - 20])
async def test_a_clerk_that_keeps_up_has_nothing_behind_it(desk: Desk, count: int) -> None:
    await desk.book(ANNA)
    await desk.settle()
    await noise(desk, count)
    await desk.settle()
    assert await backlog.read(desk.store, CALENDAR) == NOTHING


async def test_short_pages_are_not_taken_for_the_end(desk: Desk) -> None:
    await noise(desk, 20)
    await desk.book(ANNA)
    assert (await backlog.read(ShortPages(desk.store), CALENDAR)).unread == 1


async def test_more_than_is_looked_at_is_told_as_more(desk: Desk) -> None:
    await noise(desk, MOST_CHANGES)
    await desk.book(ANNA)
    found = await backlog.read(desk.store, CALENDAR)
    assert (found.unread, found.unread_or_more) == (0, True)


async def test_what_outlook_does_not_take_waits_and_is_not_unread(desk: Desk) -> None:
    desk.calendar.answers = [Reply(status=503)]
    await desk.book(ANNA)
    await desk.settle()
    found = await backlog.read(desk.store, CALENDAR)
    assert (found.waiting, found.unread) == (1, 0)
    assert found.oldest_due is not None
    assert found.oldest_due > desk.clock.now()


async def test_whether_it_is_late_is_a_matter_of_the_oldest(desk: Desk) -> None:
    await desk.book(ANNA)
    found = await backlog.read(desk.store, CALENDAR)
    at = desk.clock.now()
    assert not found.is_late(at + LATE)
    assert found.is_late(at + 2 * LATE)
    assert not NOTHING.is_late(at + 2 * LATE)
    assert await backlog.place(desk.store, NOTICES.cursor) is None

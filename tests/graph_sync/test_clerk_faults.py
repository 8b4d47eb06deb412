from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.errands import rounds as rounds_module
from core.errands.errand import IN_HAND_FOR
from core.store import documents
from graph_sync import clerk as clerk_module
from graph_sync.entry import entry_for
from graph_sync.projection import UNSURE_FOR
from graph_sync.reply import Reply
from tests.graph_sync.fakes import URL, Desk, mailbox_of, people
from tests.graph_sync.stores import Fickle
from tests.house_of import LONDON, TOMORROW, booking_on

ANNA, BEN, CLEO = people(3)
NEXT_DAY = TOMORROW + timedelta(days=1)
WEDNESDAY_WEEK = TOMORROW + timedelta(days=7)
LATER = timedelta(minutes=6)
"""Longer than any back-off."""


async def test_a_change_noted_by_another_clerk_during_the_call_is_followed(desk: Desk) -> None:
    await desk.book(ANNA)
    serving = await desk.begin()
    await desk.cancel(ANNA)
    await desk.new_clerk().round()
    desk.calendar.open.set()
    await serving
    await desk.settle()
    assert (desk.steps, desk.subjects(ANNA)) == (["create", "remove"], [])


async def test_an_entry_in_one_clerks_hand_is_left_alone_by_another(desk: Desk) -> None:
    await desk.book(ANNA)
    serving = await desk.begin()
    await desk.settle(desk.new_clerk())
    assert len(desk.calendar.calls) == 1
    desk.calendar.open.set()
    await serving


async def test_two_clerks_moving_the_cursor_at_once_both_go_on(desk: Desk) -> None:
    """A deployment overlaps: the loser of that race used to die of it."""
    other = desk.new_clerk()
    for who in (ANNA, BEN, CLEO):
        await desk.book(who)
        await asyncio.gather(desk.clerk.round(), other.round())
    await desk.settle()
    await desk.settle(other)
    assert await desk.faults() == []
    assert sorted(desk.steps) == ["create"] * 3


async def test_a_crash_between_the_making_and_the_keeping_leaves_one_entry(desk: Desk) -> None:
    await desk.book(ANNA)
    with pytest.raises(ExceptionGroup):
        await desk.new_clerk(store=Fickle(desk.store, "keeping")).round()
    assert len(desk.subjects(ANNA)) == 1
    await desk.book(ANNA, NEXT_DAY)
    desk.clock.forward(IN_HAND_FOR)
    await desk.settle(desk.new_clerk())
    assert await desk.faults() == []


async def test_a_crash_before_a_cancellation_leaves_no_entry(desk: Desk) -> None:
    await desk.book(ANNA)
    with pytest.raises(ExceptionGroup):
        await desk.new_clerk(store=Fickle(desk.store, "keeping")).round()
    await desk.cancel(ANNA)
    desk.clock.forward(IN_HAND_FOR)
    await desk.settle(desk.new_clerk())
    assert desk.subjects(ANNA) == []
    assert desk.steps == ["create", "find", "remove"]


async def test_a_making_that_comes_true_after_the_cancellation_is_taken_away(desk: Desk) -> None:
    await desk.book(ANNA)
    desk.calendar.answers = [Reply(status=504)]
    await desk.settle()
    await desk.cancel(ANNA)
    desk.clock.forward(LATER)
    await desk.settle()
    assert desk.steps == ["create", "find"]
    document = await desk.store.read(documents.booking_key(booking_on(TOMORROW, LONDON, ANNA), TOMORROW))
    assert document is not None
    desk.calendar.entries[mailbox_of(ANNA)]["LATE"] = entry_for(documents.booking_of(document), LONDON, URL, 1)
    desk.clock.forward(UNSURE_FOR)
    await desk.settle()
    assert (desk.steps, desk.subjects(ANNA)) == (["create", "find", "find", "remove"], [])


async def test_a_day_booked_again_during_the_doubt_appears_at_once(desk: Desk) -> None:
    await desk.book(ANNA)
    desk.calendar.answers = [Reply(status=504)]
    await desk.settle()
    await desk.cancel(ANNA)
    desk.clock.forward(LATER)
    await desk.settle()
    await desk.book(ANNA, ask="again")
    await desk.settle()
    assert desk.steps == ["create", "find", "create"]
    assert await desk.faults() == []


async def test_a_store_that_is_away_for_a_while_is_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it notes, while it reads what is due, and in the middle of serving a mailbox."""
    monkeypatch.setattr(rounds_module, "OUTAGE_PAUSE_S", 0.0)
    monkeypatch.setattr(clerk_module, "POLL_S", 0.0)
    await desk.book(ANNA)
    fickle = Fickle(desk.store, "changes", "wanting", "list", "taking", "keeping")
    stop = asyncio.Event()
    running = asyncio.create_task(desk.new_clerk(store=fickle).run(stop))
    async with asyncio.timeout(5):
        while not desk.subjects(ANNA) or fickle.moments:
            desk.clock.forward(timedelta(seconds=1))
            await asyncio.sleep(0.001)
    stop.set()
    await running
    assert fickle.moments == []
    desk.clock.forward(LATER)
    await desk.settle()
    assert await desk.faults() == []


async def test_a_stop_waits_for_the_call_under_way_and_for_no_other(desk: Desk) -> None:
    for who in (ANNA, BEN):
        for day in (TOMORROW, NEXT_DAY, WEDNESDAY_WEEK):
            await desk.book(who, day)
    stop = asyncio.Event()
    desk.calendar.open.clear()
    running = asyncio.create_task(desk.new_clerk(parallel=1).run(stop))
    await desk.calendar.begun.acquire()
    stop.set()
    await asyncio.sleep(0)
    assert not running.done()
    desk.calendar.open.set()
    await running
    assert desk.steps == ["create"]

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errands.feed import PAGE as FEED_PAGE
from core.errands.feed import Feed
from core.store.port import Create, Document
from graph_sync.clerk import CURSOR
from tests.graph_sync.fakes import Desk, people
from tests.graph_sync.stores import ShortPages

ANNA, BEN, CLEO = people(3)


async def writes_since(desk: Desk, token: str | None) -> list[Document]:
    return list((await desk.store.changes(token, limit=5_000)).documents)


async def newest(desk: Desk) -> str:
    return (await desk.store.changes(None, limit=5_000)).token


async def test_bookings_made_while_the_clerk_is_down_appear_after_its_start(desk: Desk) -> None:
    await desk.book(ANNA)
    await desk.settle()
    for who in (BEN, CLEO):
        await desk.book(who)
    await desk.cancel(ANNA)
    await desk.settle(desk.new_clerk())
    assert await desk.faults() == []
    assert (desk.subjects(ANNA), len(desk.subjects(BEN)), len(desk.subjects(CLEO))) == ([], 1, 1)


async def noise(desk: Desk, count: int) -> None:
    """Changes that are none of the clerk's business."""
    for start in range(0, count, 100):
        many = [Create(id=f"noise-{number}", fields={"kind": "noise"}) for number in range(start, min(start + 100, count))]
        await desk.store.commit("elsewhere", many)


async def test_a_feed_longer_than_a_page_is_read_to_its_end(desk: Desk) -> None:
    await noise(desk, 2 * FEED_PAGE + 7)
    await desk.book(ANNA)
    await desk.settle()
    assert len(desk.subjects(ANNA)) == 1


async def test_a_short_page_is_not_taken_for_the_end(desk: Desk) -> None:
    await noise(desk, 20)
    await desk.book(ANNA)
    await desk.settle(desk.new_clerk(store=ShortPages(desk.store)))
    assert len(desk.subjects(ANNA)) == 1


@pytest.mark.parametrize("pages", [1, 2])
async def test_pages_without_any_booking_are_not_read_again_after_a_restart(desk: Desk, pages: int) -> None:
    await noise(desk, pages * FEED_PAGE)
    await desk.settle()
    unread = await desk.store.changes(await Feed(desk.store, CURSOR).place(), limit=5_000)
    assert len(unread.documents) < 20


async def test_an_idle_clerk_writes_nothing(desk: Desk) -> None:
    await desk.book(ANNA)
    await noise(desk, FEED_PAGE)
    await desk.settle()
    token = await newest(desk)
    for _ in range(30):
        assert not await desk.clerk.round()
        desk.clock.forward(timedelta(minutes=7))
    assert await writes_since(desk, token) == []


async def test_two_idle_clerks_do_not_feed_each_other(desk: Desk) -> None:
    other = desk.new_clerk()
    await noise(desk, FEED_PAGE)
    for _ in range(10):
        await desk.clerk.round()
        await other.round()
    token = await newest(desk)
    for _ in range(30):
        assert not await desk.clerk.round()
        assert not await other.round()
    assert await writes_since(desk, token) == []

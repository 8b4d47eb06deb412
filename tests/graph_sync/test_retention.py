"""What the clerk keeps of a booking goes when the house forgets the booking, one day later at most (rule 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.days import forgotten_after
from core.house_rules import FixedRules
from core.store import documents
from core.store.sqlite import SqliteStore
from graph_sync.clerk import Clerk
from graph_sync.notices import Notices
from tests.fakes import FakeClock
from tests.graph_sync.fakes import URL, FakeCalendar, people
from tests.graph_sync.mail_room import ADDRESSES, FakeMailer
from tests.house_of import RULES, TOMORROW, House

(ANNA,) = people(1)
OURS = {"entry", "notice"}


async def kinds(store: SqliteStore) -> set[str]:
    return {documents.kind_of(one) for one in (await store.changes(None, limit=500)).documents}


@pytest.mark.parametrize("days", [1, 30, 90])
async def test_the_clerks_records_follow_the_houses_retention(store: SqliteStore, clock: FakeClock, days: int) -> None:
    rules = replace(RULES, reason_required=True, retention_days=days)
    house = await House(store, clock, rules).open()
    await house.book(ANNA, reason="Meet a client")
    await Clerk(store, FakeCalendar(), clock, URL, 4, lambda: 0.5, FixedRules(rules)).round()
    await Notices(store, FakeMailer(), clock, ADDRESSES, lambda: 0.5, FixedRules(rules)).round()
    forgotten = forgotten_after(TOMORROW, days)
    clock.forward(forgotten - clock.now() - timedelta(seconds=1))
    assert await kinds(store) >= OURS | {"booking"}
    clock.forward(timedelta(seconds=1))
    assert await kinds(store) & (OURS | {"booking"}) == OURS
    clock.forward(timedelta(days=1))
    assert await kinds(store) & OURS == set()

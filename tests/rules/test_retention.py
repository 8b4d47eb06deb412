"""What has expired goes for good, a bounded number at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from core import retention
from core.store import sqlite_writer
from core.store.port import Create, Key, Unavailable
from core.store.sqlite import SqliteStore
from tests.fakes import FakeClock
from tests.house_of import NOON


async def test_the_file_forgets_what_has_expired_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_writer, "SWEEP_LIMIT", 10)
    clock = FakeClock(NOON)
    store = SqliteStore(tmp_path / "house.db", clock)
    try:
        for number in range(25):
            await store.commit("p", [Create(id=f"old-{number}", fields={}, expires=NOON + timedelta(days=1))])
        await store.commit("p", [Create(id="later", fields={}, expires=NOON + timedelta(days=9)), Create(id="always", fields={})])
        assert await retention.sweep_all(store) == 0
        clock.forward(timedelta(days=2))
        assert await retention.sweep_all(store) == 25
        clock.set(NOON)
        kept = await store.read_many([Key("p", name) for name in ("old-1", "later", "always")])
        assert {key.id for key in kept} == {"later", "always"}
    finally:
        await store.close()


async def test_a_store_that_is_away_is_swept_the_next_time() -> None:
    class Away:
        def __init__(self) -> None:
            self.calls = 0
            self.was_swept_again = asyncio.Event()

        async def sweep(self) -> int:
            self.calls += 1
            if self.calls == 1:
                raise Unavailable("away")
            self.was_swept_again.set()
            return 0

    store = Away()
    sweeping = asyncio.create_task(retention.keep_swept(store, timedelta(0)))
    await store.was_swept_again.wait()
    assert not sweeping.done()
    sweeping.cancel()

"""Bookings of the engine alone on SQLite, beside bare durable inserts of one row in the same run."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path

from core import offices
from core.clock import SystemClock
from core.model import AskId, Office, OfficeId, Rules
from core.people import People
from core.service import Book, Service
from core.store.sqlite import SqliteStore
from tests.house_of import no_pause, person

PEOPLE = 2000
HUGE = Office(id=OfficeId("huge"), name="Huge", zone="UTC", capacity=1_000_000)


async def measure_store() -> list[str]:
    """Rates at several numbers of people who book in the same moment, all on one office day."""
    bare = _bare_inserts()
    lines = [f"bare durable inserts: {bare:,.0f}/s"]
    for together in (1, 32, 256):
        rate = await _bookings(together)
        lines.append(f"engine on SQLite, {together:3} at once: {rate:,.0f} bookings/s, {rate / bare:.2f} of the bare inserts")
    return lines


def _bare_inserts() -> float:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)")
        started = time.perf_counter()
        for number in range(PEOPLE):
            connection.execute("INSERT INTO rows VALUES (?, ?)", (number, "x" * 400))
        rate = PEOPLE / (time.perf_counter() - started)
        connection.close()
    return rate


async def _bookings(together: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        clock = SystemClock()
        store = SqliteStore(Path(folder) / "house.db", clock)
        await offices.seed(store, [HUGE])
        service = Service(store, People(store, frozenset()), clock, Rules(default_allowance=7), no_pause)
        day = clock.now().date()
        waiting = iter(range(PEOPLE))

        async def one_after_another() -> None:
            for number in waiting:
                who = person(f"p{number}")
                await service.book(who, Book(ask=AskId("bench-ask"), office=HUGE.id, day=day), "bench")

        started = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(together)))
        rate = PEOPLE / (time.perf_counter() - started)
        await store.close()
    return rate

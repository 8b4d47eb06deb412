"""What only the embedded store promises: it survives the death of a process, serves two at once, and knows its own file."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from datetime import timedelta
from pathlib import Path

import pytest

from core.store.port import Create, Key, Unavailable
from core.store.sqlite import SqliteStore
from core.store.sqlite_file import SCHEMA_VERSION, connect
from tests.contract.things import get, put
from tests.contract.writing_process import PARTITION, TALLY
from tests.fakes import FakeClock


async def start(path: Path, name: str) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.contract.writing_process", str(path), name, stdout=PIPE)


async def acknowledged(process: Process, lines: int) -> list[str]:
    """That many batches which the process was told are written; then it is killed, and what else it had said is read."""
    assert process.stdout is not None
    said = [await process.stdout.readline() for _ in range(lines)]
    process.kill()
    said += (await process.stdout.read()).splitlines(keepends=True)
    await process.wait()
    return [line.decode().strip() for line in said if line.endswith(b"\n")]


def bookings_in(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        return {str(row[0]) for row in connection.execute("SELECT id FROM documents WHERE kind = 'booking'")}
    finally:
        connection.close()


async def test_what_was_acknowledged_survives_a_killed_process_and_batches_stay_whole(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    store = SqliteStore(path, clock)
    await put(store, PARTITION, TALLY, {"kind": "day", "used": 0})
    await store.close()
    said = await acknowledged(await start(path, "a"), lines=200)
    store = SqliteStore(path, clock)
    kept = bookings_in(path)
    assert set(said) <= kept
    assert (await get(store, PARTITION, TALLY)).fields["used"] == len(kept)
    await store.close()


async def test_two_processes_write_at_once_and_neither_loses_a_batch(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    store = SqliteStore(path, clock)
    await put(store, PARTITION, TALLY, {"kind": "day", "used": 0})
    processes = [await start(path, name) for name in ("a", "b")]
    said = await asyncio.gather(*[acknowledged(process, lines=100) for process in processes])
    kept = bookings_in(path)
    assert {*said[0], *said[1]} <= kept
    assert (await get(store, PARTITION, TALLY)).fields["used"] == len(kept)
    seen: list[str] = []
    changes = await store.changes(None, limit=50)
    while changes.documents:
        seen += [document.key.id for document in changes.documents]
        changes = await store.changes(changes.token, limit=50)
    assert sorted(seen) == sorted([*kept, TALLY])
    await store.close()


async def test_a_file_of_a_newer_product_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    await SqliteStore(path, clock).close()
    connection = connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(Unavailable, match="newer version"):
        SqliteStore(path, clock)


async def test_a_file_that_is_no_database_says_so_in_the_house_s_words(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    path.write_text("not a database, and long enough to be looked at: " + "x" * 5000)
    with pytest.raises(Unavailable):
        SqliteStore(path, clock)


async def test_a_locked_file_is_unavailable_and_writes_nothing(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.sqlite_file.BUSY_TIMEOUT_S", 0.05)
    path = tmp_path / "house.db"
    store = SqliteStore(path, clock)
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        await store.commit(PARTITION, [Create(id="one", fields={"kind": "k"})])
    other.execute("ROLLBACK")
    other.close()
    assert await store.read(Key(PARTITION, "one")) is None
    await store.commit(PARTITION, [Create(id="one", fields={"kind": "k"})])
    await store.close()


async def test_a_sweep_deletes_what_has_expired_and_nothing_else(tmp_path: Path, clock: FakeClock) -> None:
    store = SqliteStore(tmp_path / "house.db", clock)
    soon = [Create(id=f"short|{number}", fields={"kind": "k"}, expires=clock.now() + timedelta(hours=1)) for number in range(5)]
    later = Create(id="later", fields={"kind": "k"}, expires=clock.now() + timedelta(hours=3))
    await store.commit(PARTITION, [*soon, later, Create(id="ever", fields={"kind": "k"})])
    assert await store.sweep() == 0
    clock.forward(timedelta(hours=2))
    assert await store.sweep() == 5
    assert await store.sweep() == 0
    assert set(await store.read_many([Key(PARTITION, name) for name in ("later", "ever", "short|0")])) == {
        Key(PARTITION, "later"),
        Key(PARTITION, "ever"),
    }
    await store.close()

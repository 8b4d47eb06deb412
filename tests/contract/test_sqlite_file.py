"""The file of the embedded store outlives the product that made it: an older one is brought up to date, or left exactly as it was."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from core.store import sqlite_file
from core.store.documents import LISTINGS
from core.store.port import Create, Key, Listing, Refused, Unavailable, Version
from core.store.sqlite import SqliteStore, listing_query
from core.store.sqlite_file import SCHEMA_VERSION, connect, rewrite
from tests.contract.things import TALLY, all_ids, bookings_of, get, refusal_of, take_place
from tests.fakes import FakeClock

WEEK = "week|2026-W48"
FIRST_SCHEMA = """
CREATE TABLE documents (pk TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL, expires REAL,
    kind TEXT GENERATED ALWAYS AS (json_extract(body, '$.kind')) VIRTUAL,
    active_person TEXT GENERATED ALWAYS AS (json_extract(body, '$.active_person')) VIRTUAL,
    day TEXT GENERATED ALWAYS AS (json_extract(body, '$.day')) VIRTUAL,
    PRIMARY KEY (pk, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX documents_by_seq ON documents (seq);
CREATE INDEX documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL;
CREATE INDEX booking_by_active_person_day ON documents (active_person, day, id) WHERE kind = 'booking';
CREATE TABLE sequence (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL);
INSERT INTO sequence VALUES (1, 40);
PRAGMA user_version = 1;
"""
"""What the first release of the product made."""

Row = tuple[str, Mapping[str, object] | str, int, float | None]


def first_file(path: Path, rows: Sequence[Row]) -> None:
    connection = connect(path)
    connection.executescript(FIRST_SCHEMA)
    for identifier, fields, sequence, expires in rows:
        body = fields if isinstance(fields, str) else json.dumps(fields)
        connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", (WEEK, identifier, body, sequence, expires))
    connection.close()


def whole_file(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return [str(version), *connection.iterdump()]
    finally:
        connection.close()


async def test_an_older_file_keeps_its_documents_versions_lists_and_feed(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    soon = (clock.now() + timedelta(hours=1)).timestamp()
    bookings: list[Row] = [
        (f"booking|{day}", {"kind": "booking", "active_person": "ü", "day": f"2026-11-{day}"}, day, None) for day in (12, 11, 13)
    ]
    number = ("booking|number", {"kind": "booking", "active_person": "ü", "day": 20261111}, 21, None)
    first_file(path, [*bookings, number, ("tally", TALLY, 40, None), ("short", {"kind": "k"}, 30, soon)])

    store = SqliteStore(path, clock)
    assert (await get(store, WEEK, "booking|11")).version == Version("11")
    assert await all_ids(store, bookings_of("ü"), limit=2) == ["booking|11", "booking|12", "booking|13"]
    assert [document.key.id for document in (await store.changes("12", limit=9)).documents] == [
        "booking|13",
        "booking|number",
        "short",
        "tally",
    ]
    await store.commit(WEEK, [take_place()])
    assert (await get(store, WEEK, "tally")).version == Version("41")
    assert await refusal_of(store, WEEK, [Create(id="short", fields={"kind": "k"})]) == (0, Refused.EXISTS)
    clock.forward(timedelta(hours=1))
    assert await store.read(Key(WEEK, "short")) is None
    assert await store.sweep() == 1
    await store.close()
    assert whole_file(path)[0] == str(SCHEMA_VERSION)


async def test_an_older_file_that_cannot_be_brought_up_to_date_stays_as_it_was(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    first_file(path, [("tally", TALLY, 1, None)])
    connection = connect(path)
    connection.execute("CREATE TABLE older (in_the_way)")
    connection.close()
    before = whole_file(path)
    with pytest.raises(Unavailable, match="can't be used"):
        SqliteStore(path, clock)
    assert whole_file(path) == before


async def test_a_file_made_for_other_lists_is_made_anew_and_one_that_fits_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    kind, field, order = LISTINGS[0]
    await SqliteStore(path, clock).close()
    wanted = whole_file(path)
    connection = connect(path)
    connection.execute(f"DROP INDEX {kind}_by_{field}_{order}")
    connection.execute(f"ALTER TABLE documents DROP COLUMN listed_{field}")
    body = json.dumps({"kind": kind, field: "anna", order: "2026-11-24"})
    connection.execute("INSERT INTO documents (seq, pk, id, body, kind) VALUES (1, ?, 'one', ?, ?)", (WEEK, body, kind))
    connection.close()

    store = SqliteStore(path, clock)
    assert await all_ids(store, Listing(kind, field, "anna", order), limit=5) == ["one"]
    await store.close()
    assert [line for line in whole_file(path) if '"documents"' not in line] == wanted
    made = path.read_bytes()
    await SqliteStore(path, clock).close()
    assert path.read_bytes() == made


@pytest.mark.parametrize("listing", LISTINGS)
async def test_a_list_is_answered_from_its_index_in_its_order(tmp_path: Path, clock: FakeClock, listing: tuple[str, str, str]) -> None:
    path = tmp_path / "house.db"
    await SqliteStore(path, clock).close()
    connection = connect(path)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {listing_query(*listing)}", ["value", "", "", "z", 0.0, 5]).fetchall()
    connection.close()
    kind, field, order = listing
    assert len(plan) == 1, plan
    assert f"USING INDEX {kind}_by_{field}_{order} (listed_{field}=? AND " in str(plan[0][3])


async def test_a_file_that_is_written_anew_is_the_same_to_everybody_who_has_it_open(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "house.db"
    here, there = SqliteStore(path, clock), SqliteStore(path, clock)
    soon = clock.now() + timedelta(hours=1)
    for number in range(50):
        fields = {"kind": "k", "text": "x" * 500}
        await here.commit(WEEK, [Create(id=f"{number:02}", fields=fields, expires=soon if number < 40 else None)])
    seen = await there.changes(None, limit=100)
    rewrite(path)
    clock.set(soon)
    assert await here.sweep() == 40
    size = path.stat().st_size
    rewrite(path)
    assert path.stat().st_size < size
    assert (tmp_path / "house.db-wal").stat().st_size == 0
    for store in (here, there):
        assert (await store.changes(None, limit=100)).documents == seen.documents[40:]
    await there.commit(WEEK, [Create(id="later", fields={"kind": "k"})])
    assert [one.key.id for one in (await here.changes(seen.token, limit=5)).documents] == ["later"]
    await here.close()
    await there.close()


async def test_a_file_that_somebody_else_is_writing_is_not_written_anew(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "house.db"
    await SqliteStore(path, clock).close()
    monkeypatch.setattr(sqlite_file, "BUSY_TIMEOUT_S", 0.01)
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        rewrite(path)
    other.close()


async def test_the_files_are_nobody_elses_to_read(tmp_path: Path, clock: FakeClock) -> None:
    if os.name == "nt":  # there a file has no such bits; who may read it is said by its folder
        return
    store = SqliteStore(tmp_path / "house.db", clock)
    await store.commit("week|x", [Create(id="one", fields={"kind": "x"})])
    assert _open_to_others(tmp_path) == {"house.db": 0, "house.db-wal": 0, "house.db-shm": 0}
    await store.close()


def _open_to_others(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o077 for file in folder.iterdir()}

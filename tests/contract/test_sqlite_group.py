"""Batches that are made durable together are still one after the other, and none of them knows what became of its neighbours."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.store.port import Condition, Conflict, Create, Field, Key, Operation, Patch, Refused, Relation, Replace, Store, Version
from core.store.sqlite import SqliteStore
from core.store.sqlite_file import connect
from core.store.sqlite_writer import GROUP_LIMIT
from tests.contract.things import TALLY, changes_in, get, put, take_place
from tests.fakes import FakeClock
from tests.memory_store import MemoryStore

WEEK = "week|2026-W48"
IDS = ("a", "b", "c", "d")
Told = tuple[int, Refused] | str | None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "house.db"


@pytest.fixture
async def sqlite(path: Path, clock: FakeClock) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(path, clock)
    yield store
    await store.close()


async def told(store: Store, partition: str, operations: Sequence[Operation]) -> Told:
    try:
        await store.commit(partition, operations)
    except Conflict as conflict:
        return conflict.index, conflict.why
    except Exception as error:  # noqa: BLE001 - the name is the answer
        return type(error).__name__
    return None


async def as_one_group(path: Path, store: Store, batches: Sequence[Sequence[Operation]]) -> list[Told]:
    """Another process has its turn until all of the batches wait, so the writer takes them together."""
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")
    first = asyncio.ensure_future(told(store, "elsewhere", [Create(id="first", fields={"kind": "k"})]))
    await asyncio.sleep(0.05)
    waiting = [asyncio.ensure_future(told(store, WEEK, batch)) for batch in batches]
    await asyncio.sleep(0.05)
    other.execute("ROLLBACK")
    other.close()
    assert await first is None
    return await asyncio.gather(*waiting)


async def test_what_is_wrong_with_one_batch_leaves_the_rest_of_its_group_alone(path: Path, sqlite: SqliteStore) -> None:
    await put(sqlite, WEEK, "tally", {**TALLY, "desks": {"used": 0, "capacity": 3}})
    unwritable: Any = {"kind": "k", "thing": object()}
    words = Patch(id="tally", add=(("note", 1),))
    batches: list[list[Operation]] = [
        [Create(id="one", fields={"kind": "k"}), take_place()],
        [Create(id="lost", fields={"kind": "k"}), take_place(amount=5), take_place("missing")],
        [Create(id="lost", fields=unwritable)],
        [Create(id="lost", fields={"kind": "k"}), words],
        [Create(id="lost", fields={"kind": "\ud800"})],
        [Create(id="half \ud800", fields={"kind": "k"})],
        [Create(id="one", fields={"kind": "k"})],
        [Create(id="two", fields={"kind": "k"}), take_place(), take_place()],
        [Create(id="three", fields={"kind": "k"}), take_place()],
    ]
    answers = await as_one_group(path, sqlite, batches)
    assert answers == [
        None,
        (2, Refused.MISSING),
        "TypeError",
        "TypeError",
        "UnicodeEncodeError",
        "UnicodeEncodeError",
        (0, Refused.EXISTS),
        None,
        (1, Refused.UNMET),
    ]
    assert (await get(sqlite, WEEK, "tally")).fields["desks"] == {"used": 3, "capacity": 3}
    seen, _ = await changes_in(sqlite, WEEK, None)
    assert [document.key.id for document in seen] == ["one", "two", "tally"]
    assert len({document.version for document in seen}) == 3


async def test_a_group_sees_what_has_expired_as_gone(path: Path, sqlite: SqliteStore, clock: FakeClock) -> None:
    expires = clock.now() + timedelta(hours=1)
    await sqlite.commit(WEEK, [Create(id=identifier, fields=TALLY, expires=expires) for identifier in IDS])
    version = (await get(sqlite, WEEK, "b")).version
    clock.forward(timedelta(hours=1))
    batches: list[list[Operation]] = [
        [take_place("a")],
        [Create(id="a", fields=TALLY)],
        [take_place("a")],
        [Create(id="a", fields=TALLY)],
        [Replace(id="b", fields=TALLY, version=version)],
        [Create(id="c", fields=TALLY, expires=expires), Create(id="c", fields=TALLY), take_place("c")],
    ]
    answers = await as_one_group(path, sqlite, batches)
    assert answers == [(0, Refused.MISSING), None, None, (0, Refused.EXISTS), (0, Refused.MISSING), None]
    assert await sqlite.sweep() == 2
    assert {key.id for key in await sqlite.read_many([Key(WEEK, identifier) for identifier in IDS])} == {"a", "c"}


async def test_a_group_whose_batches_are_all_refused_writes_nothing(path: Path, sqlite: SqliteStore) -> None:
    await put(sqlite, WEEK, "taken", {"kind": "k"})
    before = connect(path)
    before.execute("SELECT seq FROM documents").fetchall()
    answers = await asyncio.gather(*[told(sqlite, WEEK, [Create(id="taken", fields={"kind": "k"})]) for _ in range(20)])
    assert answers == [(0, Refused.EXISTS)] * 20
    assert before.execute("SELECT seq FROM sequence").fetchall() == [(1,)]
    before.close()


async def test_a_crowd_larger_than_any_group_is_written_in_the_order_of_asking(sqlite: SqliteStore) -> None:
    await put(sqlite, WEEK, "tally", {**TALLY, "desks": {"used": 0, "capacity": 1000}})
    ids = [f"id|{number:03}" for number in range(2 * GROUP_LIMIT + 88)]
    await asyncio.gather(*[sqlite.commit(WEEK, [Create(id=identifier, fields={"kind": "k"}), take_place()]) for identifier in ids])
    seen, _ = await changes_in(sqlite, WEEK, None)
    assert [document.key.id for document in seen] == [*ids, "tally"]
    assert seen[-1].fields["desks"] == {"used": len(ids), "capacity": 1000}


async def test_a_fault_of_the_file_is_told_to_all_of_a_group_and_the_next_one_goes_on(path: Path, sqlite: SqliteStore) -> None:
    other = connect(path)
    other.execute("CREATE TRIGGER full BEFORE INSERT ON documents BEGIN SELECT RAISE(FAIL, 'no space'); END")
    answers = await asyncio.gather(*[told(sqlite, WEEK, [Create(id=f"id|{number}", fields={"kind": "k"})]) for number in range(9)])
    assert answers == ["Unavailable"] * 9
    other.execute("DROP TRIGGER full")
    await put(sqlite, WEEK, "id|1", {"kind": "k"})
    assert other.execute("SELECT count(*), max(seq) FROM documents").fetchone() == (1, 1)
    other.close()


class Batches:
    """Batches of every kind, many of which can't be carried out, about four documents in two partitions."""

    def __init__(self, seed: int, clock: FakeClock) -> None:
        self._dice = random.Random(seed)
        self._clock = clock

    def one(self) -> list[Operation]:
        return [self._operation() for _ in range(self._dice.randrange(1, 4))]

    def _operation(self) -> Operation:
        identifier = self._dice.choice(IDS)
        n = self._dice.randrange(5)
        expires = self._dice.choice([None, self._clock.now() + timedelta(minutes=n - 1)])
        match self._dice.randrange(3):
            case 0:
                return Create(id=identifier, fields={"kind": "k", "n": n, "most": 3}, expires=expires)
            case 1:
                return Replace(id=identifier, fields={"kind": "k", "n": n}, version=Version(str(self._dice.randrange(60))), expires=expires)
            case _:
                where = self._dice.choice([(), (Condition("n", Relation.LESS, Field("most")),)])
                return Patch(id=identifier, add=(("n", 1),), set=self._dice.choice([(), (("most", n),), (("kind", "other"),)]), where=where)


@pytest.mark.parametrize("seed", range(25))
async def test_together_they_end_as_one_after_the_other(sqlite: SqliteStore, clock: FakeClock, seed: int) -> None:
    batches, memory = Batches(seed, clock), MemoryStore(clock)
    for _ in range(6):
        some = [(f"week|{number % 2}", batches.one()) for number in range(20)]
        answers = await asyncio.gather(*[told(sqlite, partition, operations) for partition, operations in some])
        assert answers == [await told(memory, partition, operations) for partition, operations in some]
        assert (await sqlite.changes(None, limit=99)).documents == (await memory.changes(None, limit=99)).documents
        clock.forward(timedelta(minutes=1))

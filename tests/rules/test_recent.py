"""What is shown from memory: at most a second old, and never older than what this process wrote."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from typing_extensions import override

from core.store import recent
from core.store.port import Conflict, Create, Document, Key, Operation, Replace, Unavailable
from core.store.recent import FRESH_FOR_S, UNSURE_S, RecentStore
from tests.fakes import FakeClock
from tests.house_of import NOON
from tests.memory_store import MemoryStore, Shelf

KEY = Key("week|x", "one")
SECOND = timedelta(seconds=FRESH_FOR_S)


class SlowStore(MemoryStore):
    """Counts look-ups; an answer is on its way for a while after it was read. A commit may be lost on its way back."""

    def __init__(self, clock: FakeClock, shelf: Shelf) -> None:
        super().__init__(clock, shelf)
        self.looked_up: list[Key] = []
        self.answers_lost = self.refuses = False
        self.on_its_way = asyncio.Event()
        self.on_its_way.set()

    @override
    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        self.looked_up += keys
        found = await super().read_many(keys)
        await self.on_its_way.wait()
        return found

    @override
    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        if self.refuses:
            self.refuses = False
            raise Unavailable("nothing was heard")
        await super().commit(partition, operations)
        if self.answers_lost:
            raise Unavailable("the answer was lost")


class OpenStore(RecentStore):
    """What it holds can be seen, and its knowledge of writes be taken away."""

    def sizes(self) -> tuple[int, int]:
        return len(self._kept), len(self._written)

    def forget_writes(self) -> None:
        self._written = Forgetful()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def slow(clock: FakeClock) -> SlowStore:
    return SlowStore(clock, Shelf())


@pytest.fixture
def store(slow: SlowStore, clock: FakeClock) -> OpenStore:
    return OpenStore(slow, clock)


async def number(store: RecentStore) -> int | None:
    document = (await store.recently([KEY])).get(KEY)
    return int(str(document.fields["n"])) if document else None


async def write(store: RecentStore | MemoryStore, value: int) -> None:
    document = await store.read(KEY)
    fields = {"kind": "x", "n": value}
    operation = Replace(id=KEY.id, fields=fields, version=document.version) if document else Create(id=KEY.id, fields=fields)
    await store.commit(KEY.partition, [operation])


async def test_a_document_is_looked_up_once_a_second_and_so_is_one_that_is_not_there(
    store: RecentStore, slow: SlowStore, clock: FakeClock
) -> None:
    assert [await number(store) for _ in range(3)] == [None, None, None]
    await write(slow, 1)
    assert await number(store) is None
    clock.forward(SECOND)
    assert [await number(store) for _ in range(3)] == [1, 1, 1]
    assert slow.looked_up == [KEY, KEY]


async def test_what_this_process_writes_is_seen_at_once_and_what_another_writes_within_a_second(
    store: RecentStore, slow: SlowStore, clock: FakeClock
) -> None:
    await write(store, 1)
    assert await number(store) == 1
    await write(store, 2)
    assert await number(store) == 2
    await write(slow, 3)  # another process
    clock.forward(SECOND)
    assert await number(store) == 3


async def test_a_write_whose_answer_was_lost_is_seen_as_well(store: RecentStore, slow: SlowStore) -> None:
    assert await number(store) is None
    slow.answers_lost = True
    with pytest.raises(Unavailable):
        await write(store, 1)
    assert await number(store) == 1


async def test_a_write_of_which_nothing_was_heard_is_seen_whenever_it_lands(store: RecentStore, slow: SlowStore) -> None:
    assert await number(store) is None
    slow.refuses = True
    mark = store.mark()
    with pytest.raises(Unavailable):
        await write(store, 1)
    assert await number(store) is None
    assert store.mark() != store.mark() != mark  # nobody may rely on what was seen
    await write(slow, 1)  # only now it lands
    assert await number(store) == 1


async def test_after_a_while_what_was_never_heard_of_is_over(store: RecentStore, slow: SlowStore, clock: FakeClock) -> None:
    slow.refuses = True
    with pytest.raises(Unavailable):
        await write(store, 1)
    clock.forward(timedelta(seconds=UNSURE_S))
    assert store.mark() == store.mark()
    await number(store)
    before = len(slow.looked_up)
    await number(store)
    assert len(slow.looked_up) == before


async def test_a_refused_write_leaves_nothing_unsure(store: RecentStore) -> None:
    await write(store, 1)
    with pytest.raises(Conflict):
        await store.commit(KEY.partition, [Create(id=KEY.id, fields={"kind": "x"})])
    assert store.mark() == store.mark()


async def seen_after_a_write_that_overtook_a_read(store: RecentStore, slow: SlowStore) -> int | None:
    slow.on_its_way.clear()
    looking = asyncio.create_task(number(store))
    await asyncio.sleep(0)
    await write(store, 1)
    slow.on_its_way.set()
    assert await looking is None  # it was asked before
    return await number(store)


async def test_what_was_read_before_a_write_and_arrives_after_it_is_not_kept(store: RecentStore, slow: SlowStore) -> None:
    assert await seen_after_a_write_that_overtook_a_read(store, slow) == 1


async def test_the_control_a_memory_that_keeps_whatever_arrives_shows_the_past(store: OpenStore, slow: SlowStore) -> None:
    store.forget_writes()
    assert await seen_after_a_write_that_overtook_a_read(store, slow) is None


class Forgetful(dict[Key, int]):
    """Knows of no write."""

    @override
    def __setitem__(self, key: Key, value: int, /) -> None:
        pass


async def test_a_clock_that_jumps_back_keeps_nothing(store: RecentStore, slow: SlowStore, clock: FakeClock) -> None:
    await number(store)
    await write(slow, 1)
    clock.forward(-timedelta(hours=1))
    assert await number(store) == 1


async def test_what_is_kept_is_bounded(store: OpenStore, slow: SlowStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MOST", 100)
    for one in range(1_000):
        if one < 500:  # a script that only books is bounded as well
            await store.recently([Key("week|x", str(one))])
        await store.commit("week|x", [Create(id=f"w{one}", fields={"kind": "x"})])
    assert max(store.sizes()) <= 101


async def test_letting_go_of_everything_while_something_is_read_keeps_nothing_of_the_past(
    store: RecentStore, slow: SlowStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.on_its_way.clear()
    looking = asyncio.create_task(number(store))
    await asyncio.sleep(0)
    await write(store, 1)
    slow.on_its_way.set()
    monkeypatch.setattr(recent, "MOST", 0)
    await store.recently([Key("week|x", "other")])
    monkeypatch.undo()
    await looking
    assert await number(store) == 1


@pytest.mark.parametrize("seed", range(30))
async def test_in_any_order_of_reads_and_writes_nobody_sees_less_than_was_written_before_they_asked(seed: int) -> None:
    dice, clock = random.Random(seed), FakeClock(NOON)
    store = RecentStore(JitteryStore(clock, dice), clock)
    written = 0

    async def writer() -> None:
        nonlocal written
        for value in range(1, 40):
            await write(store, value)
            written = value
            await _rest(dice)

    async def reader() -> None:
        for _ in range(60):
            least = written
            assert (await number(store) or 0) >= least
            await _rest(dice)

    await asyncio.gather(writer(), *(reader() for _ in range(4)))


class JitteryStore(MemoryStore):
    def __init__(self, clock: FakeClock, dice: random.Random) -> None:
        super().__init__(clock)
        self._dice = dice

    @override
    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        await _rest(self._dice)
        found = await super().read_many(keys)
        await _rest(self._dice)
        return found

    @override
    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await _rest(self._dice)
        with suppress(Conflict):
            await super().commit(partition, operations)
        await _rest(self._dice)


async def _rest(dice: random.Random) -> None:
    for _ in range(dice.randrange(4)):
        await asyncio.sleep(0)

"""`erase` cut off anywhere, and beside others who read and write."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from core.admin import exact
from core.admin.erase import Erase
from core.admin.tombstones import leave_no_trace
from core.admin.tools import Ending
from core.decision import Booked
from core.store.port import Changes, Conflict, Document, Key, Listing, Operation, Page, Store
from core.store.sqlite import SqliteStore
from tests.admin.desk import Desk
from tests.admin.erasing import ADA, ADALINE, REASONS, erase, lived_in, traces, whole_ledger
from tests.fakes import FakeClock
from tests.graph_sync.stores import Passing
from tests.house_of import LONDON, NOON, TODAY, TOMORROW, ledger, person
from tests.memory_store import MemoryStore


class ErasedMeanwhile(Passing):
    """Gives lists one at a time, and after the first of a list she is erased: she moves to before those who were read already."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.store)
        self._desk = desk

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        if next is not None:
            await erase(self._desk).run()
        return await super().list(listing, limit=1, next=next)


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_who_compares_a_day_meanwhile_sees_that_its_bookings_moved(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    await desk.house.resize(LONDON, 5, ask="larger")
    await desk.house.book(person("aaron"), TODAY, ask="before her", reason="Yes")
    with pytest.raises(Conflict):
        await exact.look_at_day(ErasedMeanwhile(desk), LONDON.id, TODAY, clock.now(), REASONS)
    assert await exact.look_at_day(store, LONDON.id, TODAY, clock.now(), REASONS) is None


class StillBooks(Passing):
    """She books once more, after the store was read for her and before her week is moved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.store)
        self._desk = desk
        self.booked: object = None

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        if self.booked is None and any(key.id.startswith("person|erased.") for key in keys):
            self.booked = ""
            self.booked = await self._desk.house.book(ADA, TOMORROW + timedelta(days=3), ask="once more", reason="Dentist")
        return await super().read_many(keys)


async def test_a_booking_made_while_she_is_erased_is_counted_once(store: Store, clock: FakeClock) -> None:
    desk = Desk(store, clock, REASONS)
    await (await desk.house.open()).knows(ADA)
    await desk.house.book(ADA, TODAY, ask="today", reason="Dentist")
    beside = StillBooks(desk)
    assert await erase(desk, store=beside).run() is Ending.DONE
    assert isinstance(beside.booked, Booked)
    assert await traces(store) == []
    assert (await desk.verify()).differences == []


class PowerCut(BaseException):
    """The process ends here."""


class Fragile(Passing):
    """Ends the process at the given call of the store: before it, or after a write that nobody then hears of."""

    def __init__(self, store: Store, at: int, *, is_written: bool) -> None:
        super().__init__(store)
        self._left = at
        self._is_written = is_written

    def _count(self) -> bool:
        self._left -= 1
        return self._left < 0

    async def read(self, key: Key) -> Document | None:
        if self._count():
            raise PowerCut
        return await super().read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        if self._count():
            raise PowerCut
        return await super().read_many(keys)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        if self._count():
            raise PowerCut
        return await super().list(listing, limit=limit, next=next)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        if self._count():
            raise PowerCut
        return await super().changes(token, limit=limit)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        cut = self._count()
        if cut and not self._is_written:
            raise PowerCut
        await super().commit(partition, operations)
        if cut:
            raise PowerCut


class Counting(Passing):
    """How many calls one undisturbed erasure makes."""

    calls = 0

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        self.calls += 1
        await super().commit(partition, operations)

    async def read(self, key: Key) -> Document | None:
        self.calls += 1
        return await super().read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        self.calls += 1
        return await super().read_many(keys)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        self.calls += 1
        return await super().list(listing, limit=limit, next=next)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        self.calls += 1
        return await super().changes(token, limit=limit)


@pytest.mark.parametrize("is_written", [False, True])
async def test_wherever_it_is_cut_off_the_next_run_finishes(is_written: bool) -> None:
    """Every single call of the store, not a sample of them."""
    whole_clock = FakeClock(NOON)
    whole = Counting(MemoryStore(whole_clock))
    await erase(await lived_in(whole.store, whole_clock), store=whole).run()
    assert whole.calls > 60
    for at in range(whole.calls):
        clock = FakeClock(NOON)
        store = MemoryStore(clock)
        desk = await lived_in(store, clock)
        with pytest.raises(PowerCut):
            await erase(desk, store=Fragile(store, at, is_written=is_written)).run()
        assert (await desk.verify()).differences == [], at
        assert await erase(desk).run() is Ending.DONE, at
        assert await traces(store) == [], at
        names = {one.person for one in (await ledger(store)).bookings if one.person.startswith("erased.")}
        assert len(names) == 1, at
        assert (await desk.verify()).differences == [], at
        assert (await whole_ledger(store)).faults(5, shrunk=True) == [], at


@pytest.mark.parametrize("kind_of_store", ["sqlite", "cosmos"])
async def test_a_few_cuts_one_after_the_other(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    dice = random.Random(7)
    for _ in range(12):
        try:
            await erase(desk, store=Fragile(store, dice.randrange(25), is_written=dice.random() < 0.5)).run()
        except PowerCut:
            continue
    assert await erase(desk).run() is Ending.DONE
    assert await traces(store) == []
    assert (await desk.verify()).differences == []


async def test_verify_is_right_while_somebody_is_erased(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    erasing = asyncio.create_task(erase(desk).run())
    found = 0
    while not erasing.done():
        found += len((await desk.verify()).differences)
        await asyncio.sleep(0)
    assert await erasing is Ending.DONE
    assert found == 0


def in_files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("house.db*"))


@pytest.mark.parametrize("kind_of_store", ["sqlite"])
async def test_the_file_itself_holds_nothing_of_her(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    assert isinstance(store, SqliteStore)
    desk = await lived_in(store, clock)
    control = in_files(tmp_path)
    assert b"tenant.ada|" in control
    assert b"Dentist" in control
    assert await Erase(desk.tools, ADA.id, None, lambda: leave_no_trace(store, tmp_path / "house.db")).run() is Ending.DONE
    await store.close()
    left = in_files(tmp_path).replace(ADALINE.id.encode(), b"")
    assert ADA.id.encode() not in left
    assert b"Dentist" not in left
    assert ADA.email.encode() not in left

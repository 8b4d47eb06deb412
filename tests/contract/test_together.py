"""Many at once, in one process and in several: no update is lost, no limit is passed, no half of a batch is seen."""

from __future__ import annotations

import asyncio

import pytest

from core.store.port import (
    Condition,
    Conflict,
    Create,
    Document,
    Field,
    Key,
    Operation,
    Patch,
    Refused,
    Relation,
    Replace,
    Store,
    Unavailable,
)
from tests.contract.places import Place
from tests.contract.things import TALLY, get, put, refusal_of, take_place


async def one_of_fifty(store: Store, week: str, number: int) -> tuple[int, Refused] | None:
    batch: list[Operation] = [Create(id=f"booking|{number:02}", fields={"kind": "booking"}), take_place()]
    return await refusal_of(store, week, batch)


@pytest.mark.parametrize("processes", [1, 2])
async def test_fifty_want_ten_places_and_ten_get_one(place: Place, store: Store, week: str, processes: int) -> None:
    stores = [store, *[await place.open() for _ in range(processes - 1)]]
    await put(store, week, "tally", TALLY)
    answers = await asyncio.gather(*[one_of_fifty(stores[number % processes], week, number) for number in range(50)])
    assert answers.count(None) == 10
    assert answers.count((1, Refused.UNMET)) == 40
    assert (await get(store, week, "tally")).fields["desks"] == {"used": 10, "capacity": 10}
    booked = await store.read_many([Key(week, f"booking|{number:02}") for number in range(50)])
    assert sorted(key.id for key in booked) == [f"booking|{number:02}" for number, answer in enumerate(answers) if answer is None]


async def test_read_then_replace_without_a_condition_would_overbook(store: Store, week: str) -> None:
    """The control of the test above: the same rush, deciding by what was read, loses updates."""
    await put(store, week, "tally", TALLY)
    seen = await asyncio.gather(*[get(store, week, "tally") for _ in range(50)])
    granted = [document for document in seen if document.fields["desks"] == {"used": 0, "capacity": 10}]
    assert len(granted) == 50


async def test_of_many_who_replace_one_version_one_wins(place: Place, store: Store, week: str) -> None:
    first = await put(store, week, "one", {"kind": "k"})
    stores = [store, await place.open()]

    async def replace(number: int) -> tuple[int, Refused] | None:
        replace = Replace(id="one", fields={"kind": "k", "winner": number}, version=first.version)
        return await refusal_of(stores[number % 2], week, [replace])

    answers = await asyncio.gather(*[replace(number) for number in range(20)])
    assert answers.count(None) == 1
    assert answers.count((0, Refused.CHANGED)) == 19
    assert (await get(store, week, "one")).fields["winner"] == answers.index(None)


async def test_of_many_who_create_one_id_one_wins(place: Place, store: Store, week: str) -> None:
    stores = [store, await place.open()]
    creates = [refusal_of(stores[n % 2], week, [Create(id="one", fields={"kind": "k", "n": n})]) for n in range(20)]
    answers = await asyncio.gather(*creates)
    assert answers.count(None) == 1
    assert answers.count((0, Refused.EXISTS)) == 19


async def test_two_patched_documents_are_always_read_as_a_pair(place: Place, store: Store, week: str) -> None:
    """The engine decides by a tally, a booking and a journal entry together; a mix of before and after would answer wrongly."""
    left, right = Key(week, "left"), Key(week, "right")
    await store.commit(week, [Create(id=key.id, fields={"kind": "k", "n": 0}) for key in (left, right)])
    other = await place.open()
    pair = [Patch(id="left", add=(("n", 1),), where=()), Patch(id="right", add=(("n", 1),), where=())]
    mixed: list[tuple[Document, Document]] = []

    async def write() -> None:
        for _ in range(30):
            await other.commit(week, pair)

    async def look() -> None:
        for _ in range(60):
            found = await store.read_many([left, right, Key(week, "missing")])
            if found[left].fields != found[right].fields:
                mixed.append((found[left], found[right]))
            await asyncio.sleep(0)

    await asyncio.gather(write(), look(), look())
    assert not mixed
    assert (await get(store, week, "left")).fields["n"] == 30


async def test_what_one_process_wrote_another_reads_and_conditions_on(place: Place, store: Store, week: str) -> None:
    other = await place.open()
    await put(store, week, "tally", TALLY)
    assert (await get(other, week, "tally")).fields == TALLY
    await other.commit(week, [take_place(amount=10)])
    assert await refusal_of(store, week, [take_place()]) == (0, Refused.UNMET)
    stale = await get(store, week, "tally")
    lower = Patch(id="tally", add=(("desks.capacity", 5),), where=(Condition("desks.used", Relation.EQUAL, Field("desks.capacity")),))
    await other.commit(week, [lower])
    assert await refusal_of(store, week, [Replace(id="tally", fields=TALLY, version=stale.version)]) == (0, Refused.CHANGED)


async def test_batches_in_different_partitions_do_not_know_each_other(store: Store, week: str) -> None:
    await asyncio.gather(*[store.commit(f"{week}|{n}", [Create(id="one", fields={"kind": "k", "n": n})]) for n in range(30)])
    found = await store.read_many([Key(f"{week}|{n}", "one") for n in range(30)])
    assert sorted(int(str(document.fields["n"])) for document in found.values()) == list(range(30))


async def test_a_closing_store_finishes_what_is_under_way(place: Place, store: Store, week: str) -> None:
    closing = await place.open()
    await put(store, week, "tally", TALLY)
    under_way = [asyncio.ensure_future(one_of_fifty(closing, week, number)) for number in range(8)]
    await asyncio.sleep(0)
    await closing.close()
    assert await asyncio.gather(*under_way) == [None] * 8
    assert (await get(store, week, "tally")).fields["desks"] == {"used": 8, "capacity": 10}


async def test_a_closed_store_says_that_it_is_not_there(place: Place, store: Store, week: str) -> None:
    closed = await place.open()
    await closed.close()
    await closed.close()
    with pytest.raises(Unavailable):
        await closed.commit(week, [Create(id="late", fields={"kind": "k"})])
    with pytest.raises(Unavailable):
        await closed.read(Key(week, "late"))
    with pytest.raises(Unavailable):
        await closed.changes(None, limit=1)
    assert await store.read(Key(week, "late")) is None


async def test_one_who_gives_up_waiting_leaves_whole_batches(store: Store, week: str) -> None:
    await put(store, week, "tally", TALLY)
    tasks = [asyncio.ensure_future(one_of_fifty(store, week, number)) for number in range(8)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.2)
    booked = await store.read_many([Key(week, f"booking|{number:02}") for number in range(8)])
    assert (await get(store, week, "tally")).fields["desks"] == {"used": len(booked), "capacity": 10}
    assert len(booked) >= 4


async def test_a_conflict_says_which_and_why(store: Store, week: str) -> None:
    with pytest.raises(Conflict, match="operation 0: missing"):
        await store.commit(week, [take_place()])

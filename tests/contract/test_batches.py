"""A batch is all or nothing, and a refusal names the first operation that could not be."""

from __future__ import annotations

from typing import Any, cast

import pytest

from core.store.port import MAX_BATCH, Create, Fields, Key, Operation, Patch, Refused, Replace, Store, Version
from tests.contract.things import TALLY, get, put, refusal_of, take_place

NOTE: Fields = {"kind": "note", "text": "Grüße 👋", "pi": 3.5, "none": None, "list": [1, [True, "x"]], "deep": {"er": {"n": 1}}}


async def test_what_was_created_reads_back_the_same(store: Store, week: str) -> None:
    document = await put(store, week, "note|1", NOTE)
    assert document.key == Key(week, "note|1")
    assert document.fields == NOTE
    assert document.version


async def test_the_database_s_own_words_are_free_to_be_names_of_fields(store: Store, week: str) -> None:
    fields = {"kind": "k", "id": "other", "pk": "p", "ttl": 1, "expires": 2, "_etag": "e", "_ts": 3, "fields": {"order": 4}, "value": 5}
    assert (await put(store, week, "words", cast("Fields", fields))).fields == fields


async def test_the_same_id_in_another_partition_is_another_document(store: Store, week: str) -> None:
    await put(store, week, "one", {"kind": "a"})
    await put(store, f"{week}-other", "one", {"kind": "b"})
    assert (await get(store, week, "one")).fields == {"kind": "a"}


async def test_nothing_is_read_where_nothing_was_written(store: Store, week: str) -> None:
    assert await store.read(Key(week, "nothing")) is None
    assert await store.read_many([Key(week, "nothing"), Key(f"{week}-other", "nothing")]) == {}
    assert await store.read_many([]) == {}


async def test_many_are_read_from_many_partitions(store: Store, week: str) -> None:
    keys = [Key(f"{week}-{partition}", f"id|{number}") for partition in range(3) for number in range(4)]
    for partition in range(3):
        await store.commit(f"{week}-{partition}", [Create(id=f"id|{number}", fields={"kind": "k", "n": number}) for number in range(4)])
    found = await store.read_many([*keys, keys[0], Key(week, "missing")])
    assert set(found) == set(keys)
    assert all(document.key == key for key, document in found.items())
    assert found[keys[7]].fields["n"] == 3


async def test_a_version_changes_with_every_write(store: Store, week: str) -> None:
    versions = [(await put(store, week, "tally", TALLY)).version]
    await store.commit(week, [take_place()])
    versions.append((await get(store, week, "tally")).version)
    await store.commit(week, [Replace(id="tally", fields=TALLY, version=versions[-1])])
    versions.append((await get(store, week, "tally")).version)
    assert len(set(versions)) == 3


async def test_a_create_is_refused_where_the_id_is_taken(store: Store, week: str) -> None:
    await put(store, week, "one", {"kind": "first"})
    assert await refusal_of(store, week, [Create(id="one", fields={"kind": "second"})]) == (0, Refused.EXISTS)
    assert (await get(store, week, "one")).fields == {"kind": "first"}


async def test_a_batch_that_creates_one_id_twice_is_refused(store: Store, week: str) -> None:
    twice = [Create(id="one", fields={"kind": "k"}), Create(id="one", fields={"kind": "k"})]
    assert await refusal_of(store, week, twice) == (1, Refused.EXISTS)
    assert await store.read(Key(week, "one")) is None


async def test_a_replace_is_refused_once_the_version_is_old(store: Store, week: str) -> None:
    first = await put(store, week, "one", {"kind": "a"})
    await store.commit(week, [Replace(id="one", fields={"kind": "b"}, version=first.version)])
    stale = Replace(id="one", fields={"kind": "c"}, version=first.version)
    assert await refusal_of(store, week, [stale]) == (0, Refused.CHANGED)
    assert (await get(store, week, "one")).fields == {"kind": "b"}


async def test_a_version_of_no_document_is_refused(store: Store, week: str) -> None:
    await put(store, week, "one", {"kind": "a"})
    assert await refusal_of(store, week, [Replace(id="one", fields={"kind": "b"}, version=Version("never"))]) == (0, Refused.CHANGED)


async def test_a_replace_or_patch_of_nothing_is_refused_as_missing(store: Store, week: str) -> None:
    replace = Replace(id="nothing", fields={"kind": "k"}, version=Version("1"))
    assert await refusal_of(store, week, [replace]) == (0, Refused.MISSING)
    assert await refusal_of(store, week, [take_place("nothing")]) == (0, Refused.MISSING)


async def test_a_replace_leaves_nothing_of_the_old_fields(store: Store, week: str) -> None:
    first = await put(store, week, "one", {"kind": "a", "old": True})
    await store.commit(week, [Replace(id="one", fields={"kind": "a", "new": True}, version=first.version)])
    assert (await get(store, week, "one")).fields == {"kind": "a", "new": True}


@pytest.mark.parametrize("position", [0, 1, 2, 3])
@pytest.mark.parametrize("why", list(Refused))
async def test_a_refused_batch_writes_nothing_and_names_its_place(store: Store, week: str, position: int, why: Refused) -> None:
    await put(store, week, "taken", {"kind": "k"})
    full = await put(store, week, "full", {**TALLY, "open": False})
    tally = await put(store, week, "tally", TALLY)
    bad: dict[Refused, Operation] = {
        Refused.EXISTS: Create(id="taken", fields={"kind": "k"}),
        Refused.MISSING: take_place("missing"),
        Refused.CHANGED: Replace(id="full", fields={"kind": "k"}, version=Version(f"{full.version}0")),
        Refused.UNMET: take_place("full"),
    }
    good: list[Operation] = [Create(id="new", fields={"kind": "k"}), take_place(), Create(id="newer", fields={"kind": "k"})]
    assert await refusal_of(store, week, [*good[:position], bad[why], *good[position:]]) == (position, why)
    assert await store.read(Key(week, "new")) is None
    assert await store.read(Key(week, "newer")) is None
    assert await get(store, week, "tally") == tally
    assert await get(store, week, "full") == full


async def test_of_two_reasons_the_first_is_named(store: Store, week: str) -> None:
    await put(store, week, "taken", {"kind": "k"})
    batch = [Create(id="new", fields={"kind": "k"}), take_place("missing"), Create(id="taken", fields={"kind": "k"})]
    assert await refusal_of(store, week, batch) == (1, Refused.MISSING)


async def test_later_operations_see_the_earlier_ones(store: Store, week: str) -> None:
    batch = [Create(id="tally", fields=TALLY), *[take_place()] * 10]
    await store.commit(week, batch)
    assert (await get(store, week, "tally")).fields["desks"] == {"used": 10, "capacity": 10}
    assert await refusal_of(store, f"{week}-b", [*batch, take_place()]) == (11, Refused.UNMET)
    assert await store.read(Key(f"{week}-b", "tally")) is None


async def test_a_batch_sent_twice_collides_with_itself(store: Store, week: str) -> None:
    await put(store, week, "tally", TALLY)
    batch: list[Operation] = [Create(id="journal|ask", fields={"kind": "journal"}), take_place()]
    assert await refusal_of(store, week, batch) is None
    assert await refusal_of(store, week, batch) == (0, Refused.EXISTS)
    assert (await get(store, week, "tally")).fields["desks"] == {"used": 1, "capacity": 10}


async def test_a_batch_holds_one_to_a_hundred_operations(store: Store, week: str) -> None:
    with pytest.raises(ValueError, match="batch"):
        await store.commit(week, [])
    hundred = [Create(id=f"id|{number:03}", fields={"kind": "k"}) for number in range(MAX_BATCH)]
    with pytest.raises(ValueError, match="batch"):
        await store.commit(week, [*hundred, Create(id="more", fields={"kind": "k"})])
    assert await store.read(Key(week, "id|000")) is None
    await store.commit(week, hundred)
    assert len(await store.read_many([Key(week, operation.id) for operation in hundred])) == MAX_BATCH


async def test_a_patch_of_words_writes_nothing(store: Store, week: str) -> None:
    await put(store, week, "words", {"kind": "k", "text": "ten"})
    batch: list[Any] = [Create(id="new", fields={"kind": "k"}), Patch(id="words", add=(("text", 1),), where=())]
    with pytest.raises((TypeError, ValueError)):
        await store.commit(week, batch)
    assert await store.read(Key(week, "new")) is None
    assert (await get(store, week, "words")).fields["text"] == "ten"

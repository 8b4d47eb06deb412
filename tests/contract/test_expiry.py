"""What has expired is never seen again, and its id is free; a patch does not change when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.store.port import Create, Key, Patch, Refused, Replace, Store
from tests.contract.places import Place
from tests.contract.things import TALLY, all_ids, booking_like, bookings_of, changes_in, get, put, refusal_of, take_place
from tests.fakes import FakeClock

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def short_lived(place: Place, store: Store, week: str, unique: str) -> Key:
    """A document that expires in an hour."""
    create = Create(
        id="booking|short", fields={**booking_like(unique, "2026-11-24"), **TALLY, "kind": "booking"}, expires=place.clock.now() + HOUR
    )
    await store.commit(week, [create])
    return Key(week, create.id)


async def is_seen(store: Store, key: Key, person: str) -> list[bool]:
    """Whether reading, reading many, listing and the change feed show the document."""
    other = Key(key.partition, "other")
    in_feed = [document.key for document in (await changes_in(store, key.partition, None))[0]]
    return [
        await store.read(key) is not None,
        key in await store.read_many([key, other]),
        key in await store.read_many([key]),
        key.id in await all_ids(store, bookings_of(person), limit=5),
        key in in_feed,
    ]


async def test_a_document_is_seen_until_it_expires(place: Place, store: Store, short_lived: Key, unique: str) -> None:
    place.clock.forward(HOUR - SECOND)
    assert await is_seen(store, short_lived, unique) == [True] * 5
    place.clock.forward(SECOND)
    assert await is_seen(store, short_lived, unique) == [False] * 5


async def test_an_expired_id_can_be_created_again(place: Place, store: Store, short_lived: Key, unique: str) -> None:
    again = Create(id=short_lived.id, fields=booking_like(unique, "2026-11-25"))
    assert await refusal_of(store, short_lived.partition, [again]) == (0, Refused.EXISTS)
    place.clock.forward(HOUR)
    await store.commit(short_lived.partition, [again])
    assert (await get(store, short_lived.partition, short_lived.id)).fields == again.fields
    place.clock.forward(timedelta(days=400))
    assert await is_seen(store, short_lived, unique) == [True] * 5


async def test_an_expired_document_is_missing_to_replace(place: Place, store: Store, short_lived: Key, kind_of_store: str) -> None:
    if kind_of_store == "account":
        pytest.skip("an account has a clock of its own; only a patch can carry ours")
    version = (await get(store, short_lived.partition, short_lived.id)).version
    place.clock.forward(HOUR)
    replace = Replace(id=short_lived.id, fields={"kind": "k"}, version=version)
    assert await refusal_of(store, short_lived.partition, [replace]) == (0, Refused.MISSING)


async def test_an_expired_document_is_missing_to_patch(place: Place, store: Store, short_lived: Key) -> None:
    place.clock.forward(HOUR)
    assert await refusal_of(store, short_lived.partition, [take_place(short_lived.id)]) == (0, Refused.MISSING)
    assert await store.read(short_lived) is None


async def test_a_patch_neither_lengthens_nor_shortens_a_life(place: Place, store: Store, short_lived: Key, unique: str) -> None:
    place.clock.forward(HOUR / 2)
    await store.commit(short_lived.partition, [take_place(short_lived.id)])
    place.clock.forward(HOUR / 2 - SECOND)
    assert await is_seen(store, short_lived, unique) == [True] * 5
    place.clock.forward(SECOND)
    assert await is_seen(store, short_lived, unique) == [False] * 5
    assert await refusal_of(store, short_lived.partition, [take_place(short_lived.id)]) == (0, Refused.MISSING)
    await store.commit(short_lived.partition, [Create(id=short_lived.id, fields={"kind": "k"})])
    assert (await get(store, short_lived.partition, short_lived.id)).fields == {"kind": "k"}


async def test_an_expired_id_is_free_anywhere_in_a_batch(place: Place, store: Store, short_lived: Key) -> None:
    await put(store, short_lived.partition, "tally", TALLY)
    place.clock.forward(HOUR / 2)
    await store.commit(short_lived.partition, [take_place(short_lived.id)])
    place.clock.forward(HOUR)
    batch = [Create(id="new", fields={"kind": "k"}), Create(id=short_lived.id, fields={"kind": "again"}), take_place()]
    await store.commit(short_lived.partition, batch)
    assert (await get(store, short_lived.partition, short_lived.id)).fields == {"kind": "again"}
    assert (await get(store, short_lived.partition, "tally")).fields["desks"] == {"used": 1, "capacity": 10}
    assert await refusal_of(store, short_lived.partition, batch) == (0, Refused.EXISTS)


async def test_a_replace_says_anew_how_long_it_lives(place: Place, store: Store, short_lived: Key, unique: str) -> None:
    version = (await get(store, short_lived.partition, short_lived.id)).version
    place.clock.forward(HOUR / 2)
    longer = Replace(id=short_lived.id, fields=booking_like(unique, "2026-11-24"), version=version, expires=place.clock.now() + 3 * HOUR)
    await store.commit(short_lived.partition, [longer])
    place.clock.forward(2 * HOUR)
    version = (await get(store, short_lived.partition, short_lived.id)).version
    await store.commit(short_lived.partition, [Replace(id=short_lived.id, fields=booking_like(unique, "2026-11-24"), version=version)])
    place.clock.forward(timedelta(days=400))
    assert await is_seen(store, short_lived, unique) == [True] * 5


async def test_what_is_born_expired_is_never_seen(place: Place, store: Store, week: str, unique: str) -> None:
    fields = booking_like(unique, "2026-11-24")
    await store.commit(week, [Create(id="booking|late", fields=fields, expires=place.clock.now() - HOUR)])
    assert await is_seen(store, Key(week, "booking|late"), unique) == [False] * 5


async def test_a_document_says_when_it_expires(store: Store, week: str, clock: FakeClock) -> None:
    expires = clock.now() + timedelta(days=3)
    await store.commit(week, [Create(id="one", fields={"kind": "k"}, expires=expires), Create(id="other", fields={"kind": "k"})])
    assert (await get(store, week, "one")).expires == expires.timestamp()
    assert (await get(store, week, "other")).expires is None
    await store.commit(week, [Patch(id="one", add=(("n", 1),))])
    found = await store.read_many([Key(week, "one")])
    assert found[Key(week, "one")].expires == expires.timestamp()

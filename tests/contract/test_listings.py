"""Lists have an order and pages; pages hold together while others write."""

from __future__ import annotations

import pytest

from core.store.documents import LISTINGS
from core.store.port import MAX_PAGE, Create, Fields, Listing, Replace, Store
from tests.contract.things import all_ids, booking_like, bookings_of, get, put

DAYS = [f"2026-11-{day}" for day in range(10, 30)]


async def fill(store: Store, unique: str) -> list[str]:
    """Bookings of one person over three weeks' partitions, written in no good order; their ids in the list's order."""
    ids = [f"booking|{day}|{office}" for day in DAYS for office in ("london", "paris")]
    for start in (2, 0, 1):
        chosen = reversed(ids[start::3])
        batch = [Create(id=identifier, fields=booking_like(unique, identifier.split("|")[1])) for identifier in chosen]
        await store.commit(f"week|{unique}|{start}", batch)
    return ids


@pytest.mark.parametrize("limit", [1, 3, 40, 41, 200])
async def test_pages_follow_each_other_in_order_without_gap_or_repeat(store: Store, unique: str, limit: int) -> None:
    ids = await fill(store, unique)
    assert await all_ids(store, bookings_of(unique), limit=limit) == ids


async def test_both_ends_of_a_range_are_in_it(store: Store, unique: str) -> None:
    ids = await fill(store, unique)
    ranged = bookings_of(unique, DAYS[4], DAYS[6])
    assert await all_ids(store, ranged, limit=4) == ids[8:14]
    assert await all_ids(store, bookings_of(unique, DAYS[6], DAYS[4]), limit=4) == []


async def test_a_list_shows_its_kind_and_value_only(store: Store, week: str, unique: str) -> None:
    await put(store, week, "mine", booking_like(unique, "2026-11-24"))
    await put(store, week, "hers", booking_like(f"{unique}-other", "2026-11-24"))
    await put(store, week, "cancelled", {"kind": "booking", "day": "2026-11-24"})
    await put(store, week, "no-booking", {**booking_like(unique, "2026-11-24"), "kind": "journal"})
    await put(store, week, "without-order", {"kind": "booking", "active_person": unique})
    assert await all_ids(store, bookings_of(unique), limit=10) == ["mine"]


@pytest.mark.parametrize(("kind", "field", "order"), LISTINGS)
async def test_every_named_question_is_answered(store: Store, week: str, unique: str, kind: str, field: str, order: str) -> None:
    values = ["b", "a", "Z", "ü", "a b"]
    for value in values:
        fields: Fields = {"kind": kind, field: unique, order: value} if field != order else {"kind": kind, field: unique}
        await put(store, week, f"id|{value.encode().hex()}", fields)
    page = await store.list(Listing(kind, field, unique, order), limit=10)
    assert [document.fields[order] for document in page.documents] == sorted(values)
    assert page.next is None


async def test_an_unnamed_question_is_refused(store: Store) -> None:
    for kind, field, order in [("booking", "active_person", "office"), ("person", "name", "name"), ("booking", "kind = '' OR 1", "day")]:
        with pytest.raises(ValueError, match="listing"):
            await store.list(Listing(kind, field, "x", order), limit=10)


@pytest.mark.parametrize("token", ["x", "!", "bm90aGluZw==", "MTIz", "é", "a" * 500, "W10=", "bnVsbA=="])
async def test_a_place_in_the_list_that_was_never_given_is_refused(store: Store, unique: str, token: str) -> None:
    with pytest.raises(ValueError, match="place in a list"):
        await store.list(bookings_of(unique), limit=10, next=token)


async def test_pages_hold_together_while_others_write(store: Store, unique: str, week: str) -> None:
    ids = await fill(store, unique)
    first = await store.list(bookings_of(unique), limit=10)
    assert first.next is not None
    await put(store, week, "booking|before", booking_like(unique, DAYS[0]))
    await put(store, week, "booking|0-same-day-earlier-id", booking_like(unique, DAYS[4]))
    await put(store, week, "booking|3-same-day-later-id", booking_like(unique, DAYS[4]))
    await put(store, week, "booking|after", booking_like(unique, DAYS[-1]))
    cancelled = first.documents[-1]
    await store.commit(cancelled.key.partition, [Replace(id=cancelled.key.id, fields={"kind": "booking"}, version=cancelled.version)])
    rest: list[str] = []
    token: str | None = first.next
    while token is not None:
        page = await store.list(bookings_of(unique), limit=7, next=token)
        rest += [document.key.id for document in page.documents]
        token = page.next
    # Equal days are in the order of ids, so only what sorts after the break may join.
    assert [identifier for identifier in rest if identifier in ids] == ids[10:]
    assert [identifier for identifier in rest if identifier not in ids] == ["booking|3-same-day-later-id", "booking|after"]


async def test_a_page_is_bounded_whatever_is_asked(store: Store, unique: str) -> None:
    for part in range(3):
        batch = [Create(id=f"booking|{part}|{n:02}", fields=booking_like(unique, "2026-11-24")) for n in range(80)]
        await store.commit(f"week|{unique}|{part}", batch)
    page = await store.list(bookings_of(unique), limit=10_000)
    assert len(page.documents) == MAX_PAGE
    assert page.next is not None
    assert len((await store.list(bookings_of(unique), limit=0)).documents) == 1


async def test_a_listed_document_is_whole(store: Store, unique: str, week: str) -> None:
    await put(store, week, "booking|one", booking_like(unique, "2026-11-24", revision=3))
    (listed,) = (await store.list(bookings_of(unique), limit=5)).documents
    assert listed == await get(store, week, "booking|one")


async def test_quotes_and_wildcards_in_a_value_are_only_letters(store: Store, unique: str, week: str) -> None:
    for number, person in enumerate([f"{unique}'; --", f'{unique}"', f"{unique}%", unique]):
        await put(store, week, f"booking|{number}", booking_like(person, "2026-11-24"))
        assert await all_ids(store, bookings_of(person), limit=5) == [f"booking|{number}"]

"""Reading from Azure Cosmos DB in bad weather: nothing that was written is missed, nothing is put together from two instants."""

from __future__ import annotations

import pytest

from core.store.cosmos import CosmosStore
from core.store.cosmos_layout import CONTAINER, DATABASE
from core.store.port import Create, Key, Patch, Refused, Unavailable
from tests.contract.bad_weather import AFTER, BEFORE
from tests.contract.things import TALLY, booking_like, bookings_of, changes_in, get, put, refusal_of
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.weather import Fault, Kind


async def test_a_replica_that_lags_behind_is_not_taken_for_an_empty_one(cosmos: CosmosStore, gateway: Gateway, week: str) -> None:
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.READ, *[Fault.STALE_SESSION] * 3)
    assert (await get(cosmos, week, "tally")).fields == TALLY
    gateway.weather.storm(1, 1.0, [Kind.READ], [Fault.STALE_SESSION])
    with pytest.raises(Unavailable, match="404"):
        await cosmos.read(Key(week, "tally"))


@pytest.mark.parametrize("fault", [*BEFORE, *AFTER])
async def test_reads_and_lists_and_the_feed_are_simply_asked_again(cosmos: CosmosStore, gateway: Gateway, week: str, fault: Fault) -> None:
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.READ, fault, fault)
    gateway.weather.next(Kind.QUERY, fault, fault)
    gateway.weather.next(Kind.FEED, fault, fault)
    assert await cosmos.read(Key(week, "tally")) is not None
    assert len(await cosmos.read_many([Key(week, "tally"), Key(week, "missing")])) == 1
    assert [document.key.id for document in (await changes_in(cosmos, week, None))[0]] == ["tally"]


async def lags_behind(store: CosmosStore, gateway: Gateway, week: str, unique: str) -> list[bool]:
    """Whether reading, reading many and listing miss the document when a replica answers that lacks the last batch."""
    gateway.weather.next(Kind.READ, Fault.LAGGING)
    gateway.weather.next(Kind.QUERY, Fault.LAGGING, Fault.LAGGING)
    read = await store.read(Key(week, "one"))
    many = await store.read_many([Key(week, "one"), Key(week, "other")])
    page = await store.list(bookings_of(unique), limit=5)
    return [read is None, not many, not page.documents]


async def test_a_process_reads_what_it_wrote_and_what_refused_it(
    cosmos: CosmosStore, hurried: CosmosStore, gateway: Gateway, week: str, unique: str
) -> None:
    batch = [Create(id="one", fields=booking_like(unique, "2026-11-24"))]
    await cosmos.commit(week, batch)
    assert await lags_behind(cosmos, gateway, week, unique) == [False, False, False]
    # The control: another process has no session that asks for it, until it has met it.
    assert await lags_behind(hurried, gateway, week, unique) == [True, True, True]
    assert await refusal_of(hurried, week, batch) == (0, Refused.EXISTS)
    assert await lags_behind(hurried, gateway, week, unique) == [False, False, False]


async def test_a_session_that_no_replica_knows_is_given_up(cosmos: CosmosStore, gateway: Gateway, week: str, unique: str) -> None:
    await put(cosmos, week, "one", booking_like(unique, "2026-11-24"))
    gateway.weather.next(Kind.QUERY, Fault.STALE_SESSION, Fault.STALE_SESSION, Fault.STALE_SESSION)
    assert len((await cosmos.list(bookings_of(unique), limit=5)).documents) == 1
    assert await lags_behind(cosmos, gateway, week, unique) == [True, True, True]


async def test_a_map_of_the_partitions_that_can_t_be_read_is_asked_for_again(cosmos: CosmosStore, gateway: Gateway, week: str) -> None:
    gateway.weather.next(Kind.META, *[Fault.UNAVAILABLE] * 4)
    assert (await cosmos.list(bookings_of("nobody"), limit=5)).documents == ()
    assert gateway.weather.sent[Fault.UNAVAILABLE] == 4
    await put(cosmos, week, "one", {"kind": "k"})
    gateway.weather.next(Kind.META, *[Fault.UNAVAILABLE] * 4)
    assert len((await cosmos.changes(None, limit=5)).documents) == 1
    assert gateway.weather.sent[Fault.UNAVAILABLE] == 8


async def test_an_answer_in_two_pieces_is_no_snapshot(cosmos: CosmosStore, gateway: Gateway, week: str) -> None:
    keys = [Key(week, f"id|{number}") for number in range(4)]
    await cosmos.commit(week, [Create(id=key.id, fields={"kind": "k"}) for key in keys])
    gateway.weather.next(Kind.QUERY, Fault.HALF_PAGE)
    assert set(await cosmos.read_many(keys)) == set(keys)
    assert gateway.weather.requests[Kind.QUERY] == 3  # the half, its other half, and the whole
    gateway.weather.storm(1, 1.0, [Kind.QUERY], [Fault.HALF_PAGE])
    with pytest.raises(Unavailable):
        await cosmos.read_many(keys)


async def test_two_reads_are_no_snapshot(cosmos: CosmosStore, week: str) -> None:
    """The control of reading several documents in one query: between two point reads there is room for a commit."""
    await cosmos.commit(week, [Create(id="left", fields={"kind": "k", "n": 0}), Create(id="right", fields={"kind": "k", "n": 0})])
    left = await get(cosmos, week, "left")
    await cosmos.commit(week, [Patch(id=name, add=(("n", 1),), where=()) for name in ("left", "right")])
    right = await get(cosmos, week, "right")
    assert left.fields != right.fields


async def test_the_feed_shows_everything_in_a_storm(cosmos: CosmosStore, gateway: Gateway, week: str) -> None:
    gateway.weather.storm(7, 0.3, [Kind.FEED], [*BEFORE, *AFTER])
    token, seen = None, set[str]()
    for number in range(12):
        await put(cosmos, week, f"id|{number}", {"kind": "k"})
        changes = await cosmos.changes(token, limit=2)
        token = changes.token
        seen |= {document.key.id for document in changes.documents}
    seen |= {document.key.id for document in (await changes_in(cosmos, week, token))[0]}
    assert len(seen) == 12


async def test_nothing_is_lost_when_the_physical_partitions_split(cosmos: CosmosStore, gateway: Gateway, unique: str) -> None:
    weeks = [f"week|{unique}|{number}" for number in range(8)]
    for number, week in enumerate(weeks):
        await put(cosmos, week, f"booking|{number}", booking_like(unique, f"2026-11-0{number + 1}"))
    first = await cosmos.changes(None, limit=3)
    page = await cosmos.list(bookings_of(unique), limit=3)
    gateway.account.container(DATABASE, CONTAINER).split()
    await put(cosmos, weeks[0], "booking|later", booking_like(unique, "2026-11-09"))
    seen = [document.key.id for document in first.documents]
    changes = await cosmos.changes(first.token, limit=3)
    while changes.documents:
        seen += [document.key.id for document in changes.documents]
        changes = await cosmos.changes(changes.token, limit=3)
    assert sorted(seen) == [*(f"booking|{number}" for number in range(8)), "booking|later"]
    rest = await cosmos.list(bookings_of(unique), limit=10, next=page.next)
    listed = [document.key.id for document in (*page.documents, *rest.documents)]
    assert listed == [*(f"booking|{number}" for number in range(8)), "booking|later"]
    assert await cosmos.read(Key(weeks[3], "booking|3")) is not None

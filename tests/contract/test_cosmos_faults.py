"""Azure Cosmos DB in bad weather: what was written is written once, what is not known is not claimed, and a passing cloud is waited out.

The controls do the same with the SDK as it comes, or without one of our precautions, and must be caught.
"""

from __future__ import annotations

from typing import Any

import pytest
from azure.cosmos.aio import CosmosClient

from core.store.cosmos import CosmosStore
from core.store.cosmos_layout import CONTAINER, DATABASE
from core.store.cosmos_patience import DEADLINE_S, TRIES
from core.store.port import Conflict, Create, Key, Refused, Replace, Unavailable
from tests.contract.bad_weather import AFTER, BEFORE, SURELY_NOT_WRITTEN, Waiting, booking, used
from tests.contract.things import TALLY, get, put, refusal_of, take_place
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.weather import Fault, Kind


@pytest.mark.parametrize("fault", BEFORE)
async def test_a_cloud_that_passes_is_waited_out(cosmos: CosmosStore, gateway: Gateway, waiting: Waiting, week: str, fault: Fault) -> None:
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.BATCH, fault, fault)
    assert await refusal_of(cosmos, week, booking()) is None
    assert await used(cosmos, week) == 1
    assert gateway.weather.sent[fault] == 2
    # The client itself waits out a 429 as long as the service says; all other waiting is ours.
    assert len(waiting.waits) == (0 if fault is Fault.THROTTLED else 2)


@pytest.mark.parametrize("fault", AFTER)
async def test_a_lost_answer_is_no_second_booking_and_no_false_success(
    cosmos: CosmosStore, gateway: Gateway, week: str, fault: Fault
) -> None:
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.BATCH, fault)
    assert await refusal_of(cosmos, week, booking()) == (0, Refused.EXISTS)
    assert await used(cosmos, week) == 1
    assert (await get(cosmos, week, "booking|00")).fields == {"kind": "booking"}


@pytest.mark.parametrize("fault", AFTER)
async def test_a_replace_whose_answer_was_lost_meets_itself(cosmos: CosmosStore, gateway: Gateway, week: str, fault: Fault) -> None:
    first = await put(cosmos, week, "one", {"kind": "a"})
    gateway.weather.next(Kind.BATCH, fault)
    replace = Replace(id="one", fields={"kind": "b"}, version=first.version)
    assert await refusal_of(cosmos, week, [replace]) == (0, Refused.CHANGED)
    assert (await get(cosmos, week, "one")).fields == {"kind": "b"}


@pytest.mark.parametrize("fault", [*AFTER, Fault.CUT, Fault.TIMEOUT, Fault.UNAVAILABLE])
async def test_patches_alone_are_never_sent_again_once_they_may_be_written(
    cosmos: CosmosStore, gateway: Gateway, week: str, fault: Fault
) -> None:
    await put(cosmos, week, "tally", TALLY)
    before = gateway.weather.requests[Kind.BATCH]
    gateway.weather.next(Kind.BATCH, fault)
    with pytest.raises(Unavailable):
        await cosmos.commit(week, [take_place()])
    assert gateway.weather.requests[Kind.BATCH] == before + 1
    assert await used(cosmos, week) == (1 if fault in AFTER else 0)


@pytest.mark.parametrize("fault", SURELY_NOT_WRITTEN)
async def test_patches_alone_are_sent_again_when_they_are_surely_not_written(
    cosmos: CosmosStore, gateway: Gateway, week: str, fault: Fault
) -> None:
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.BATCH, fault, fault, fault)
    await cosmos.commit(week, [take_place()])
    assert await used(cosmos, week) == 1


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.UNAVAILABLE_AFTER])
async def test_the_client_as_it_comes_would_have_counted_twice(cosmos: CosmosStore, gateway: Gateway, week: str, fault: Fault) -> None:
    """The control of the two tests above: with the SDK's own settings one lost answer is two places."""
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.BATCH, fault)
    async with CosmosClient(gateway.endpoint, KEY) as client:
        container = client.get_database_client(DATABASE).get_container_client(CONTAINER)
        step = ("patch", ("tally", [{"op": "incr", "path": "/fields/desks/used", "value": 1}]))
        await container.execute_item_batch([step], partition_key=week)
    assert await used(cosmos, week) == 2


async def test_a_batch_list_used_twice_would_lose_its_conditions(cosmos: CosmosStore, gateway: Gateway, week: str) -> None:
    """The control of building every batch afresh: the SDK takes the conditions out of the list that it is given."""
    await put(cosmos, week, "tally", {**TALLY, "open": False})
    async with CosmosClient(gateway.endpoint, KEY) as client:
        container = client.get_database_client(DATABASE).get_container_client(CONTAINER)
        condition = {"filter_predicate": 'from c where c["fields"]["open"] = true'}
        steps: list[Any] = [("patch", ("tally", [{"op": "incr", "path": "/fields/desks/used", "value": 1}]), condition)]
        with pytest.raises(Exception, match="412"):
            await container.execute_item_batch(steps, partition_key=week)
        await container.execute_item_batch(steps, partition_key=week)
    assert await used(cosmos, week) == 1
    gateway.weather.next(Kind.BATCH, Fault.CONFLICTING, Fault.CONFLICTING)
    assert await refusal_of(cosmos, week, [take_place()]) == (0, Refused.UNMET)


async def test_weather_that_stays_is_unavailable_after_bounded_tries(
    cosmos: CosmosStore, gateway: Gateway, waiting: Waiting, week: str
) -> None:
    gateway.weather.storm(1, 1.0, [Kind.BATCH, Kind.READ], [Fault.CONFLICTING])
    with pytest.raises(Unavailable, match="449"):
        await cosmos.commit(week, booking())
    assert sum(waiting.waits) <= DEADLINE_S
    waiting.waits.clear()
    with pytest.raises(Unavailable, match="449"):
        await cosmos.read(Key(week, "tally"))
    assert sum(waiting.waits) <= DEADLINE_S
    assert 8 < gateway.weather.requests[Kind.BATCH] <= TRIES
    assert 8 < gateway.weather.requests[Kind.READ] <= TRIES
    gateway.weather.clear()
    await put(cosmos, week, "tally", TALLY)
    assert await refusal_of(cosmos, week, booking()) is None


async def test_waits_grow_and_are_random(cosmos: CosmosStore, gateway: Gateway, waiting: Waiting, week: str) -> None:
    await put(cosmos, week, "tally", TALLY)
    gateway.weather.next(Kind.BATCH, *[Fault.CONFLICTING] * 8)
    await cosmos.commit(week, booking())
    assert len(set(waiting.waits)) == 8
    assert all(wait <= 0.02 * 2**number for number, wait in enumerate(waiting.waits))
    assert max(waiting.waits) > 0.2


async def test_what_can_t_be_mended_is_not_tried_again(cosmos: CosmosStore, gateway: Gateway, waiting: Waiting, week: str) -> None:
    gateway.weather.next(Kind.BATCH, Fault.FORBIDDEN)
    with pytest.raises(Unavailable, match="403"):
        await cosmos.commit(week, booking())
    assert waiting.waits == []


@pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")
async def test_a_document_that_is_too_large_is_the_caller_s_fault(cosmos: CosmosStore, week: str) -> None:
    with pytest.raises(ValueError, match="413"):
        await cosmos.commit(week, [Create(id="large", fields={"kind": "k", "text": "x" * (2 * 1024 * 1024)})])


async def test_what_an_operation_cost_is_told(cosmos: CosmosStore, charges: list[tuple[str, float]], week: str) -> None:
    await put(cosmos, week, "tally", TALLY)
    charges.clear()
    await cosmos.commit(week, booking())
    await cosmos.read(Key(week, "tally"))
    await cosmos.read_many([Key(week, name) for name in ("tally", "booking|00", "a", "b")])
    with pytest.raises(Conflict):
        await cosmos.commit(week, booking())
    await cosmos.changes(None, limit=5)
    costs = {operation: [units for name, units in charges if name == operation] for operation, _ in charges}
    assert costs["read"] == [1.0, 1.0]  # one asked for, one to see whether the booking in the way had expired
    assert len(costs["read_many"]) == 1
    assert costs["read_many"][0] < 4
    assert 10 < costs["commit"][0] < 20
    assert all(units > 0 for _, units in charges)

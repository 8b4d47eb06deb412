"""The stand-in itself: it does what the documentation of Azure Cosmos DB says, and is strict where a real account would be."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.cosmos.aio import ContainerProxy, CosmosClient
from azure.cosmos.exceptions import CosmosBatchOperationError

from core.store.cosmos_layout import CONTAINER, DATABASE
from tests.cosmos_gateway.account import Account
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.sql import is_met, parse_predicate, parse_query
from tests.cosmos_gateway.values import GatewayError
from tests.fakes import FakeClock

PK = "week|1"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 24, 9, tzinfo=UTC))


@pytest.fixture
async def gateway(clock: FakeClock) -> AsyncIterator[Gateway]:
    account = Account(clock)
    account.create(physical=2)
    async with Gateway(account) as gateway:
        yield gateway


@pytest.fixture
async def container(gateway: Gateway) -> AsyncIterator[ContainerProxy]:
    async with CosmosClient(gateway.endpoint, KEY) as client:
        yield client.get_database_client(DATABASE).get_container_client(CONTAINER)


def item(identifier: str, **fields: object) -> dict[str, Any]:
    return {"id": identifier, "pk": PK, **fields}


async def status_of(attempt: Any) -> int | None:
    try:
        await attempt
    except HttpResponseError as error:
        return error.status_code
    return None


async def test_items_are_made_read_changed_and_deleted(container: ContainerProxy) -> None:
    made = await container.create_item(item("one", n=1))
    assert await status_of(container.create_item(item("one"))) == 409
    assert (await container.read_item("one", PK))["_etag"] == made["_etag"]
    assert await status_of(container.read_item("one", "week|2")) == 404
    same = MatchConditions.IfNotModified
    replaced = await container.replace_item("one", item("one", n=2), etag=made["_etag"], match_condition=same)
    assert replaced["_etag"] != made["_etag"]
    assert await status_of(container.replace_item("one", item("one", n=3), etag=made["_etag"], match_condition=same)) == 412
    patched = await container.patch_item("one", PK, [{"op": "incr", "path": "/n", "value": 3}], filter_predicate='from c where c["n"] = 2')
    assert patched["n"] == 5
    await container.upsert_item(item("one", n=9))
    await container.delete_item("one", PK)
    assert await status_of(container.delete_item("one", PK)) == 404


async def test_a_batch_that_fails_changes_nothing_and_says_where(gateway: Gateway, container: ContainerProxy) -> None:
    await container.create_item(item("taken"))
    steps: list[Any] = [("create", (item("new"),)), ("create", (item("taken"),)), ("delete", ("taken",))]
    with pytest.raises(CosmosBatchOperationError) as refused:
        await container.execute_item_batch(steps, partition_key=PK)
    responses = cast("list[dict[str, int]]", refused.value.operation_responses)
    assert [response["statusCode"] for response in responses] == [424, 409, 424]
    assert list(gateway.account.container(DATABASE, CONTAINER).kept) == [(PK, "taken")]
    hundred_and_one: list[Any] = [("create", (item(f"id-{number}"),)) for number in range(101)]
    assert await status_of(container.execute_item_batch(hundred_and_one, partition_key=PK)) == 400


@pytest.mark.parametrize(
    "operations",
    [
        [{"op": "incr", "path": "/text", "value": 1}],
        [{"op": "incr", "path": "/absent/n", "value": 1}],
        [{"op": "set", "path": "/id", "value": "x"}],
        [{"op": "remove", "path": "/text"}],
        [{"op": "incr", "path": "/n", "value": 1}] * 11,
    ],
)
async def test_patches_that_can_t_be_are_refused(container: ContainerProxy, operations: list[dict[str, Any]]) -> None:
    await container.create_item(item("one", text="ten", n=1))
    assert await status_of(container.patch_item("one", PK, operations)) == 400


async def test_an_item_is_gone_after_its_time_and_a_change_gives_it_time_anew(container: ContainerProxy, clock: FakeClock) -> None:
    await container.create_item(item("one", ttl=60, n=1))
    clock.forward(timedelta(seconds=59))
    await container.patch_item("one", PK, [{"op": "incr", "path": "/n", "value": 1}])
    clock.forward(timedelta(seconds=59))
    assert (await container.read_item("one", PK))["n"] == 2
    clock.forward(timedelta(seconds=1))
    assert await status_of(container.read_item("one", PK)) == 404
    assert await status_of(container.create_item(item("bad", ttl=0))) == 400


async def test_an_item_must_be_named_and_placed_properly(container: ContainerProxy) -> None:
    assert await status_of(container.create_item(item("x" * 1024))) == 400
    assert await status_of(container.execute_item_batch([("create", ({"id": "one", "pk": "elsewhere"},))], partition_key=PK)) == 400


async def test_only_who_knows_the_key_is_let_in(gateway: Gateway) -> None:
    async with CosmosClient(gateway.endpoint, KEY[:-4] + "AAA=") as client:
        container = client.get_database_client(DATABASE).get_container_client(CONTAINER)
        assert await status_of(container.read()) == 401


async def test_nothing_can_be_created_from_outside(gateway: Gateway) -> None:
    async with CosmosClient(gateway.endpoint, KEY) as client:
        assert await status_of(client.create_database("another")) == 403


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM c",
        "SELECT VALUE COUNT(1) FROM c",
        "SELECT * FROM c WHERE c.n = 1",
        'SELECT * FROM c WHERE c["n"] = "text"',
        'SELECT * FROM c WHERE c["n"] != 1',
        'SELECT * FROM c WHERE NOT c["n"] = 1',
        'SELECT * FROM c WHERE c["n"] = @absent',
        'SELECT * FROM c WHERE c["n"] = 1 ORDER BY c["n"] DESC',
        'SELECT * FROM c WHERE c["n"] = 1 OFFSET 1 LIMIT 1',
        'SELECT c["n"] FROM c WHERE c["n"] = 1',
        'SELECT * FROM c WHERE (c["n"] = 1',
    ],
)
def test_a_question_that_our_adapter_would_not_ask_is_refused(text: str) -> None:
    with pytest.raises(GatewayError):
        parse_query(text, {})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('c["a"] = 1 AND c["b"]["c"] < 3', True),
        ('c["a"] = 2 OR c["b"]["c"] = 2', True),
        ('c["a"] = 2 OR c["a"] = 1 AND c["b"]["c"] = 3', False),
        ('(c["a"] = 1 OR c["a"] = 2) AND c["b"]["c"] >= 2', True),
        ('c["a"] IN (3, 1)', True),
        ('c["absent"] = c["missing"]', False),
        ('c["yes"] = 1', False),
        ('c["yes"] = true', True),
    ],
)
def test_conditions_mean_what_they_say(condition: str, expected: bool) -> None:
    body = {"a": 1, "b": {"c": 2}, "yes": True}
    assert is_met(parse_predicate(f"from c where {condition}"), body) is expected


async def test_an_order_of_several_properties_needs_its_composite_index(container: ContainerProxy) -> None:
    text = 'SELECT * FROM c WHERE c["expires"] > 0 ORDER BY '

    async def ask(order: str) -> int | None:
        async for _ in container.query_items(text + order, partition_key=PK):
            pass
        return None

    assert await status_of(ask('c["fields"]["kind"], c["fields"]["house"], c["fields"]["name"], c["id"]')) is None
    assert await status_of(ask('c["fields"]["house"], c["fields"]["name"]')) == 400


async def test_what_a_request_costs_is_in_its_answer(container: ContainerProxy) -> None:
    """The published figures for an item of 1 KB with 10 indexed terms; ours has 7 of them."""
    fields = {"kind": "k", "active_person": "p", "active_office": "o", "day": "d", "house": "h", "name": "n"}
    costs: list[float] = []

    def keep(headers: Mapping[str, str], _: object) -> None:
        costs.append(float(headers["x-ms-request-charge"]))

    body = item("one", fields=fields, expires=2**40)
    made = await container.create_item(body, response_hook=keep)
    await container.read_item("one", PK, response_hook=keep)
    await container.replace_item(made["id"], body, response_hook=keep)
    assert costs == [6.4, 1.0, 9.87]


async def test_a_snapshot_is_kept_and_read_by_the_next_process(tmp_path: Path) -> None:
    file = tmp_path / "cosmos.json"
    for number in range(2):
        arguments = ("-m", "tests.cosmos_gateway", "--data", str(file))
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE)
        assert process.stdout is not None
        endpoint = (await process.stdout.readline()).decode().strip()
        async with CosmosClient(endpoint, KEY) as client:
            container = client.get_database_client(DATABASE).get_container_client(CONTAINER)
            assert await status_of(container.create_item(item("kept"))) == (None if number == 0 else 409)
            feed = [kept["id"] async for kept in container.query_items_change_feed(start_time="Beginning")]
            assert feed == ["kept"]
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0

"""$batch, and the bad weather that tests can order."""

import time

import aiohttp
import pytest

from infra.local.world import PEOPLE
from tests.local.clients import Graph
from tests.local.test_local_calendar import EVENTS, event

JSON = {"Content-Type": "application/json"}
NO_HEADERS: dict[str, str] = {}


def create(n: int) -> dict[str, object]:
    path = f"/users/{PEOPLE[n % 11].oid}/events"
    return {"id": str(n), "method": "POST", "url": path, "headers": JSON, "body": event(booking=f"b{n}")}


async def test_a_batch_answers_each_request_in_no_promised_order(graph: Graph) -> None:
    requests = [*(create(n) for n in range(19)), {"id": "x", "method": "GET", "url": "/users/nobody/events"}]
    answer = await graph.call("POST", "/$batch", {"requests": requests})
    responses = (await answer.json())["responses"]
    statuses = {response["id"]: response["status"] for response in responses}
    assert statuses == {str(n): 201 for n in range(19)} | {"x": 404}
    assert [response["id"] for response in responses] != [request["id"] for request in requests]
    assert all(response["headers"]["request-id"] for response in responses)


def changed(**changes: object) -> list[dict[str, object]]:
    return [create(1) | changes]


@pytest.mark.parametrize(
    "requests",
    [
        list[dict[str, object]](),
        [create(n) for n in range(21)],
        [create(1), create(1)],
        changed(url="https://graph.microsoft.com/v1.0/users/x/events"),
        changed(headers=NO_HEADERS),
        changed(depends_on=["0"]),
        changed(dependsOn=["9"]),
    ],
)
async def test_a_wrong_batch_does_nothing(graph: Graph, requests: list[dict[str, object]]) -> None:
    assert (await graph.call("POST", "/$batch", {"requests": requests})).status == 400
    assert graph.world.outlook.mailboxes.counts() == {}


async def test_a_failed_dependency_keeps_the_next_from_being_done(graph: Graph) -> None:
    requests = [create(1) | {"body": {"subject": "no times"}}, create(2) | {"dependsOn": ["1"]}]
    responses = (await (await graph.call("POST", "/$batch", {"requests": requests})).json())["responses"]
    assert {response["id"]: response["status"] for response in responses} == {"1": 400, "2": 424}


async def test_a_storm_before_leaves_nothing_and_one_after_leaves_the_entry(graph: Graph) -> None:
    outlook = graph.world.outlook
    outlook.fail(method="POST", path="/events$", status=429, headers={"Retry-After": "7"})
    throttled = await graph.call("POST", EVENTS, event())
    assert (throttled.status, throttled.headers["Retry-After"]) == (429, "7")
    assert outlook.events(PEOPLE[0].oid) == []
    outlook.fail(method="POST", when="after", status=504)
    assert (await graph.call("POST", EVENTS, event())).status == 504
    assert len(outlook.events(PEOPLE[0].oid)) == 1
    assert (await graph.call("POST", EVENTS, event())).status == 201
    assert len(outlook.events(PEOPLE[0].oid)) == 1


@pytest.mark.parametrize(("when", "left"), [("before", 0), ("after", 1)])
async def test_a_connection_can_be_cut_before_and_after_the_work(graph: Graph, when: str, left: int) -> None:
    graph.world.outlook.fail(status=None, when="before" if when == "before" else "after", path="/events", times=9)
    with pytest.raises(aiohttp.ClientError):
        await graph.call("POST", "/$batch", {"requests": [create(0)]})
    assert len(graph.world.outlook.events(PEOPLE[0].oid)) == left
    graph.world.outlook.weather.clear()
    assert (await graph.call("GET", EVENTS)).status == 200


async def test_latency_holds_each_request_for_its_time(graph: Graph) -> None:
    graph.world.outlook.weather.latency_s = 0.05
    begin = time.monotonic()
    assert (await graph.call("GET", EVENTS)).status == 200
    assert time.monotonic() - begin >= 0.05

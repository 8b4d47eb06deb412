"""The examples of the OpenAPI document: each has its shape, none is missing, and every one of them works in the house that they tell of."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from bot.api.endpoint import Csv, Route
from bot.api.openapi_admin_answers import TABLES
from bot.api.openapi_answers import ANSWERS
from bot.api.openapi_parameters import path_names, query_schemas
from bot.api.openapi_people import FULL, TODAY
from bot.api.openapi_requests import BODIES, PATH, QUERY
from bot.api.reports import BOOKINGS_COLUMNS, STATS_COLUMNS
from bot.api.routes import ROUTES
from core.cells import BYTE_ORDER_MARK
from tests.bot.calling import Caller, calling, plain
from tests.bot.example_house import ExampleHouse


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Generator[ExampleHouse]:
    with ExampleHouse.made(tmp_path_factory.mktemp("house")) as made:
        yield made


def shapes_sent() -> set[type[msgspec.Struct]]:
    return {route.door.body for route in ROUTES if route.door.body is not None}


def shapes_answered() -> set[type[msgspec.Struct]]:
    return {shape for route in ROUTES for shape in route.answers.values() if shape is not None and shape is not Csv}


def test_no_example_is_missing_and_none_is_of_nothing() -> None:
    assert set(BODIES) == shapes_sent(), "each shape of a body has an example in bot/api/openapi_requests.py"
    assert set(ANSWERS) == shapes_answered(), "each shape of an answer has an example in bot/api/openapi_answers.py or …_admin_answers.py"
    assert set(TABLES) == {route.path for route in ROUTES if Csv in route.answers.values()}, "each table has one, too"
    assert set(PATH) == {name for route in ROUTES for name in path_names(route)}
    assert set(QUERY) == {name for route in ROUTES for name in query_schemas(route)} - {"next"}


@pytest.mark.parametrize(("shape", "name"), [(shape, name) for shape, named in BODIES.items() for name in named])
def test_the_example_of_a_body_is_one(shape: type[msgspec.Struct], name: str) -> None:
    msgspec.json.decode(json.dumps(BODIES[shape][name]), type=shape)


@pytest.mark.parametrize("shape", ANSWERS)
def test_the_example_of_an_answer_is_one(shape: type[msgspec.Struct]) -> None:
    assert type(ANSWERS[shape]) is shape
    assert msgspec.json.decode(msgspec.json.encode(ANSWERS[shape]), type=shape) == ANSWERS[shape]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_the_examples_of_a_query_are_one(route: Route) -> None:
    said = {name: query_text(QUERY[name]) for name in query_schemas(route) if name != "next"}
    msgspec.convert(said, route.door.query, strict=False)


def query_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@pytest.mark.parametrize(("path", "columns"), [("/api/bookings.csv", BOOKINGS_COLUMNS), ("/api/stats.csv", STATS_COLUMNS)])
def test_the_example_of_a_table_is_one(path: str, columns: tuple[str, ...]) -> None:
    assert TABLES[path].startswith(BYTE_ORDER_MARK)
    first, *rows = csv.reader(io.StringIO(TABLES[path][1:], newline=""))
    assert tuple(first) == columns
    assert rows
    assert {len(row) for row in rows} == {len(columns)}


def test_every_example_keeps_to_the_schema_beside_it() -> None:
    document = plain()
    components, found = document["components"], 0
    for operation in (operation for item in document["paths"].values() for operation in item.values()):
        bodies = [*operation["responses"].values(), *([operation["requestBody"]] if "requestBody" in operation else [])]
        media = [one for body in bodies for one in body.get("content", {}).values()]
        said = [
            {"schema": one["schema"], "examples": {"": {"value": one["example"]}}} for one in operation["parameters"] if "example" in one
        ]
        for one in [*media, *said]:
            validator = jsonschema_rs.Draft202012Validator(one["schema"] | {"components": components}, validate_formats=True)
            for example in one["examples"].values():
                named = example.get("$ref", "").rpartition("/")[2]
                validator.validate(components["examples"][named]["value"] if named else example["value"])
                found += 1
    assert found > 300


@dataclass(frozen=True, slots=True)
class Ready:
    """A call with the examples of the document in it."""

    route: Route
    body: str | None

    def __str__(self) -> str:
        return f"{self.route.method} {self.route.path}" + (f" {self.body}" if self.body else "")

    def send(self, caller: Caller) -> tuple[int, Any]:
        body = BODIES[self.route.door.body][self.body] if self.route.door.body and self.body else None
        answer = caller.session.request(
            self.route.method,
            caller.url + self.route.path.format(**PATH),
            params={name: query_text(QUERY[name]) for name in query_schemas(self.route) if name != "next"},
            json=body,
            headers=caller.headers | {"If-Match": "*"},
            timeout=30,
        )
        is_json = answer.headers.get("Content-Type", "").endswith("json")
        return answer.status_code, answer.json() if is_json else answer.text

    def documented(self, status: int) -> list[str]:
        """The codes that the document has for this status of the call."""
        return plain()["paths"][self.route.path][self.route.method.lower()]["responses"][str(status)]["x-codes"]


CALLS = [Ready(route, name) for route in ROUTES for name in (BODIES.get(route.door.body, {}) if route.door.body else [None])]


@pytest.mark.parametrize("ready", CALLS, ids=str)
def test_every_example_is_granted_in_the_house_of_the_examples(house: ExampleHouse, ready: Ready) -> None:
    with calling(house, "omar") as omar:
        status, answer = ready.send(omar)
    assert status in {status.value for status in ready.route.answers}, answer


@pytest.mark.parametrize("ready", CALLS, ids=str)
def test_a_read_only_house_refuses_every_change_as_it_is_documented(house: ExampleHouse, ready: Ready) -> None:
    with calling(house, "omar", read_only=True) as omar:
        status, answer = ready.send(omar)
    if ready.route.method == "GET" or ready.route.path == "/api/selftest":
        assert status < 400 or answer["code"] == "read_only"
    else:
        assert (status, answer["code"]) == (409, "read_only")
    assert status < 400 or answer["code"] in ready.documented(status)


def test_a_day_that_is_over_is_a_403_for_giving_back_and_a_422_for_wishing(house: ExampleHouse) -> None:
    """The line is still there on the day after, and so is the booking."""
    leave = next(route for route in ROUTES if route.method == "DELETE" and route.path.endswith("/waiting"))
    cancel = next(route for route in ROUTES if route.method == "DELETE" and "{booking}" in route.path)
    join = next(route for route in ROUTES if route.method == "POST" and route.path.endswith("/waiting"))
    house.forward(FULL - TODAY + timedelta(days=1))
    try:
        with calling(house, "omar") as omar:
            calls = [Ready(leave, None), Ready(cancel, None), Ready(join, "A place")]
            answers = [ready.send(omar) for ready in calls]
    finally:
        house.forward(TODAY - FULL - timedelta(days=1))
    assert [(status, answer["code"]) for status, answer in answers] == [(403, "day_past"), (403, "day_past"), (422, "day_past")]
    assert all("day_past" in ready.documented(status) for ready, (status, _) in zip(calls, answers, strict=True))


def test_an_office_without_places_is_full_for_those_who_would_wait_as_well(house: ExampleHouse) -> None:
    edit = next(route for route in ROUTES if route.method == "PATCH" and route.path == "/api/offices/{office}")
    join = next(route for route in ROUTES if route.method == "POST" and route.path.endswith("/waiting"))
    with calling(house, "omar") as omar:
        url = omar.url + edit.path.format(**PATH)
        assert omar.session.patch(url, json={"capacity": 0}, headers=omar.headers | {"If-Match": "*"}, timeout=30).ok
        ready = Ready(join, "A place")
        status, answer = ready.send(omar)
    assert (status, answer["code"]) == (409, "office_full")
    assert "office_full" in ready.documented(status)


def test_what_is_documented_of_a_path_is_what_can_be_there() -> None:
    for path, item in plain()["paths"].items():
        for operation in item.values():
            for one in operation["parameters"]:
                if one["in"] == "path":
                    assert re.search(one["schema"]["pattern"], str(PATH[one["name"]])), path

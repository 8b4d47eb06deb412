"""Whatever is sent to whichever address, the answer is an answer: a plain 4xx, and never a failure on our side."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.api.endpoint import Who
from bot.api.routes import ROUTES
from tests.bot.conftest import ROOT_OID, Web, person
from tests.bot.test_api import day, is_problem

SENDING = [(route.method, route.path) for route in ROUTES if route.door.body is not None]
ASKING = [(route.method, route.path) for route in ROUTES if route.door.who is not Who.ANYONE and route.door.body is None]
HEADERS = {"If-Match": "*", "Content-Type": "application/json"}
VALUES = (
    "null",
    "true",
    "-1",
    "2.5",
    "1e400",
    "NaN",
    "9" * 5000,
    '""',
    '"\\u0000"',
    '"\\ud800"',
    '"2026-02-30"',
    "[]",
    "{}",
    "[1,1,1]",
    '["x"]',
)
QUERY_VALUES = (
    "",
    "x",
    "null",
    "-1",
    "1e3",
    "NaN",
    "9" * 5000,
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "%00",
    "%F0%9F%98%80",
    "%27;--",
    "true",
)


def concrete(path: str) -> str:
    return path.format(office="london", booking=f"{day()}.london.{person('anna')}", date=day(), person=person("anna"))


def names_of(method: str, path: str) -> list[str]:
    """What the body or the query of an address can name, as programs write it."""
    door = next(route.door for route in ROUTES if (route.method, route.path) == (method, path))
    shape: Any = door.body or door.query
    return list(shape.__struct_encode_fields__)


@pytest.mark.parametrize(("method", "path"), SENDING)
async def test_a_body_of_nonsense_is_refused(web: Web, method: str, path: str) -> None:
    await web.book(day())
    bodies = ["", "{", "[]", "null", '"x"', "1", "\x00", '{"a":' * 10_000, '{"surprise":1}', '{"ask":"x"}']
    for body in bodies:
        status, problem = await web.json(method, concrete(path), ROOT_OID, data=body.encode(), headers=HEADERS)
        assert status == 400, body[:40]
        assert is_problem(problem, "bad_request")


@pytest.mark.parametrize(("method", "path"), SENDING)
async def test_a_value_of_nonsense_is_no_failure(web: Web, method: str, path: str) -> None:
    await web.book(day())
    base = {"ask": "first-ask", "office": "london", "date": day(), "id": "oslo", "name": "Oslo", "zone": "Europe/Oslo", "capacity": 1}
    names = names_of(method, path)
    sound = {name: base[name] for name in names if name in base}
    for name in names:
        for value in VALUES:
            fields = [f"{json.dumps(other)}:{json.dumps(what)}" for other, what in sound.items() if other != name]
            body = "{" + ",".join([*fields, f"{json.dumps(name)}:{value}"]) + "}"
            answer = await web.call(method, concrete(path), ROOT_OID, data=body.encode(), headers=HEADERS)
            assert answer.status < 500, (name, value[:20])


@pytest.mark.parametrize(("method", "path"), ASKING)
async def test_a_query_of_nonsense_is_no_failure(web: Web, method: str, path: str) -> None:
    address = concrete(path)
    for name in names_of(method, path):
        for value in QUERY_VALUES:
            answer = await web.call(method, f"{address}?{name}={value}", ROOT_OID, headers={"If-Match": "*"})
            assert answer.status < 500, (name, value[:20])
        assert (await web.call(method, f"{address}?{name}=1&{name}=2", ROOT_OID, headers={"If-Match": "*"})).status in {400, 404}
    status, problem = await web.json(method, f"{address}?surprise=1", ROOT_OID, headers={"If-Match": "*"})
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize(("method", "path"), [*SENDING, *ASKING])
async def test_an_address_of_nonsense_is_no_failure(web: Web, method: str, path: str) -> None:
    if "{" not in path:
        return
    for value in (
        "x",
        "%00",
        "%0A",
        "%F0%9F%98%80",
        "..%2f",
        "%27",
        "a" * 4000,
        "2026-02-30",
        "2026-2-3",
        "20261125",
        "%EF%BC%92026-11-25",
    ):
        address = path.format(office=value, booking=value, date=value, person=value)
        answer = await web.call(method, address, ROOT_OID, data=b"{}", headers=HEADERS)
        assert 400 <= answer.status < 500 or method == "DELETE", value


async def test_a_name_is_one_line(web: Web) -> None:
    for name in ("two\nlines", "a\ttab", "nothing\x00", "end\n"):
        body = {"id": "oslo", "name": name, "zone": "Europe/Oslo", "capacity": 1}
        assert (await web.json("POST", "/api/offices", ROOT_OID, json=body))[0] == 400
        change = {"note": name}
        assert (await web.json("PUT", f"/api/offices/london/days/{day()}", ROOT_OID, json=change, headers=HEADERS))[0] == 400

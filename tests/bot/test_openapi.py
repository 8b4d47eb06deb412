"""The OpenAPI document says what the route table does."""

from __future__ import annotations

import re
from typing import Any, cast

import msgspec

from bot.api import openapi
from bot.api.routes import ROUTES
from bot.errors import STATUS
from core.decision import Code
from tests.bot.conftest import Web


def plain() -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(openapi.document())))


def test_every_route_is_described_with_its_answers_and_refusals() -> None:
    document = plain()
    for route in ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        expected = {str(status.value) for status in route.answers}
        expected |= {str(STATUS[Code(code)].value) for code in route.codes if (code, route.method) != (Code.DAY_PAST, "DELETE")}
        assert expected <= set(operation["responses"])


def test_every_reference_is_there() -> None:
    text = msgspec.json.encode(openapi.document()).decode()
    names = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert names <= set(plain()["components"]["schemas"])
    assert names


def test_operations_have_ids_of_their_own() -> None:
    ids = [operation["operationId"] for path in plain()["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids)) == len(ROUTES)


async def test_the_document_is_served_as_it_is(web: Web) -> None:
    assert await web.json("GET", "/api/openapi.json", None) == (200, plain())

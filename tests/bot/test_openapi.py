"""The OpenAPI document is valid, says all that the route table does, and names every problem that there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
import msgspec
import pytest
from schemathesis.specs.openapi import definitions

import bot
from bot.api import openapi
from bot.api.endpoint import Who
from bot.api.openapi_problems import codes_of
from bot.api.problem_types import PROBLEM_TYPES
from bot.api.routes import ROUTES
from bot.errors import STATUS
from core.decision import Code
from core.words import ENGLISH
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web
from tests.bot.test_api import day


def plain() -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(openapi.document())))


def operations() -> Iterable[tuple[str, dict[str, Any]]]:
    return ((path, operation) for path, item in plain()["paths"].items() for operation in item.values())


def test_the_document_is_valid_openapi_3_1() -> None:
    validator: Any = definitions.OPENAPI_31_VALIDATOR
    assert [error.message for error in validator.iter_errors(plain())] == []
    assert not validator.is_valid(plain() | {"paths": {"no-slash": {}}})


def test_every_shape_is_a_valid_schema() -> None:
    for name, schema in plain()["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        assert schema["title"] == name


def test_every_route_is_described_with_its_answers_and_problems() -> None:
    document = plain()
    for route in ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        statuses = {str(status.value) for status in (*route.answers, *codes_of(route))}
        assert set(operation["responses"]) == statuses
        told = {code for response in operation["responses"].values() for code in response.get("x-codes", [])}
        assert {code.value for code in route.codes} | set(route.also.values()) <= told
        assert told <= set(PROBLEM_TYPES)


def test_a_problem_is_told_under_the_statuses_of_its_kind() -> None:
    for _, operation in operations():
        for status, response in operation["responses"].items():
            for code in response.get("x-codes", []):
                assert int(status) in PROBLEM_TYPES[code].statuses


def test_every_reference_leads_somewhere() -> None:
    document, text = plain(), msgspec.json.encode(openapi.document()).decode()
    references = set(re.findall(r'"\$ref":"#/components/(\w+)/([\w-]+)"', text))
    assert len(references) == len(set(re.findall(r'"\$ref":"([^"]+)"', text)))
    assert {(kind, name) for kind, name in references if name not in document["components"][kind]} == set()


def test_operations_have_ids_of_their_own_and_tags_that_are_explained() -> None:
    ids = [operation["operationId"] for _, operation in operations()]
    assert len(ids) == len(set(ids)) == len(ROUTES)
    explained = {tag["name"] for tag in plain()["tags"]}
    assert {tag for _, operation in operations() for tag in operation["tags"]} == explained


def test_every_operation_says_who_may_call_it() -> None:
    document = plain()
    for route in ROUTES:
        operation = document["paths"][route.path][route.method.lower()]
        assert operation["x-roles"]
        assert operation["description"].partition(".")[0].endswith(("may call it", "without signing in"))
        assert (operation["security"] == []) is (route.who is Who.ANYONE)
        assert ("anyone" in operation["x-roles"]) is (route.who is Who.ANYONE)


async def test_the_document_is_served_as_it_is(web: Web) -> None:
    assert await web.json("GET", "/api/openapi.json", None) == (200, plain())


def test_every_refusal_of_the_rules_has_its_kind_of_problem_and_its_status() -> None:
    assert {code.value for code in Code} <= set(PROBLEM_TYPES)
    for code in Code:
        assert PROBLEM_TYPES[code].statuses[0] is STATUS[code]


def codes_in(source: Path) -> set[str]:
    """The codes of the problems that a file makes: written in place, or else every word of the function that makes them."""
    tree = ast.parse(source.read_text("utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found: set[str] = set()
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "Problem":
                found |= codes_of_call(call, function, constants)
    return found


def codes_of_call(call: ast.Call, function: ast.AST, constants: dict[str, str]) -> set[str]:
    match call.args[1]:
        case ast.Constant(value=str(code)):
            return {code}
        case ast.Name(id=name) if name in constants:
            return {constants[name]}
        case ast.Attribute(attr="code"):
            return set()  # a refusal's
        case _:
            words = {node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
            return {word for word in words if re.fullmatch("[a-z]+(_[a-z]+)+", word)}


def test_every_problem_that_the_house_makes_has_its_kind_and_no_kind_is_made_up() -> None:
    used = {code for source in Path(bot.__file__).parent.rglob("*.py") for code in codes_in(source)}
    assert {"busy", "sign_in", "too_large", "version_missing", "booking_cancelled"} <= used, "the search itself must find something"
    assert used | {code.value for code in Code} == set(PROBLEM_TYPES)


def test_every_kind_of_problem_is_explained() -> None:
    for kind in PROBLEM_TYPES.values():
        assert all(text.endswith((".", "?")) for text in (kind.meaning, kind.remedy, kind.detail))
        if kind.code in ENGLISH:
            assert {word for word in re.findall(r"{(\w+)}", ENGLISH[kind.code]) if word not in kind.facts} == set()


def test_the_sentence_of_a_problem_is_one_that_the_house_says() -> None:
    sources = (source for source in Path(bot.__file__).parent.rglob("*.py") if source.name != "problem_types.py")
    said = {node.value for source in sources for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    of_rules = {code.value for code in Code}
    put_together = {"bad_request", "selftest_failed"}
    assert {code for code, kind in PROBLEM_TYPES.items() if kind.detail not in said} == of_rules | put_together


PROVOKED: tuple[tuple[str, str, str | None, dict[str, Any], str], ...] = (
    ("GET", "/api/me", None, {}, "sign_in"),
    ("GET", "/api/nothing", "anna", {}, "no_such_page"),
    ("PUT", "/api/me", "anna", {}, "no_such_method"),
    ("POST", "/api/bookings", "anna", {"data": b"x" * 100_000, "headers": {"Content-Type": "application/json"}}, "too_large"),
    ("PATCH", "/api/offices/london", ROOT_OID, {"json": {}}, "version_missing"),
    ("GET", "/api/offices?limit=201", "anna", {}, "bad_request"),
    ("GET", "/api/people", "anna", {}, "not_for_you"),
    ("GET", "/api/offices/nowhere", "anna", {}, "no_such_office"),
    ("PATCH", "/api/offices/london", ROOT_OID, {"json": {"capacity": -1}, "headers": {"If-Match": "*"}}, "bad_value"),
    ("PATCH", "/api/offices/london", ROOT_OID, {"json": {}, "headers": {"If-Match": '"0"'}}, "changed_meanwhile"),
    (
        "POST",
        "/api/bookings",
        ADMIN_OID,
        {"json": {"ask": "first-ask", "office": "london", "date": day(), "person": "x.y"}},
        "no_such_person",
    ),
)


@pytest.mark.parametrize(("method", "path", "who", "more", "code"), PROVOKED, ids=[row[-1] for row in PROVOKED])
async def test_the_example_of_a_problem_is_what_is_answered(
    web: Web, method: str, path: str, who: str | None, more: dict[str, Any], code: str
) -> None:
    status, problem = await web.json(method, path, who, **more)
    example = plain()["components"]["examples"][code]["value"]
    assert status == example["status"]
    assert problem | {"reference": ""} == example | {"reference": ""}

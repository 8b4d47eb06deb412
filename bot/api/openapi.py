"""The OpenAPI 3.1 document, made from the route table and the wire shapes, so that it can't say anything else than the code does.

`python -m bot.api.openapi` prints it; the tab's types are made from that. A new address needs nothing here but examples of new shapes.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.api import openapi_problems
from bot.api.admin_types import PersonView
from bot.api.endpoint import Csv, Route, Who
from bot.api.openapi_admin_answers import TABLES
from bot.api.openapi_answers import ANSWERS
from bot.api.openapi_parameters import parameters
from bot.api.openapi_requests import BODIES
from bot.api.routes import ROUTES
from bot.api.types import NoQuery
from bot.errors import ProblemBody
from core.version import VERSION

_REFERENCE = "#/components/schemas/{name}"
_ABOUT = """Book office days. Dates are local dates of the office; weeks run from Monday to Sunday.

Sign in with Entra and send the token as `Authorization: Bearer …`. `x-roles` has the roles that may call an address; with `x-own-office`,
an Office Admin must be one of that very office.

Errors are application/problem+json (RFC 9457) with a `code` for programs, the facts, a sentence for the person and a `reference` for the
log; `x-codes` has the codes of each status. An address that is not there is a 404, and another method than those here is a 405.

A body is JSON of 64 KB at most, is not compressed, and names nothing twice. What is no HTTP, or has a line beyond 8 KB, is a plain 400.

An `ask` makes a wish safe to send again: it is done once and answered the same. An edit says in `If-Match` which version it means.
"""
_ROLES: Mapping[Who, tuple[list[str], str]] = {
    Who.ANYONE: (["anyone"], "Anybody may call it, without signing in."),
    Who.PERSON: (["person", "officeAdmin", "systemAdmin"], "Everybody who is signed in may call it."),
    Who.ADMIN: (["officeAdmin", "systemAdmin"], "Only Office Admins, of whichever office, and System Admins may call it."),
    Who.OFFICE_ADMIN: (["officeAdmin", "systemAdmin"], "Only Office Admins of this office and System Admins may call it."),
    Who.SYSTEM_ADMIN: (["systemAdmin"], "Only System Admins may call it."),
    Who.SELF_TEST: (["selfTest", "systemAdmin"], "Only applications with the role SelfTest and System Admins may call it."),
}
_TAGS = {
    "me": ("Me", "Who is calling."),
    "offices": ("Offices", "The offices, their days, and the lines for full days."),
    "bookings": ("Bookings", "Days in an office, and their passes."),
    "people": ("People", "Who there is, and what they are allowed."),
    "stats": ("Reports", "How full the offices are, and what was changed."),
    "journal": ("Reports", ""),
    "config": ("House", "What holds for everybody, and whether all is well."),
    "settings": ("House", ""),
    "selftest": ("House", ""),
}
"""By the first word of the path."""
_TEXT = {"type": "string"}
_VERSION = {"type": "string", "pattern": '^"[!#-~]+"$'}
_HEADERS: Mapping[str, object] = {
    "ETag": {"description": "The version, for If-Match.", "required": True, "schema": _VERSION, "example": '"3"'},
    "ETagIfKept": {"description": "The version, for If-Match; nothing is kept of whoever has none.", "schema": _VERSION, "example": '"3"'},
    "Location": {"description": "Where the new thing is.", "required": True, "schema": _TEXT, "example": "/api/offices/oslo"},
    "Content-Disposition": {
        "description": "The name that the table gets on the caller's machine.",
        "required": True,
        "schema": _TEXT,
        "example": 'attachment; filename="stats.csv"',
    },
    "WWW-Authenticate": {"description": "How to sign in.", "required": True, "schema": _TEXT, "example": "Bearer"},
    "Retry-After": {
        "description": "How many seconds to wait.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
        "example": 1,
    },
}


def document() -> dict[str, object]:
    """The whole document as plain values."""
    paths: dict[str, dict[str, object]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Office Booker for Microsoft 365", "version": VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.values() if text],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "examples": openapi_problems.examples(),
            "headers": _HEADERS,
            "securitySchemes": {
                "entra": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A v2 token of Entra."}
            },
        },
    }


def serve() -> Handler:
    """A handler that hands the document out; made once, since nothing in it changes while the process lives."""
    body = msgspec.json.encode(document())

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="application/json")

    return answer


def _schemas() -> dict[str, object]:
    shapes = {shape for route in ROUTES for shape in (*route.answers.values(), route.door.body) if shape and shape is not Csv}
    ordered = sorted({*shapes, ProblemBody}, key=lambda shape: shape.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=_REFERENCE)
    schemas = cast("dict[str, object]", components)
    problem = cast("Mapping[str, object]", schemas.pop(ProblemBody.__name__))
    return {**schemas, openapi_problems.PROBLEM: openapi_problems.schema(problem)}


def _operation(route: Route) -> dict[str, object]:
    roles, said = _ROLES[route.who]
    operation: dict[str, object] = {
        "tags": [_tag(route)],
        "summary": route.summary,
        "description": said if route.door.query is NoQuery else f"{said}\n\n{inspect.getdoc(route.door.query)}",
        "operationId": _operation_id(route),
        "x-roles": roles,
        **({"x-own-office": True} if route.who is Who.OFFICE_ADMIN else {}),
        "security": [] if route.who is Who.ANYONE else [{"entra": []}],
        "parameters": parameters(route),
        "responses": _responses(route),
    }
    if route.door.body is not None:
        named = {name: {"value": value} for name, value in BODIES.get(route.door.body, {}).items()}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(route.door.body), "examples": named}}}
    return operation


def _tag(route: Route) -> str:
    word = re.split(r"[/.]", route.path.removeprefix("/api/"))[0]
    return _TAGS[word][0] if word in _TAGS else word.capitalize()


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z]+", route.path.removeprefix("/api/"))
    return route.method.lower() + "".join(word.capitalize() for word in words)


def _responses(route: Route) -> dict[str, object]:
    answers = {str(status.value): _answer(route, status, shape) for status, shape in route.answers.items()}
    return dict(sorted({**answers, **openapi_problems.responses(route)}.items()))


def _answer(route: Route, status: HTTPStatus, shape: type[msgspec.Struct] | None) -> dict[str, object]:
    answer: dict[str, object] = {"description": status.phrase}
    if shape is Csv:
        answer["content"] = {"text/csv": {"schema": _TEXT, **_example(TABLES.get(route.path))}}
        answer["headers"] = {"Content-Disposition": _header("Content-Disposition")}
    elif shape is not None:
        answer["content"] = {"application/json": {"schema": _ref(shape), **_example(ANSWERS.get(shape))}}
    if route.tagged:
        place = {"Location": _header("Location")} if status is HTTPStatus.CREATED else {}
        answer["headers"] = {"ETag": _header("ETagIfKept" if shape is PersonView else "ETag"), **place}
    return answer


def _example(value: object) -> dict[str, object]:
    """`examples`, since the tab's types would show `example` whole at every address."""
    return {} if value is None else {"examples": {"answer": {"value": msgspec.to_builtins(value)}}}


def _header(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/headers/{name}"}


def _ref(shape: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=shape.__name__)}


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document()), indent=2).decode() + "\n")

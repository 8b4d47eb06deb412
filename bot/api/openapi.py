"""The OpenAPI 3.1 document, made from the route table and the wire shapes, so that it can't say anything else than the code does.

`python -m bot.api.openapi` prints it; the tab's types are made from that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import cast

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.api.endpoint import Route, Who
from bot.api.routes import ROUTES
from bot.errors import STATUS, ProblemBody
from core.decision import Code
from core.version import VERSION

_REFERENCE = "#/components/schemas/{name}"
_COMMON = {"400": "The request could not be understood", "500": "Something went wrong on our side", "503": "Busy; try again"}


def document() -> dict[str, object]:
    """The whole document as plain values."""
    shapes = {shape for route in ROUTES for shape in (*route.answers.values(), route.body) if shape is not None}
    ordered = sorted({*shapes, ProblemBody}, key=lambda shape: shape.__name__)
    _, components = msgspec.json.schema_components(ordered, ref_template=_REFERENCE)
    paths: dict[str, dict[str, object]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Office Booker for Microsoft 365",
            "version": VERSION,
            "description": "Book office days. Dates are local dates of the office. Errors are application/problem+json (RFC 9457).",
        },
        "paths": paths,
        "components": {
            "schemas": components,
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


def _operation(route: Route) -> dict[str, object]:
    operation: dict[str, object] = {
        "summary": route.summary,
        "operationId": _operation_id(route),
        "security": [] if route.who is Who.ANYONE else [{"entra": []}],
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": _responses(route),
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(route.body)}}}
    return operation


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z]+", route.path.removeprefix("/api/"))
    return route.method.lower() + "".join(word.capitalize() for word in words)


def _path_parameters(route: Route) -> list[object]:
    names = cast("list[str]", re.findall(r"{(\w+)}", route.path))
    schemas = {"date": {"type": "string", "format": "date"}}
    return [{"name": name, "in": "path", "required": True, "schema": schemas.get(name, {"type": "string"})} for name in names]


def _query_parameters(route: Route) -> list[object]:
    schema = cast("Mapping[str, Mapping[str, object]]", msgspec.json.schema(route.query)["$defs"])[route.query.__name__]
    properties = cast("Mapping[str, Mapping[str, object]]", schema["properties"])
    return [{"name": name, "in": "query", "required": False, "schema": _without_null(shape)} for name, shape in properties.items()]


def _without_null(shape: Mapping[str, object]) -> Mapping[str, object]:
    """A query says nothing by leaving a name out; there is no null in it."""
    choices = cast("list[Mapping[str, object]]", shape.get("anyOf", []))
    said = [choice for choice in choices if choice.get("type") != "null"]
    return said[0] if said else {name: value for name, value in shape.items() if name != "default" or value is not None}


def _responses(route: Route) -> dict[str, object]:
    responses: dict[str, object] = {}
    for status, shape in route.answers.items():
        content = {"content": {"application/json": {"schema": _ref(shape)}}} if shape else {}
        responses[str(status.value)] = {"description": status.phrase, **content}
    problems = dict(_COMMON)
    if route.who is not Who.ANYONE:
        problems["401"] = "Nobody is signed in"
    for status in sorted({_status_of(route, code) for code in route.codes}):
        problems[str(status)] = "Refused: " + ", ".join(code for code in route.codes if _status_of(route, code) == status)
    for status, description in sorted(problems.items()):
        responses[status] = {"description": description, "content": {"application/problem+json": {"schema": _ref(ProblemBody)}}}
    return responses


def _status_of(route: Route, code: str) -> int:
    is_late_change = code == Code.DAY_PAST and route.method == "DELETE"
    return 403 if is_late_change else STATUS[Code(code)].value


def _ref(shape: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=shape.__name__)}


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document()), indent=2).decode() + "\n")

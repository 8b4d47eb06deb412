"""The OpenAPI 3.1 document, made from the route table and the wire shapes, so that it can't say anything else than the code does.

`python -m bot.api.openapi` prints it; the tab's types are made from that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.api.endpoint import Csv, Route, Who
from bot.api.routes import ROUTES
from bot.api.versions import VERSION_MISSING, Match
from bot.errors import STATUS, ProblemBody
from core.decision import Code
from core.version import VERSION

_REFERENCE = "#/components/schemas/{name}"
_TABLE = {"text/csv": {"schema": {"type": "string"}}}
_COMMON = {"400": "The request could not be understood", "500": "Something went wrong on our side", "503": "Busy; try again"}


def document() -> dict[str, object]:
    """The whole document as plain values."""
    shapes = {shape for route in ROUTES for shape in (*route.answers.values(), route.door.body) if shape and shape is not Csv}
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
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)],
        "responses": _responses(route),
    }
    if route.door.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(route.door.body)}}}
    return operation


def _operation_id(route: Route) -> str:
    words = re.findall(r"[a-z]+", route.path.removeprefix("/api/"))
    return route.method.lower() + "".join(word.capitalize() for word in words)


def _path_parameters(route: Route) -> list[object]:
    names = cast("list[str]", re.findall(r"{(\w+)}", route.path))
    schemas = {"date": {"type": "string", "format": "date"}}
    return [{"name": name, "in": "path", "required": True, "schema": schemas.get(name, {"type": "string"})} for name in names]


def _query_parameters(route: Route) -> list[object]:
    schema = cast("Mapping[str, Mapping[str, object]]", msgspec.json.schema(route.door.query)["$defs"])[route.door.query.__name__]
    properties = cast("Mapping[str, Mapping[str, object]]", schema["properties"])
    return [{"name": name, "in": "query", "required": False, "schema": _without_null(shape)} for name, shape in properties.items()]


def _header_parameters(route: Route) -> list[object]:
    if route.door.match is Match.NO:
        return []
    text = 'The ETag of what is changed, such as "3"; * for whatever is there.'
    is_required = route.door.match is Match.MUST
    return [{"name": "If-Match", "in": "header", "required": is_required, "description": text, "schema": {"type": "string"}}]


def _without_null(shape: Mapping[str, object]) -> Mapping[str, object]:
    """A query says nothing by leaving a name out; there is no null in it."""
    choices = cast("list[Mapping[str, object]]", shape.get("anyOf", []))
    said = [choice for choice in choices if choice.get("type") != "null"]
    return said[0] if said else {name: value for name, value in shape.items() if name != "default" or value is not None}


def _responses(route: Route) -> dict[str, object]:
    responses: dict[str, object] = {}
    for status, shape in route.answers.items():
        answer: dict[str, object] = {"description": status.phrase}
        if shape is not None:
            answer["content"] = _TABLE if shape is Csv else {"application/json": {"schema": _ref(shape)}}
        if route.tagged:
            answer["headers"] = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string"}}}
        responses[str(status.value)] = answer
    problems = dict(_COMMON)
    if route.who is not Who.ANYONE:
        problems["401"] = "Nobody is signed in"
    for status, codes in sorted(_refusals(route).items()):
        problems[str(status)] = "Refused: " + ", ".join(codes)
    for status, description in sorted(problems.items()):
        responses[status] = {"description": description, "content": {"application/problem+json": {"schema": _ref(ProblemBody)}}}
    return responses


def _refusals(route: Route) -> dict[int, list[str]]:
    """The codes of the problems by their status."""
    refusals: dict[int, list[str]] = {}
    for code in route.codes:
        is_late_change = code is Code.DAY_PAST and route.method == "DELETE"
        refusals.setdefault(403 if is_late_change else STATUS[code].value, []).append(code)
    for status, code in route.also.items():
        refusals.setdefault(status.value, []).append(code)
    if route.door.match is Match.MUST:
        refusals[HTTPStatus.PRECONDITION_REQUIRED.value] = [VERSION_MISSING]
    return refusals


def _ref(shape: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(name=shape.__name__)}


if __name__ == "__main__":
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document()), indent=2).decode() + "\n")

"""What an address takes besides a body, in the words of OpenAPI: parts of the path, the query, and If-Match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

import msgspec

from bot.api.endpoint import Route
from bot.api.openapi_requests import PATH, QUERY
from bot.api.types import NoQuery
from bot.api.versions import Match

Schema = Mapping[str, object]

_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_PATH_SCHEMAS: Mapping[str, Schema] = {
    "office": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"},
    "date": _DAY,
    "booking": {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[a-z0-9][a-z0-9-]{0,39}\.[A-Za-z0-9._-]+$"},
    "person": {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"},
}
"""What can be there at all: of anything else there is nothing, which is a 404."""
_PATH_WORDS = {
    "office": "The id of an office.",
    "date": "A day of the office's own calendar.",
    "booking": "The id of a booking: its day, its office and its person, joined by dots.",
    "person": "The id of a person: tenant id and object id, joined by a dot.",
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": 'The ETag of what is changed, such as "3"; * for whatever is there.',
    "schema": {"type": "string", "pattern": r'^(\*|"[!#-~]+")$'},
    "example": '"3"',
}


def parameters(route: Route) -> list[object]:
    """Everything that the address takes besides a body."""
    return [*_of_path(route), *_of_query(route), *_of_header(route)]


def path_names(route: Route) -> list[str]:
    """The variable parts of the address."""
    return cast("list[str]", re.findall(r"{(\w+)}", route.path))


def query_schemas(route: Route) -> Mapping[str, Schema]:
    """The shape of each name of the query."""
    if route.door.query is NoQuery:
        return {}
    schema = cast("Mapping[str, Mapping[str, Schema]]", msgspec.json.schema(route.door.query)["$defs"])[route.door.query.__name__]
    return cast("Mapping[str, Schema]", schema["properties"])


def _of_path(route: Route) -> Iterable[object]:
    for name in path_names(route):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_WORDS.get(name, ""),
            "schema": _PATH_SCHEMAS.get(name, {"type": "string"}),
            "example": PATH.get(name, ""),
        }


def _of_query(route: Route) -> Iterable[object]:
    for name, shape in query_schemas(route).items():
        schema = dict(_without_null(shape))
        parameter: dict[str, object] = {"name": name, "in": "query", "required": False}
        if "description" in schema:
            parameter["description"] = schema.pop("description")
        if name in QUERY:
            schema.pop("examples", None)
            parameter["example"] = QUERY[name]
        yield {**parameter, "schema": schema}


def _of_header(route: Route) -> Iterable[object]:
    if route.door.match is not Match.NO:
        yield {**_IF_MATCH, "required": route.door.match is Match.MUST}


def _without_null(shape: Schema) -> Schema:
    """A query says nothing by leaving a name out; there is no null in it."""
    choices = cast("list[Schema]", shape.get("anyOf", []))
    said = [choice for choice in choices if choice.get("type") != "null"]
    return said[0] if said else {name: value for name, value in shape.items() if name != "default" or value is not None}

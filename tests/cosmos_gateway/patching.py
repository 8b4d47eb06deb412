"""Partial updates of an item: `incr` and `set`, the operations our adapter could ever want."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.cosmos_gateway.values import Json, Object, as_object, as_text, bad_request

MAX_OPERATIONS = 10
_SYSTEM = frozenset({"id", "pk", "_rid", "_self", "_etag", "_ts"})


def patched(body: Object, operations: Sequence[Json]) -> Object:
    if not 0 < len(operations) <= MAX_OPERATIONS:
        raise bad_request(f"The number of patch operations must be 1 to {MAX_OPERATIONS}.")
    for operation in map(as_object, operations):
        path = as_text(operation.get("path"))
        names = path.split("/")
        if names[0] or len(names) < 2 or names[1] in _SYSTEM:
            raise bad_request(f"{path!r} can't be patched")
        body = as_object(_changed(body, names[1:], as_text(operation.get("op")), operation.get("value")))
    return body


def _changed(node: Json, names: Sequence[str], kind: str, value: Json) -> Json:
    """A copy with the change in it. A path may end in something new, but it can't lead through what is not there."""
    if not isinstance(node, Mapping):
        raise bad_request("a patch can only create a child of an existing object")
    name = names[0]
    if len(names) > 1:
        return {**node, name: _changed(node.get(name), names[1:], kind, value)}
    match kind:
        case "set":
            return {**node, name: value}
        case "incr":
            return {**node, name: _number(node.get(name, 0)) + _number(value)}
        case _:
            raise bad_request(f"the patch operation {kind!r} is not known here")


def _number(value: Json) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise bad_request("incr needs a number")
    return value

"""Conditions and additions on a document's fields. Pure; for adapters whose database can't evaluate them itself."""

from __future__ import annotations

from collections.abc import Mapping

from core.store.port import Condition, Field, Fields, Json, Patch, Relation


def holds(condition: Condition, fields: Fields) -> bool:
    """Whether the condition is met. A field that is absent or of another type meets nothing, as in Azure Cosmos DB's SQL."""
    left = _at(fields, condition.path)
    right = _at(fields, condition.than.path) if isinstance(condition.than, Field) else condition.than
    if isinstance(left, bool) or isinstance(right, bool):
        return condition.relation is Relation.EQUAL and left is right
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return False
    match condition.relation:
        case Relation.EQUAL:
            return left == right
        case Relation.LESS:
            return left < right
        case Relation.GREATER:
            return left > right


def patched(patch: Patch, fields: Fields) -> Fields:
    """The fields after the patch's additions; the given ones are left as they are."""
    result = fields
    for path, amount in patch.add:
        result = _added(result, path.split("."), amount)
    return result


def _at(fields: Json, path: str) -> Json:
    for name in path.split("."):
        if not isinstance(fields, Mapping):
            return None
        fields = fields.get(name)
    return fields


def _added(fields: Json, path: list[str], amount: int) -> Fields:
    here = dict(fields) if isinstance(fields, Mapping) else {}
    name, *deeper = path
    if deeper:
        here[name] = _added(here.get(name), deeper, amount)
        return here
    present = here.get(name, 0)
    if isinstance(present, bool) or not isinstance(present, int | float):
        raise TypeError(f"{name!r} is not a number")
    here[name] = present + amount
    return here

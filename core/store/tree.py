"""Conditions and changes on a document's fields. Pure; for adapters whose database can't evaluate them itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

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
    """The fields after the patch; the given ones are left as they are."""
    result = fields
    for path, amount in patch.add:
        result = _changed(result, path.split("."), partial(_sum, amount=amount))
    for path, value in patch.set:
        result = _changed(result, path.split("."), lambda _, value=value: value)
    return result


def _at(fields: Json, path: str) -> Json:
    for name in path.split("."):
        if not isinstance(fields, Mapping):
            return None
        fields = fields.get(name)
    return fields


def _changed(fields: Json, path: list[str], change: Callable[[Json], Json]) -> Fields:
    here = dict(fields) if isinstance(fields, Mapping) else {}
    name, *deeper = path
    here[name] = _changed(here.get(name), deeper, change) if deeper else change(here.get(name, 0))
    return here


def _sum(present: Json, amount: int) -> Json:
    if isinstance(present, bool) or not isinstance(present, int | float):
        raise TypeError("only numbers can be added to")
    return present + amount

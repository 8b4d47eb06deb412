"""Documents as items of Azure Cosmos DB and back, and batches as the SDK wants them. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from core.store.cosmos_layout import EXPIRES, FIELDS, NEVER
from core.store.cosmos_sql import names_in, predicate
from core.store.port import Create, Document, Fields, Key, Operation, Patch, Replace, Version

MAX_PATCH = 10
"""Changes in one patch; the database's limit."""
MAX_TTL = 2**31 - 1
Item = Mapping[str, Any]
BatchStep = tuple[str, tuple[Any, ...]] | tuple[str, tuple[Any, ...], dict[str, Any]]


def document_of(item: Item) -> Document:
    """The document that is kept as this item, without what the database adds."""
    expires = item[EXPIRES] if item[EXPIRES] < NEVER else None
    return Document(Key(str(item["pk"]), str(item["id"])), cast("Fields", item[FIELDS]), version_of(item), expires)


def version_of(item: Item) -> Version:
    """The item's etag."""
    return Version(str(item["_etag"]))


def is_expired(item: Item, now: int) -> bool:
    """Whether the item's time has come; the database may still keep it."""
    expires = item[EXPIRES]
    return isinstance(expires, int | float) and expires <= now


def check(operations: Sequence[Operation]) -> None:
    """ValueError for a batch that the database would refuse whatever it holds."""
    for operation in operations:
        if isinstance(operation, Patch) and not 0 < len(operation.add) + len(operation.set) <= MAX_PATCH:
            raise ValueError(f"a patch changes 1 to {MAX_PATCH} fields")


def steps(partition: str, operations: Sequence[Operation], now: float, over: Mapping[int, Version]) -> list[BatchStep]:
    """The batch, new at every call: the SDK empties the dictionaries that it is given, conditions and all.

    `over` holds, by index, the versions of expired items that a create takes the place of.
    """
    return [_step(partition, operation, now, over.get(index)) for index, operation in enumerate(operations)]


def _step(partition: str, operation: Operation, now: float, over: Version | None) -> BatchStep:
    match operation:
        case Create():
            item = _item(partition, operation.id, operation.fields, operation.expires, now)
            return ("create", (item,)) if over is None else ("replace", (operation.id, item), {"if_match_etag": over})
        case Replace():
            item = _item(partition, operation.id, operation.fields, operation.expires, now)
            return ("replace", (operation.id, item), {"if_match_etag": operation.version})
        case Patch():
            changed: list[dict[str, Any]] = [{"op": "incr", "path": _pointer(path), "value": amount} for path, amount in operation.add]
            changed += [{"op": "set", "path": _pointer(path), "value": value} for path, value in operation.set]
            return ("patch", (operation.id, changed), {"filter_predicate": predicate(operation.where, math.floor(now))})


def _item(partition: str, identifier: str, fields: Fields, expires: datetime | None, now: float) -> dict[str, Any]:
    """An item says twice when it ends.

    `expires` is what counts: no reader sees an item after it and no writer spares it. `ttl` only lets the database tidy up. It counts from
    the last change, and a patch can't know what remains, so a patched item is kept for longer than it is seen; never for shorter.
    """
    item: dict[str, Any] = {"id": identifier, "pk": partition, EXPIRES: NEVER, FIELDS: fields}
    if expires is not None:
        item[EXPIRES] = math.ceil(expires.timestamp())
        ttl = max(1, item[EXPIRES] - math.floor(now))
        if ttl <= MAX_TTL:
            item["ttl"] = ttl
    return item


def _pointer(path: str) -> str:
    return "/".join(["", FIELDS, *names_in(path)])

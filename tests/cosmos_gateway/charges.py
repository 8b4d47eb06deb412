"""Request units by the published figures: 1 KB read 1, created with 10 indexed terms 7, replaced 10.8, patched 11.6, deleted 7.

Batches and queries have no published figure; a batch is the sum of its operations here, a query 2.3 and what it returns.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from tests.cosmos_gateway.values import Json, Object

_KB = 1024
_TERM = 0.2
_FACTORS = {"Create": 1.0, "Upsert": 1.0, "Replace": 10.8 / 7, "Patch": 11.6 / 7, "Delete": 1.0}
QUERY = 2.3
REFUSED = 1.0


def of_read(body: Object) -> float:
    return float(_kilobytes(body))


def of_write(kind: str, body: Object, indexed: Sequence[str]) -> float:
    return round(_FACTORS[kind] * _kilobytes(body) * (5 + _TERM * _terms(body, "", indexed)), 2)


def of_query(bodies: Sequence[Object]) -> float:
    return round(QUERY + sum(len(json.dumps(body)) for body in bodies) / _KB, 2)


def _kilobytes(body: Object) -> int:
    return max(1, math.ceil(len(json.dumps(body)) / _KB))


def _terms(value: Json, path: str, indexed: Sequence[str]) -> int:
    """Scalars under the included paths of an indexing policy, `/*` or `/a/b/?`."""
    if isinstance(value, Mapping):
        return sum(_terms(child, f"{path}/{name}", indexed) for name, child in value.items())
    return int("/*" in indexed or f"{path}/?" in indexed)

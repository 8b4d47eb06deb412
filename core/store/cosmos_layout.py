"""What the Azure Cosmos DB container is like. The adapter asks for exactly this, and whoever creates the container makes exactly this.

One container with one item per document. An item's fields lie under `fields`, so that no field of ours meets a name that the database keeps
for itself: an office has an `id`, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.store.documents import LISTINGS

DATABASE = "office-booker"
CONTAINER = "house"
PARTITION_KEY_PATH = "/pk"
DEFAULT_TTL = -1
"""Items expire, but only those that say when."""

FIELDS = "fields"
EXPIRES = "expires"
NEVER = 253_402_300_800
"""The first second of the year 10000, for what does not expire: one comparison then serves every item."""

COMPOSITE_INDEXES: Sequence[Sequence[str]] = tuple(
    dict.fromkeys((f"/{FIELDS}/kind", f"/{FIELDS}/{field}", f"/{FIELDS}/{order}", "/id") for _, field, order in LISTINGS)
)
"""For every listing: what it asks for, then what it is ordered by; one index serves all kinds that are listed alike.

All ascending; without it the database refuses the question.
"""

_INDEXED = sorted({"kind", *(name for _, field, order in LISTINGS for name in (field, order))})

INDEXING_POLICY: Mapping[str, object] = {
    "indexingMode": "consistent",
    "automatic": True,
    # Everything that no listing asks by stays out of the index: it would cost request units at every write.
    "includedPaths": [{"path": f"/{FIELDS}/{name}/?"} for name in _INDEXED] + [{"path": f"/{EXPIRES}/?"}],
    "excludedPaths": [{"path": "/*"}],
    "compositeIndexes": [[{"path": path, "order": "ascending"} for path in paths] for paths in COMPOSITE_INDEXES],
}

"""What the container is like against what it must be like. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.store.cosmos_layout import COMPOSITE_INDEXES, DEFAULT_TTL, PARTITION_KEY_PATH


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so; `fault` says how it is instead."""

    what: str
    fault: str = ""


def layout_checks(found: Mapping[str, Any]) -> Sequence[Check]:
    """The container's properties against `cosmos_layout.py`."""
    paths, time_to_live = found.get("partitionKey", {}).get("paths"), found.get("defaultTtl")
    indexes = found.get("indexingPolicy", {}).get("compositeIndexes", [])
    present = [tuple(part["path"] for part in index if part.get("order", "ascending") == "ascending") for index in indexes]
    return [
        Check(
            f"partition key {PARTITION_KEY_PATH}",
            "" if paths == [PARTITION_KEY_PATH] else f"it is {paths}; only a new container can have another",
        ),
        Check(
            f"default time to live {DEFAULT_TTL}",
            "" if time_to_live == DEFAULT_TTL else f"it is {time_to_live}, so nothing would ever be forgotten, or all of it",
        ),
        *(
            Check(
                f"composite index {', '.join(wanted)}", "" if tuple(wanted) in present else "it is missing; add it to the indexing policy"
            )
            for wanted in COMPOSITE_INDEXES
        ),
    ]

"""Physical partitions: which of them a partition key belongs to. The hash is the SDK's own, since the SDK routes by it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from azure.cosmos.partition_key import PartitionKey

_KEY = PartitionKey(path="/pk", kind="Hash", version=2)
_HASHES = 0x40
"""The first byte of a hash is below this."""


@dataclass(slots=True)
class PhysicalPartition:
    """A range of hashes, and the number of its latest write."""

    id: str
    low: str
    high: str
    lsn: int = 0
    parent: str | None = None


@lru_cache(maxsize=10_000)
def hash_of(partition: str) -> str:
    return str(_KEY._get_effective_partition_key_string([partition]))  # pyright: ignore[reportPrivateUsage] - must agree with the SDK


def halves(partition: PhysicalPartition, first_id: int) -> list[PhysicalPartition]:
    """What a partition becomes when it has grown too large: two, which go on counting where it stopped."""
    low, high = int(partition.low or "0", 16), min(int(partition.high, 16), _HASHES)
    middle = f"{(low + high) // 2:02X}"
    return [
        PhysicalPartition(str(first_id), partition.low, middle, partition.lsn, partition.id),
        PhysicalPartition(str(first_id + 1), middle, partition.high, partition.lsn, partition.id),
    ]


def physical_partitions(count: int) -> list[PhysicalPartition]:
    bounds = ["", *(f"{_HASHES * number // count:02X}" for number in range(1, count)), "FF"]
    return [PhysicalPartition(str(number), bounds[number], bounds[number + 1]) for number in range(count)]

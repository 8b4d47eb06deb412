"""A zone in which it is evening when a test wants it: the product's clock can't be moved, but an office may lie anywhere."""

from __future__ import annotations

import os
import struct
import zoneinfo
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path

ZONE = "Antarctica/Vostok"
"""Known to everybody by name; where it lies is what this machine's tables say."""
_DAY = timedelta(days=1)


def environment(folder: Path) -> Mapping[str, str]:
    """For processes that are to find the zone in the folder, once it is there, and all others where they are."""
    return {"PYTHONTZPATH": os.pathsep.join([str(folder), *zoneinfo.TZPATH])}


def set_where(folder: Path, clock: time, at: datetime) -> None:
    """Move the zone to where the clocks show that time at that instant. Processes that know it already notice nothing."""
    ahead = timedelta(hours=clock.hour, minutes=clock.minute) - timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    ahead = (ahead + _DAY / 2) % _DAY - _DAY / 2  # the nearest way round
    file = folder / ZONE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_table(round(ahead.total_seconds())))


def _table(ahead_s: int) -> bytes:
    """A zone without any change of its clocks, as RFC 8536 has it: once for old readers, once for all, and the rule for ever after."""
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    part = b"TZif2" + bytes(15) + counts + struct.pack(">lBB", ahead_s, 0, 0) + b"TST\0"
    west = abs(ahead_s)
    rule = f"TST{'-' if ahead_s > 0 else ''}{west // 3600}:{west // 60 % 60:02}:{west % 60:02}"
    return part + part + f"\n{rule}\n".encode()

"""Empties documents for an operator, and leaves nothing of them in a file."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core import retention
from core.admin.tools import Tools
from core.store.port import Key
from core.store.sqlite_file import rewrite
from core.tombstones import buried


async def tombstone(tools: Tools, key: Key) -> None:
    """Empty one document, if it is there. Raises Conflict and Unavailable."""
    document = await tools.store.read(key)
    if document is not None:
        await tools.store.commit(key.partition, [buried(document, tools.clock.now())])


async def leave_no_trace(store: retention.Sweepable, file: Path) -> int:
    """Delete what has expired, and what SQLite still has of it in its file; how many documents went. Raises Unavailable."""
    swept = await retention.sweep_all(store)
    await asyncio.to_thread(rewrite, file)
    return swept

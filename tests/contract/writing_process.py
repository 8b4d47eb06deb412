"""A process that books without end: each acknowledged batch is one line on standard output. Started, and killed, by `test_sqlite.py`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from core.clock import SystemClock
from core.store.port import Create, Patch
from core.store.sqlite import SqliteStore

PARTITION = "week|2026-W48"
TALLY = "tally"
WRITERS = 20


async def book(store: SqliteStore, name: str) -> None:
    number = 0
    while True:
        identifier = f"booking|{name}|{number}"
        operations = [Create(id=identifier, fields={"kind": "booking"}), Patch(id=TALLY, add=(("used", 1),), where=())]
        await store.commit(PARTITION, operations)
        sys.stdout.write(f"{identifier}\n")
        sys.stdout.flush()
        number += 1


async def main(path: Path, name: str) -> None:
    store = SqliteStore(path, SystemClock())
    async with asyncio.TaskGroup() as group:
        for writer in range(WRITERS):
            group.create_task(book(store, f"{name}-{writer}"))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))

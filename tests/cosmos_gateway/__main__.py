"""Run the stand-in by itself: `python -m tests.cosmos_gateway --port 8081 --data FILE`. It prints nothing until it is asked to stop."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from core.clock import SystemClock
from core.process import stop_signal
from tests.cosmos_gateway.account import Account
from tests.cosmos_gateway.server import Gateway


async def keep(account: Account, file: Path, written: asyncio.Event, stopping: asyncio.Event) -> None:
    """Save after writes, many at a time."""
    while not stopping.is_set():
        await written.wait()
        written.clear()
        account.save(file)
        await asyncio.sleep(0.2)


async def serve(port: int, file: Path) -> None:
    account = Account(SystemClock())
    if not account.load(file):
        account.create()
    written, stopping = asyncio.Event(), stop_signal()
    async with Gateway(account, port=port, on_write=written.set) as gateway:
        keeper = asyncio.create_task(keep(account, file, written, stopping))
        sys.stdout.write(f"{gateway.endpoint}\n")
        sys.stdout.flush()
        await stopping.wait()
        keeper.cancel()
    account.save(file)


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in of Azure Cosmos DB for development; on 127.0.0.1 only.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--data", type=Path, required=True, help="the snapshot, read at start and written after every change")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.port, arguments.data))


if __name__ == "__main__":
    main()

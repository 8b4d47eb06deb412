"""The Cosmos stand-in in a process of its own, which keeps everything in memory: saving would be measured, too.

`python -m tests.bench.stand_in PORT`.
"""

from __future__ import annotations

import asyncio
import sys

from core.clock import SystemClock
from core.process import stop_signal
from tests.cosmos_gateway.account import Account
from tests.cosmos_gateway.server import Gateway


async def serve(port: int) -> None:
    stopping = stop_signal()
    account = Account(SystemClock())
    account.create()
    async with Gateway(account, port=port):
        await stopping.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))

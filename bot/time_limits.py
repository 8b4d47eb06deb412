"""How long a call may take. Whatever hangs, nobody waits for ever and nothing is held for them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits:
    """In seconds. `call_s` is for a whole call; longer than the store's own patience with Azure Cosmos DB, which can say what was wrong.

    `body_s`: until a body of 64 KB at most is here. `table_s`: for sending a table, for which a slow reader needs a while. `pass_s`: a
    guard at the door is told early to try again.
    """

    body_s: float = 10.0
    call_s: float = 30.0
    table_s: float = 300.0
    pass_s: float = 10.0


LOOK_S = 0.25
"""How often the calls under way are looked at, and so how much longer than its limit one may take."""


class Deadlines:
    """When each of the calls under way must be over. One task looks at all of them: a timer for each would cost more than many calls."""

    def __init__(self) -> None:
        self._ends: dict[asyncio.Timeout, float] = {}

    def set(self, call: asyncio.Timeout, seconds: float) -> None:
        """Give the call so many seconds from now, instead of what is left to it."""
        self._ends[call] = asyncio.get_running_loop().time() + seconds

    def clear(self, call: asyncio.Timeout) -> None:
        """The call is over."""
        del self._ends[call]

    async def keep(self) -> None:
        """End whatever takes too long, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            now = asyncio.get_running_loop().time()
            for call in [call for call, end in self._ends.items() if end <= now and not call.expired()]:
                call.reschedule(now)


DEADLINE = web.RequestKey("deadline", asyncio.Timeout)

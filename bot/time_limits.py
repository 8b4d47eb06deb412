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


DEADLINE = web.RequestKey("deadline", asyncio.Timeout)


def extend(request: web.Request, seconds: float) -> None:
    """Give the call so many seconds from now, instead of what is left to it."""
    request[DEADLINE].reschedule(asyncio.get_running_loop().time() + seconds)

"""Round after round until the stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from core.process import wait_for
from core.store.port import Unavailable

OUTAGE_PAUSE_S = 2.0

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def keep_going(one_round: Callable[[], Awaitable[bool]], stop: asyncio.Event, poll_s: float) -> None:
    """At once again while there is something to do, else after a while. A store that is away is waited for."""
    while not stop.is_set():
        pause = OUTAGE_PAUSE_S
        try:
            pause = 0.0 if await one_round() else poll_s
        except* Unavailable as errors:  # alone or, from a task, in a group
            log.warning("The store did not answer.", action="store_unavailable", error=str(errors.exceptions[0]))
        await wait_for(stop, pause)

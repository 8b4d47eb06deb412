"""What is expired is never seen; this makes it go for good, where the store does not do so by itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from core.store.port import Unavailable

EVERY = timedelta(hours=1)

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Sweepable(Protocol):
    """A store that must be told to delete what has expired."""

    async def sweep(self) -> int:
        """Delete some of what has expired; how many documents went."""
        ...


async def keep_swept(store: Sweepable, every: timedelta = EVERY) -> None:
    """Sweep now and every so often, until cancelled. A bounded number goes at a time, so that no booking waits long behind it."""
    while True:
        try:
            swept = await sweep_all(store)
        except Unavailable as error:
            log.warning("What has expired could not be deleted.", action="sweep_failed", error=str(error))
        else:
            if swept:
                log.info("What had expired was deleted.", action="swept", documents=swept)
        await asyncio.sleep(every.total_seconds())


async def sweep_all(store: Sweepable) -> int:
    """Sweep until nothing is left to delete; how many documents went."""
    total = 0
    while swept := await store.sweep():
        total += swept
    return total

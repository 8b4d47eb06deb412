"""Nobody is under way once the store is closing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from core.store.port import Unavailable


class Doorway:
    """Counts who is inside, so that closing can wait for them."""

    def __init__(self) -> None:
        self._inside = 0
        self._is_closed = False
        self._empty = asyncio.Event()
        self._empty.set()

    @asynccontextmanager
    async def inside(self) -> AsyncGenerator[None]:
        """Being under way; Unavailable once the door is shut."""
        if self._is_closed:
            raise Unavailable("the store is closed")
        self._inside += 1
        self._empty.clear()
        try:
            yield
        finally:
            self._inside -= 1
            if self._inside == 0:
                self._empty.set()

    async def shut(self) -> bool:
        """Let nobody in any more and wait until all have left; False if it was shut before."""
        was_closed, self._is_closed = self._is_closed, True
        await self._empty.wait()
        return not was_closed

"""Who may go on, within this process: one update at a time of one item, and nobody once the store is closing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from core.store.port import Key, Unavailable

_Result = TypeVar("_Result")


async def together(awaited: Iterable[Coroutine[Any, Any, _Result]]) -> Sequence[_Result]:
    """All of the results; the first that fails stops the others, so that nothing goes on after its caller has left."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in awaited]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


class Turns:
    """One lock for every item that is being patched.

    Azure Cosmos DB takes one update of an item at a time and answers 449 to the others. Three hundred people who want the same office day
    would repeat themselves for seconds; queueing for the item here costs them nothing (facts/cosmos, contention).
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, keys: Iterable[Key]) -> AsyncGenerator[None]:
        """Wait for all of the items. Taken in one order by everybody, so that two batches never wait for each other."""
        locks = [self._locks.setdefault(key, asyncio.Lock()) for key in sorted(set(keys), key=lambda key: (key.partition, key.id))]
        async with AsyncExitStack() as stack:
            for lock in locks:
                await stack.enter_async_context(lock)
            yield


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

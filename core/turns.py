"""Side by side or one at a time, within this process: who wants the same thing queues for it and undoes nobody's attempt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from core.store.port import Key

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
    """One lock for every document that somebody is about to change."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, keys: Iterable[Key]) -> AsyncGenerator[None]:
        """Wait for all of the documents. Taken in one order by everybody, so that two never wait for each other."""
        locks = [self._locks.setdefault(key, asyncio.Lock()) for key in sorted(set(keys), key=lambda key: (key.partition, key.id))]
        async with AsyncExitStack() as stack:
            for lock in locks:
                await stack.enter_async_context(lock)
            yield

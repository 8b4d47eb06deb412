"""Many at once: so many workers share the work, each taking the next when its last is done. Nothing grows but the list of latencies."""

from __future__ import annotations

import asyncio
import math
import time
from array import array
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

_Thing = TypeVar("_Thing")


async def per_second(things: Iterable[_Thing], do: Callable[[_Thing], Awaitable[object]], together: int) -> float:
    """How many a second."""
    waiting, done = iter(things), 0

    async def one_after_another() -> None:
        nonlocal done
        for thing in waiting:
            await do(thing)
            done += 1

    started = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(together)))
    return done / (time.perf_counter() - started)


@dataclass(frozen=True, slots=True)
class Latencies:
    """How long each took, in milliseconds."""

    p50: float
    p99: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms"


async def latencies(things: Iterable[_Thing], do: Callable[[_Thing], Awaitable[object]], together: int) -> tuple[float, Latencies]:
    """How many a second, and how long each of them waited for the answer."""
    took = array("d")

    async def timed(thing: _Thing) -> None:
        started = time.perf_counter()
        await do(thing)
        took.append((time.perf_counter() - started) * 1000)

    rate = await per_second(things, timed, together)
    return rate, latencies_of(took)


def latencies_of(milliseconds: Iterable[float]) -> Latencies:
    """The nearest rank: always one of those that were measured."""
    ordered = sorted(milliseconds)
    return Latencies(*(ordered[math.ceil(len(ordered) * share) - 1] for share in (0.5, 0.99)))

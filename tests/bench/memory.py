"""Memory of the engine on SQLite while it books, in a process of its own, which nothing else has made large before.

`python -m tests.bench.memory BOOKINGS STEP` prints the MiB held after every step.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import psutil

from tests.bench.crowd import per_second
from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.bench.stores import sqlite
from tests.bench.world import house_over, huge
from tests.fakes import FakeClock
from tests.house_of import NOON, person

TOGETHER = 64


async def measure(size: Size) -> Sequence[Figure]:
    command = [sys.executable, "-m", "tests.bench.memory", str(size.kept), str(size.step)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0
    held = [float(line) for line in said.decode().split()]
    steps = " ".join(f"{mebibytes:.0f}" for mebibytes in held)
    grown = held[-1] - held[0]
    return [
        Figure(f"MiB after every {size.step:,} bookings", steps, "resident memory of the process, client and all"),
        Figure("grown after the first of them", f"{grown:+.1f} MiB", f"over {size.kept - size.step:,} bookings; flat is as it should be"),
    ]


async def watch(bookings: int, step: int) -> None:
    process = psutil.Process()
    clock, office = FakeClock(NOON), huge()
    async with sqlite(clock) as store:
        house = await house_over(store, clock, office)
        for begin in range(0, bookings, step):
            people = (person(f"p{number}") for number in range(begin, begin + step))
            await per_second(people, lambda who: house.book(who, office=office), TOGETHER)
            print(process.memory_info().rss / 2**20, flush=True)


if __name__ == "__main__":
    asyncio.run(watch(int(sys.argv[1]), int(sys.argv[2])))

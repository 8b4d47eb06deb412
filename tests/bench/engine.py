"""The engine alone on SQLite beside bare durable inserts, measured in turn: a machine is not as fast now as it was a second ago."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.bare import bare_inserts
from tests.bench.crowd import per_second
from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.bench.stores import sqlite
from tests.bench.world import house_over, huge
from tests.fakes import FakeClock
from tests.house_of import NOON, person

MEANING = "a booking is four documents in one durable batch; a bare insert is one row"


async def measure(size: Size) -> Sequence[Figure]:
    return [await _beside_bare(size, together) for together in size.together]


async def _beside_bare(size: Size, together: int) -> Figure:
    bare = bare_inserts(size.bookings)
    clock = FakeClock(NOON)
    office = huge()
    async with sqlite(clock) as store:
        house = await house_over(store, clock, office)
        people = (person(f"p{number}") for number in range(size.bookings))
        rate = await per_second(people, lambda who: house.book(who, office=office), together)
    value = f"{rate:,.0f}/s, bare {bare:,.0f}/s: {rate / bare:.2f}"
    return Figure(f"bookings, {together} at once", value, MEANING)

"""Bookings, cancels and availability of two weeks on each store, 32 people at once."""

from __future__ import annotations

from collections.abc import Sequence

from core import availability
from core.model import Person
from tests.bench.crowd import per_second
from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.bench.stores import STORES, OpenStore
from tests.bench.world import RULES, house_over, huge
from tests.fakes import FakeClock
from tests.house_of import NOON, TOMORROW, House, booking_on, person

TOGETHER = 32
MEANINGS = {"SQLite": "the engine in one process", "Cosmos stand-in": "the client's and the stand-in's speed, not Azure's"}


async def measure(size: Size) -> Sequence[Figure]:
    counts = {"SQLite": size.on_sqlite, "Cosmos stand-in": size.on_cosmos}
    return [figure for name, open_store in STORES.items() for figure in await _on(name, open_store, counts[name])]


async def _on(name: str, open_store: OpenStore, count: int) -> Sequence[Figure]:
    clock = FakeClock(NOON)
    office = huge()
    people = [person(f"p{number}") for number in range(count)]
    async with open_store(clock) as store:
        house = await house_over(store, clock, office)
        rates = {
            "bookings": await per_second(people, lambda who: house.book(who, office=office), TOGETHER),
            "availability of 14 days": await per_second(people, lambda who: _look(house, who), TOGETHER),
            "cancels": await per_second(people, lambda who: house.cancel(who, booking_on(TOMORROW, office, who)), TOGETHER),
        }
    return [Figure(f"{name}: {what}", f"{rate:,.0f}/s", MEANINGS[name]) for what, rate in rates.items()]


async def _look(house: House, who: Person) -> None:
    office, now = huge(), house.clock.now()
    found = await availability.find(house.store.read_many, who.id, office.id, availability.window(office, now, RULES))
    for week in availability.weeks_of(found):
        for day in week.days:
            availability.day_view(who, office, week, day, now, RULES)

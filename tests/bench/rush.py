"""More people than places, all for one office day: how long each waits for the yes or the no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from core.model import Person
from tests.bench.crowd import latencies
from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.bench.stores import STORES, OpenStore
from tests.bench.world import house_over, huge
from tests.fakes import FakeClock
from tests.house_of import NOON, TOMORROW, person


async def measure(size: Size) -> Sequence[Figure]:
    return [figure for name, open_store in STORES.items() for figure in await _on(name, open_store, size)]


async def _on(name: str, open_store: OpenStore, size: Size) -> Sequence[Figure]:
    clock = FakeClock(NOON)
    office = huge(size.places)
    figures: list[Figure] = []
    async with open_store(clock) as store:
        house = await house_over(store, clock, office)
        for number, together in enumerate(size.together):
            day = TOMORROW + timedelta(days=number)
            answers = Counter[str]()

            async def ask(who: Person) -> None:
                answer = await house.book(who, day, office=office)  # noqa: B023 - the crowd is through before the next day begins
                answers[type(answer).__name__] += 1  # noqa: B023

            people = (person(f"p{number}-{one}") for one in range(size.crowd))
            rate, waits = await latencies(people, ask, together)
            assert answers == {"Booked": size.places, "Refusal": size.crowd - size.places}
            meaning = f"{rate:,.0f} answers/s; {size.places} of {size.crowd} people got a place"
            figures.append(Figure(f"{name}: rush of {together} at once", str(waits), meaning))
    return figures

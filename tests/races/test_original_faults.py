"""Faults B1 to B4 of the original (facts on Office Booker, 1.7): what must not happen, told once, and asked of two engines.

Ours must pass; the careless one, made as the original was, must fail, or the test would prove nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from core.decision import Cancelled, Refusal, Repeated
from core.model import OfficeId, Person
from core.store.port import Operation, Unavailable
from core.store.sqlite import SqliteStore
from tests.fakes import FakeClock
from tests.house_of import LONDON, NOON, RULES, TOMORROW, House, booking_on, ledger, person
from tests.races.careless import CarelessEngine, Fails

ANNA, BEN = person("anna"), person("ben")
CAPACITY = 2
ALLOWANCE = 2
PLACE = replace(LONDON, id=OfficeId("place"), capacity=CAPACITY)


class Engine(Protocol):
    """The two engines as the faults see them; answers are words."""

    fails_at: str

    async def book(self, who: Person, day: date, ask: str) -> str: ...
    async def cancel(self, who: Person, day: date, ask: str) -> str: ...
    async def counted(self, day: date) -> tuple[int, int]: ...


class FailingStore:
    """The embedded store, which fails once: before a booking is kept, or after it was kept and before that is answered."""

    def __init__(self, inner: SqliteStore) -> None:
        self._inner = inner
        self.fails_at = ""
        self.read, self.read_many, self.list = inner.read, inner.read_many, inner.list
        self.changes, self.close = inner.changes, inner.close

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        fails_at, self.fails_at = self.fails_at, ""
        if fails_at == "booking":
            raise Unavailable("the database did not answer")
        await self._inner.commit(partition, operations)
        if fails_at == "answer":
            raise Unavailable("the answer was lost")


class OurEngine:
    """The product's engine on its embedded store."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = FailingStore(store)
        self.house = House(self.store, FakeClock(NOON), replace(RULES, default_allowance=ALLOWANCE))
        self.fails_at = ""

    async def book(self, who: Person, day: date, ask: str) -> str:
        self.store.fails_at, self.fails_at = self.fails_at, ""
        try:
            answer = await self.house.book(who, day, office=PLACE, ask=ask)
        except Unavailable:
            raise Fails from None
        return answer.code if isinstance(answer, Refusal) else "booked"

    async def cancel(self, who: Person, day: date, ask: str) -> str:
        answer = await self.house.cancel(who, booking_on(day, PLACE, who), ask=ask)
        return "cancelled" if isinstance(answer, Cancelled | Repeated) else answer.code

    async def counted(self, day: date) -> tuple[int, int]:
        found = await ledger(self.store)
        return sum(tally.taken for tally in found.tallies if tally.day == day), sum(booking.day == day for booking in found.active)


async def b1_five_cancels_at_once(engine: Engine) -> None:
    """The original's counters went to -2 and -4, and a person with an allowance of one booked four days."""
    for who in (ANNA, BEN):
        assert await engine.book(who, TOMORROW, "first") == "booked"
    await asyncio.gather(*(engine.cancel(ANNA, TOMORROW, f"cancel-{number}") for number in range(5)))
    assert await engine.counted(TOMORROW) == (1, 1)
    week = [TOMORROW + timedelta(number) for number in range(5)]
    answers = [await engine.book(ANNA, day, f"again-{day}") for day in week]
    assert answers.count("booked") == ALLOWANCE


async def b2_a_failure_in_the_middle(engine: Engine) -> None:
    """The original's counter stayed at one of one, and everybody was refused a free place for ever."""
    assert await engine.book(BEN, TOMORROW, "first") == "booked"
    engine.fails_at = "booking"
    with pytest.raises(Fails):
        await engine.book(ANNA, TOMORROW, "second")
    assert await engine.counted(TOMORROW) == (1, 1)
    assert await engine.book(ANNA, TOMORROW, "second") == "booked"


async def b3_a_place_held_by_somebody_who_may_not_have_it(engine: Engine) -> None:
    """The original refused the person who might have the last place in thirty of thirty trials, while it ended up free."""
    assert await engine.book(person("first"), TOMORROW, "takes-one") == "booked"
    for day in (1, 2):  # uses up the allowance of somebody who then goes on clicking
        assert await engine.book(BEN, TOMORROW + timedelta(day), f"uses-{day}") == "booked"
    for trial in range(30):
        eligible = person(f"eligible-{trial}")
        clicks = [engine.book(BEN, TOMORROW, f"click-{trial}-{number}") for number in range(3)]
        *_, answer = await asyncio.gather(*clicks, engine.book(eligible, TOMORROW, f"wish-{trial}"))
        assert answer == "booked"
        assert await engine.cancel(eligible, TOMORROW, f"back-{trial}") == "cancelled"


async def b4_a_booking_whose_answer_was_lost(engine: Engine) -> None:
    """The original kept the booking, answered 500 since a notice could not be sent, and refused the second try for good."""
    engine.fails_at = "answer"
    with pytest.raises(Fails):
        await engine.book(ANNA, TOMORROW, "only")
    assert await engine.book(ANNA, TOMORROW, "only") == "booked"
    assert await engine.counted(TOMORROW) == (1, 1)


Fault = Callable[[Engine], Awaitable[None]]
FAULTS = [
    b1_five_cancels_at_once,
    b2_a_failure_in_the_middle,
    b3_a_place_held_by_somebody_who_may_not_have_it,
    b4_a_booking_whose_answer_was_lost,
]


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[OurEngine]:
    store = SqliteStore(tmp_path / "house.db", FakeClock(NOON))
    engine = OurEngine(store)
    await engine.house.open(PLACE)
    yield engine
    await store.close()


@pytest.mark.parametrize("fault", FAULTS)
async def test_it_is_impossible_here(fault: Fault, ours: OurEngine) -> None:
    await fault(ours)


@pytest.mark.parametrize("fault", FAULTS)
async def test_control_a_careless_engine_shows_it(fault: Fault) -> None:
    with pytest.raises(AssertionError):
        await fault(CarelessEngine(CAPACITY, ALLOWANCE))

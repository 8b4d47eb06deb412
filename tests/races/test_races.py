"""Many people in the same moment, on the real embedded store; beside each race a control that shows how it would be lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.decision import Booked, Cancelled, Code, Refusal, Repeated
from core.store.port import Operation, Patch
from core.store.sqlite import SqliteStore
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, RULES, TOMORROW, House, booking_on, ledger, person

CROWD = [person(f"p{number:02}") for number in range(50)]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "house.db", FakeClock(NOON))
    yield opened
    await opened.close()


class CarelessStore:
    """The same store with every condition left out: what a counter that is read, then written, amounts to."""

    def __init__(self, inner: SqliteStore) -> None:
        self._inner = inner
        self.read, self.read_many, self.list = inner.read, inner.read_many, inner.list
        self.changes, self.close = inner.changes, inner.close

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        careless = [replace(one, where=()) if isinstance(one, Patch) else one for one in operations]
        await self._inner.commit(partition, careless)


async def open_house(store: SqliteStore | CarelessStore) -> House:
    return await House(store, FakeClock(NOON)).open()


async def test_fifty_people_and_ten_places_make_ten_bookings(store: SqliteStore) -> None:
    house = await open_house(store)
    answers = await asyncio.gather(*(house.book(who) for who in CROWD))
    kinds = Counter(answer.code if isinstance(answer, Refusal) else type(answer) for answer in answers)
    assert kinds == {Booked: 10, Code.OFFICE_FULL: 40}
    assert (await ledger(store)).faults(allowance=3) == []


async def test_control_without_conditions_the_house_is_overfull(store: SqliteStore) -> None:
    house = await open_house(CarelessStore(store))
    await asyncio.gather(*(house.book(who) for who in CROWD))
    assert any("overfull" in fault for fault in (await ledger(store)).faults(allowance=3))


async def test_ten_sends_of_one_ask_make_one_booking_and_ten_same_answers(store: SqliteStore) -> None:
    house = await open_house(store)
    answers = await asyncio.gather(*(house.book(CROWD[0]) for _ in range(10)))
    assert Counter(type(answer) for answer in answers) == {Booked: 1, Repeated: 9}
    assert len({answer.booking for answer in answers if not isinstance(answer, Refusal)}) == 1
    assert (await ledger(store)).faults(allowance=3) == []


async def test_one_person_who_grabs_many_days_at_once_gets_the_allowance(store: SqliteStore) -> None:
    house = await open_house(store)
    wishes = [(day, office) for day in (0, 1, 2, 3) for office in (LONDON, AUCKLAND)]
    answers = await asyncio.gather(
        *(house.book(CROWD[0], TOMORROW.replace(day=25 + day), office=office, ask=f"ask-{day}-{office.id}") for day, office in wishes)
    )
    assert Counter(answer.code if isinstance(answer, Refusal) else "booked" for answer in answers) == {"booked": 3, Code.ALLOWANCE_USED: 5}
    assert (await ledger(store)).faults(allowance=3) == []


async def test_control_without_conditions_the_allowance_is_overdrawn(store: SqliteStore) -> None:
    house = await open_house(CarelessStore(store))
    await house.book(CROWD[0], ask="the-first-one")
    days = [TOMORROW.replace(day=day) for day in (26, 27, 28, 29)]
    await asyncio.gather(*(house.book(CROWD[0], day, ask=f"ask-{day}") for day in days))
    assert any("allowed 3" in fault for fault in (await ledger(store)).faults(allowance=3))


STRICT = replace(RULES, one_office_per_day=True)


async def both_offices_at_once(store: SqliteStore | CarelessStore) -> Counter[object]:
    """One person, whose week is known already, asks for one day in two offices in the same moment."""
    house = await House(store, FakeClock(NOON), STRICT).open()
    await house.book(CROWD[0], TOMORROW.replace(day=27), ask="the-first-one")
    answers = await asyncio.gather(*(house.book(CROWD[0], office=office, ask=f"ask-{office.id}") for office in (LONDON, AUCKLAND)))
    return Counter(answer.code if isinstance(answer, Refusal) else type(answer) for answer in answers)


async def test_two_offices_at_once_make_one_booking_where_one_a_day_is_the_rule(store: SqliteStore) -> None:
    assert await both_offices_at_once(store) == {Booked: 1, Code.OTHER_OFFICE_BOOKED: 1}
    assert (await ledger(store)).faults(allowance=3) == []


async def test_control_without_conditions_one_day_is_booked_in_two_offices(store: SqliteStore) -> None:
    assert await both_offices_at_once(CarelessStore(store)) == {Booked: 2}


async def test_five_cancels_at_once_give_one_place_back(store: SqliteStore) -> None:
    """Fault B1 of the original: its counters went below the number of bookings."""
    house = await open_house(store)
    await asyncio.gather(*(house.book(who) for who in CROWD[:3]))
    booking = booking_on(TOMORROW, LONDON, CROWD[0])
    answers = await asyncio.gather(*(house.cancel(CROWD[0], booking, ask=f"cancel-{n}") for n in range(5)))
    assert Counter(type(answer) for answer in answers) == {Cancelled: 1, Repeated: 4}
    found = await ledger(store)
    assert found.faults(allowance=3) == []
    assert [tally.taken for tally in found.tallies] == [2]


async def test_somebody_without_allowance_never_holds_a_place_against_others(store: SqliteStore) -> None:
    """Fault B3 of the original: clicks of people without allowance made a free place look taken."""
    house = await open_house(store)
    await asyncio.gather(*(house.book(who) for who in CROWD[:9]))
    spent = replace(CROWD[20], allowance=0)
    answers = await asyncio.gather(*(house.book(spent, ask=f"click-{n}") for n in range(30)), house.book(CROWD[30]))
    assert isinstance(answers[-1], Booked)
    assert {answer.code for answer in answers[:-1] if isinstance(answer, Refusal)} == {Code.ALLOWANCE_USED}


async def test_two_processes_on_one_file_share_the_places(store: SqliteStore, tmp_path: Path) -> None:
    other = SqliteStore(tmp_path / "house.db", FakeClock(NOON))
    try:
        houses = [await open_house(store), await open_house(other)]
        answers = await asyncio.gather(*(houses[number % 2].book(who) for number, who in enumerate(CROWD)))
        assert sum(isinstance(answer, Booked) for answer in answers) == 10
        assert (await ledger(store)).faults(allowance=3) == []
    finally:
        await other.close()

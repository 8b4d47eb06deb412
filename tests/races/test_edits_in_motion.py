"""Edits of offices and people while others book, in two processes and on both stores."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core.decision import Booked, Code, Joined, Refusal
from core.journal import Action
from core.model import Office, SpecialDay
from core.office_edits import OfficeEdit
from core.people_edits import PersonEdit
from core.store.port import Operation
from tests.house_of import LONDON, ROOT, TODAY, TOMORROW, House, booking_on, edit, ledger, person

CROWD = [person(f"p{number:02}") for number in range(30)]
ANNA = CROWD[0]


async def test_two_admins_never_overwrite_each_other(houses: list[House]) -> None:
    """Fault B14 of the original."""
    answers = await asyncio.gather(*(houses[n].resize(LONDON, 11 + n, ask=f"admin-{n}", seen="1") for n in range(2)))
    assert sorted(answer.code if isinstance(answer, Refusal) else "done" for answer in answers) == [Code.CHANGED_MEANWHILE, "done"]
    await houses[0].knows(ANNA)
    known = await houses[0].admin.read_person(ANNA.id)
    assert known is not None
    edits = [houses[n].admin.edit_person(edit(f"person-{n}", known.version), ANNA.id, PersonEdit(allowance=n)) for n in range(2)]
    codes = [answer.code if isinstance(answer, Refusal) else "done" for answer in await asyncio.gather(*edits)]
    assert sorted(codes) == [Code.CHANGED_MEANWHILE, "done"]


async def test_an_edit_sent_again_is_done_once_even_when_another_came_between(houses: list[House]) -> None:
    await houses[0].resize(LONDON, 5, ask="first")
    await houses[1].resize(LONDON, 7, ask="second")
    again = await houses[0].resize(LONDON, 5, ask="first", seen="1")
    assert isinstance(again, Office)
    assert (again.capacity, again.revision) == (7, 3)
    entries = [entry.action for entry in (await ledger(houses[0].store)).journal]
    assert entries == [Action.OFFICE_EDITED] * 2


async def test_an_office_is_added_once_and_its_id_is_never_used_again(houses: list[House]) -> None:
    berlin = replace(LONDON, id=LONDON.id.__class__("berlin"), name="Berlin", zone="Europe/Berlin")
    answers = await asyncio.gather(*(houses[n % 2].admin.add_office(edit("add-ask"), berlin) for n in range(4)))
    assert {answer.id for answer in answers if isinstance(answer, Office)} == {"berlin"}
    other = await houses[0].admin.add_office(edit("other-ask"), replace(berlin, name="Bern"))
    assert isinstance(other, Refusal)
    assert other.code is Code.OFFICE_EXISTS
    assert isinstance(await houses[1].book(ANNA, office=berlin), Booked)


async def test_a_smaller_capacity_counts_at_once_and_throws_nobody_out(houses: list[House]) -> None:
    """Fault B10 of the original: a lowered quota never reached the days that were known already."""
    for who in CROWD[:5]:
        await houses[0].book(who)
    office = await houses[0].office(LONDON)
    impact = await houses[0].admin.impact(replace(office, capacity=3))
    assert [(day.day, day.taken, [booking.person for booking in day.exceeding]) for day in impact] == [
        (TOMORROW, 5, sorted(who.id for who in CROWD[3:5]))
    ]
    await houses[0].resize(LONDON, 3)
    for house in houses:
        answer = await house.book(CROWD[9])
        assert isinstance(answer, Refusal)
        assert answer.code is Code.OFFICE_FULL
    assert len((await ledger(houses[0].store)).active) == 5
    fresh = await houses[1].book(CROWD[9], TOMORROW + timedelta(1), ask="another-day")
    assert isinstance(fresh, Booked)
    (tally,) = [one for one in (await ledger(houses[0].store)).tallies if one.day == TOMORROW + timedelta(1)]
    assert tally.capacity == 3


async def test_while_the_office_grows_the_line_comes_first_and_then_everybody(houses: list[House]) -> None:
    small = await houses[0].resize(LONDON, 1, ask="small")
    assert isinstance(small, Office)
    await houses[0].knows(*CROWD)
    await houses[0].book(ANNA)
    line = CROWD[1:26]
    for who in line:
        assert isinstance(await houses[0].join(who), Joined)
    newcomers = CROWD[26:]
    await asyncio.gather(houses[0].resize(LONDON, 27, ask="grow"), *(houses[1].book(who, ask="jumps") for who in newcomers))
    found = await ledger(houses[0].store)
    assert found.faults(allowance=3) == []
    assert {who.id for who in line} <= {booking.person for booking in found.active}
    promoted = [entry for entry in found.journal if entry.action is Action.BOOKING_PROMOTED]
    assert len(promoted) == 25


async def test_a_closed_day_is_cleared_once_and_everybody_is_told(houses: list[House]) -> None:
    for who in CROWD[:8]:
        await houses[0].book(who, parking=who in CROWD[:3])
    await houses[0].book(CROWD[9], TOMORROW + timedelta(1), ask="another-day")
    closings = [house.close_day(LONDON, clear=True) for house in houses]
    bookers = [houses[1].book(who, ask="too-late") for who in CROWD[10:14]]
    await asyncio.gather(*closings, *bookers)
    await houses[0].roll_out.run(LONDON.id)
    found = await ledger(houses[0].store)
    assert found.faults(allowance=3) == []
    assert [booking.person for booking in found.active] == [CROWD[9].id]
    cleared = [entry for entry in found.journal if entry.action is Action.BOOKING_CLEARED]
    assert {entry.person for entry in cleared} >= {who.id for who in CROWD[:8]}
    assert {entry.actor for entry in cleared} == {ROOT.id}
    answer = await houses[1].book(ANNA, ask="after-all")
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.facts["note"]) == (Code.OFFICE_CLOSED, "Painters")


async def test_closing_without_clearing_drops_nobody_and_opening_again_forgets_it(houses: list[House]) -> None:
    await houses[0].book(ANNA)
    await houses[0].close_day(LONDON)
    assert len((await ledger(houses[0].store)).active) == 1
    await houses[1].open_day(LONDON)
    assert isinstance(await houses[0].book(CROWD[1]), Booked)


async def test_today_can_be_cleared_and_a_day_that_is_over_can_not(houses: list[House]) -> None:
    await houses[0].book(ANNA, TODAY)
    await houses[0].close_day(LONDON, TODAY, clear=True)
    assert (await ledger(houses[0].store)).active == []
    over = await houses[0].close_day(LONDON, TODAY - timedelta(1), clear=True, ask="yesterday")
    assert isinstance(over, Refusal)
    assert over.code is Code.DAY_PAST


async def test_a_removed_office_takes_nobody_and_its_bookings_can_be_given_back(houses: list[House]) -> None:
    """Fault B9 of the original."""
    for who in CROWD[:2]:
        await houses[0].book(who)
    await houses[0].admin.remove_office(edit("remove-ask"), LONDON.id)
    answer = await houses[1].book(CROWD[5])
    assert isinstance(answer, Refusal)
    assert answer.code is Code.NO_SUCH_OFFICE
    assert not isinstance(await houses[1].cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA)), Refusal)
    found = await ledger(houses[0].store)
    assert found.faults(allowance=3) == []
    assert len(found.active) == 1
    again = await houses[0].admin.edit_office(edit("edit-removed"), LONDON.id, OfficeEdit(capacity=3))
    assert isinstance(again, Refusal)


async def test_a_removed_office_can_be_cleared(houses: list[House]) -> None:
    for who in CROWD[:3]:
        await houses[0].book(who)
    await houses[0].admin.remove_office(edit("remove-ask"), LONDON.id, clear=True)
    found = await ledger(houses[0].store)
    assert found.active == []
    assert found.faults(allowance=3) == []


class Crash(Exception):
    """The process ends here."""


class CrashingStore:
    """A store whose process dies at the n-th write, before it or after it."""

    def __init__(self, house: House, dies_at: int, *, after: bool) -> None:
        self._inner = house.store
        self._left = dies_at
        self._after = after
        self.read, self.read_many, self.list = self._inner.read, self._inner.read_many, self._inner.list
        self.changes, self.close = self._inner.changes, self._inner.close

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        self._left -= 1
        if self._left == 0 and not self._after:
            raise Crash
        await self._inner.commit(partition, operations)
        if self._left == 0:
            raise Crash


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("dies_at", range(1, 25))
async def test_an_edit_whose_process_died_is_finished_by_the_keeper(houses: list[House], dies_at: int, after: bool) -> None:
    """At each of the writes of one edit that closes one day, clears it, and makes the others larger for those who wait."""
    other = TOMORROW + timedelta(1)
    await houses[0].knows(*CROWD)
    await houses[0].resize(LONDON, 2, ask="small")
    for day in (TOMORROW, other):
        for who in CROWD[:2]:
            await houses[0].book(who, day, ask=f"book-{day}")
        for who in CROWD[2:4]:
            await houses[0].join(who, day, ask=f"join-{day}")
    dying = House(CrashingStore(houses[0], dies_at, after=after), houses[0].clock, houses[0].rules, system_admins=frozenset({ROOT.id}))  # pyright: ignore[reportArgumentType] - the methods of a store
    try:
        await dying.admin.set_day(edit("close-ask"), LONDON.id, SpecialDay(day=TOMORROW, open=False), clear=True)
        await dying.resize(LONDON, 4, ask="grow-ask")
    except* Crash:
        await houses[1].keeper.round()
    await houses[1].admin.set_day(edit("close-ask"), LONDON.id, SpecialDay(day=TOMORROW, open=False), clear=True)
    await houses[1].resize(LONDON, 4, ask="grow-ask")
    await houses[1].keeper.round()
    found = await ledger(houses[1].store)
    assert found.faults(allowance=3) == []
    assert {(booking.day, booking.person) for booking in found.active} == {(other, who.id) for who in CROWD[:4]}
    office = await houses[1].office(LONDON)
    assert (office.rolled_out, office.clearing) == (office.revision, ())
    assert {tally.office_revision for tally in found.tallies} == {office.revision}

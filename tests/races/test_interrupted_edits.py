"""Edits that were cut off, met newer ones, or reach days that come into the window later; the keeper brings all of it to an end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.administration import Administration
from core.decision import Booked, Cancelled, Code, Joined, Refusal, Repeated
from core.house_rules import FixedRules
from core.model import Booking, Office, OfficeId, Rules, SpecialDay
from core.office_edits import OfficeEdit
from core.roll_out import RollOut
from core.service import Busy
from core.store import documents
from core.store.port import Listing, Operation, Page, Patch
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, ROOT, RULES, TODAY, TOMORROW, House, booking_on, edit, ledger, no_pause, person
from tests.memory_store import MemoryStore, Shelf

ANNA, BEN = person("anna"), person("ben")
FAR = TODAY + timedelta(days=12)
SHORT = replace(RULES, advance_booking_days=7)


class Premises:
    """One house and its clock; every process of it is a House of its own."""

    def __init__(self, start: datetime = NOON) -> None:
        self.clock, self.shelf = FakeClock(start), Shelf()

    def process(self, rules: Rules = RULES, store: MemoryStore | None = None) -> House:
        return House(store or MemoryStore(self.clock, self.shelf), self.clock, rules, system_admins=frozenset({ROOT.id}))


@pytest.fixture
def premises() -> Premises:
    return Premises()


class CutOff(RollOut):
    """A process that dies between an edit and the days that were to follow it."""

    async def run(self, office_id: OfficeId, watch: object = None) -> Office | None:
        raise Busy


def dying(premises: Premises) -> House:
    house = premises.process()
    cut_off = CutOff(house.store, house.people, house.clock, FixedRules(house.rules), no_pause)
    house.admin = Administration(house.store, house.people, house.clock, FixedRules(house.rules), no_pause, cut_off)
    return house


async def active(house: House) -> list[Booking]:
    return (await ledger(house.store)).active


async def test_days_that_were_beyond_a_smaller_window_follow_once_they_come_into_it(premises: Premises) -> None:
    await (await premises.process().open()).resize(LONDON, 9, ask="makes-tallies-far-ahead")
    house = premises.process(SHORT)
    await house.resize(LONDON, 2, ask="shrink")
    premises.clock.forward(timedelta(days=6))
    await house.keeper.round()
    answers = [await house.book(person(f"p{number}"), FAR) for number in range(4)]
    assert [isinstance(answer, Booked) for answer in answers] == [True, True, False, False]


async def test_a_closed_day_beyond_the_window_is_cleared_all_the_same(premises: Premises) -> None:
    large = await premises.process().open()
    await large.resize(LONDON, 9, ask="makes-tallies-far-ahead")
    await large.book(ANNA, FAR)
    house = premises.process(SHORT)
    await house.close_day(LONDON, FAR, clear=True)
    assert await active(house) == []
    premises.clock.forward(timedelta(days=6))
    assert isinstance(await house.book(BEN, FAR), Refusal)


async def test_days_follow_after_the_office_moved_to_another_zone() -> None:
    premises = Premises(datetime(2026, 11, 24, 12, tzinfo=UTC))  # the 25th in Auckland, the 24th in Midway
    house = await premises.process().open()
    await house.resize(AUCKLAND, 5, ask="makes-tallies-of-the-zone")
    await house.admin.edit_office(edit("moves"), AUCKLAND.id, OfficeEdit(zone="Pacific/Midway", capacity=1))
    premises.clock.forward(timedelta(days=4))
    await house.keeper.round()
    answers = [await house.book(person(f"p{number}"), date(2026, 12, 10), office=AUCKLAND) for number in range(3)]
    assert sum(isinstance(answer, Booked) for answer in answers) == 1


ZONES = ["Pacific/Auckland", "Pacific/Midway", "UTC", "Pacific/Kiritimati", "America/New_York"]


@pytest.mark.parametrize("seed", range(60))
async def test_after_a_round_of_the_keeper_every_day_of_the_window_follows(seed: int) -> None:
    """Whatever edits, zones, clocks and windows came before."""
    dice, premises = random.Random(seed), Premises()
    house = await premises.process().open(replace(LONDON, zone=dice.choice(ZONES)))
    for step in range(8):
        premises.clock.forward(timedelta(hours=dice.choice([0, 0, 1, 5, 20, 40])))
        house = premises.process(replace(RULES, advance_booking_days=dice.choice([3, 7, 14])))
        luck = dice.random()
        if luck < 0.4:
            await house.resize(LONDON, dice.randint(0, 9), ask=f"ask-{step}")
        elif luck < 0.7:
            await house.admin.edit_office(edit(f"ask-{step}"), LONDON.id, OfficeEdit(zone=dice.choice(ZONES)))
        else:
            await house.keeper.round()
    for _ in range(4):
        premises.clock.forward(timedelta(days=1))
        await house.keeper.round()
        office = await house.office(LONDON)
        for tally in (await ledger(house.store)).tallies:
            is_bookable = not isinstance(await house.book(person(f"p-{tally.day}"), tally.day, ask="probe"), Refusal)
            assert not is_bookable or tally.capacity == office.limits_on(tally.day).capacity


class Held(MemoryStore):
    """A store whose lists wait for a word."""

    def __init__(self, premises: Premises) -> None:
        super().__init__(premises.clock, premises.shelf)
        self.reached, self.go_on = asyncio.Event(), asyncio.Event()

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        self.reached.set()
        await self.go_on.wait()
        return await super().list(listing, limit=limit, next=next)


async def test_a_clearing_under_way_spares_what_was_booked_after_the_day_was_opened_again(premises: Premises) -> None:
    quick = await premises.process().open()
    await quick.book(ANNA)
    held = Held(premises)
    clearing = asyncio.create_task(premises.process(store=held).close_day(LONDON, clear=True, ask="close-1"))
    await held.reached.wait()
    await quick.open_day(LONDON)
    assert isinstance(await quick.book(BEN), Booked)
    await quick.close_day(LONDON, ask="close-2")
    held.go_on.set()
    await clearing
    assert BEN.id in {booking.person for booking in await active(quick)}


async def test_what_was_ordered_to_be_cleared_is_cleared_also_after_the_office_is_removed(premises: Premises) -> None:
    house = await premises.process().open()
    await house.book(ANNA)
    with pytest.raises(Busy):
        await dying(premises).close_day(LONDON, clear=True)
    await house.admin.remove_office(edit("remove-ask"), LONDON.id)
    await house.keeper.round()
    assert await active(house) == []


async def test_what_was_ordered_to_be_cleared_is_cleared_also_after_the_note_was_corrected(premises: Premises) -> None:
    house = await premises.process().open()
    await house.book(ANNA)
    with pytest.raises(Busy):
        await dying(premises).close_day(LONDON, clear=True)
    await house.admin.set_day(edit("note-ask"), LONDON.id, SpecialDay(day=TOMORROW, open=False, note="Decorators"))
    assert await active(house) == []


async def test_one_day_that_can_not_be_cleared_does_not_stop_the_others(premises: Premises) -> None:
    house = await premises.process().open()
    other = TOMORROW + timedelta(1)
    await house.book(ANNA)
    await house.book(ANNA, other, ask="other-day")
    tally = documents.office_day_key(LONDON.id, TOMORROW)
    await house.store.commit(tally.partition, [Patch(id=tally.id, add=(("desks.used", 1),))])  # says one too many
    with pytest.raises(Busy):
        await house.admin.remove_office(edit("remove-ask"), LONDON.id, clear=True)
    assert await active(house) == []


async def test_a_read_only_house_finishes_nothing_until_it_is_one_no_more(premises: Premises) -> None:
    house = await premises.process().open()
    await house.book(ANNA)
    with pytest.raises(Busy):
        await dying(premises).close_day(LONDON, clear=True)
    closed = premises.process(replace(RULES, read_only=True))
    await closed.keeper.round()
    await closed.close_day(LONDON, clear=True)  # the edit itself, sent again: it was granted, and is not carried out now
    assert len(await active(house)) == 1
    await house.keeper.round()
    assert await active(house) == []


async def test_nobody_in_line_gets_a_place_of_an_office_that_was_removed(premises: Premises) -> None:
    house = await premises.process().open(replace(LONDON, capacity=1))
    await house.knows(ANNA, BEN)
    await house.book(ANNA)
    assert isinstance(await house.join(BEN), Joined)
    with pytest.raises(Busy):
        await dying(premises).admin.remove_office(edit("remove-ask"), LONDON.id)
    premises.clock.forward(timedelta(seconds=2))
    assert isinstance(await house.cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA)), Cancelled)
    await house.keeper.round()
    assert await active(house) == []


async def test_the_id_of_a_removed_office_is_never_that_of_another_to_whom_its_old_rights_would_pass(premises: Premises) -> None:
    house = premises.process()
    await house.open()
    assert isinstance(await house.admin.remove_office(edit("remove"), LONDON.id), Office)
    await house.keeper.round()
    premises.clock.forward(timedelta(days=4000))
    assert await house.admin.add_office(edit("again"), LONDON) == Refusal(Code.OFFICE_EXISTS)


async def test_one_office_that_can_not_be_understood_does_not_stop_the_keeper(premises: Premises) -> None:
    house = await premises.process().open(replace(AUCKLAND, name="A", zone="Nowhere/Gone"), LONDON)
    with pytest.raises(Busy):
        await dying(premises).resize(LONDON, 3)
    await house.keeper.round()
    office = await house.office(LONDON)
    assert office.rolled_out == office.revision == 2


async def test_an_ask_of_one_edit_is_no_ask_of_another(premises: Premises) -> None:
    house = await premises.process().open()
    await house.resize(LONDON, 5, ask="same-ask")
    answers = [await house.resize(AUCKLAND, 1, ask="same-ask"), await house.admin.remove_office(edit("same-ask"), LONDON.id)]
    answers.append(await house.admin.add_office(edit("same-ask"), replace(LONDON, id=OfficeId("new"))))
    assert [answer.code if isinstance(answer, Refusal) else None for answer in answers] == [Code.ASK_REUSED] * 3


async def test_an_ask_is_answered_again_although_the_office_was_removed_since(premises: Premises) -> None:
    house = await premises.process().open()
    booked = await house.book(ANNA)
    assert isinstance(booked, Booked)
    await house.admin.remove_office(edit("remove-ask"), LONDON.id)
    premises.clock.forward(timedelta(seconds=2))
    assert await house.book(ANNA) == Repeated(booked.booking)
    new = await house.book(ANNA, TOMORROW + timedelta(1), ask="new-ask")
    assert isinstance(new, Refusal)
    assert new.code is Code.NO_SUCH_OFFICE


async def test_who_books_while_joining_never_stands_in_line_with_a_place_in_hand(premises: Premises) -> None:
    place = replace(LONDON, capacity=1)
    house, other = await premises.process().open(place), premises.process()
    await house.knows(ANNA, BEN)
    for who in (ANNA, BEN):  # their weeks and the day are known, so that everything goes by conditions
        await house.book(who, ask="before")
        await house.cancel(who, booking_on(TOMORROW, place, who), ask="before-back")

    class Between(MemoryStore):
        async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
            if not moved:
                moved.append(True)
                assert isinstance(await other.book(ANNA, ask="takes-it"), Booked)
                assert isinstance(await other.join(BEN), Joined)
                await other.admin.edit_office(edit("larger"), place.id, OfficeEdit(capacity=1, location="moved"))
                stingy = premises.process(replace(RULES, default_allowance=0))
                assert isinstance(await stingy.cancel(ANNA, booking_on(TOMORROW, place, ANNA), ask="frees-it"), Cancelled)
            await super().commit(partition, operations)

    moved: list[bool] = []
    assert isinstance(await premises.process(store=Between(premises.clock, premises.shelf)).book(BEN, ask="direct"), Booked)
    found = await ledger(house.store)
    assert [booking.person for booking in found.active] == [BEN.id]
    assert [queue.waiters for queue in found.queues] == [()]
    assert found.faults(allowance=3) == []

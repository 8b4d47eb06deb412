"""`verify` while people book: what moves is no difference, and what is wrong is found all the same."""

from __future__ import annotations

import asyncio
import itertools
import random
from dataclasses import dataclass

import pytest

from core.admin import exact
from core.admin.counts import Counts
from core.admin.tools import Ending
from core.admin.verify import Verify
from core.days import week_of
from core.model import Office, OfficeDay, OfficeId, Person
from core.service import Busy
from core.store import documents
from core.store.port import Conflict, Listing, Page
from tests.admin.desk import Desk
from tests.graph_sync.stores import Passing
from tests.house_of import LONDON, TOMORROW, booking_on, ledger, person

SMALL = Office(id=OfficeId("small"), name="Small", zone="UTC", capacity=4, parking_capacity=1)
CROWD = [person(f"p{number}") for number in range(12)]
DAYS = [TOMORROW, TOMORROW.replace(day=26), TOMORROW.replace(day=27)]
RUNS = 3
DEEDS = 40
TALLY = documents.office_day_key(SMALL.id, TOMORROW)


class Drifting(Passing):
    """Others come in between any two calls, as they do over a network."""

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        await asyncio.sleep(0)
        page = await super().list(listing, limit=limit, next=next)
        await asyncio.sleep(0)
        return page


async def live(desk: Desk, who: Person, dice: random.Random, over: asyncio.Event, done: list[str]) -> None:
    for number in itertools.count():
        if over.is_set():
            return
        day, ask = dice.choice(DAYS), f"{who.id}-{number}"
        try:
            match dice.randrange(4):
                case 0:
                    await desk.house.cancel(who, booking_on(day, SMALL, who), ask)
                case 1:
                    await desk.house.join(who, day, office=SMALL, ask=ask)
                case 2:
                    await desk.house.leave(who, day, office=SMALL, ask=ask)
                case _:
                    await desk.house.book(who, day, office=SMALL, parking=dice.random() < 0.3, ask=ask)
        except Busy:
            continue
        done.append(ask)
        for _ in range(dice.randrange(25)):
            await asyncio.sleep(0)


@dataclass
class Storm:
    """Verifies as often as it can while everybody clicks."""

    desk: Desk
    runs: int = 0
    found: int = 0
    undecided: int = 0

    async def blow(self, seed: int) -> None:
        dice, desk, over = random.Random(seed), self.desk, asyncio.Event()
        done: list[str] = []
        people = [asyncio.create_task(live(desk, who, dice, over, done)) for who in CROWD]
        while self.runs < RUNS or len(done) < DEEDS:
            report = await Verify(desk.over(Drifting(desk.store)), with_repair=False).run()
            self.runs += 1
            self.found += len(report.differences)
            self.undecided += len(report.undecided)
            await asyncio.sleep(0)
        over.set()
        await asyncio.gather(*people)


@pytest.fixture
async def storm(desk: Desk) -> Storm:
    key = documents.office_key(SMALL.id)
    await desk.add(key, dict(documents.office_fields(SMALL)))
    await desk.house.knows(*CROWD)
    return Storm(desk)


async def test_a_storm_is_no_difference(storm: Storm) -> None:
    await storm.blow(seed=1)
    assert (storm.found, storm.undecided) == (0, 0)
    assert (await storm.desk.verify()).ending is Ending.DONE
    assert (await ledger(storm.desk.store)).faults(3) == []


async def test_control_in_a_storm_a_counter_that_is_off_is_found_once_a_run_and_repaired(storm: Storm) -> None:
    one_too_many = OfficeDay(office=SMALL.id, day=TOMORROW, capacity=4, parking_capacity=9, taken=1, parking_taken=1, office_revision=1)
    await storm.desk.house.book(CROWD[0], office=SMALL)
    await storm.desk.tamper(TALLY, lambda _: documents.office_day_fields(one_too_many))
    await storm.blow(seed=2)
    assert storm.found == storm.runs
    repaired = await storm.desk.verify(repair=True)
    assert (len(repaired.differences), repaired.repaired) == (1, 1)
    assert (await storm.desk.verify()).differences == []


class BookedMeanwhile(Passing):
    """Somebody books just before the bookings of a day are read: the tally that was read first is older than they are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.store)
        self._desk = desk
        self._people = [person(f"late-{number}") for number in range(3)]

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        if self._people:
            await self._desk.house.book(self._people.pop(), office=LONDON)
        return await super().list(listing, limit=limit, next=next)


async def test_a_day_that_moves_is_looked_at_until_it_stands_still(desk: Desk) -> None:
    await desk.house.book(CROWD[0])
    report = await Verify(desk.over(BookedMeanwhile(desk)), with_repair=True).run()
    assert (report.differences, report.undecided) == ([], [])
    assert (await ledger(desk.store)).faults(3) == []


async def test_a_week_that_moves_is_looked_at_again(desk: Desk) -> None:
    class Books(Passing):
        async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
            await desk.house.book(CROWD[0], DAYS[1], ask="meanwhile")
            return await super().list(listing, limit=limit, next=next)

    await desk.house.book(CROWD[0])
    monday = TOMORROW.replace(day=23)
    with pytest.raises(Conflict):
        await exact.look_at_week(Books(desk.store), CROWD[0].id, monday, desk.clock.now(), desk.house.rules)
    assert await exact.look_at_week(desk.store, CROWD[0].id, monday, desk.clock.now(), desk.house.rules) is None


async def test_control_without_the_version_the_same_is_a_false_difference(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = desk.store.read_many

    async def without_versions(keys: list[object]) -> object:
        found = await whole(keys)  # pyright: ignore[reportArgumentType]
        return {key: type(one)(one.key, one.fields, "same") for key, one in found.items()}  # pyright: ignore[reportArgumentType]

    await desk.house.book(CROWD[0])
    store = BookedMeanwhile(desk)
    monkeypatch.setattr(store, "read_many", without_versions)
    found = await exact.look_at_day(store, LONDON.id, TOMORROW, desk.clock.now(), desk.house.rules)
    assert found is not None


async def test_what_was_changed_since_the_walk_began_is_looked_at_whatever_the_sums_say(desk: Desk) -> None:
    await desk.house.book(CROWD[0])
    counts = Counts(desk.house.rules, desk.clock.now())
    for document in (await desk.store.changes(None, limit=100)).documents:
        counts.add(document)
    assert (TOMORROW, LONDON.id) in counts.suspect_days()
    assert (week_of(TOMORROW), CROWD[0].id) in counts.suspect_weeks()

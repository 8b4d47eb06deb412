"""One seed is one history: people change their minds while the clerk crashes, answers are lost, makings come true late, and a second
clerk works beside the first. When the weather has cleared, every active booking has exactly one right entry and no other has any.

The controls take one protection away and must be caught: they show that the weather is rough enough.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from core.model import Booking, Office, OfficeId, Person, Rules
from core.store.port import Changes, Document, Key, Listing, Operation, Page, Store, Unavailable
from graph_sync import clerk as clerk_module
from graph_sync import projection as projection_module
from graph_sync.clerk import Clerk
from graph_sync.entry import CalendarEntry, entry_for
from graph_sync.projection import Projection, Step, next_step
from graph_sync.reply import Reply
from tests.fakes import FakeClock
from tests.graph_sync.fakes import HOUSE_RULES, URL, FakeCalendar, entry_faults, people
from tests.graph_sync.hasty import HastyFeed
from tests.graph_sync.stores import Passing
from tests.house_of import NOON, TOMORROW, House, booking_on, ledger
from tests.memory_store import MemoryStore

HISTORIES = 400
CONTROLS = 200
STEPS = 14
EAST = Office(id=OfficeId("east"), name="East", zone="UTC", capacity=99, parking_capacity=99)
WEST = Office(id=OfficeId("west"), name="West & Co", zone="America/Los_Angeles", capacity=99, parking_capacity=99)
DAYS = (TOMORROW, TOMORROW + timedelta(days=1), TOMORROW + timedelta(days=6))
CROWD = people(3)
RULES = Rules(advance_booking_days=14, default_allowance=14)


class Crash(Exception):
    """The clerk's process ends here."""


class Weather:
    """Says what goes wrong next. Rough until it has cleared."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.rough = True

    def strikes(self, chance: float) -> bool:
        return self.rough and self.dice.random() < chance

    async def drift(self) -> None:
        """Whoever else waits may go first."""
        for _ in range(self.dice.randrange(3) if self.rough else 0):
            await asyncio.sleep(0)


class RoughStore(Passing):
    """It may go away, and the clerk may crash before and after everything it asks of it."""

    def __init__(self, store: Store, weather: Weather) -> None:
        super().__init__(store)
        self.weather = weather

    async def read(self, key: Key) -> Document | None:
        await self._strike()
        return await super().read(key)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        await self._strike()
        return await super().list(listing, limit=limit, next=next)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await self._strike()
        await super().commit(partition, operations)
        await self._strike()  # written, and nobody hears of it

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        await self._strike()
        return await super().changes(token, limit=limit)

    async def _strike(self) -> None:
        await self.weather.drift()
        if self.weather.strikes(0.004):
            raise Unavailable("rough weather")
        if self.weather.strikes(0.008):
            raise Crash


class RoughCalendar(FakeCalendar):
    """Fails before and after its work; some makings come true minutes after they were given up."""

    def __init__(self, weather: Weather, clock: FakeClock) -> None:
        super().__init__()
        self.weather = weather
        self.clock = clock
        self.late: list[tuple[datetime, str, CalendarEntry]] = []

    async def create(self, mailbox: str, entry: CalendarEntry) -> Reply:
        # Outlook knows a transaction from the moment it begins with it: sent again, the first one hurries, and none comes late twice.
        self._come_true(lambda _, late: late.transaction == entry.transaction)
        is_new = all(kept.transaction != entry.transaction for kept in self.entries[mailbox].values())
        if is_new and self.weather.strikes(0.15):
            self.late.append((self.clock.now() + timedelta(seconds=self.weather.dice.randrange(480)), mailbox, entry))
            return await self.call("create", mailbox, lambda: Reply(status=504))
        return await super().create(mailbox, entry)

    async def call(self, what: str, mailbox: str, work: Callable[[], Reply]) -> Reply:
        await self.weather.drift()
        if self.weather.strikes(0.03):
            raise Crash
        if self.weather.strikes(0.1):
            return self._failure()
        reply = await super().call(what, mailbox, work)
        await self.weather.drift()
        if self.weather.strikes(0.1):
            raise Crash
        return self._failure() if self.weather.strikes(0.1) and reply.status < 300 else reply

    def _failure(self) -> Reply:
        wait = self.weather.dice.choice((None, 0.0, 3.0, 30.0))
        # A 429 is given before the work only; after it nobody would know.
        return Reply(status=self.weather.dice.choice((0, 503, 504)), retry_after_s=wait)

    def deliver(self) -> None:
        self._come_true(lambda due, _: due <= self.clock.now())

    def _come_true(self, now: Callable[[datetime, CalendarEntry], bool]) -> None:
        coming = [one for one in self.late if now(one[0], one[2])]
        self.late = [one for one in self.late if one not in coming]
        for _, mailbox, entry in coming:
            self._make(mailbox, entry)


class History:
    """Three people, three days, two offices, a clerk and sometimes a second one."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clock = FakeClock(NOON)
        self.weather = Weather(self.dice)
        self.store = MemoryStore(self.clock)
        self.calendar = RoughCalendar(self.weather, self.clock)
        self.house = House(self.store, self.clock, RULES)
        self.clerks = [self.new_clerk()]
        self.asks = 0

    def new_clerk(self) -> Clerk:
        store, parallel = RoughStore(self.store, self.weather), self.dice.choice((1, 4))
        return Clerk(store, self.calendar, self.clock, URL, parallel, self.dice.random, HOUSE_RULES)

    async def faults(self) -> list[str]:
        await self.house.open(EAST, WEST)
        for _ in range(STEPS):
            await asyncio.gather(self.people_act(), *(self.work(place) for place in range(len(self.clerks))))
            self.clock.forward(timedelta(seconds=self.dice.choice((0, 1, 3, 20, 70, 200))))
            self.calendar.deliver()
            if self.dice.random() < 0.2:
                self.clerks = [self.clerks[0], self.new_clerk()] if len(self.clerks) == 1 else [self.new_clerk()]
        self.weather.rough = False
        await self.clear_up()
        return entry_faults((await ledger(self.store)).active, self.calendar, (EAST, WEST))

    async def people_act(self) -> None:
        for _ in range(self.dice.randrange(3)):
            await self.weather.drift()
            who, day, office = self.dice.choice(CROWD), self.dice.choice(DAYS), self.dice.choice((EAST, WEST))
            await self.act(who, day, office)

    async def act(self, who: Person, day: date, office: Office) -> None:
        self.asks += 1
        if self.dice.random() < 0.55:
            await self.house.book(who, day, office=office, parking=self.dice.random() < 0.5, ask=f"ask-{self.asks}")
        else:
            await self.house.cancel(who, booking_on(day, office, who), ask=f"back-{self.asks}")

    async def work(self, place: int) -> None:
        for _ in range(self.dice.randrange(1, 5)):
            try:
                await self.clerks[place].round()
            except* Crash:
                self.clerks[place] = self.new_clerk()
            except* Unavailable:
                pass

    async def clear_up(self) -> None:
        """The day goes on: longer than any back-off, than an entry is in hand, and twice as long as a making may be late."""
        for minutes in (2, 6, 11, 11, 0):
            self.calendar.deliver()
            for _ in range(30):
                if not any([await clerk.round() for clerk in self.clerks]):
                    break
            else:
                raise AssertionError("the clerk runs hot")
            self.clock.forward(timedelta(minutes=minutes))


async def first_bad_seed(seeds: range) -> tuple[int, list[str]] | None:
    """The first history that went wrong, and what went wrong in it."""
    for seed in seeds:
        faults = await History(seed).faults()
        if faults:
            return seed, faults
    return None


async def test_in_no_history_does_a_calendar_end_up_wrong() -> None:
    assert await first_bad_seed(range(HISTORIES)) is None


async def test_control_without_the_transaction_id_entries_are_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    def always_new(booking: Booking, office: Office, public_url: str, generation: int) -> CalendarEntry:
        return replace(entry_for(booking, office, public_url, generation), transaction=str(uuid.uuid4()))

    monkeypatch.setattr(clerk_module, "entry_for", always_new)
    assert await first_bad_seed(range(CONTROLS)) is not None


async def test_control_without_the_intent_kept_first_entries_are_orphaned(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_first = projection_module.in_hand

    def without_intent(projection: Projection, step: Step, now: datetime) -> Projection:
        return replace(kept_first(projection, step, now), unsure_until=projection.unsure_until)

    monkeypatch.setattr(clerk_module, "in_hand", without_intent)
    assert await first_bad_seed(range(CONTROLS)) is not None


async def test_control_without_looking_entries_are_orphaned(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_looks(projection: Projection, booking: Booking | None) -> Step:
        step = next_step(projection, booking)
        return Step.NOTHING if step is Step.FIND else step

    monkeypatch.setattr(clerk_module, "next_step", never_looks)
    assert await first_bad_seed(range(CONTROLS)) is not None


async def test_control_without_the_last_look_late_makings_are_orphaned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection_module, "UNSURE_FOR", timedelta())
    assert await first_bad_seed(range(CONTROLS)) is not None


async def test_control_with_the_cursor_moved_before_noting_changes_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clerk_module, "Feed", HastyFeed)
    assert await first_bad_seed(range(CONTROLS)) is not None

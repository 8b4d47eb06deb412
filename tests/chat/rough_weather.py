"""One seed is one history: admins book, cancel and close for people who book and wait too, while processes crash and answers are lost.

What came is compared with what the journal says: everybody knows in the end, nobody reads of what was not so, nor twice without a reason.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.chat.notifier.notifier import Notifier
from bot.chat.notifier.reminding import evening_before
from bot.chat.outgoing import CardJson, Reply
from bot.chat.ports import Gone, NotNow, Unsure
from core.conversations import Conversations, Reference
from core.model import Booking, BookingId, Office, Person, Rules, booking_id
from core.people import People, person_operation
from core.store import documents
from core.store.port import Changes, Document, Key, Listing, Operation, Page, Replace, Unavailable
from tests.chat.chronicle import PLACES, WEST, Arrival, Change, Chronicle, Told, catalogue, faults_of_news
from tests.chat.post_office import HOUSE_RULES, reference_of, said
from tests.fakes import FakeClock
from tests.graph_sync.stores import Passing
from tests.graph_sync.test_weather import Weather
from tests.house_of import ROOT, House, ledger, person
from tests.memory_store import MemoryStore

STEPS = 12
HOUR = 17
STARTS = (
    datetime(2026, 11, 24, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 24, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
)
"""Before an evening: of any day, of one on which London's clocks change, and Los Angeles'."""
QUIET, ALONE, GONE = person("quiet"), person("alone"), person("gone")
"""Who wants no reminders, who never met the bot, and who took it away."""
CROWD = (person("ada"), person("eva"), QUIET, ALONE, GONE)
RULES = Rules(advance_booking_days=14, default_allowance=14)


class Crash(BaseException):
    """The process ends here."""


class Process(Passing):
    """One process: its way to the store and to the post. Once it crashed, nothing of it goes on."""

    def __init__(self, history: History) -> None:
        super().__init__(history.store)
        self.history = history
        self.weather = history.weather
        self.is_dead = False
        self.since: dict[BookingId, int] = {}
        self.unkept: set[tuple[BookingId, bool]] = set()
        """Messages that came, and the store does not know it yet; and whether it is a reminder."""
        self.in_hand: set[BookingId] = set()
        rules = HOUSE_RULES
        self.notifier = Notifier(
            store=self,
            people=People(self, frozenset(), rules),
            conversations=Conversations(self, rules, history.clock),
            post=self,
            clock=history.clock,
            rules=rules,
            reminder_hour=HOUR,
            dice=history.dice.random,
            new_id=lambda: "an-id",
        )

    async def round(self) -> bool:
        """One round, or what is left of it."""
        chronicle = self.history.chronicle
        self.since = {booking: chronicle.revision(booking) for booking in chronicle.events}
        try:
            return await self.notifier.round()
        except* Unavailable:
            self.lose()
        return True

    def lose(self) -> None:
        """Whatever came and is not kept by now may come again."""
        self.history.lost.update(self.unkept)
        self.history.doubted |= self.in_hand
        self.unkept.clear()

    async def send(self, to: Reference, reply: Reply) -> str:
        await self._strike(0.02)
        if to.person == GONE.id:
            raise Gone
        if self.weather.strikes(0.15):
            raise NotNow(self.weather.dice.choice((None, 0.0, 3.0, 40.0)))
        if self.weather.strikes(0.05):
            raise Unsure
        told = self.history.catalogue[said(reply)]
        booking = booking_id(told.day, told.office, to.person)
        self._write_down(told, booking)
        await self._strike(0.08)
        if self.weather.strikes(0.1):
            self.lose()
            raise Unsure
        return "a-message"

    def _write_down(self, told: Told, booking: BookingId) -> None:
        chronicle = self.history.chronicle
        arrival = Arrival(told, self.since.get(booking, 0), chronicle.revision(booking), self.history.clock.now())
        chronicle.events.setdefault(booking, []).append(arrival)
        self.unkept.add((booking, told.state is None))

    async def update(self, to: Reference, message: str, card: CardJson, summary: str) -> None:
        raise AssertionError

    async def read(self, key: Key) -> Document | None:
        await self._strike_store(0.003)
        return await super().read(key)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        await self._strike_store(0.03 if listing.kind == "booking" else 0.003)
        return await super().list(listing, limit=min(limit, 3) if listing.kind == "booking" else limit, next=next)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        await self._strike_store(0.003)
        return await super().changes(token, limit=min(limit, 7))

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await self._strike_store(0.003)
        await super().commit(partition, operations)
        for one in operations:
            kind, _, booking = one.id.partition("|")
            if isinstance(one, Replace) and kind in {"message", "reminder"}:
                self._kept(BookingId(booking), kind == "reminder", str(one.fields["trouble"]))
        await self._strike_store(0.003)  # written, and nobody hears of it

    def _kept(self, booking: BookingId, is_reminder: bool, trouble: str) -> None:
        if trouble in {"in hand", "unsure"}:
            self.in_hand.add(booking)
        else:
            self.in_hand.discard(booking)
        if not trouble:
            self.unkept.discard((booking, is_reminder))
        if trouble == "unsure":
            self.history.doubted.add(booking)

    async def _strike(self, crash: float) -> None:
        await self.weather.drift()
        if self.is_dead:
            raise Crash
        if self.weather.strikes(crash):
            self.is_dead = True
            raise Crash

    async def _strike_store(self, crash: float) -> None:
        await self._strike(crash)
        if self.weather.strikes(0.003):
            raise Unavailable("rough weather")


class History:
    """Five people, two offices, a week of days, a process and sometimes a second one."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        start = self.dice.choice(STARTS)
        self.clock = FakeClock(start)
        self.days = [start.date() + timedelta(days=number) for number in range(1, 4)]
        self.catalogue = catalogue(self.days)
        self.weather = Weather(self.dice)
        self.store = MemoryStore(self.clock)
        self.chronicle = Chronicle(self.store)
        self.house = House(self.chronicle, self.clock, RULES)
        self.lost: Counter[tuple[BookingId, bool]] = Counter()
        self.doubted: set[BookingId] = set()
        """Of these something may have been told, or not, as far as any process knew."""
        self.asks = 0
        self.processes = [Process(self)]

    async def faults(self) -> list[str]:
        await self._begin()
        for _ in range(STEPS):
            await asyncio.gather(self._people_act(), *(self._work(place) for place in range(len(self.processes))))
            self.clock.forward(timedelta(seconds=self.dice.choice((0, 1, 3, 20, 70, 200, 1500, 4000))))
            if self.dice.random() < 0.2:
                self.processes = [self.processes[0], Process(self)] if len(self.processes) == 1 else [Process(self)]
        self.weather.rough = False
        cleared_at = self.clock.now()
        await self._clear_up()
        return await self._verdict(cleared_at)

    def arrivals(self) -> int:
        """How many messages came."""
        return sum(isinstance(one, Arrival) for events in self.chronicle.events.values() for one in events)

    async def _begin(self) -> None:
        await self.house.open(*PLACES)
        await self.house.knows(*CROWD, ROOT)
        for who in CROWD:
            if who is not ALONE:
                await Conversations(self.store, HOUSE_RULES, self.clock).keep(reference_of(who))
        key = documents.person_key(QUIET.id)
        document = await self.store.read(key)
        assert document is not None
        quiet = replace(documents.person_of(document), reminders=False)
        await self.store.commit(key.partition, [person_operation(quiet, document.version, RULES)])
        self.weather.rough = False
        await self.processes[0].round()
        self.weather.rough = True

    async def _people_act(self) -> None:
        for _ in range(self.dice.randrange(1, 6)):
            await self.weather.drift()
            await self._act(self.dice.choice(CROWD), self.dice.choice(self.days), self.dice.choice(PLACES))

    async def _act(self, who: Person, day: date, office: Office) -> None:
        self.asks += 1
        ask, parking = f"ask-{self.asks}", self.dice.random() < 0.3
        match self.dice.randrange(11):
            case 0 | 1 | 2:
                await self.house.book(who, day, office=office, parking=parking, ask=ask)
            case 3 | 4 | 5:
                await self.house.book(ROOT, day, office=office, parking=parking, ask=ask, whom=who)
            case 6 | 7:
                await self.house.cancel(ROOT, booking_id(day, office.id, who.id), ask=ask)
            case 8:
                await self.house.cancel(who, booking_id(day, office.id, who.id), ask=ask)
            case 9:
                await self.house.join(who, day, office=WEST, ask=ask)
            case _:
                await self._close_or_open(day, office, ask)

    async def _close_or_open(self, day: date, office: Office, ask: str) -> None:
        if self.dice.random() < 0.3:
            await self.house.close_day(office, day, clear=True, ask=ask)
        else:
            await self.house.open_day(office, day, ask=ask)

    async def _work(self, place: int) -> None:
        for _ in range(self.dice.randrange(1, 5)):
            try:
                await self.processes[place].round()
            except* Crash:
                self.processes[place].lose()
                self.processes[place] = Process(self)

    async def _clear_up(self) -> None:
        """Some days go by: longer than any doubt, and every process starts anew."""
        for minutes in (1, 2, 5, 10, 20, 40, *(270 for _ in range(18))):
            self.processes = [Process(self) for _ in self.processes]
            for _ in range(60):
                busy = [await process.round() for process in self.processes]
                if not any(busy):
                    break
            else:
                raise AssertionError("the notifier runs hot")
            self.clock.forward(timedelta(minutes=minutes))

    async def _verdict(self, cleared_at: datetime) -> list[str]:
        found: list[str] = []
        for booking, events in self.chronicle.events.items():
            news = [one for one in events if isinstance(one, Change) or one.told.state is not None]
            is_reachable = not booking.endswith((ALONE.id, GONE.id))
            faults = faults_of_news(news, self.lost[booking, False], doubted=booking in self.doubted, is_reachable=is_reachable)
            found += [f"{booking}: {fault}" for fault in faults]
            reminders = [one for one in events if isinstance(one, Arrival) and one.told.state is None]
            if len(reminders) > 1 + self.lost[booking, True]:
                found.append(f"{booking}: reminded {len(reminders)} times")
        bookings = {one.id: one for one in (await ledger(self.store)).bookings}
        for booking in bookings.values():
            found += [f"{booking.id}: {fault}" for fault in self._faults_of_reminders(booking, cleared_at)]
        return found

    def _faults_of_reminders(self, booking: Booking, cleared_at: datetime) -> Iterator[str]:
        office = next(one for one in PLACES if one.id == booking.office)
        evening = evening_before(office, booking.day, HOUR)
        reminders = [one for one in self.chronicle.events[booking.id] if isinstance(one, Arrival) and one.told.state is None]
        if booking.person in {QUIET.id, ALONE.id, GONE.id} and reminders:
            yield "reminded against their will"
        if any(not evening.holds(one.at) for one in reminders):
            yield "reminded by day or by night"
        if any(max(one.since, one.now) % 2 == 0 and one.since == one.now for one in reminders):
            yield "reminded of a day that was given back"
        is_owed = evening.is_for(booking) and cleared_at < evening.ends - timedelta(hours=2)
        if is_owed and not reminders and booking.person in {CROWD[0].id, CROWD[1].id}:
            yield "nobody was reminded"


async def first_bad_seed(seeds: range, fault: str = "") -> tuple[int, list[str]] | None:
    """The first history that went wrong (in this way), and what went wrong in it."""
    for seed in seeds:
        faults = await History(seed).faults()
        if any(fault in one for one in faults):
            return seed, faults
    return None

"""Rough weather for the engine: one seed is one history of people, admins and a keeper over a store that fails in every way it can.

Calls never arrive, arrive without an answer, or arrive twice; whoever called is then as good as crashed between two store calls. The clock
jumps. Everybody acts at once. Reads are old, as those of a replica of Azure Cosmos DB that lags behind: but never older than what the
reader's session was told already, by a refusal too, and a replica catches up faster than somebody who got no answer sends again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from core import reading, waiting
from core.decision import Booked, Cancelled, Code, Joined, Left, Refusal, Repeated, Waits
from core.journal import Action
from core.model import Office, OfficeId, Person, State
from core.service import Busy
from core.store.port import Conflict, Document, Key, Listing, Operation, Page, Unavailable
from tests.fakes import FakeClock
from tests.house_of import NOON, TOMORROW, House, Ledger, booking_on, ledger, person
from tests.memory_store import Kept, MemoryStore

SMALL = Office(id=OfficeId("small"), name="Small", zone="UTC", capacity=2, parking_capacity=1)
DAYS = [TOMORROW, TOMORROW.replace(day=26), TOMORROW.replace(day=30)]
NAMES = ("anna", "ben", "cleo", "dan")
ALLOWANCE = 3
SENDS = 80
"""How often somebody sends again before giving up; more than any history needs."""
MEMORY = 4
"""How many writes a read may lag behind."""
JUMP = timedelta(hours=2)

Call = Callable[[], Coroutine[object, object, Booked | Cancelled | Joined | Left | Waits | Repeated | Refusal | Office]]
_seen: ContextVar[list[int]] = ContextVar("seen")
"""Up to which write the one who reads was told of what happened."""


class Weather(MemoryStore):
    """A store in rough weather."""

    def __init__(self, clock: FakeClock, dice: random.Random) -> None:
        super().__init__(clock)
        self.clock = clock
        self.dice = dice
        self.calm = True
        self.past: list[dict[Key, Kept]] = []
        self.acts = 0

    async def read(self, key: Key) -> Document | None:
        return (await self.read_many([key])).get(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        await self._drift()
        self._may_crash()
        with_lag = self._lagging()
        present, self.kept = self.kept, with_lag
        try:
            found = await super().read_many(keys)
        finally:
            self.kept = present
        await self._drift()  # what was read may be old before anybody looks at it
        return found

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        await self._drift()
        self._may_crash()
        return await super().list(listing, limit=limit, next=next)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await self._drift()
        luck = 1.0 if self.calm else self.dice.random()
        if luck < 0.07:
            raise Unavailable("never arrived")
        try:
            await self.apply(partition, operations)
            self.past.append(dict(self.kept))
            del self.past[: -MEMORY - 1]
            self.acts += 1
            if luck < 0.14:
                raise Unavailable("arrived, the answer was lost")
            if luck < 0.21:
                await self.apply(partition, operations)  # sent again without a word: the second answer is the one that counts
        except Conflict:
            _seen.get([0])[0] = self.acts
            raise

    async def apply(self, partition: str, operations: Sequence[Operation]) -> None:
        await super().commit(partition, operations)

    def _lagging(self) -> dict[Key, Kept]:
        if self.calm or not self.past:
            return self.kept
        oldest = max(0, _seen.get([0])[0] - (self.acts - len(self.past)) - 1)
        return self.dice.choice([*self.past[oldest:], self.kept])

    def _may_crash(self) -> None:
        if not self.calm and self.dice.random() < 0.02:
            raise Unavailable("crashed while reading")

    async def _drift(self) -> None:
        if self.calm:
            return
        if self.dice.random() < 0.02:
            self.clock.set(NOON + self.dice.uniform(-1, 1) * JUMP)
        for _ in range(self.dice.randrange(3)):
            await asyncio.sleep(0)


@dataclass
class Clicker:
    """Somebody who books, cancels, waits and leaves, and sends again what was not answered."""

    house: House
    who: Person
    store: Weather
    dice: random.Random
    holds: dict[date, bool] = field(default_factory=dict[date, bool])
    waited: set[date] = field(default_factory=set[date])
    lies: list[str] = field(default_factory=list[str])

    async def live(self) -> None:
        _seen.set([0])
        for number in range(5):
            day = self.dice.choice(DAYS)
            luck = self.dice.random()
            if luck < 0.45:
                await self.book(day, number)
            elif luck < 0.7:
                await self.cancel(day, number)
            elif luck < 0.95:
                await self.join(day, number)
            else:
                await self.sent(lambda day=day, number=number: self.house.leave(self.who, day, office=SMALL, ask=f"leave-{number}"))

    async def book(self, day: date, number: int) -> None:
        parking = self.dice.random() < 0.4
        ask = f"{self.who.name}-ask-{number}"
        answer = await self.sent(lambda: self.house.book(self.who, day, office=SMALL, parking=parking, ask=ask))
        if isinstance(answer, Refusal):
            if answer.code is Code.ALREADY_BOOKED and not self.holds.get(day) and day not in self.waited:
                self.lies.append(f"{ask}: told already booked, but was never told booked")
        elif isinstance(answer, Booked | Repeated):
            self.holds[day] = answer.booking.state is State.ACTIVE

    async def cancel(self, day: date, number: int) -> None:
        booking = booking_on(day, SMALL, self.who)
        answer = await self.sent(lambda: self.house.cancel(self.who, booking, ask=f"{self.who.name}-back-{number}"))
        if isinstance(answer, Cancelled | Repeated):
            self.holds[day] = False

    async def join(self, day: date, number: int) -> None:
        parking, until = self.dice.random() < 0.3, self.dice.choice([None, None, time(12, 30)])
        ask = f"{self.who.name}-join-{number}"
        answer = await self.sent(lambda: self.house.join(self.who, day, office=SMALL, parking=parking, until=until, ask=ask))
        if isinstance(answer, Joined | Waits):
            self.waited.add(day)
        elif isinstance(answer, Repeated):
            self.waited.add(day)
            self.holds[day] = answer.booking.is_active

    async def sent(self, call: Call) -> object:
        for _ in range(SENDS):
            try:
                return await call()
            except (Unavailable, Busy):
                continue
            finally:
                _seen.get()[0] = self.store.acts
        self.lies.append(f"{self.who.name} was never answered")
        return None


@dataclass
class Admin:
    """Makes the office smaller and larger, closes days and opens them again; what was not answered is sent again, or left to the keeper."""

    house: House
    dice: random.Random

    async def live(self) -> None:
        _seen.set([0])
        for number in range(3):
            day = self.dice.choice(DAYS)
            luck = self.dice.random()
            if luck < 0.4:
                size = self.dice.randrange(4), self.dice.randrange(3)
                await self.sent(lambda size=size, number=number: self.house.resize(SMALL, *size, ask=f"resize-{number}"))
            elif luck < 0.7:
                clear = self.dice.random() < 0.7
                await self.sent(
                    lambda day=day, clear=clear, number=number: self.house.close_day(SMALL, day, clear=clear, ask=f"close-{number}")
                )
            else:
                await self.sent(lambda day=day, number=number: self.house.open_day(SMALL, day, ask=f"open-{number}"))

    async def sent(self, call: Call) -> None:
        for _ in range(self.dice.randrange(1, 4)):
            try:
                await call()
            except (Unavailable, Busy):
                continue
            return


async def keep(house: House, rounds: int) -> None:
    _seen.set([0])
    for _ in range(rounds):
        await house.keeper.round()


async def history(seed: int, weather: type[Weather] = Weather) -> list[str]:
    """Everything that went wrong in one history."""
    dice = random.Random(seed)
    clock = FakeClock(NOON)
    store = weather(clock, dice)
    house = await House(store, clock).open(SMALL)
    crowd = [person(name) for name in NAMES]
    await house.knows(*crowd)
    store.calm = False
    people = [Clicker(house, who, store, dice) for who in crowd]
    admins = [Admin(house, dice)] if dice.random() < 0.5 else []
    await asyncio.gather(*(one.live() for one in people), *(one.live() for one in admins), keep(house, 2))
    store.calm = True
    clock.set(NOON)
    await house.keeper.round()
    found = await ledger(store)
    faults = [*found.faults(ALLOWANCE, shrunk=bool(admins)), *(lie for one in people for lie in one.lies)]
    faults += [fault for one in people for day in DAYS for fault in told_wrongly(one, day, found)]
    return faults + await _places_that_are_not_given(house)


def told_wrongly(one: Clicker, day: date, found: Ledger) -> list[str]:
    """What a person believes is what is so, unless the house itself moved them since: from the line, or out of a closed day."""
    booking = next((known for known in found.bookings if known.id == booking_on(day, SMALL, one.who)), None)
    is_held = booking is not None and booking.is_active
    if is_held == one.holds.get(day, False):
        return []
    last = max(
        (entry for entry in found.journal if booking and entry.booking == booking.id), key=lambda entry: entry.revision, default=None
    )
    by_the_house = Action.BOOKING_PROMOTED if is_held else Action.BOOKING_CLEARED
    if last is not None and last.action is by_the_house:
        return []
    return [f"{one.who.name} was told {one.holds.get(day)} of {day}, the store says {is_held} by {last.action if last else None}"]


async def _places_that_are_not_given(house: House) -> list[str]:
    """After all is calm, whoever waits and may have a place has it, the cleared days are clear, and what is free can be booked."""
    faults: list[str] = []
    office = await house.office(SMALL)
    if office.rolled_out != office.revision or office.clearing:
        faults.append(f"the days do not follow the office: {office}")
    for day in DAYS:
        found = await ledger(house.store)
        tally = next((one for one in found.tallies if one.day == day), None)
        limits = office.limits_on(day)
        if tally is not None and (tally.capacity, tally.parking_capacity, tally.closed) != (
            limits.capacity,
            limits.parking_capacity,
            limits.closed,
        ):
            faults.append(f"{day}: the tally says {tally}, the office {limits}")
        if await _somebody_could_have_had_a_place(house, office, day):
            faults.append(f"{day}: somebody waits although they could have a place")
        taken = sum(booking.day == day for booking in found.active)
        for number in range(0 if limits.closed else limits.capacity - taken):
            answer = await house.book(person(f"new-{day}-{number}"), day, office=SMALL, ask="the-last-ask")
            if not isinstance(answer, Booked):
                faults.append(f"{day}: {taken} of {limits.capacity} taken, yet {answer}")
    return faults


async def _somebody_could_have_had_a_place(house: House, office: Office, day: date) -> bool:
    line = await reading.line_of(house.store, office, day)
    known = await reading.hopefuls(house.store, house.people, office.id, day, [waiter.person for waiter in line.queue.waiters])
    candidates = {who: hopeful.candidate for who, hopeful in known.items()}
    return bool(waiting.promote(office, line.tally, line.queue.waiters, candidates, NOON, house.rules))


async def bad_seeds(weather: type[Weather], seeds: range) -> list[tuple[int, list[str]]]:
    found = [(seed, await history(seed, weather)) for seed in seeds]
    return [(seed, faults) for seed, faults in found if faults]

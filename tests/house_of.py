"""A small house for tests: two offices, some people, the engine over any store, and the questions that every test asks of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, time

from msgspec import UNSET

from core import offices
from core.administration import Administration, Edit
from core.decision import Booked, Cancelled, Joined, Left, Refusal, Repeated, Waits
from core.house_rules import FixedRules, RulesSource
from core.journal import Action, Entry, entry_of
from core.keeper import Keeper
from core.model import (
    AskId,
    Booking,
    BookingId,
    Office,
    OfficeDay,
    OfficeId,
    Person,
    PersonId,
    PersonWeek,
    Queue,
    Rules,
    SpecialDay,
    booking_id,
    person_id,
)
from core.office_edits import OfficeEdit
from core.people import People
from core.roll_out import RollOut
from core.service import Book, Leave, Service, Wait
from core.store import documents
from core.store.port import Document, Store
from tests.fakes import FakeClock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday in ISO week 48."""
TODAY = date(2026, 11, 24)
TOMORROW = date(2026, 11, 25)
LONDON = Office(id=OfficeId("london"), name="London", zone="Europe/London", capacity=10, parking_capacity=4)
AUCKLAND = Office(id=OfficeId("auckland"), name="Auckland", zone="Pacific/Auckland", capacity=6, parking_capacity=2)
RULES = Rules(advance_booking_days=14, default_allowance=3)

Answer = Booked | Cancelled | Repeated | Refusal


def person(name: str, **more: object) -> Person:
    return Person(id=person_id("tenant", name), name=name.title(), **more)  # pyright: ignore[reportArgumentType] - keywords of Person


ROOT = person("root", is_system_admin=True)


def edit(ask: str, seen: str | None = None, actor: Person = ROOT) -> Edit:
    return Edit(actor=actor, ask=AskId(ask), correlation="correlation", seen=seen)


async def no_pause(_: int) -> None:
    await asyncio.sleep(0)


class House:
    """The engine over a store, with a clock that stands still."""

    def __init__(
        self,
        store: Store,
        clock: FakeClock,
        rules: Rules = RULES,
        pause: Callable[[int], Awaitable[None]] = no_pause,
        system_admins: frozenset[PersonId] = frozenset(),
        source: RulesSource | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.rules = rules
        source = source or FixedRules(rules)
        self.people = People(store, system_admins, source)
        self.service = Service(store, self.people, clock, source, pause)
        self.roll_out = RollOut(store, self.people, clock, source, pause)
        self.admin = Administration(store, self.people, clock, source, pause, self.roll_out)
        self.keeper = Keeper(store, self.service, self.roll_out, clock, source, lambda: "a-round")

    async def open(self, *places: Office) -> House:
        await offices.seed(self.store, places or (LONDON, AUCKLAND))
        return self

    async def book(
        self,
        who: Person,
        day: date = TOMORROW,
        *,
        office: Office = LONDON,
        parking: bool = False,
        ask: str = "first-ask",
        whom: Person | None = None,
        reason: str = "",
    ) -> Booked | Repeated | Refusal:
        command = Book(ask=AskId(ask), office=office.id, day=day, parking=parking, reason=reason, person=whom.id if whom else None)
        return await self.service.book(who, command, "correlation")

    async def join(
        self,
        who: Person,
        day: date = TOMORROW,
        *,
        office: Office = LONDON,
        parking: bool = False,
        until: time | None = None,
        ask: str = "join-ask",
        whom: Person | None = None,
        reason: str = "",
    ) -> Joined | Waits | Repeated | Refusal:
        command = Wait(
            ask=AskId(ask), office=office.id, day=day, parking=parking, until=until, reason=reason, person=whom.id if whom else None
        )
        return await self.service.join(who, command, "correlation")

    async def leave(self, who: Person, day: date = TOMORROW, *, office: Office = LONDON, ask: str = "leave-ask") -> Left | Waits | Refusal:
        return await self.service.leave(who, Leave(ask=AskId(ask), office=office.id, day=day), "correlation")

    async def office(self, office: Office) -> Office:
        """The office as the house knows it by now."""
        found = await offices.read(self.store, office.id)
        assert found is not None
        return found

    async def resize(
        self, office: Office, capacity: int, parking: int | None = None, ask: str = "edit-ask", seen: str | None = None
    ) -> Office | Refusal:
        change = OfficeEdit(capacity=capacity, parking_capacity=UNSET if parking is None else parking)
        return await self.admin.edit_office(edit(ask, seen), office.id, change)

    async def close_day(self, office: Office, day: date = TOMORROW, *, clear: bool = False, ask: str = "close-ask") -> Office | Refusal:
        return await self.admin.set_day(edit(ask), office.id, SpecialDay(day=day, open=False, note="Painters"), clear=clear)

    async def open_day(self, office: Office, day: date = TOMORROW, ask: str = "open-ask") -> Office | Refusal:
        return await self.admin.set_day(edit(ask), office.id, SpecialDay(day=day))

    async def knows(self, *people: Person) -> House:
        """As if they had signed in: whoever waits must be known, as in the product."""
        for one in people:
            await self.people.signed_in(one.id, one.name, one.email, self.clock.now())
        return self

    async def cancel(self, who: Person, booking: BookingId, ask: str = "cancel-ask") -> Cancelled | Repeated | Refusal:
        return await self.service.cancel(who, booking, AskId(ask), "correlation")


def booking_on(day: date, office: Office, who: Person) -> BookingId:
    return booking_id(day, office.id, who.id)


async def everything(store: Store) -> list[Document]:
    token, found = None, list[Document]()
    while True:
        changes = await store.changes(token, limit=500)
        if not changes.documents:
            return found
        found += changes.documents
        token = changes.token


class Ledger:
    """All that a store holds, and whether it adds up."""

    def __init__(self, kept: list[Document]) -> None:
        self.bookings: list[Booking] = [documents.booking_of(one) for one in _of_kind(kept, "booking")]
        self.active = [booking for booking in self.bookings if booking.is_active]
        self.tallies: list[OfficeDay] = [documents.office_day_of(one) for one in _of_kind(kept, "day")]
        self.weeks: list[PersonWeek] = [documents.person_week_of(one) for one in _of_kind(kept, "person_week")]
        self.queues: list[Queue] = [documents.queue_of(one) for one in _of_kind(kept, "queue")]
        self.journal: list[Entry] = [entry for one in _of_kind(kept, "journal") if (entry := entry_of(one))]

    def faults(self, allowance: int, *, shrunk: bool = False) -> list[str]:
        """Every promise of the house that does not hold. `shrunk`: admins lowered capacities below what was booked."""
        return [*self._tally_faults(shrunk=shrunk), *self._week_faults(allowance), *self._journal_faults(), *self._queue_faults()]

    def _tally_faults(self, *, shrunk: bool) -> Iterator[str]:
        taken = Counter((booking.office, booking.day) for booking in self.active)
        parked = Counter((booking.office, booking.day) for booking in self.active if booking.parking)
        known = {(tally.office, tally.day) for tally in self.tallies}
        for tally in self.tallies:
            place = (tally.office, tally.day)
            if tally.taken != taken[place] or tally.parking_taken != parked[place]:
                yield f"{place}: the tally says {tally.taken}+{tally.parking_taken}, the bookings {taken[place]}+{parked[place]}"
            if not shrunk and (taken[place] > tally.capacity or parked[place] > tally.parking_capacity):
                yield f"{place}: overfull"
        yield from (f"{place}: booked without a tally" for place in taken if place not in known)

    def _week_faults(self, allowance: int) -> Iterator[str]:
        used = Counter((booking.person, documents.week_of(booking.day)) for booking in self.active)
        kept = {(week.person, week.week): week for week in self.weeks}
        for whose, count in used.items():
            if count > allowance:
                yield f"{whose}: {count} days, allowed {allowance}"
        for whose in used.keys() | kept.keys():
            week = kept.get(whose)
            if (week.used if week else 0) != used[whose] or (week is not None and sum(week.by_weekday) != week.used):
                yield f"{whose}: the week says {week}, the bookings {used[whose]}"

    def _journal_faults(self) -> Iterator[str]:
        for booking in self.bookings:
            changes = sorted(entry.revision for entry in self.journal if entry.booking == booking.id)
            if changes != list(range(1, booking.revision + 1)):
                yield f"{booking.id}: revision {booking.revision}, journal {changes}"
        for entry in self.journal:
            if entry.booking and (entry.action in _MAKING) != (entry.revision % 2 == 1):
                yield f"{entry.booking}: {entry.action} as revision {entry.revision}"

    def _queue_faults(self) -> Iterator[str]:
        told = {(tally.office, tally.day): tally.waiting for tally in self.tallies}
        for queue in self.queues:
            people = [waiter.person for waiter in queue.waiters]
            if len(people) != len(set(people)):
                yield f"{queue.office}, {queue.day}: somebody waits twice"
            if told.pop((queue.office, queue.day), None) != len(people):
                yield f"{queue.office}, {queue.day}: {len(people)} wait, the tally says something else"
        yield from (f"{place}: the tally says {count} wait, yet there is no line" for place, count in told.items() if count)
        for queue in self.queues:
            for waiter in queue.waiters:
                whose = [
                    entry for entry in self.journal if (entry.office, entry.day, entry.person) == (queue.office, queue.day, waiter.person)
                ]
                if not any(entry.action is Action.WAIT_JOINED for entry in whose):
                    yield f"{waiter.person} waits for {queue.day} without an entry"


_MAKING = (Action.BOOKING_MADE, Action.BOOKING_PROMOTED)


def _of_kind(kept: list[Document], kind: str) -> list[Document]:
    return [document for document in kept if documents.kind_of(document) == kind]


async def ledger(store: Store) -> Ledger:
    return Ledger(await everything(store))

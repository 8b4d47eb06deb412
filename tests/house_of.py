"""A small house for tests: two offices, some people, the engine over any store, and the questions that every test asks of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime

from core import offices
from core.decision import Booked, Cancelled, Refusal, Repeated
from core.journal import Action, Entry, entry_of
from core.model import AskId, Booking, BookingId, Office, OfficeDay, OfficeId, Person, PersonWeek, Rules, booking_id, person_id
from core.people import People
from core.service import Book, Service
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


async def no_pause(_: int) -> None:
    await asyncio.sleep(0)


class House:
    """The engine over a store, with a clock that stands still."""

    def __init__(self, store: Store, clock: FakeClock, rules: Rules = RULES, pause: Callable[[int], Awaitable[None]] = no_pause) -> None:
        self.store = store
        self.clock = clock
        self.rules = rules
        self.people = People(store, frozenset())
        self.service = Service(store, self.people, clock, rules, pause)

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
    ) -> Booked | Repeated | Refusal:
        command = Book(ask=AskId(ask), office=office.id, day=day, parking=parking, person=whom.id if whom else None)
        return await self.service.book(who, command, "correlation")

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
        self.journal: list[Entry] = [entry_of(one) for one in _of_kind(kept, "journal")]

    def faults(self, allowance: int) -> list[str]:
        """Every promise of the house that does not hold; empty for a healthy one."""
        return [*self._tally_faults(), *self._week_faults(allowance), *self._journal_faults()]

    def _tally_faults(self) -> Iterator[str]:
        taken = Counter((booking.office, booking.day) for booking in self.active)
        parked = Counter((booking.office, booking.day) for booking in self.active if booking.parking)
        known = {(tally.office, tally.day) for tally in self.tallies}
        for tally in self.tallies:
            place = (tally.office, tally.day)
            if tally.taken != taken[place] or tally.parking_taken != parked[place]:
                yield f"{place}: the tally says {tally.taken}+{tally.parking_taken}, the bookings {taken[place]}+{parked[place]}"
            if taken[place] > tally.capacity or parked[place] > tally.parking_capacity:
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
            changes = sorted(entry.after.revision for entry in self.journal if entry.booking == booking.id)
            if changes != list(range(1, booking.revision + 1)):
                yield f"{booking.id}: revision {booking.revision}, journal {changes}"
        for entry in self.journal:
            if (entry.action is Action.BOOKING_MADE) != (entry.after.revision % 2 == 1):
                yield f"{entry.booking}: {entry.action} as revision {entry.after.revision}"


def _of_kind(kept: list[Document], kind: str) -> list[Document]:
    return [document for document in kept if documents.kind_of(document) == kind]


async def ledger(store: Store) -> Ledger:
    return Ledger(await everything(store))

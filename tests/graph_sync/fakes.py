"""A calendar in memory that behaves as Outlook does, and a desk: a house, a calendar and clerks over one store."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from core.clock import Clock
from core.house_rules import FixedRules
from core.model import Booking, BookingId, Office, Person, Rules, person_id
from core.store.port import Store
from graph_sync.clerk import Clerk
from graph_sync.entry import CalendarEntry, entry_for
from graph_sync.reply import Reply
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, TOMORROW, House, booking_on, ledger

HOUSE_RULES = FixedRules(Rules())
URL = "https://office.contoso.example"
GONE = Reply(status=404, code="ErrorItemNotFound")
NO_MAILBOX = Reply(status=404, code="MailboxNotEnabledForRESTAPI")


def mailbox_of(who: Person) -> str:
    return who.id.partition(".")[2]


def people(count: int) -> list[Person]:
    return [Person(id=person_id("tenant", f"p{number}"), name=f"Person {number}") for number in range(count)]


class FakeCalendar:
    """Makes an entry once for each transaction id, finds entries by the booking they carry, and counts what it is asked."""

    def __init__(self) -> None:
        self.entries: defaultdict[str, dict[str, CalendarEntry]] = defaultdict(dict)
        self.calls: list[tuple[str, str]] = []
        self.without_mailbox: set[str] = set()
        self.answers: list[Reply] = []
        """Given instead of doing anything, the first first."""
        self.begun = asyncio.Semaphore(0)
        """Released by each call; `open` lets calls go on."""
        self.open = asyncio.Event()
        self.open.set()
        self.most_at_once = 0
        self.most_in_one_mailbox = 0
        self._under_way: Counter[str] = Counter()
        self._number = 0

    async def create(self, mailbox: str, entry: CalendarEntry) -> Reply:
        return await self.call("create", mailbox, lambda: self._make(mailbox, entry))

    async def update(self, mailbox: str, event_id: str, entry: CalendarEntry) -> Reply:
        return await self.call("update", mailbox, lambda: self._change(mailbox, event_id, entry))

    async def remove(self, mailbox: str, event_id: str) -> Reply:
        return await self.call("remove", mailbox, lambda: self._delete(mailbox, event_id))

    async def find(self, mailbox: str, booking: BookingId) -> Reply:
        return await self.call("find", mailbox, lambda: self._look_for(mailbox, booking))

    async def call(self, what: str, mailbox: str, work: Callable[[], Reply]) -> Reply:
        self.calls.append((what, mailbox))
        self._under_way[mailbox] += 1
        self.most_at_once = max(self.most_at_once, self._under_way.total())
        self.most_in_one_mailbox = max(self.most_in_one_mailbox, self._under_way[mailbox])
        self.begun.release()
        try:
            await asyncio.sleep(0)
            await self.open.wait()
            return self.answer(mailbox, work)
        finally:
            self._under_way[mailbox] -= 1

    def answer(self, mailbox: str, work: Callable[[], Reply]) -> Reply:
        if self.answers:
            return self.answers.pop(0)
        return NO_MAILBOX if mailbox in self.without_mailbox else work()

    def _make(self, mailbox: str, entry: CalendarEntry) -> Reply:
        entries = self.entries[mailbox]
        earlier = next((name for name, kept in entries.items() if kept.transaction == entry.transaction), None)
        if earlier is None:
            self._number += 1
            earlier = f"E{self._number}"
            entries[earlier] = entry
        if entries[earlier] != entry:
            return Reply(status=400, code="ErrorDuplicateTransactionId", event=earlier)
        return Reply(status=201, event=earlier)

    def _change(self, mailbox: str, event_id: str, entry: CalendarEntry) -> Reply:
        if event_id not in self.entries[mailbox]:
            return GONE
        self.entries[mailbox][event_id] = entry
        return Reply(status=200, event=event_id)

    def _delete(self, mailbox: str, event_id: str) -> Reply:
        removed = self.entries[mailbox].pop(event_id, None)
        return Reply(status=204) if removed else Reply(status=403, code="ErrorCannotDeleteObject")

    def _look_for(self, mailbox: str, booking: BookingId) -> Reply:
        found = next((name for name, kept in self.entries[mailbox].items() if kept.booking == booking), None)
        return Reply(status=200, event=found)


class Desk:
    """Where the clerk sits. The clock stands still, and so does its dice."""

    def __init__(self, store: Store, clock: FakeClock, calendar: FakeCalendar, house: House) -> None:
        self.store = store
        self.clock = clock
        self.calendar = calendar
        self.house = house
        self.clerk = self.new_clerk()

    def new_clerk(self, *, store: Store | None = None, parallel: int = 4, clock: Clock | None = None) -> Clerk:
        return Clerk(store or self.store, self.calendar, clock or self.clock, URL, parallel, lambda: 0.5, HOUSE_RULES)

    async def book(self, who: Person, day: date = TOMORROW, *, ask: str = "", parking: bool = False) -> None:
        await self.house.book(who, day, parking=parking, ask=ask or f"book-{day}")

    async def cancel(self, who: Person, day: date = TOMORROW, *, ask: str = "") -> None:
        await self.house.cancel(who, booking_on(day, LONDON, who), ask=ask or f"cancel-{day}")

    def subjects(self, who: Person) -> list[str]:
        return [entry.subject for entry in self.calendar.entries[mailbox_of(who)].values()]

    @property
    def steps(self) -> list[str]:
        return [what for what, _ in self.calendar.calls]

    async def begin(self, clerk: Clerk | None = None) -> asyncio.Task[bool]:
        """A round that has come as far as its first call and waits there for the calendar to open."""
        self.calendar.open.clear()
        serving = asyncio.create_task((clerk or self.clerk).round())
        await self.calendar.begun.acquire()
        return serving

    async def settle(self, clerk: Clerk | None = None, *, rounds: int = 60) -> None:
        """Rounds until there is nothing to do at this moment."""
        for _ in range(rounds):
            if not await (clerk or self.clerk).round():
                return
        raise AssertionError("the clerk runs hot")

    async def faults(self) -> list[str]:
        return entry_faults((await ledger(self.store)).active, self.calendar, (LONDON, AUCKLAND))


def entry_faults(active: list[Booking], calendar: FakeCalendar, offices: Sequence[Office]) -> list[str]:
    """Whatever the calendars say that the bookings do not, and the other way round."""
    named = {office.id: office for office in offices}
    wanted = {booking.id: entry_for(booking, named[booking.office], URL, 1) for booking in active}
    owner = {booking.id: booking.person.partition(".")[2] for booking in active}
    found = Counter(entry.booking for entries in calendar.entries.values() for entry in entries.values())
    faults = [f"{booking}: {found[booking]} entries, wanted {int(booking in wanted)}" for booking in wanted.keys() | found.keys()
              if found[booking] != int(booking in wanted)]  # fmt: skip
    wrong = (
        f"{entry.booking}: the entry in {mailbox} says something else: {entry.subject}"
        for mailbox, entries in calendar.entries.items()
        for entry in entries.values()
        if entry.booking in wanted and (mailbox != owner[entry.booking] or said_by(entry) != said_by(wanted[entry.booking]))
    )
    return [*faults, *wrong]


def said_by(entry: CalendarEntry) -> tuple[object, ...]:
    """All that a person can read of an entry."""
    return (entry.subject, entry.body_html, entry.location, entry.address, entry.zone, entry.first, entry.until)

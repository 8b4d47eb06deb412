"""The clerk's day: notes from the journal which entries must change, and changes them, one call at a time for each mailbox.

Everything may happen twice and nothing may be lost: an entry is noted as wanted before the place in the feed moves on, and stays wanted
until Outlook has said that it is so.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import structlog

from core import offices
from core.backlog import CALENDAR
from core.clock import Clock
from core.errands.feed import Feed, each
from core.errands.present import present
from core.errands.records import Record, Records
from core.errands.rounds import keep_going
from core.house_rules import RulesSource
from core.journal import Entry
from core.model import Booking, BookingId
from core.store.port import Store
from graph_sync.entry import CalendarEntry, entry_for
from graph_sync.projection import Projection, Step, after, in_hand, next_step
from graph_sync.reply import Reply, leaves_alone

POLL_S = 0.5
"""How often the journal is looked at; an entry stands in the calendar about a second after the click."""
DUE_PAGE = 200
CURSOR = CALENDAR.cursor

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Calendar(Protocol):
    """What the clerk needs of Outlook."""

    async def create(self, mailbox: str, entry: CalendarEntry) -> Reply:
        """Make an entry."""
        ...

    async def update(self, mailbox: str, event_id: str, entry: CalendarEntry) -> Reply:
        """Bring an entry up to date."""
        ...

    async def remove(self, mailbox: str, event_id: str) -> Reply:
        """Take an entry away."""
        ...

    async def find(self, mailbox: str, booking: BookingId) -> Reply:
        """Look for an entry by the booking it carries."""
        ...


class Clerk:
    """Keeps calendars true. `dice()` is a random number from 0 to 1."""

    def __init__(
        self,
        store: Store,
        calendar: Calendar,
        clock: Clock,
        public_url: str,
        parallel: int,
        dice: Callable[[], float],
        rules: RulesSource,
    ) -> None:
        self._store = store
        self._feed = Feed(store, CURSOR)
        self._records = Records(store, Projection, CALENDAR, rules)
        self._calendar = calendar
        self._clock = clock
        self._public_url = public_url
        self._places = asyncio.Semaphore(parallel)
        self._dice = dice
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until the stop; what is under way is finished."""
        self._stop = stop
        await keep_going(self.round, stop, POLL_S)

    async def round(self) -> bool:
        """Read what is new and do what is due; whether there was anything."""
        noted = await self._feed.follow(self._note)
        due = await self._records.due(self._clock.now(), limit=DUE_PAGE)
        by_mailbox: defaultdict[str, list[Record[Projection]]] = defaultdict(list)
        for record in due:
            by_mailbox[record.errand.person].append(record)
        async with asyncio.TaskGroup() as group:
            for records in by_mailbox.values():
                group.create_task(self._serve_mailbox(records))
        return noted or bool(due)

    async def _note(self, entries: Sequence[Entry]) -> None:
        newest = {entry.booking: entry.revision for entry in entries if entry.booking is not None}

        async def want(change: tuple[BookingId, int]) -> None:
            await self._records.want(*change, self._clock.now())

        await each(list(newest.items()), want)

    async def _serve_mailbox(self, records: list[Record[Projection]]) -> None:
        """One call at a time for one mailbox: Outlook allows four, and order is worth more."""
        async with self._places:
            for place, record in enumerate(records, start=1):
                if self._stop.is_set():
                    return
                served = await self._serve(record)
                if served is None or not served[1].trouble:
                    continue
                reply, told = served
                if leaves_alone(reply):
                    await self._let_rest(records[place:], told)
                return

    async def _let_rest(self, records: list[Record[Projection]], told: Projection) -> None:
        """The mailbox wants to be left alone: so do its other entries."""
        for record in records:
            await self._records.take(record, replace(record.errand, due=told.due, trouble=told.trouble))

    async def _serve(self, record: Record[Projection]) -> tuple[Reply, Projection] | None:
        """One step, its answer and what became of it; None if there was nothing to do, or another clerk does it."""
        booking = await present(self._store, record.errand.booking)
        step = next_step(record.errand, booking)
        if booking is None or step is Step.NOTHING:
            await self._records.take(record, record.errand.settled(booking.revision if booking else record.errand.wanted))
            return None
        if not await self._records.take(record, in_hand(record.errand, step, self._clock.now())):
            return None
        reply = await self._call(step, record.errand, booking)
        told = after(step, reply, record.errand, booking.revision, self._clock.now(), self._dice())
        await self._records.keep(told)
        self._tell(step, reply, told)
        return reply, told

    async def _call(self, step: Step, projection: Projection, booking: Booking) -> Reply:
        mailbox = projection.person.partition(".")[2]
        if step is Step.FIND:
            return await self._calendar.find(mailbox, booking.id)
        if step is Step.REMOVE:
            return await self._calendar.remove(mailbox, projection.event or "")
        office = await offices.read(self._store, booking.office)
        if office is None:
            return Reply(status=400, code="office removed")  # nothing was sent: there is no doubt to keep
        entry = entry_for(booking, office, self._public_url, projection.generation)
        if step is Step.UPDATE:
            return await self._calendar.update(mailbox, projection.event or "", entry)
        return await self._calendar.create(mailbox, entry)

    def _tell(self, step: Step, reply: Reply, projection: Projection) -> None:
        where = {"step": step, "status": reply.status, "booking": projection.booking}
        if projection.trouble:
            log.warning("A calendar entry must wait.", action="entry_waits", attempts=projection.attempts, code=reply.code, **where)
        else:
            log.info("A calendar entry was brought up to date.", action="entry_done", **where)

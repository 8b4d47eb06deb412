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
from core.clock import Clock
from core.journal import entry_of
from core.model import Booking, BookingId, parse_booking_id
from core.process import wait_for
from core.store import documents
from core.store.port import Store, Unavailable
from graph_sync.entry import CalendarEntry, entry_for
from graph_sync.projection import Projection, Reply, Step, after, in_hand, leaves_alone, next_step, settled
from graph_sync.records import Record, Records

POLL_S = 0.5
"""How often the journal is looked at; an entry stands in the calendar about a second after the click."""
FEED_PAGE = 500
NOTES_AT_ONCE = 32
"""Side by side, because a store makes writes durable together that come together."""
DUE_PAGE = 200
OUTAGE_PAUSE_S = 2.0

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

    def __init__(self, store: Store, calendar: Calendar, clock: Clock, public_url: str, parallel: int, dice: Callable[[], float]) -> None:
        self._store = store
        self._records = Records(store)
        self._calendar = calendar
        self._clock = clock
        self._public_url = public_url
        self._places = asyncio.Semaphore(parallel)
        self._dice = dice
        self._read_up_to: str | None = None
        self._unsaved = 0
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until the stop; what is under way is finished. A store that is away for a while is waited for."""
        self._stop = stop
        while not stop.is_set():
            pause = OUTAGE_PAUSE_S
            try:
                pause = 0.0 if await self.round() else POLL_S
            except* Unavailable as errors:  # alone or, from a mailbox, in a group
                log.warning("The store did not answer.", action="store_unavailable", error=str(errors.exceptions[0]))
            await wait_for(stop, pause)

    async def round(self) -> bool:
        """Read what is new and do what is due; whether there was anything."""
        noted = await self._note_changes()
        due = await self._records.due(self._clock.now(), limit=DUE_PAGE)
        by_mailbox: defaultdict[str, list[Record]] = defaultdict(list)
        for record in due:
            by_mailbox[record.projection.person].append(record)
        async with asyncio.TaskGroup() as group:
            for records in by_mailbox.values():
                group.create_task(self._serve_mailbox(records))
        return noted or bool(due)

    async def _note_changes(self) -> bool:
        changes = await self._store.changes(self._read_up_to or await self._records.cursor(), limit=FEED_PAGE)
        entries = [entry_of(document) for document in changes.documents if documents.kind_of(document) == "journal"]
        newest = {entry.booking: entry.revision for entry in entries if entry is not None and entry.booking is not None}
        await self._note(list(newest.items()))
        self._read_up_to = changes.token
        self._unsaved += len(changes.documents)
        # The cursor is a change, too: keeping it for every page would feed the clerk with its own writes for ever.
        if entries or self._unsaved >= FEED_PAGE:
            await self._records.move_cursor(changes.token)
            self._unsaved = 0
        return bool(changes.documents)

    async def _note(self, newest: Sequence[tuple[BookingId, int]]) -> None:
        for first in range(0, len(newest), NOTES_AT_ONCE):
            async with asyncio.TaskGroup() as group:
                for booking, revision in newest[first : first + NOTES_AT_ONCE]:
                    group.create_task(self._records.want(booking, revision, self._clock.now()))

    async def _serve_mailbox(self, records: list[Record]) -> None:
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

    async def _let_rest(self, records: list[Record], told: Projection) -> None:
        """The mailbox wants to be left alone: so do its other entries."""
        for record in records:
            await self._records.take(record, replace(record.projection, due=told.due, trouble=told.trouble))

    async def _serve(self, record: Record) -> tuple[Reply, Projection] | None:
        """One step, its answer and what became of it; None if there was nothing to do, or another clerk does it."""
        booking = await self._booking(record.projection.booking)
        step = next_step(record.projection, booking)
        if booking is None or step is Step.NOTHING:
            await self._records.take(record, settled(record.projection, booking.revision if booking else record.projection.wanted))
            return None
        if not await self._records.take(record, in_hand(record.projection, step, self._clock.now())):
            return None
        reply = await self._call(step, record.projection, booking)
        told = after(step, reply, record.projection, booking.revision, self._clock.now(), self._dice())
        await self._records.keep(told)
        self._tell(step, reply, told)
        return reply, told

    async def _booking(self, booking: BookingId) -> Booking | None:
        named = parse_booking_id(booking)
        document = await self._store.read(documents.booking_key(booking, named.day)) if named else None
        return documents.booking_of(document) if document else None

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

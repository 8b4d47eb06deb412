"""The clerk's second duty: notices of reasons go to one address. Calendars and notices never wait for each other.

As for calendar entries: a notice is noted as wanted before the place in the journal moves on, and stays wanted until Outlook has taken it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from core import offices
from core.backlog import NOTICES
from core.clock import Clock
from core.errands.feed import Feed, each
from core.errands.present import present
from core.errands.records import Record, Records
from core.errands.rounds import keep_going
from core.house_rules import RulesSource
from core.journal import BookingSnapshot, Entry
from core.model import Booking, BookingId, Person, State
from core.store import documents
from core.store.port import Store
from graph_sync.notice import Mail, Notice, Verdict, after, asks_for_notice, in_hand, mail_for, over, unseen, verdict
from graph_sync.reply import Reply, leaves_alone

POLL_S = 2.0
DUE_PAGE = 100
TROUBLE_PAUSE = timedelta(seconds=5)
"""After a try in vain: what stood in its way most often stands in the way of the next notice, too."""
CURSOR = NOTICES.cursor

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Mailer(Protocol):
    """What this duty needs of Outlook."""

    async def send(self, mailbox: str, mail: Mail) -> Reply:
        """Send a mail from a mailbox."""
        ...


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where notices go to, and the mailbox (object id or address) that sends them."""

    to: str
    sender: str


class Notices:
    """Sends notices, one at a time. `dice()` is a random number from 0 to 1."""

    def __init__(
        self, store: Store, mailer: Mailer, clock: Clock, addresses: Addresses, dice: Callable[[], float], rules: RulesSource
    ) -> None:
        self._store = store
        self._feed = Feed(store, CURSOR)
        self._records = Records(store, Notice, NOTICES, rules)
        self._mailer = mailer
        self._clock = clock
        self._addresses = addresses
        self._dice = dice
        self._rests_until: datetime | None = None
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until the stop; a mail under way is finished."""
        self._stop = stop
        await keep_going(self.round, stop, POLL_S)

    async def round(self) -> bool:
        """Read what is new and send what is due; whether there was anything."""
        noted = await self._feed.follow(self._note)
        if self._rests_until is not None and self._clock.now() < self._rests_until:
            return noted
        due = await self._records.due(self._clock.now(), limit=DUE_PAGE)
        for record in due:
            if self._stop.is_set() or not await self._serve(record):
                break
        return noted or bool(due)

    async def _note(self, entries: Sequence[Entry]) -> None:
        active = {entry.booking: entry.revision for entry in entries if entry.booking is not None and _leaves_active(entry)}
        await each(list(active.items()), self._note_booking)

    async def _note_booking(self, change: tuple[BookingId, int]) -> None:
        """Most bookings need no notice: those leave no record. One that can't be seen yet may need one."""
        name, revision = change
        if self._clock.now() >= over(name):
            return
        booking = await present(self._store, name)
        if booking is None or booking.revision < revision or asks_for_notice(booking):
            await self._records.want(name, revision, self._clock.now())

    async def _serve(self, record: Record[Notice]) -> bool:
        """Do what one notice needs; whether to go on with the next."""
        notice, now = record.errand, self._clock.now()
        booking = await present(self._store, notice.booking)
        decided = verdict(notice, booking, now)
        if booking is not None and decided is Verdict.SEND:
            return await self._send(record, booking)
        if decided is Verdict.WAIT:
            await self._records.take(record, unseen(notice, now, self._dice()))
            return True
        if decided is Verdict.TOO_LATE:
            log.warning("A notice was given up: the day is over.", action="notice_given_up", booking=notice.booking, doubts=notice.doubts)
        await self._records.take(record, notice.settled(max(notice.wanted, booking.revision if booking else 0)))
        return True

    async def _send(self, record: Record[Notice], booking: Booking) -> bool:
        mail = await self._mail(booking)
        if not await self._records.take(record, in_hand(record.errand, self._clock.now())):
            return True
        reply = await self._mailer.send(self._addresses.sender, mail)
        told = after(record.errand, reply, booking.revision, self._clock.now(), self._dice())
        await self._records.keep(told)
        self._tell(reply, told)
        if not told.trouble:
            return True
        self._rests_until = told.due if leaves_alone(reply) else self._clock.now() + TROUBLE_PAUSE
        return False

    async def _mail(self, booking: Booking) -> Mail:
        office = await offices.read(self._store, booking.office)
        return mail_for(booking, office.name if office else booking.office, await self._person(booking), self._addresses.to)

    async def _person(self, booking: Booking) -> Person | None:
        document = await self._store.read(documents.person_key(booking.person))
        return documents.person_of(document) if document else None

    def _tell(self, reply: Reply, notice: Notice) -> None:
        where = {"status": reply.status, "booking": notice.booking}
        if notice.trouble:
            log.warning(
                "A notice must wait.", action="notice_waits", attempts=notice.attempts, doubts=notice.doubts, code=reply.code, **where
            )
        else:
            log.info("A notice was sent.", action="notice_sent", **where)


def _leaves_active(entry: Entry) -> bool:
    return isinstance(entry.after, BookingSnapshot) and entry.after.state is State.ACTIVE

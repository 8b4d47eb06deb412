"""The third duty: to warn admins of calendar entries that don't come. Each of them once a day for each kind of trouble, in one message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from datetime import datetime, timedelta

import structlog

from bot.chat.notifier.delivery import Outcome
from bot.chat.notifier.marks import Marks
from bot.chat.notifier.postman import Postman
from bot.chat.notifier.replies import Replies
from bot.chat.notifier.sync_trouble import Kind, OfficeDate, of_admin, troubles
from core import offices
from core.backlog import CALENDAR
from core.clock import Clock
from core.model import OfficeId, Person
from core.people import People
from core.store import documents
from core.store.port import MAX_PAGE, Document, Listing, Store, Unavailable

POLL_S = 60.0
LOOK_EVERY = timedelta(minutes=15)
MOST_PAGES = 10
"""Of the clerk's records: 2,000 that don't come are told as well as more."""
AGAIN_AFTER = timedelta(days=1)
NOT_NOW = timedelta(minutes=15)

log: structlog.stdlib.BoundLogger = structlog.get_logger()
_EVERYBODY = Listing("person", "house", documents.HOUSE, "sort_name")


class Calendars:
    """Looks at what the calendar clerk keeps, every quarter of an hour."""

    def __init__(self, store: Store, people: People, postman: Postman, replies: Replies, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._postman = postman
        self._replies = replies
        self._clock = clock
        self._marks = Marks(store)
        self._looked_at: datetime | None = None

    async def round(self, stop: asyncio.Event) -> bool:
        """Warn whom there is something to warn of. Raises Unavailable."""
        now = self._clock.now()
        if self._looked_at is not None and timedelta() <= now - self._looked_at < LOOK_EVERY:
            return False
        found = troubles([document.fields async for document in self._unfinished()], now)
        if found:
            names = {office.id: office.name for office in (await offices.read_all(self._store)).values()}
            async for admin in self._admins():
                for kind, counts in of_admin(admin, found).items():
                    if not stop.is_set():
                        await self._warn_or_go_on(admin, kind, counts, names)
        self._looked_at = now
        return False

    async def _warn_or_go_on(self, admin: Person, kind: Kind, counts: Mapping[OfficeDate, int], names: Mapping[OfficeId, str]) -> None:
        try:
            await self._warn(admin, kind, counts, names)
        except Unavailable:
            raise
        except Exception:  # one who can't be told, by a fault of ours, must not keep it from the others
            log.exception("An admin could not be warned.", action="message_failed", kind=kind.value)

    async def _warn(self, admin: Person, kind: Kind, counts: Mapping[OfficeDate, int], names: Mapping[OfficeId, str]) -> None:
        """After a lost answer it counts as sent: the next day it is told anew."""
        chat = await self._postman.find(admin.id)
        if chat is None or not await self._marks.may_warn(admin.id, kind, self._clock.now()):
            return
        fate = await self._postman.send(chat, self._replies.sync_failed(chat, kind, counts, names))
        rest = AGAIN_AFTER if fate.outcome is not Outcome.NOT_NOW else NOT_NOW
        await self._marks.warned(admin.id, kind, self._clock.now() + rest)
        log.info("An admin was warned of the calendar.", action="calendar_warning", kind=kind.value, outcome=fate.outcome.value)

    async def _unfinished(self) -> AsyncGenerator[Document]:
        after: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._store.list(CALENDAR.dirty(), limit=MAX_PAGE, next=after)
            for document in page.documents:
                yield document
            after = page.next
            if after is None:
                return

    async def _admins(self) -> AsyncGenerator[Person]:
        """Nobody keeps a list of them; they are asked for only while there is something to warn of."""
        after: str | None = None
        while True:
            page = await self._store.list(_EVERYBODY, limit=MAX_PAGE, next=after)
            for person in map(self._people.person_of, page.documents):
                if person.is_system_admin or person.admin_of:
                    yield person
            after = page.next
            if after is None:
                return

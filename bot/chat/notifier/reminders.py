"""The second duty: to remind people in the evening of the office day that comes.

When the evening of an office day begins, its bookings are read a page at a time and a reminder of each is noted; when all are, the evening
is marked as prepared. Whoever is interrupted begins anew, and what is noted already stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.chat.cards.booking_facts import booking_facts
from bot.chat.notifier.carrier import Carrier, Letter
from bot.chat.notifier.delivery import beside
from bot.chat.notifier.marks import Marks
from bot.chat.notifier.postman import Postman
from bot.chat.notifier.reminding import Evening, Reminder, Say, evening_before, evenings_now, verdict
from bot.chat.notifier.replies import Replies
from core import offices
from core.backlog import REMINDERS
from core.clock import Clock
from core.errands.feed import each
from core.errands.present import present
from core.errands.records import Records
from core.house_rules import RulesSource
from core.model import Booking, parse_booking_id
from core.store import documents
from core.store.port import MAX_PAGE, Listing, Store

POLL_S = 5.0
PREPARE_EVERY = timedelta(minutes=1)


class Reminders:
    """Prepares the evenings as they come and has reminders sent. `hour`: when they begin, by the office's clock."""

    def __init__(
        self,
        store: Store,
        postman: Postman,
        replies: Replies,
        clock: Clock,
        rules: RulesSource,
        dice: Callable[[], float],
        hour: int,
    ) -> None:
        self._store = store
        self._records = Records(store, Reminder, REMINDERS, rules, beside)
        self._carrier = Carrier(self._records, postman, clock, dice, self._decide)
        self._postman = postman
        self._replies = replies
        self._clock = clock
        self._rules = rules
        self._hour = hour
        self._marks = Marks(store)
        self._prepared_at: datetime | None = None

    async def round(self, stop: asyncio.Event) -> bool:
        """Prepare the evenings that have begun, once a minute, and send what is due; whether there was anything. Raises Unavailable."""
        now = self._clock.now()
        if self._prepared_at is None or not timedelta() <= now - self._prepared_at < PREPARE_EVERY:
            known = await offices.read_all(self._store)
            for evening in evenings_now(known.values(), self._hour, now):
                if not await self._marks.is_prepared(evening):
                    await self._prepare(evening)
            self._prepared_at = now
        return await self._carrier.round(stop)

    async def _prepare(self, evening: Evening) -> None:
        day = evening.day.isoformat()
        listing = Listing("booking", "active_office", evening.office, "day", day, day)
        after: str | None = None

        async def note(booking: Booking) -> None:
            await self._records.want(booking.id, booking.revision, self._clock.now())

        while True:
            page = await self._store.list(listing, limit=MAX_PAGE, next=after)
            bookings = map(documents.booking_of, page.documents)
            await each([booking for booking in bookings if evening.is_for(booking)], note)
            after = page.next
            if after is None:
                break
        await self._marks.prepared(evening)

    async def _decide(self, reminder: Reminder) -> Letter[Reminder] | Reminder:
        named = parse_booking_id(reminder.booking)
        office = await offices.read(self._store, named.office) if named else None
        evening = evening_before(office, named.day, self._hour) if office and named else None
        booking = await present(self._store, reminder.booking)
        chat = await self._postman.find(reminder.person)
        said = verdict(reminder, booking, chat.person if chat else None, evening, self._clock.now())
        done = reminder.settled(max(reminder.wanted, booking.revision if booking else 0))
        if said is not Say.REMIND or booking is None or chat is None or office is None:
            return done
        facts = booking_facts(chat.person, booking, office, self._clock.now(), await self._rules.read())
        return Letter(chat, self._replies.reminder(chat, facts), done)

"""The first duty: to tell people what others did to their days. Noted before the place in the journal moves on, told until it is known."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.chat.cards.booking_facts import booking_facts
from bot.chat.notifier.carrier import Carrier, Letter
from bot.chat.notifier.delivery import later
from bot.chat.notifier.marks import Marks
from bot.chat.notifier.message import Message, Verdict, beside, heard, is_news, over, told, verdict
from bot.chat.notifier.postman import Postman
from bot.chat.notifier.replies import Replies
from core import offices
from core.backlog import MESSAGES
from core.clock import Clock
from core.errands.feed import Feed, each
from core.errands.present import present
from core.errands.records import Records
from core.house_rules import RulesSource
from core.journal import Action, Entry
from core.model import Booking, BookingId, Office, parse_booking_id
from core.people import People
from core.store.port import Store

POLL_S = 0.5
"""How often the journal is looked at."""
LOOK_EVERY = timedelta(seconds=5)
"""How often it is looked for what waited, where nothing is new."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Messages:
    """Notes from the journal what is news to somebody, and has it sent."""

    def __init__(
        self, store: Store, people: People, postman: Postman, replies: Replies, clock: Clock, rules: RulesSource, dice: Callable[[], float]
    ) -> None:
        self._store = store
        self._feed = Feed(store, MESSAGES.cursor)
        self._records = Records(store, Message, MESSAGES, rules, beside)
        self._carrier = Carrier(self._records, postman, clock, dice, self._decide)
        self._people = people
        self._postman = postman
        self._replies = replies
        self._clock = clock
        self._rules = rules
        self._dice = dice
        self._marks = Marks(store)
        self._beginning: datetime | None = None
        self._next_look: datetime | None = None

    async def round(self, stop: asyncio.Event) -> bool:
        """Read what is new and tell what is due; whether there was anything. Raises Unavailable."""
        if self._beginning is None:
            self._beginning = await self._marks.beginning(self._clock.now())
        noted = await self._feed.follow(self._note)
        now = self._clock.now()
        if not noted and self._next_look is not None and self._next_look - LOOK_EVERY <= now < self._next_look:
            return False
        sent = await self._carrier.round(stop)
        self._next_look = None if sent else now + LOOK_EVERY
        return noted or sent

    async def _note(self, entries: Sequence[Entry]) -> None:
        now = self._clock.now()
        news: defaultdict[BookingId, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.booking is not None and is_news(entry, self._beginning or now, now):
                news[entry.booking].append(entry)
        await each(list(news.items()), self._note_booking)

    async def _note_booking(self, news: tuple[BookingId, list[Entry]]) -> None:
        """In the order in which it happened: what the person knows depends on it."""
        booking, entries = news
        now = self._clock.now()
        if now >= over(booking, None):
            return
        for entry in entries:
            await self._records.note(booking, lambda known, entry=entry: heard(booking, entry, known, now))

    async def _decide(self, message: Message) -> Letter[Message] | Message:
        booking = await present(self._store, message.booking)
        named = parse_booking_id(message.booking)
        office = await offices.read(self._store, named.office) if named else None
        now = self._clock.now()
        match verdict(message, booking, now, office):
            case Verdict.WAIT:
                return later(message, now, self._dice())
            case Verdict.TELL if booking is not None and office is not None:
                return await self._letter(message, booking, office)
            case Verdict.TOO_LATE:
                log.warning("A message was given up.", action="message_given_up", booking=message.booking, doubts=message.doubts)
            case _:
                pass
        return message.settled(message.wanted)

    async def _letter(self, message: Message, booking: Booking, office: Office) -> Letter[Message] | Message:
        chat, known = await self._postman.find(message.person), told(message, booking)
        if chat is None:
            return known
        facts = booking_facts(chat.person, booking, office, self._clock.now(), await self._rules.read())
        by = await self._people.read(booking.made_by) if message.action is Action.BOOKING_MADE else None
        return Letter(chat, self._replies.told(chat, message.action, facts, by.name if by else ""), known)

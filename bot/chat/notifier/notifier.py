"""The notifier: three duties side by side, so that five hundred reminders hold up no word of a cancelled day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.chat.notifier import calendars, messages, reminders
from bot.chat.notifier.calendars import Calendars
from bot.chat.notifier.messages import Messages
from bot.chat.notifier.postman import Postman
from bot.chat.notifier.reminders import Reminders
from bot.chat.notifier.replies import Replies
from bot.chat.ports import Post
from core.clock import Clock
from core.conversations import Conversations
from core.errands.rounds import OUTAGE_PAUSE_S, keep_going
from core.house_rules import RulesSource
from core.people import People
from core.process import wait_for
from core.store.port import Store

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Notifier:
    """Several processes may each have one over the same store. `dice()` is a random number from 0 to 1, `new_id()` one for a button."""

    def __init__(
        self,
        *,
        store: Store,
        people: People,
        conversations: Conversations,
        post: Post,
        clock: Clock,
        rules: RulesSource,
        reminder_hour: int,
        dice: Callable[[], float],
        new_id: Callable[[], str],
    ) -> None:
        postman, replies = Postman(people, conversations, post), Replies(new_id)
        self._messages = Messages(store, people, postman, replies, clock, rules, dice)
        self._reminders = Reminders(store, postman, replies, clock, rules, dice, reminder_hour)
        self._calendars = Calendars(store, people, postman, replies, clock)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until the stop; what is being sent is finished, so await this rather than cancel it."""
        async with asyncio.TaskGroup() as group:
            group.create_task(_persist(lambda: self._messages.round(stop), stop, messages.POLL_S))
            group.create_task(_persist(lambda: self._reminders.round(stop), stop, reminders.POLL_S))
            group.create_task(_persist(lambda: self._calendars.round(stop), stop, calendars.POLL_S))

    async def round(self) -> bool:
        """One round of each duty; whether there was anything to do. Raises Unavailable."""
        stop = asyncio.Event()
        return any([await self._messages.round(stop), await self._reminders.round(stop), await self._calendars.round(stop)])


async def _persist(one_round: Callable[[], Awaitable[bool]], stop: asyncio.Event, poll_s: float) -> None:
    """A fault of ours, such as a document of a newer version, must not end the duty for as long as the process lives."""
    while not stop.is_set():
        try:
            await keep_going(one_round, stop, poll_s)
        except Exception:
            log.exception("The notifier failed.", action="notifier_failed")
            await wait_for(stop, OUTAGE_PAUSE_S)

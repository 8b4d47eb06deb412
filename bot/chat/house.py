"""Puts the bot together: the channel, the talker and the notifier over the parts of the house. Importing this loads all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import aiohttp

from bot.chat.channel.opening import open_channel
from bot.chat.notifier.notifier import Notifier
from bot.chat.settings import ChatSettings
from bot.chat.talk.desk import Desk
from bot.chat.talk.talker import Talk
from bot.keys import Parts, Receive
from bot.loopback import is_loopback
from core.conversations import Conversations
from core.offices import Offices

FINISH_S = 25.0
"""How long the notifier may finish what it is sending; longer than any one message takes."""


@asynccontextmanager
async def open_house(
    parts: Parts, settings: ChatSettings, session: aiohttp.ClientSession, dice: Callable[[], float]
) -> AsyncGenerator[Receive]:
    """What answers Teams; people are told things meanwhile."""
    conversations = Conversations(parts.store, parts.rules, parts.clock)
    desk = Desk(
        store=parts.store,
        offices=Offices(parts.store, parts.clock),
        people=parts.people,
        service=parts.service,
        administration=parts.administration,
        rules=parts.rules,
        passes=parts.passes,
        conversations=conversations,
        clock=parts.clock,
        new_id=parts.new_id,
        public_url=parts.settings.web.public_url,
    )
    tenants, may_be_local = list(parts.settings.entra.tenants), is_loopback(parts.settings.web.host)
    async with open_channel(settings, tenants, session, parts.clock, Talk(desk), may_be_local=may_be_local) as channel:
        notifier = Notifier(
            store=parts.store,
            people=parts.people,
            conversations=conversations,
            post=channel.post,
            clock=parts.clock,
            rules=parts.rules,
            reminder_hour=settings.reminder_hour,
            dice=dice,
            new_id=parts.new_id,
        )
        async with _running(notifier):
            yield channel.reception.receive


@asynccontextmanager
async def _running(notifier: Notifier) -> AsyncGenerator[None]:
    """It works until the block ends, and then finishes what it holds."""
    stop = asyncio.Event()
    task = asyncio.create_task(notifier.run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait({task}, timeout=FINISH_S)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

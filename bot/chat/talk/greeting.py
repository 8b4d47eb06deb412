"""Where the bot came to, and where it went from. Teams says that it came in two activities at nearly the same time: one greeting."""

from __future__ import annotations

from bot.chat.incoming import Incoming
from bot.chat.outgoing import Reply
from bot.chat.talk import drawn
from bot.chat.talk.desk import Desk
from bot.chat.talk.visit import Visit
from bot.chat.words.languages import language_of
from core.conversations import Reference


async def welcome(visit: Visit) -> Reply | None:
    """The greeting; None where it was given. Raises Unavailable."""
    desk, incoming = visit.desk, visit.incoming
    if incoming.conversation.is_shared:
        # Two greetings of two processes are no harm: only what one person reads is kept.
        if desk.memory.groups.holds(incoming.conversation.id, visit.now):
            return None
        desk.memory.groups.note(incoming.conversation.id, visit.now)
        return drawn.welcome(visit)
    if not await desk.conversations.claim_welcome(reference(incoming)):
        return None
    return drawn.welcome(visit)


async def keep(desk: Desk, incoming: Incoming) -> None:
    """Remember where the person can be written to; asks the store only now and then. Raises Unavailable."""
    if incoming.conversation.is_shared:
        return
    here, now = reference(incoming), desk.clock.now()
    if not desk.memory.chats.holds(here, now):
        await desk.conversations.keep(here)
        desk.memory.chats.note(here, now)


async def forget(desk: Desk, incoming: Incoming) -> None:
    """The app was taken away: nobody is written to where they don't want it. Raises Unavailable."""
    if incoming.conversation.is_shared:
        return
    here = reference(incoming)
    desk.memory.chats.forget(here)
    await desk.conversations.drop(here.person, here.conversation)


def reference(incoming: Incoming) -> Reference:
    """The personal chat it came from."""
    return Reference(
        person=incoming.sender.person,
        conversation=incoming.conversation.id,
        service_url=incoming.conversation.service_url,
        channel_id=incoming.sender.channel_id,
        language=language_of(incoming.sender.locale) if incoming.sender.locale else "",
    )

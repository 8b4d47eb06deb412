"""Writes into personal chats: finds the one with a person, and says what became of a message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.chat.notifier.delivery import Fate, Outcome
from bot.chat.outgoing import Reply
from bot.chat.ports import Gone, NotNow, Post, Unsure
from core.conversations import Conversations, Reference
from core.model import Person, PersonId
from core.people import People
from core.words import DEFAULT

SEND_WITHIN_S = 20.0
"""Less than a message is in hand, so that no other process begins with it while it may still go out."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Chat:
    """A person and the personal chat with them."""

    person: Person
    reference: Reference

    @property
    def language(self) -> str:
        """The one to write in."""
        return self.person.language or self.reference.language or DEFAULT


class Postman:
    """Sends to people. What Teams limits is the post's matter."""

    def __init__(self, people: People, conversations: Conversations, post: Post) -> None:
        self._people = people
        self._conversations = conversations
        self._post = post

    async def find(self, person: PersonId) -> Chat | None:
        """The chat with the person; None if they can't be written to. Raises Unavailable."""
        reference = await self._conversations.read(person)
        known = await self._people.read(person) if reference else None
        return Chat(known, reference) if known and reference else None

    async def send(self, chat: Chat, reply: Reply) -> Fate:
        """Send it, in good time or not at all. Who took the bot away is not written to again. Raises Unavailable."""
        try:
            async with asyncio.timeout(SEND_WITHIN_S):
                await self._post.send(chat.reference, reply)
        except NotNow as refusal:
            return Fate(Outcome.NOT_NOW, refusal.after_s)
        except (Unsure, TimeoutError):
            return Fate(Outcome.UNSURE)
        except Gone:
            await self._conversations.drop(chat.person.id, chat.reference.conversation)
            log.info("A chat is gone.", action="chat_gone", person=chat.person.id)
            return Fate(Outcome.NOBODY)
        return Fate(Outcome.SENT)

    async def renew(self, chat: Chat) -> None:
        """The chat is of use, so it is kept for longer. Raises Unavailable."""
        await self._conversations.renew(chat.person.id, chat.reference.conversation)

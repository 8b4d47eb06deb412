"""Sends without being asked."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.chat.channel.connectors import Connectors, Said, addressed
from bot.chat.channel.throttle import Throttle
from bot.chat.channel.write import Body, message_fields
from bot.chat.outgoing import Card, CardJson, Reply
from bot.chat.ports import Unsure
from core.conversations import Reference

AT_ONCE = 30


class TeamsPost:
    """To a personal chat, by its connector, at the pace that Teams allows."""

    def __init__(self, connectors: Connectors, throttle: Throttle, app_id: str) -> None:
        self._connectors = connectors
        self._throttle = throttle
        self._app_id = app_id
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def send(self, to: Reference, reply: Reply) -> str:
        """The id of the new message. Raises Gone, NotNow and Unsure."""
        async with self._at_once:
            client = await self._client(to)
            return _id_in(await client.conversations.send_to_conversation(to.conversation, self._activity(to, message_fields(reply))))

    async def update(self, to: Reference, message: str, card: CardJson, summary: str) -> None:
        """Show another card in place of that message. Raises Gone, NotNow and Unsure."""
        async with self._at_once:
            client = await self._client(to)
            fields: Body = {**message_fields(Card(card, summary)), "id": message}
            await client.conversations.update_activity(to.conversation, message, self._activity(to, fields))

    async def _client(self, to: Reference) -> Any:
        """The client for the chat, when it is its turn."""
        await self._connectors.ready()
        await self._throttle.wait(to.conversation, is_answer=False)
        return await self._connectors.create(to.service_url)

    def _activity(self, to: Reference, fields: Body) -> Any:
        return addressed(
            Said(fields), app_id=self._app_id, conversation=to.conversation, channel_id=to.channel_id, service_url=to.service_url
        )


def _id_in(answer: Any) -> str:
    """A message without an id stands in the chat, but nobody could ever update it."""
    if not isinstance(getattr(answer, "id", None), str):
        raise Unsure
    return answer.id

"""The library's clients of the connectors, and messages as it wants them."""

from __future__ import annotations

from copy import copy
from typing import Any, cast

import aiohttp
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount
from botframework.connector import AsyncBfPipeline, BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ConnectorFactory

from bot.chat.channel.credentials import Tokens
from bot.chat.channel.hosts import ServiceHosts
from bot.chat.channel.proof import TEAMS
from bot.chat.channel.wire import Sender
from bot.chat.channel.write import Body

MOST_CLIENTS = 50
"""One for each address of a connector; Teams has one a region."""


class Connectors(ConnectorFactory):
    """One client for each connector; what they send goes over our own wire, which has the last word on where to."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens, hosts: ServiceHosts) -> None:
        self._tokens = tokens
        self._wire = Sender(session, tokens, hosts)
        self._kept: dict[str, ConnectorClient] = {}

    async def ready(self) -> None:
        """Once the bot has its token, so that whoever has a turn after this can use it at once. Raises NotNow."""
        await self._tokens.get()

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:  # noqa: ARG002 - the library's signature
        """The client for that connector. The audience is one and the same for all of them."""
        client = self._kept.get(service_url)
        if client is None:
            if len(self._kept) >= MOST_CLIENTS:
                self._kept.clear()
            client = self._kept[service_url] = self._made(service_url)
        return client

    def _made(self, service_url: str) -> ConnectorClient:
        # No credentials of the library: it would ask them on the loop. The wire has the token.
        configuration = BotFrameworkConnectorConfiguration(
            cast("Any", False),  # noqa: FBT003 - None is refused
            service_url,
            pipeline_type=AsyncBfPipeline,
            sender=cast("Any", self._wire),
        )
        return ConnectorClient(cast("Any", None), custom_configuration=configuration)


class Said(Activity):
    """A message as the library has it, with the fields that it must know; all others are taken as they are.

    It would go through a card value by value four times, and lose what a mention says; that took most of the time of an answer.
    """

    _KNOWN = ("type", "id", "channel_id", "service_url", "conversation", "from_property", "recipient", "reply_to_id", "input_hint")
    _attribute_map = {  # noqa: RUF012 - the library's own way to say what a model holds
        "additional_properties": {"key": "", "type": "{object}"},
        **{name: cast("dict[str, dict[str, str]]", Activity._attribute_map)[name] for name in _KNOWN},  # noqa: SLF001
    }

    def __init__(self, fields: Body) -> None:
        library: Any = super()
        library.__init__(type=fields["type"], id=fields.get("id"))
        self.additional_properties = {name: value for name, value in fields.items() if name not in {"type", "id"}}

    def __deepcopy__(self, _: object) -> Said:
        """The library only sets where a message goes, so that the card need not be another."""
        return copy(self)


def addressed(activity: Said, *, app_id: str, conversation: str, channel_id: str, service_url: str) -> Said:
    """The same message, to somebody who has not asked for it."""
    activity.channel_id = TEAMS
    activity.service_url = service_url
    activity.conversation = ConversationAccount(id=conversation)
    activity.from_property = ChannelAccount(id=f"28:{app_id}")
    activity.recipient = ChannelAccount(id=channel_id)
    return activity

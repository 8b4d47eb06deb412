"""The library's adapter, with its way of letting people in and of answering them replaced by ours.

Its own `process` answers 500 to what is no activity and to every invoke that has a body, for it serialises the body twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount, DeliveryModes
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication, ClaimsIdentity

from bot.chat.channel.connectors import Connectors, Said
from bot.chat.channel.fields import id_of, part_of
from bot.chat.channel.proof import TEAMS
from bot.chat.channel.read import Raw
from bot.chat.channel.write import Body


class Proved(BotFrameworkAuthentication):
    """Whoever comes as far as the library was let in by us; it never sees a token of anybody."""

    def __init__(self, connectors: Connectors, app_id: str) -> None:
        self._connectors = connectors
        self._app_id = app_id

    def result(self) -> AuthenticateRequestResult:
        """What the library wants to know of somebody who was let in."""
        result = AuthenticateRequestResult()
        result.claims_identity = self.identity
        result.connector_factory = cast("Any", self._connectors)
        return result

    @property
    def identity(self) -> ClaimsIdentity:
        """The bot's own."""
        return ClaimsIdentity({"aud": self._app_id}, is_authenticated=True)

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        """Never asked."""
        raise NotImplementedError

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> AuthenticateRequestResult:
        """Never asked: nobody gets a web socket."""
        raise NotImplementedError

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Connectors:  # noqa: ARG002 - the library's signature
        """The one that there is."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        """None: nobody signs in through the bot."""


class Turn:
    """What the library knows of one activity while it is being answered."""

    def __init__(self, context: TurnContext) -> None:
        self._context = context

    async def send(self, fields: Body) -> None:
        """A message in answer. Raises Gone, NotNow and Unsure."""
        await self._context.send_activity(Said(fields))

    async def update(self, message: str, fields: Body) -> None:
        """Other content for a message that the bot has sent. Raises Gone, NotNow and Unsure."""
        await self._context.update_activity(Said({**fields, "id": message}))


class TeamsAdapter(CloudAdapterBase):
    """Runs turns."""

    def __init__(self, connectors: Connectors, app_id: str) -> None:
        self._proved = Proved(connectors, app_id)
        super().__init__(self._proved)

    async def run(self, raw: Raw, answer: Callable[[Turn], Awaitable[Body | None]]) -> Body | None:
        """The body that answers the activity, if any does. The turn is over when this returns."""

        async def logic(context: TurnContext) -> None:
            body = await answer(Turn(context))
            if body is not None:
                invoke = InvokeResponse(status=200, body=cast("Any", body))
                await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=invoke))

        library: Any = super()
        answered: InvokeResponse | None = await library.process_activity(self._proved.result(), _activity(raw), logic)
        return cast("Body | None", answered.body) if answered else None


def _activity(raw: Raw) -> Activity:
    """No more of it than the library needs to answer: it reads the rest in ways of its own."""
    conversation, sender, bot = part_of(raw, "conversation"), part_of(raw, "from"), part_of(raw, "recipient")
    is_invoke = raw.get("type") == "invoke"
    return Activity(
        type=ActivityTypes.invoke if is_invoke else ActivityTypes.message,
        id=cast("Any", id_of(raw.get("id")) or None),
        channel_id=TEAMS,
        service_url=id_of(raw.get("serviceUrl")),
        conversation=ConversationAccount(id=id_of(conversation.get("id"))),
        from_property=ChannelAccount(id=id_of(sender.get("id"))),
        recipient=ChannelAccount(id=id_of(bot.get("id"))),
        delivery_mode=DeliveryModes.expect_replies if not is_invoke and raw.get("deliveryMode") == "expectReplies" else None,
    )

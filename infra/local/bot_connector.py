"""What the bot answers by: the Bot Connector's REST addresses, for whoever carries the bot's own token."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TypeVar

import jwt
import msgspec
from aiohttp import web

from infra.local.bot_activities import CARD, member, team_details
from infra.local.bot_framework import SERVICE
from infra.local.chat_news import NewsDesk
from infra.local.chat_rooms import Room, Rooms, personal_room
from infra.local.chat_store import BOT, ChatStore, Message
from infra.local.loose_json import Json, is_list, is_object, listed, mapped
from infra.local.signing_keys import SigningKeys
from infra.local.world import BOT_APP_ID, BOT_AUDIENCE, TEAM_GROUP_ID, TENANT

MESSAGE_BYTES_MAX = 100 * 1024
"""Counted in UTF-16 and without pictures, as Teams does."""
PAGE_MAX = 500
_Handler = Callable[[web.Request], Awaitable[web.Response]]
_Kind = TypeVar("_Kind")


class _Activity(msgspec.Struct, rename="camel"):
    """What of an activity the local Teams looks at."""

    type: str = "message"
    text: str | None = None
    text_format: str | None = None
    attachments: list[Json] | None = None
    entities: list[Json] | None = None
    summary: str | None = None
    suggested_actions: Json | None = None


class _NewConversation(msgspec.Struct, rename="camel"):
    members: list[Json] | None = None
    channel_data: Json | None = None
    activity: _Activity | None = None


class _No(Exception):
    """A refusal in the connector's own form."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"code": code, "message": message}}


@dataclass(frozen=True, slots=True)
class BotConnector:
    """Keeps what the bot says and shows it to those who are there."""

    rooms: Rooms
    store: ChatStore
    news: NewsDesk
    keys: SigningKeys

    def add_to(self, app: web.Application) -> None:
        """Adds the REST addresses below the service URL."""
        conversation = f"{SERVICE}v3/conversations/{{conversation}}"
        router = app.router
        router.add_post(f"{SERVICE}v3/conversations", self._of_bot(self._create))
        router.add_post(f"{conversation}/activities", self._of_bot(self._send))
        router.add_post(f"{conversation}/activities/{{activity}}", self._of_bot(self._send))
        router.add_put(f"{conversation}/activities/{{activity}}", self._of_bot(self._update))
        router.add_delete(f"{conversation}/activities/{{activity}}", self._of_bot(self._delete))
        router.add_get(f"{conversation}/members", self._of_bot(self._members))
        router.add_get(f"{conversation}/members/{{member}}", self._of_bot(self._member))
        router.add_get(f"{conversation}/pagedmembers", self._of_bot(self._paged_members))
        router.add_get(f"{SERVICE}v3/teams/{{team}}", self._of_bot(self._team))
        router.add_get(f"{SERVICE}v3/teams/{{team}}/conversations", self._of_bot(self._channels))

    def _of_bot(self, handler: _Handler) -> _Handler:
        return partial(self._answered, handler)

    async def _answered(self, handler: _Handler, request: web.Request) -> web.Response:
        if not self._is_bot(request.headers.get("Authorization", "")):
            return web.json_response({"message": "Authorization has been denied for this request."}, status=401)
        try:
            return await handler(request)
        except _No as no:
            return web.json_response(no.body, status=no.status)

    def _is_bot(self, authorization: str) -> bool:
        """The token is by the local Entra, for the Bot Framework, and for this bot of this tenant."""
        scheme, _, token = authorization.partition(" ")
        try:
            claims = self.keys.verify(token.strip(), audience=BOT_AUDIENCE)
        except jwt.InvalidTokenError:
            return False
        return scheme.lower() == "bearer" and (claims.get("appid"), claims.get("tid")) == (BOT_APP_ID, TENANT)

    async def _send(self, request: web.Request) -> web.Response:
        room, thread = self._room(request)
        sent = self._say(room, thread, _activity(await request.read()))
        return web.json_response({"id": sent}, status=HTTPStatus.CREATED)

    def _say(self, room: Room, thread: str, activity: _Activity) -> str:
        if activity.type == "typing":
            self.news.tell(room, "typing")
            return ""
        if activity.type != "message":
            raise _No(400, "BadArgument", f"Teams shows no activity of the type {activity.type!r}.")
        said = self.store.add(_shown(Message(conversation=room.id, sender=BOT, thread=thread), activity))
        self.news.tell(room)
        return said.id

    async def _update(self, request: web.Request) -> web.Response:
        room, _ = self._room(request)
        kept = self._own(room, request.match_info["activity"])
        self.store.put(msgspec.structs.replace(_shown(kept, _activity(await request.read())), edited=True))
        self.news.tell(room)
        return web.json_response({"id": kept.id})

    async def _delete(self, request: web.Request) -> web.Response:
        room, _ = self._room(request)
        kept = self._own(room, request.match_info["activity"])
        self.store.put(msgspec.structs.replace(kept, deleted=True, text="", attachments=[], suggestions=[]))
        self.news.tell(room)
        return web.Response()

    def _own(self, room: Room, activity: str) -> Message:
        kept = self.store.get(room.id, activity)
        if kept is None or kept.sender != BOT:
            raise _No(404, "ActivityNotFoundInConversation", "The bot said nothing of this id in this conversation.")
        return kept

    async def _create(self, request: web.Request) -> web.Response:
        """A personal conversation with somebody who has the app, or a new thread of a channel."""
        asked = _read(await request.read(), _NewConversation)
        channel = (asked.channel_data or {}).get("channel")
        room = self._channel(channel) if is_object(channel) else self._personal(asked)
        answer: Json = {"id": room.id}
        if asked.activity is not None:
            answer["activityId"] = self._say(room, "", asked.activity)
            answer["id"] = room.id_in(str(answer["activityId"]))
        return web.json_response(answer, status=HTTPStatus.CREATED)

    def _personal(self, asked: _NewConversation) -> Room:
        keys = [str(one.get("id", "")) for one in asked.members or []]
        person = self.rooms.person(keys[0]) if len(keys) == 1 else None
        if person is None:
            raise _No(400, "BadSyntax", "Bad format of conversation ID: name one member of this tenant.")
        return self._present(personal_room(person))

    def _channel(self, channel: Json) -> Room:
        found = self.rooms.find(str(channel.get("id")))
        if found is None or found[0].kind != "channel":
            raise _No(404, "ConversationNotFound", "Conversation not found.")
        return self._present(found[0])

    async def _members(self, request: web.Request) -> web.Response:
        room, _ = self._room(request)
        return web.json_response([member(person) for person in room.members])

    async def _member(self, request: web.Request) -> web.Response:
        room, _ = self._room(request)
        person = self.rooms.person(request.match_info["member"])
        if person not in room.members:
            raise _No(404, "MemberNotFoundInConversation", "The member is not part of the conversation roster.")
        return web.json_response(member(person))

    async def _paged_members(self, request: web.Request) -> web.Response:
        room, _ = self._room(request)
        try:
            size = min(max(int(request.query.get("pageSize", PAGE_MAX)), 1), PAGE_MAX)
            start = int(request.query.get("continuationToken") or 0)
        except ValueError as error:
            raise _No(400, "BadArgument", "pageSize is a number, and continuationToken the one that came with the page before.") from error
        page: Json = {"members": [member(person) for person in room.members[start : start + size]]}
        return web.json_response(page | ({"continuationToken": str(start + size)} if len(room.members) > start + size else {}))

    async def _team(self, request: web.Request) -> web.Response:
        return web.json_response(team_details(self._of_team(request), TEAM_GROUP_ID))

    async def _channels(self, request: web.Request) -> web.Response:
        # The first channel has no name there: each client calls it in its own language.
        return web.json_response({"conversations": [{"id": self._of_team(request).id, "name": None, "type": "standard"}]})

    def _of_team(self, request: web.Request) -> Room:
        room = self.rooms.team(request.match_info["team"])
        if room is None:
            raise _No(404, "NotFound", "Team not found.")
        return self._present(room)

    def _room(self, request: web.Request) -> tuple[Room, str]:
        found = self.rooms.find(request.match_info["conversation"])
        if found is None:
            raise _No(404, "ConversationNotFound", "Conversation not found.")
        return self._present(found[0]), found[1]

    def _present(self, room: Room) -> Room:
        if not self.store.installed(room.id):
            raise _No(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return room


def _activity(raw: bytes) -> _Activity:
    return _read(raw, _Activity)


def _read(raw: bytes, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise _No(400, "BadSyntax", f"{error}") from error


def _shown(message: Message, activity: _Activity) -> Message:
    """The message with what the activity says; refused as Teams refuses what it can't show."""
    attachments = activity.attachments or []
    for attachment in attachments:
        if attachment.get("contentType") == CARD and mapped(attachment.get("content")).get("type") != "AdaptiveCard":
            raise _No(400, "BadArgument", "The content of an Adaptive Card is an object of the type AdaptiveCard.")
    if len(_without_pictures(activity).encode("utf-16-le")) > MESSAGE_BYTES_MAX:
        raise _No(413, "MessageSizeTooBig", "Message size too large.")
    return msgspec.structs.replace(
        message,
        text=activity.text or "",
        text_format=activity.text_format or "markdown",
        attachments=attachments,
        mentions=[str(one.get("text", "")) for one in activity.entities or [] if one.get("type") == "mention"],
        summary=activity.summary or "",
        suggestions=[mapped(one) for one in listed((activity.suggested_actions or {}).get("actions"))],
    )


def _without_pictures(activity: _Activity) -> str:
    def slim(value: object) -> object:
        if is_object(value):
            return {key: slim(inner) for key, inner in value.items()}
        if is_list(value):
            return [slim(inner) for inner in value]
        return "" if isinstance(value, str) and value.startswith("data:image/") else value

    return msgspec.json.encode(slim(msgspec.to_builtins(activity))).decode()

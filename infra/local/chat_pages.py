"""The addresses by which the page of the local Teams chats; whoever looks is whom the page says, as everywhere here."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
from aiohttp import web

from infra.local.bot_framework import Unreachable
from infra.local.chat import Chat, Client
from infra.local.chat_questions import Press, Question
from infra.local.chat_rooms import BOT_ID, BOT_NAME, Room, Rooms, teams_id
from infra.local.chat_store import BOT
from infra.local.loopback import own_origin_only
from infra.local.loose_json import Json
from infra.local.world import Person

TEXT_LENGTH_MAX = 4000
_CARDS = Path(__file__).parent / "node_modules" / "adaptivecards" / "dist"
_FILES = {"adaptivecards.js": "adaptivecards.min.js", "adaptivecards.css": "adaptivecards.css"}
_Kind = TypeVar("_Kind")


class _Asked(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who does something, in which conversation, with which client."""

    person: str
    conversation: str
    locale: str = "en-GB"
    timezone: str = "Europe/London"


class _Said(_Asked):
    text: str = msgspec.field(default="")
    thread: str = ""
    card: Json | None = None


class _Submitted(_Asked):
    message: str
    value: object = None
    text: str | None = None


class _Install(_Asked):
    there: bool


class _Question(_Asked):
    question: Question
    thread: str = ""


class ChatPages:
    """Reads and writes for the page; deeds are JSON from the page's own origin."""

    def __init__(self, chat: Chat, rooms: Rooms) -> None:
        self._chat = chat
        self._rooms = rooms
        self._deliveries: set[asyncio.Task[object]] = set()

    def add_to(self, app: web.Application) -> None:
        """Adds the addresses."""
        app.router.add_get("/chat/rooms", self._list)
        app.router.add_get("/chat/messages", self._messages)
        app.router.add_get("/chat/news", self._news)
        for name, file in _FILES.items():
            app.router.add_get(f"/{name}", partial(_library, _CARDS / file))
        for path, handler in (
            ("open", self._open),
            ("say", self._say),
            ("submit", self._submit),
            ("install", self._install),
            ("ask", self._ask),
        ):
            app.router.add_post(f"/chat/{path}", _own(handler))

    async def stop(self) -> None:
        """Lets open pages go and waits for nobody."""
        self._chat.news.close()
        for task in self._deliveries:
            task.cancel()

    async def _list(self, request: web.Request) -> web.Response:
        person = self._person(request.query.get("person", ""))
        rooms = [self._told(room, person) for room in self._rooms.of(person)]
        return web.json_response({"me": teams_id(person), "bot": {"id": BOT_ID, "name": BOT_NAME}, "rooms": rooms})

    def _told(self, room: Room, person: Person) -> Json:
        messages = [one for one in self._chat.store.since(room.id) if not one.deleted]
        members = [{"oid": one.oid, "name": one.name, "id": teams_id(one)} for one in room.members]
        about: Json = {"id": room.id, "kind": room.kind, "title": room.title, "members": members}
        about |= {"installed": self._chat.store.installed(room.id), "unread": self._chat.store.unread(person.oid, room.id)}
        last = messages[-1] if messages else None
        return about | {
            "last": None
            if last is None
            else {"text": last.text or last.summary or "A card", "sent": last.sent_s, "bot": last.sender == BOT}
        }

    async def _messages(self, request: web.Request) -> web.Response:
        """What changed in a conversation since a change that the page knows; reading it is seeing it."""
        person, room = self._where(request.query.get("person", ""), request.query.get("conversation", ""))
        since = request.query.get("since", "0")
        if not since.isdecimal():
            raise web.HTTPBadRequest(text="`since` is a number.\n")
        messages = [msgspec.to_builtins(one) for one in self._chat.store.since(room.id, int(since))]
        self._chat.store.see(person.oid, room.id)
        return web.json_response(messages)

    async def _news(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page goes."""
        person = self._person(request.query.get("person", ""))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        # A page that goes takes its connection along, maybe while something is being written.
        with self._chat.news.listen(person.oid) as queue, suppress(ConnectionResetError):
            await response.prepare(request)
            await response.write(b"retry: 500\nevent: hello\ndata: {}\n\n")
            while (news := await queue.get()) is not None:
                what, conversation = news
                await response.write(f"event: {what}\ndata: {msgspec.json.encode({'conversation': conversation}).decode()}\n\n".encode())
        return response

    async def _open(self, request: web.Request) -> web.Response:
        asked = await _read(request, _Asked)
        person, room = self._where(asked.person, asked.conversation)
        self._later(self._chat.open(person, room, _client(asked)))
        return web.json_response({})

    async def _say(self, request: web.Request) -> web.Response:
        """Kept at once; whether it reached the bot is seen later at the message."""
        asked = await _read(request, _Said)
        person, room = self._where(asked.person, asked.conversation)
        text = asked.text.strip()
        if not 1 <= len(text) + (asked.card is not None) <= TEXT_LENGTH_MAX:
            raise web.HTTPBadRequest(text=f"A message has 1 to {TEXT_LENGTH_MAX} characters.\n")
        if room.kind == "personal" and not self._chat.store.installed(room.id):
            raise web.HTTPConflict(text=f"{BOT_NAME} is not installed here.\n")
        self._later(self._chat.say(person, room, _client(asked), text, thread=asked.thread, card=asked.card))
        return web.json_response({})

    async def _submit(self, request: web.Request) -> web.Response:
        asked = await _read(request, _Submitted)
        person, room = self._where(asked.person, asked.conversation)
        card = self._chat.store.get(room.id, asked.message)
        if card is None:
            raise web.HTTPNotFound(text="There is no such message.\n")
        fault = await self._chat.submit(person, room, _client(asked), card, asked.value, text=asked.text)
        return web.json_response({"fault": fault})

    async def _install(self, request: web.Request) -> web.Response:
        asked = await _read(request, _Install)
        person, room = self._where(asked.person, asked.conversation)
        await self._chat.install(person, room, _client(asked), there=asked.there)
        return web.json_response({})

    async def _ask(self, request: web.Request) -> web.Response:
        """The bot's answer, or why there is none."""
        asked = await _read(request, _Question)
        person, room = self._where(asked.person, asked.conversation)
        thread = asked.thread
        if isinstance(asked.question, Press):
            pressed = self._chat.store.get(room.id, asked.question.message)
            thread = pressed.thread if pressed else thread
        try:
            body = await self._chat.ask(person, room, _client(asked), asked.question, thread=thread)
        except Unreachable as error:
            return web.json_response({"fault": str(error)})
        return web.json_response({"body": body})

    def _person(self, oid: str) -> Person:
        person = self._rooms.person(oid)
        if person is None:
            raise web.HTTPNotFound(text="There is nobody of that id here.\n")
        return person

    def _where(self, oid: str, conversation: str) -> tuple[Person, Room]:
        person = self._person(oid)
        room = next((room for room in self._rooms.of(person) if room.id == conversation), None)
        if room is None:
            raise web.HTTPNotFound(text="There is no such conversation of this person.\n")
        return person, room

    def _later(self, deed: Awaitable[object]) -> None:
        """The page need not wait for the bot."""
        task = asyncio.ensure_future(deed)
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)


def _client(asked: _Asked) -> Client:
    return Client(asked.locale, asked.timezone)


def _own(handler: Callable[[web.Request], Awaitable[web.Response]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def guarded(request: web.Request) -> web.Response:
        own_origin_only(request)
        return await handler(request)

    return guarded


async def _read(request: web.Request, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.MsgspecError as error:
        raise web.HTTPBadRequest(text=f"{error}\n") from error


async def _library(file: Path, _request: web.Request) -> web.StreamResponse:
    """Microsoft's own renderer of cards; not found until `dev.py` has installed it."""
    return web.FileResponse(file)

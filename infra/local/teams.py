"""The local Teams: a page that frames the product's tab and speaks the host side of teams-js with it, and chats with the product's bot."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from aiohttp import web

from infra.local.bot_connector import BotConnector
from infra.local.bot_framework import BotFramework
from infra.local.chat import Chat
from infra.local.chat_news import NewsDesk
from infra.local.chat_pages import TEXT_LENGTH_MAX, ChatPages
from infra.local.chat_rooms import Rooms
from infra.local.chat_store import ChatStore
from infra.local.loopback import HOST, Server, build_app, own_origin_only
from infra.local.page import page, text
from infra.local.people import NAME_LENGTH_MAX, BadName, People
from infra.local.tokens import Tokens
from infra.local.world import TEAMS_WEB_CLIENT_ID, TENANT, TENANT_NAME

APP_NAME = "Office Booker"
BODY_BYTES_MAX = 512 * 1024
"""A card and its pictures; the connector itself refuses what Teams would."""
# What Teams lets a tab do; see the sandbox attribute of its own frames.
_SANDBOX = "allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-scripts allow-same-origin allow-downloads"

_Kind = TypeVar("_Kind")
_LAYOUT = (Path(__file__).parent / "teams_page.html").read_text(encoding="utf-8")


class _TokenFor(msgspec.Struct, forbid_unknown_fields=True):
    person: str


class _NewPerson(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class Teams:
    """Serves the page and hands it tokens of the local Entra for the person it shows; carries the chat to the bot and back."""

    def __init__(
        self,
        *,
        people: People,
        tokens: Tokens,
        calendars: Callable[[], str],
        data: Path,
        database: sqlite3.Connection,
        now: Callable[[], float],
    ) -> None:
        self.url = ""
        self.service: str | None = None
        self._people = people
        self._tokens = tokens
        self._calendars = calendars
        rooms, store, news = Rooms(people), ChatStore(database, now), NewsDesk()
        self.framework = BotFramework(data=data, now=now, url=lambda: self.url, service=lambda: self.service)
        self.chat = Chat(rooms, store, news, self.framework, now)
        self._pages = ChatPages(self.chat, rooms)
        app = build_app(self._policy, body_bytes_max=BODY_BYTES_MAX)
        self.framework.add_to(app)
        self._pages.add_to(app)
        BotConnector(rooms, store, news, tokens.keys).add_to(app)
        app.router.add_get("/", self._page)
        app.router.add_get("/world", self._world)
        app.router.add_post("/token", self._token)
        app.router.add_post("/people", self._add_person)
        self._server = Server(app)

    async def start(self, port: int) -> None:
        """Listens."""
        self.url = f"http://{HOST}:{await self._server.start(port)}"

    async def stop(self) -> None:
        """Lets open pages go and frees the port."""
        await self._pages.stop()
        await self.framework.stop()
        await self._server.stop()

    def _policy(self) -> str:
        frames = self.service or "'none'"
        # Cards bring small pictures along, such as the code of a pass.
        pictures = "img-src 'self' data:"
        nothing_else = "base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"
        return f"default-src 'self'; {pictures}; frame-src {frames}; {nothing_else}"

    async def _page(self, _request: web.Request) -> web.Response:
        main = _LAYOUT.format(
            app=text(APP_NAME), tenant=text(TENANT_NAME), sandbox=_SANDBOX, longest=NAME_LENGTH_MAX, longest_text=TEXT_LENGTH_MAX
        )
        return page(f"{APP_NAME} | Local Teams", main, styles=("teams.css", "chat.css", "chat-card.css"), scripts=("teams/main.js",))

    async def _world(self, _request: web.Request) -> web.Response:
        """Everything the page must know."""
        people = [msgspec.to_builtins(person) for person in self._people.all()]
        return web.json_response({"tenant": TENANT, "service": self.service, "calendars": self._calendars(), "people": people})

    async def _token(self, request: web.Request) -> web.Response:
        own_origin_only(request)
        person = self._people.by_oid(_asked(await request.read(), _TokenFor).person)
        if person is None:
            raise web.HTTPNotFound(text="There is nobody of that id here.\n")
        token = self._tokens.for_api(person, azp=TEAMS_WEB_CLIENT_ID)
        return web.json_response({"token": token}, headers={"Cache-Control": "no-store"})

    async def _add_person(self, request: web.Request) -> web.Response:
        own_origin_only(request)
        try:
            person = self._people.find_or_add(_asked(await request.read(), _NewPerson).name)
        except BadName as refusal:
            raise web.HTTPBadRequest(text=str(refusal)) from refusal
        return web.json_response(msgspec.to_builtins(person))


def _asked(raw: bytes, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise web.HTTPBadRequest(text=f"{error}\n") from error

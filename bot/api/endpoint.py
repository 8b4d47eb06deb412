"""From a line of the route table to a handler: who may call, what comes in, what goes out. Closed unless the line opens it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Generic, TypeVar

import msgspec
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.api.types import NoQuery
from bot.auth import caller
from bot.errors import bad_request
from bot.keys import PARTS, Parts, reference_of
from core.model import Person

Query = TypeVar("Query", bound=msgspec.Struct)
Body = TypeVar("Body", bound=msgspec.Struct)


class Who(Enum):
    """Who may call an address at all; what of it they may see or change is for the rules."""

    ANYONE = "anyone"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Call(Generic[Query, Body]):
    """One call, checked: the query and the body have their shapes. `Nothing` stands where the address takes no body."""

    request: web.Request
    query: Query
    body: Body

    @property
    def parts(self) -> Parts:
        """What the application carries."""
        return self.request.app[PARTS]

    @property
    def reference(self) -> str:
        """The id of this call."""
        return reference_of(self.request)

    def path(self, name: str) -> str:
        """A variable part of the address."""
        return self.request.match_info[name]


@dataclass(frozen=True, slots=True)
class PersonCall(Call[Query, Body]):
    """A call of somebody who is signed in."""

    person: Person


class Nothing(msgspec.Struct, frozen=True):
    """No body."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out: a shape (or None) and a status."""

    view: msgspec.Struct | None
    status: HTTPStatus = HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the API's table. `answers`: the shape for each status of success; `codes`: the refusals it can give."""

    method: str
    path: str
    who: Who
    summary: str
    handler: Handler
    query: type[msgspec.Struct]
    body: type[msgspec.Struct] | None
    answers: Mapping[HTTPStatus, type[msgspec.Struct] | None]
    codes: tuple[str, ...] = field(default=())


_encoder = msgspec.json.Encoder()


def open_to_anyone(handle: Callable[[Call[NoQuery, Nothing]], Awaitable[Answer]]) -> Handler:
    """A handler for callers who have not signed in; takes neither query nor body."""

    async def run(request: web.Request) -> web.StreamResponse:
        return _response(await handle(Call(request, read_query(request, NoQuery), Nothing())))

    return run


def for_people(handle: Callable[[PersonCall[Query, Nothing]], Awaitable[Answer]], query: type[Query]) -> Handler:
    """A handler for people who are signed in; takes no body."""

    async def run(request: web.Request) -> web.StreamResponse:
        person = await caller(request)
        return _response(await handle(PersonCall(request, read_query(request, query), Nothing(), person)))

    return run


def for_people_with_body(handle: Callable[[PersonCall[NoQuery, Body]], Awaitable[Answer]], body: type[Body]) -> Handler:
    """A handler for people who are signed in and send something."""
    decoder = msgspec.json.Decoder(body)

    async def run(request: web.Request) -> web.StreamResponse:
        person = await caller(request)
        query = read_query(request, NoQuery)
        return _response(await handle(PersonCall(request, query, await _read_body(request, decoder), person)))

    return run


def read_query(request: web.Request, shape: type[Query]) -> Query:
    """The query in its shape. A name given twice is refused: which one was meant can't be known."""
    if len(set(request.query)) != len(request.query):
        raise bad_request("The query names something twice.")
    try:
        return msgspec.convert(dict(request.query), shape, strict=False)
    except msgspec.ValidationError as error:
        raise bad_request(f"The query is not right: {error}.") from None


async def _read_body(request: web.Request, decoder: msgspec.json.Decoder[Body]) -> Body:
    if request.content_type != "application/json":
        raise bad_request("The body must be JSON, with the content type application/json.")
    try:
        return decoder.decode(await request.read())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_request(f"The body is not right: {error}.") from None


def _response(given: Answer) -> web.Response:
    if given.view is None:
        return web.Response(status=given.status)
    headers = {hdrs.CACHE_CONTROL: "no-store"}
    return web.Response(body=_encoder.encode(given.view), status=given.status, content_type="application/json", headers=headers)

"""From a line of the route table to a handler: who may call, what comes in, what goes out. Closed unless the line opens it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from http import HTTPStatus
from typing import Generic, TypeVar

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.api.downloads import Download, send
from bot.api.repeats import refuse_repeats
from bot.api.types import NoQuery
from bot.api.versions import Match, seen
from bot.auth import caller, caller_or_application
from bot.bodies import json_body
from bot.entra import AppIdentity
from bot.errors import bad_request, refused
from bot.keys import PARTS, Parts, reference_of
from bot.strangers import counted
from core.decision import Code, Refusal
from core.model import OfficeId, Person

Query = TypeVar("Query", bound=msgspec.Struct)
Body = TypeVar("Body", bound=msgspec.Struct)


class Who(Enum):
    """Who may call an address at all; what of it they may see or change is for the rules."""

    ANYONE = "anyone"
    PERSON = "person"
    ADMIN = "admin of any office, or System Admin"
    OFFICE_ADMIN = "admin of the office, or System Admin"
    SYSTEM_ADMIN = "System Admin"
    SELF_TEST = "an application with the role SelfTest, or System Admin"


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

    def day(self) -> date:
        """The date in the address. Only `YYYY-MM-DD`: Python reads more spellings of a date than the contract has."""
        text = self.path("date")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            raise bad_request("The day must be a date such as 2026-11-25.")
        return day


@dataclass(frozen=True, slots=True)
class PersonCall(Call[Query, Body]):
    """A call of somebody who is signed in. `seen`: the version that they saw and mean to change; None for whatever is there."""

    person: Person
    seen: str | None


@dataclass(frozen=True, slots=True)
class SelfTestCall(Call[NoQuery, "Nothing"]):
    """A call of somebody who may ask whether all is well: the only one that an application can make."""

    caller: Person | AppIdentity


class Nothing(msgspec.Struct, frozen=True):
    """No body."""


class Csv(msgspec.Struct, frozen=True):
    """Stands in the route table for an answer that is a table of text/csv."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out: a shape, or one that is printed already, or None; a status, and what else is to be said in headers."""

    view: msgspec.Struct | bytes | None
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A handler and what it lets through."""

    handler: Handler
    who: Who
    query: type[msgspec.Struct]
    body: type[msgspec.Struct] | None
    match: Match


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the API's table. `answers`: the shape for each status of success; `codes`: the refusals it can give.

    `tagged`: its answers carry the version as ETag. `also`: what else it can answer, by the code of the problem.
    """

    method: str
    path: str
    summary: str
    door: Door
    answers: Mapping[HTTPStatus, type[msgspec.Struct] | None]
    codes: tuple[Code, ...] = ()
    tagged: bool = False
    also: Mapping[HTTPStatus, str] = field(default_factory=dict[HTTPStatus, str])

    @property
    def who(self) -> Who:
        """Who may call it."""
        return self.door.who

    @property
    def handler(self) -> Handler:
        """What answers it."""
        return self.door.handler


_encoder = msgspec.json.Encoder()


def open_to_anyone(handle: Callable[[Call[NoQuery, Nothing]], Awaitable[Answer]]) -> Door:
    """For callers who have not signed in; takes neither query nor body."""

    async def run(request: web.Request) -> web.StreamResponse:
        return _response(await handle(Call(request, read_query(request, NoQuery), Nothing())))

    return Door(handler=counted(run), who=Who.ANYONE, query=NoQuery, body=None, match=Match.NO)


def asking(
    who: Who, handle: Callable[[PersonCall[Query, Nothing]], Awaitable[Answer | Download]], query: type[Query], match: Match = Match.NO
) -> Door:
    """For those who are signed in and send no body."""
    return Door(handler=for_people(handle, query, who, match), who=who, query=query, body=None, match=match)


def for_people(
    handle: Callable[[PersonCall[Query, Nothing]], Awaitable[Answer | Download]],
    query: type[Query],
    who: Who = Who.PERSON,
    match: Match = Match.NO,
) -> Handler:
    """A handler that takes no body."""

    async def run(request: web.Request) -> web.StreamResponse:
        person = await _let_in(request, who)
        call = PersonCall(request, read_query(request, query), Nothing(), person, seen(request, match))
        given = await handle(call)
        return await send(request, given) if isinstance(given, Download) else _response(given)

    return run


def sending(who: Who, handle: Callable[[PersonCall[NoQuery, Body]], Awaitable[Answer]], body: type[Body], match: Match = Match.NO) -> Door:
    """For those who are signed in and send something."""
    decoder = msgspec.json.Decoder(body)

    async def run(request: web.Request) -> web.StreamResponse:
        person = await _let_in(request, who)
        query, version = read_query(request, NoQuery), seen(request, match)
        return _response(await handle(PersonCall(request, query, await _read_body(request, decoder), person, version)))

    return Door(handler=run, who=who, query=NoQuery, body=body, match=match)


def self_testing(handle: Callable[[SelfTestCall], Awaitable[Answer]]) -> Door:
    """For applications that hold the role SelfTest, and for System Admins; a body is not looked at."""

    async def run(request: web.Request) -> web.StreamResponse:
        who = await _let_in_to_test(request)
        return _response(await handle(SelfTestCall(request, read_query(request, NoQuery), Nothing(), who)))

    return Door(handler=run, who=Who.SELF_TEST, query=NoQuery, body=None, match=Match.NO)


def read_query(request: web.Request, shape: type[Query]) -> Query:
    """The query in its shape. A name given twice is refused: which one was meant can't be known."""
    given = dict(request.query) if request.rel_url.raw_query_string else {}
    if given and len(given) != len(request.query):
        raise bad_request("The query names something twice.")
    try:
        query = msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        raise bad_request(f"The query is not right: {error}.") from None
    # msgspec reads the text "null" as nothing, and a date that somebody's program does not have must not open the whole list.
    if given and any(name in given and getattr(query, field) is None for name, field in zip(*_names(shape), strict=True)):
        raise bad_request("The query is not right: null is no value; leave out what is not asked for.")
    return query


def _names(shape: type[msgspec.Struct]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names as they are written in a query, and as the shape has them."""
    return shape.__struct_encode_fields__, shape.__struct_fields__


async def _let_in(request: web.Request, who: Who) -> Person:
    """Who is calling. Whoever may not is told so before anything else is looked at."""
    person = await caller(request)
    if not _may(person, who, request):
        raise refused(Refusal(Code.NOT_FOR_YOU))
    return person


def _may(person: Person, who: Who, request: web.Request) -> bool:
    match who:
        case Who.ANYONE | Who.PERSON:
            return True
        case Who.ADMIN:
            return person.is_system_admin or bool(person.admin_of)
        case Who.OFFICE_ADMIN:
            return person.can_manage(OfficeId(request.match_info["office"]))
        case Who.SYSTEM_ADMIN | Who.SELF_TEST:
            return person.is_system_admin


async def _let_in_to_test(request: web.Request) -> Person | AppIdentity:
    who = await caller_or_application(request)
    if isinstance(who, Person) and not who.is_system_admin:
        raise refused(Refusal(Code.NOT_FOR_YOU))
    return who


async def _read_body(request: web.Request, decoder: msgspec.json.Decoder[Body]) -> Body:
    body = await json_body(request)
    try:
        decoded = decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_request(f"The body is not right: {error}.") from None
    refuse_repeats(body)
    return decoded


def _response(given: Answer) -> web.Response:
    if given.view is None:
        return web.Response(status=given.status, headers=given.headers)
    body = given.view if isinstance(given.view, bytes) else _encoder.encode(given.view)
    return web.Response(body=body, status=given.status, content_type="application/json", headers=given.headers)

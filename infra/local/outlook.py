"""The local Outlook: the Graph subset for programs with a token, and pages of calendars and mails for people."""

import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence

import jwt
import msgspec
from aiohttp import web

from infra.local.calendar_page import CalendarPages
from infra.local.graph_batch import GraphBatch
from infra.local.graph_calendar import GraphCalendar
from infra.local.graph_call import Answer, Call
from infra.local.graph_error import GraphError, bad_request
from infra.local.graph_mail import PATH as SEND_MAIL
from infra.local.graph_mail import GraphMail
from infra.local.graph_query import Query
from infra.local.graph_types import unreadable
from infra.local.graph_view import Preferences, shown
from infra.local.limits import Limits
from infra.local.loopback import HOST, Server, build_app
from infra.local.mail_page import MailPages
from infra.local.mailboxes import Mailboxes
from infra.local.mails import Mail, Mails
from infra.local.people import People
from infra.local.signing_keys import SigningKeys
from infra.local.weather import ConnectionCut, Weather, When
from infra.local.world import CALENDAR_ROLE, GRAPH_AUDIENCE, MAIL_ROLE

BODY_BYTES_MAX = 4 * 1024 * 1024
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
_EVERYTHING = Query(select=None, expand=frozenset(), wanted=None, order=None, top=1, skip=0)


class Outlook:
    """Calendars and mails of the people of the world, one process with the local Entra whose tokens it trusts."""

    def __init__(self, *, database: sqlite3.Connection, people: People, keys: SigningKeys, now: Callable[[], float]) -> None:
        self.url = ""
        self.weather = Weather()
        self.limits = Limits()
        self.mailboxes = Mailboxes(database, now)
        self.calendar = GraphCalendar(people, self.mailboxes, self.limits, self.weather, lambda: self.url)
        self.mails = Mails(database, people, now)
        self._mail = GraphMail(people, self.mails, self.limits, self.weather)
        self._people = people
        self._keys = keys
        self._now = now
        app = build_app(lambda: f"{_POLICY}; frame-ancestors 'none'", body_bytes_max=BODY_BYTES_MAX)
        app.router.add_route("*", "/v1.0/{rest:.*}", self._graph)
        CalendarPages(people, self.mailboxes, now).add_to(app)
        MailPages(people, self.mails).add_to(app)
        self._server = Server(app)

    async def start(self, port: int) -> None:
        """Listens."""
        self.url = f"http://{HOST}:{await self._server.start(port)}"

    async def stop(self) -> None:
        """Frees the port."""
        await self._server.stop()

    def events(self, person: str) -> list[dict[str, object]]:
        """All entries of a person (by object id or address) as Graph would show them, with immutable ids."""
        owner = self._people.by_id_or_address(person)
        if owner is None:
            return []
        preferences = Preferences(immutable_ids=True, zone="UTC", text_bodies=False)
        return [shown(entry, owner, preferences, _EVERYTHING) for entry in self.mailboxes.entries(owner.oid)]

    def mails_of(self, mailbox: str) -> list[Mail]:
        """All mails of a mailbox (by object id or address), the newest first."""
        owner = self._people.mailbox(mailbox)
        return [] if owner is None else self.mails.of(owner.oid)

    def fail(
        self,
        *,
        method: str = ".*",
        path: str = ".*",
        status: int | None = 503,
        when: When = "before",
        times: int = 1,
        code: str = "ServiceNotAvailable",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """The next `times` requests that match fail before or after their work; status None cuts the connection instead.

        `method` is a pattern for the whole method, `path` one to be found in the path after /v1.0; requests inside
        a $batch count like any other, and the batch itself is POST /$batch.
        """
        self.weather.announce(method=method, path=path, when=when, times=times, status=status, code=code, headers=headers or {})

    async def _graph(self, request: web.Request) -> web.StreamResponse:
        ids = _ids(request.headers)
        try:
            answer = await self._authorized(request)
        except GraphError as refusal:
            answer = self._refusal(refusal, ids)
        except ConnectionCut:
            return _cut(request)
        headers: dict[str, str] = {**answer.headers, **ids}
        if answer.body is None:
            return web.Response(status=answer.status, headers=headers)
        return web.json_response(answer.body, status=answer.status, headers=headers)

    async def _authorized(self, request: web.Request) -> Answer:
        roles = self._roles(request.headers.get("Authorization", ""))
        try:
            raw = await request.read()
        except web.HTTPRequestEntityTooLarge as error:
            raise GraphError(413, "RequestEntityTooLarge", "The request body is larger than 4 MB.") from error
        url = request.raw_path.removeprefix("/v1.0")
        call = Call.of(request.method, url, request.headers, _decoded(raw, request.content_type))
        if call.path != "/$batch":
            return await self._operation(call, roles)
        if call.method != "POST":
            raise GraphError(405, "Request_BadRequest", "Send a batch with POST.")
        self.weather.strike(call, "before")
        answer = await GraphBatch(lambda one: self._settled(one, roles)).run(call.body)
        self.weather.strike(call, "after")
        return answer

    async def _operation(self, call: Call, roles: Sequence[str]) -> Answer:
        """Each operation needs its own right."""
        is_mail = SEND_MAIL.fullmatch(call.path) is not None
        if (MAIL_ROLE if is_mail else CALENDAR_ROLE) not in roles:
            raise GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        return await (self._mail if is_mail else self.calendar).answer(call)

    async def _settled(self, call: Call, roles: Sequence[str]) -> Answer:
        """One request of a batch: a refusal is its answer and stops no other."""
        ids = _ids(call.headers)
        try:
            answer = await self._operation(call, roles)
        except GraphError as refusal:
            answer = self._refusal(refusal, ids)
        return Answer(answer.status, answer.body, {**answer.headers, **ids})

    def _roles(self, authorization: str) -> list[str]:
        """The rights that the token carries."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorized("Access token is empty.")
        try:
            claims = self._keys.verify(token.strip(), audience=GRAPH_AUDIENCE)
        except jwt.ExpiredSignatureError as error:
            raise _unauthorized("Lifetime validation failed, the token is expired.") from error
        except jwt.InvalidAudienceError as error:
            raise _unauthorized("Access token validation failure. Invalid audience.") from error
        except jwt.InvalidTokenError as error:
            raise _unauthorized("CompactToken validation failed.") from error
        return msgspec.convert(claims.get("roles", []), list[str])

    def _refusal(self, refusal: GraphError, ids: Mapping[str, str]) -> Answer:
        now = dt.datetime.fromtimestamp(self._now(), dt.UTC)
        inner = {"date": f"{now:%Y-%m-%dT%H:%M:%S}", **ids}
        error = {"code": refusal.code, "message": refusal.message, "innerError": inner, **refusal.more}
        return Answer(refusal.status, {"error": error}, refusal.headers)


def _ids(headers: Mapping[str, str]) -> dict[str, str]:
    """What each answer is known by; a caller's own id comes back to it."""
    request_id = str(uuid.uuid4())
    return {"request-id": request_id, "client-request-id": headers.get("client-request-id") or request_id}


def _decoded(raw: bytes, content_type: str) -> object:
    if not raw:
        return None
    if content_type != "application/json":
        raise bad_request("RequestBodyRead", "Send application/json.")
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise unreadable(str(error)) from error


def _unauthorized(message: str) -> GraphError:
    return GraphError(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": 'Bearer realm="", error="invalid_token"'})


def _cut(request: web.Request) -> web.Response:
    """Ends the connection with nothing on the wire, as a broken network would."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)

"""A Bot Framework for tests: its keys and OpenID document, a connector of Teams, and a platform's managed identity, all on loopback.

It calls the bot's real address with tokens that are truly signed, and keeps what the bot writes. It can roll its key over, be away, and
answer as a bad day of Teams would.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from jwt.algorithms import RSAAlgorithm

from tests.bot.fake_entra import KEY, OTHER_KEY, TENANT

APP = "99999999-9999-4999-8999-999999999999"
ISSUER = "https://api.botframework.com"
BOT = f"28:{APP}"
HANG, DROP, SLOW = "hang", "drop", "slow"
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Weather:
    """How one call of the connector ends instead of well: a status, HANG, or DROP (after it was read). SLOW ends well."""

    status: int | str
    code: str = "SomeError"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Written:
    """One call of the bot."""

    method: str
    conversation: str
    message: str
    body: Body
    authorization: str | None
    at: float


class FakeBotFramework:
    """`written`: what the bot wrote; `weather`: how its next calls end; `members`: of conversations, in pages of `page`."""

    def __init__(self) -> None:
        app = web.Application()
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._jwks)
        app.router.add_post("/{region}/v3/conversations/{conversation}/activities", self._write)
        app.router.add_post("/{region}/v3/conversations/{conversation}/activities/{message}", self._write)
        app.router.add_put("/{region}/v3/conversations/{conversation}/activities/{message}", self._write)
        app.router.add_get("/{region}/v3/conversations/{conversation}/pagedmembers", self._members)
        app.router.add_get("/msi/token", self._identity)
        self._server = TestServer(app)
        self._numbers = itertools.count(1)
        self.keys: dict[str, tuple[RSAPrivateKey, list[str]]] = {"first": (KEY, ["msteams"])}
        self.key_id = "first"
        self.fetched: list[str] = []
        self.is_away = False
        self.odd_keys: list[Body] = []
        self.written: list[Written] = []
        self.weather: deque[Weather] = deque()
        self.members: dict[str, Sequence[Body]] = {}
        self.page = 200
        self.odd_members: Any = None
        self.asked_for_members: list[str] = []
        self.identity_asked: list[tuple[dict[str, str], str | None]] = []
        self.identity_token = "msi-token"
        self.identity_weather: deque[Weather] = deque()

    async def start(self) -> FakeBotFramework:
        await self._server.start_server()
        return self

    async def stop(self) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    @property
    def service_url(self) -> str:
        return f"{self.url}/emea/"

    @property
    def messages(self) -> list[Body]:
        """What people see of it."""
        return [one.body for one in self.written if one.body.get("type") == "message"]

    def roll_over(self) -> None:
        self.keys = {"second": (OTHER_KEY, ["msteams"])}
        self.key_id = "second"

    def claims(self, **changed: object) -> Body:
        now = time.time()
        claims: Body = {"iss": ISSUER, "aud": APP, "serviceurl": self.service_url, "nbf": now - 10, "exp": now + 3600} | changed
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, **changed: object) -> str:
        return jwt.encode(self.claims(**changed), self.keys[self.key_id][0], "RS256", {"kid": self.key_id})

    def activity(self, kind: str = "message", /, **changed: object) -> Body:
        """As Teams sends it, from Anna's personal chat; None takes a field away."""
        activity: Body = {
            "type": kind,
            "id": f"f:{next(self._numbers)}",
            "timestamp": "2026-11-24T12:00:00.000Z",
            "localTimestamp": "2026-11-24T12:00:00.000+00:00",
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": {"id": "29:anna", "name": "Anna Adler", "aadObjectId": "anna"},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:anna"},
            "recipient": {"id": BOT, "name": "Office Booker"},
            "entities": [{"locale": "en-GB", "country": "GB", "platform": "Web", "timezone": "Europe/London", "type": "clientInfo"}],
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "en-GB",
            "localTimezone": "Europe/London",
        } | changed
        return {name: value for name, value in activity.items() if value is not None}

    def invoke(self, name: str, value: object = None, /, **changed: object) -> Body:
        return self.activity("invoke", name=name, value={} if value is None else value, **changed)

    def group(self, **changed: object) -> Body:
        """The fields that differ for something said in a group chat."""
        return {
            "conversation": {"conversationType": "groupChat", "isGroup": True, "tenantId": TENANT, "id": "19:group@thread.v2"}
        } | changed

    async def call(
        self,
        bot: TestClient[Any, Any] | ClientSession,
        activity: object,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ClientResponse:
        """Send it to the bot, as Teams does."""
        data = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        given = {"Authorization": f"Bearer {token or self.token()}", "Content-Type": "application/json"} | dict(headers or {})
        return await bot.post("/api/messages", data=data, headers=given)

    async def _openid(self, _: web.Request) -> web.Response:
        self.fetched.append("openid")
        return web.Response(status=503) if self.is_away else web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _jwks(self, _: web.Request) -> web.Response:
        keys = [
            {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": "sig", "endorsements": endorsements}
            for name, (key, endorsements) in self.keys.items()
        ]
        return web.json_response({"keys": self.odd_keys + keys})

    async def _write(self, request: web.Request) -> web.Response:
        where = request.match_info
        body: Body = await request.json()
        self.written.append(
            Written(
                request.method,
                where["conversation"],
                where.get("message", ""),
                body,
                request.headers.get("Authorization"),
                time.monotonic(),
            )
        )
        return await self._by_weather(request, self.weather) or web.json_response({"id": f"1:{next(self._numbers)}"}, status=201)

    async def _members(self, request: web.Request) -> web.Response:
        conversation = request.match_info["conversation"]
        self.asked_for_members.append(conversation)
        bad = await self._by_weather(request, self.weather)
        if bad:
            return bad
        first, size = int(request.query.get("continuationToken", "0")), min(self.page, int(request.query["pageSize"]))
        if self.odd_members is not None:
            return web.json_response({"members": self.odd_members})
        rows = self.members.get(conversation, [])
        more = {"continuationToken": str(first + size)} if first + size < len(rows) else {}
        return web.json_response({"members": list(rows[first : first + size]), **more})

    async def _identity(self, request: web.Request) -> web.Response:
        self.identity_asked.append((dict(request.query), request.headers.get("X-IDENTITY-HEADER")))
        token = {"access_token": self.identity_token, "expires_on": str(int(time.time()) + 86400), "resource": "r", "token_type": "Bearer"}
        return await self._by_weather(request, self.identity_weather) or web.json_response(token)

    async def _by_weather(self, request: web.Request, weathers: deque[Weather]) -> web.Response | None:
        weather = weathers.popleft() if weathers else None
        if weather is not None and weather.status == SLOW:
            await asyncio.sleep(0.6)
            return None
        if weather is None:
            return None
        if weather.status == HANG:
            await asyncio.sleep(60)
        if weather.status == DROP:
            assert request.transport
            request.transport.close()
        if isinstance(weather.status, str):
            return web.Response()
        return web.json_response({"error": {"code": weather.code, "message": "no"}}, status=weather.status, headers=weather.headers)

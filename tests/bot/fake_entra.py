"""An Entra for tests: one tenant's metadata and keys on loopback, and tokens of every kind, right and wrong."""

from __future__ import annotations

import asyncio
import time
from typing import cast

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

TENANT = "11111111-1111-4111-8111-111111111111"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
CLIENT = "33333333-3333-4333-8333-333333333333"
TEAMS = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
PIPELINE = "77777777-7777-4777-8777-777777777777"
"""The app registration of a deployment's pipeline, and below the service principal that it is in the tenant."""
PRINCIPAL = "88888888-8888-4888-8888-888888888888"


def make_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


KEY = make_key()
OTHER_KEY = make_key()
"""Made once: making a key is slow."""


class FakeEntra:
    """Counts how often its keys are asked for; can roll its key over and go away."""

    def __init__(self) -> None:
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata)
        app.router.add_get("/{tenant}/keys", self._keys)
        self._server = TestServer(app)
        self.key = KEY
        self.key_id = "first"
        self.asked: list[str] = []
        self.is_away = False
        self.jwks_host: str | None = None
        self.ahead_s = 0.0
        self.in_pieces = False

    async def start(self) -> FakeEntra:
        await self._server.start_server()
        return self

    async def stop(self) -> None:
        await self._server.close()

    @property
    def authority(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    def roll_over(self) -> None:
        self.key, self.key_id = OTHER_KEY, "second"

    def claims(self, oid: str, /, **changed: object) -> dict[str, object]:
        now = time.time() + self.ahead_s
        claims: dict[str, object] = {
            "iss": f"{self.authority}/{TENANT}/v2.0",
            "aud": CLIENT,
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "tid": TENANT,
            "oid": oid,
            "scp": "access_as_user",
            "azp": TEAMS,
            "ver": "2.0",
            "name": oid.title(),
            "preferred_username": f"{oid}@contoso.example",
        } | changed
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, oid: str = "anna", /, **changed: object) -> str:
        return jwt.encode(self.claims(oid, **changed), self.key, "RS256", {"kid": self.key_id})

    def app_token(self, **changed: object) -> str:
        """As the client credentials flow gives it: for nobody, so without a scope and names; nobody asked for idtyp."""
        claims: dict[str, object] = {"scp": None, "name": None, "preferred_username": None, "azp": PIPELINE, "sub": PRINCIPAL}
        return self.token(PRINCIPAL, **(claims | {"roles": ["SelfTest"]} | changed))

    async def _metadata(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        self.asked.append(tenant)
        if self.is_away:
            return web.Response(status=503)
        return web.json_response({"jwks_uri": f"{self.jwks_host or self.authority}/{tenant}/keys"})

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        key = cast("dict[str, object]", RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True))
        answer = web.json_response({"keys": [{**key, "kid": self.key_id, "use": "sig"}]})
        return await self._slowly(request, str(answer.text)) if self.in_pieces else answer

    async def _slowly(self, request: web.Request, text: str) -> web.StreamResponse:
        """As a network delivers what is larger than a packet."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for first in range(0, len(text), 200):
            await response.write(text[first : first + 200].encode())
            await asyncio.sleep(0.01)
        await response.write_eof()
        return response

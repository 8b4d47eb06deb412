"""Clients of the local world for tests: a page that signs people in, and a program with the clerk's right."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import aiohttp

from infra.local.run import LocalWorld
from infra.local.world import API_SCOPE, APP_CLIENT_ID, TENANT

SERVICE = "http://127.0.0.1:3978"


@dataclass
class Page:
    """A single-page application that signs somebody in, without any library."""

    world: LocalWorld
    http: aiohttp.ClientSession
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def base(self) -> str:
        return f"{self.world.entra.url}/{TENANT}/oauth2/v2.0"

    def ask(self, **changes: str) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        ask = {
            "client_id": APP_CLIENT_ID,
            "redirect_uri": f"{SERVICE}/",
            "response_type": "code",
            "scope": f"openid profile offline_access {API_SCOPE}",
            "state": "st",
            "nonce": "no",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        } | changes
        return {name: value for name, value in ask.items() if value}

    async def authorize(self, **changes: str) -> aiohttp.ClientResponse:
        return await self.http.get(f"{self.base}/authorize", params=self.ask(**changes), allow_redirects=False)

    async def choose(self, *, person: str = "", name: str = "", **changes: str) -> aiohttp.ClientResponse:
        choice = {"person": person} if person else {"name": name}
        return await self.http.post(f"{self.base}/authorize", data=self.ask(**changes) | choice, allow_redirects=False)

    async def redeem(self, code: str, *, origin: str | None = SERVICE, **changes: str) -> aiohttp.ClientResponse:
        form = {
            "grant_type": "authorization_code",
            "client_id": APP_CLIENT_ID,
            "code": code,
            "redirect_uri": f"{SERVICE}/",
            "code_verifier": self.verifier,
        } | changes
        return await self.token(form, origin=origin)

    async def token(self, form: dict[str, str], *, origin: str | None = SERVICE) -> aiohttp.ClientResponse:
        return await self.http.post(f"{self.base}/token", data=form, headers={"Origin": origin} if origin else {})


def facts_of(location: str) -> dict[str, str]:
    """What a redirect carries, in query or fragment."""
    parts = urlsplit(location)
    return {name: values[0] for name, values in parse_qs(parts.query or parts.fragment).items()}


@dataclass
class Graph:
    """A program with the clerk's right."""

    world: LocalWorld
    http: aiohttp.ClientSession
    token: str
    headers: dict[str, str] = field(default_factory=lambda: {"Prefer": 'IdType="ImmutableId"'})

    async def call(
        self, method: str, path: str, json: object = None, *, headers: dict[str, str] | None = None, params: dict[str, str] | None = None
    ) -> aiohttp.ClientResponse:
        sent = {"Authorization": f"Bearer {self.token}"} | self.headers | (headers or {})
        return await self.http.request(method, f"{self.world.outlook.url}/v1.0{path}", json=json, headers=sent, params=params)

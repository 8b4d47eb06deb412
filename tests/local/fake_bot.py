"""A tiny bot: it believes whom the real one believes, remembers what came, and answers through the connector."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp
import jwt
from aiohttp import web

from infra.local.bot_framework import METADATA
from infra.local.loopback import Server
from infra.local.managed_identity import API_VERSION, PATH
from infra.local.run import LocalWorld
from infra.local.world import BOT_APP_ID, BOT_AUDIENCE, IDENTITY_HEADER

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
ADDRESS = "http://127.0.0.1"


def card(*texts: str, actions: list[Json] | None = None, **more: object) -> Json:
    body = [{"type": "TextBlock", "text": text, "wrap": True} for text in texts]
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": actions or [], **more}


def first_text(shown: Json) -> str:
    """What the first block of a card says."""
    [first, *_] = cast("list[dict[str, object]]", shown["body"])
    return str(first["text"])


def execute(title: str, verb: str, **data: object) -> Json:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data}


def shown(content: Json) -> Json:
    """The answer to a button: a card in place of the one that was pressed."""
    return {"statusCode": 200, "type": CARD, "value": content}


def attachment(content: Json) -> Json:
    return {"contentType": CARD, "content": content}


@dataclass
class FakeBot:
    """`replies`: makes activities to answer a message with; `invokes`: answers questions by their name."""

    world: LocalWorld
    http: aiohttp.ClientSession
    came: list[Json] = field(default_factory=list[Json])
    claims: list[Json] = field(default_factory=list[Json])
    replies: Callable[[Json], list[Json]] = lambda _: []
    invokes: dict[str, Callable[[Json], object]] = field(default_factory=dict[str, Callable[[Json], object]])
    delays_s: list[float] = field(default_factory=list[float])
    status: int = 200

    async def token(self) -> str:
        """As msal asks for it on App Service."""
        asked = {"api-version": API_VERSION, "resource": BOT_AUDIENCE, "client_id": BOT_APP_ID}
        url = f"{self.world.entra.url}{PATH}"
        async with self.http.get(url, params=asked, headers={"X-IDENTITY-HEADER": IDENTITY_HEADER}) as answer:
            return str((await answer.json())["access_token"])

    async def call(self, method: str, path: str, body: object = None, *, token: str | None = None) -> aiohttp.ClientResponse:
        bearer = await self.token() if token is None else token
        url = f"{self.world.teams.framework.service_url}v3/{path}"
        return await self.http.request(method, url, json=body, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})

    async def send(self, conversation: str, activity: Json) -> str:
        answer = await self.call("POST", f"conversations/{conversation}/activities", {"type": "message", **activity})
        assert answer.status == 201, await answer.text()
        return str((await answer.json())["id"])

    async def verified(self, request: web.Request) -> Json:
        """The activity, if its token is one that the real bot would believe."""
        activity: Json = await request.json()
        metadata = await (await self.http.get(f"{self.world.teams.url}{METADATA}")).json()
        keys = await (await self.http.get(metadata["jwks_uri"])).json()
        published = {key["kid"]: key for key in keys["keys"]}
        token = request.headers["Authorization"].removeprefix("Bearer ")
        key = published[jwt.get_unverified_header(token)["kid"]]
        assert key["endorsements"] == [activity["channelId"]] == ["msteams"]
        options: Any = {"require": ["exp", "nbf"]}
        claims = jwt.decode(token, jwt.PyJWK(key), algorithms=["RS256"], audience=BOT_APP_ID, issuer=BOT_AUDIENCE, options=options)
        assert claims["serviceurl"] == activity["serviceUrl"]
        self.claims.append(claims)
        return activity

    async def answer(self, request: web.Request) -> web.Response:
        activity = await self.verified(request)
        self.came.append(activity)
        if self.delays_s:
            await asyncio.sleep(self.delays_s.pop(0))
        if activity["type"] == "invoke":
            return web.json_response(self.invokes[activity["name"]](activity), status=self.status)
        if activity["type"] == "message":
            for reply in self.replies(activity):
                await self.send(activity["conversation"]["id"], reply)
        return web.Response(status=self.status)

    def app(self) -> web.Application:
        async def tab(_request: web.Request) -> web.Response:
            return web.Response(text="<!doctype html><title>Tab</title><h1>Tab</h1>", content_type="text/html")

        app = web.Application()
        app.router.add_post("/api/messages", self.answer)
        app.router.add_get("/", tab)
        return app

    async def start(self) -> Server:
        server = Server(self.app())
        self.world.service_at(f"{ADDRESS}:{await server.start(0)}")
        return server

"""The local Bot Framework: the keys it signs with, and the way of an activity to the bot, with the token that proves who sends it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from infra.local.signing_keys import SigningKeys
from infra.local.world import BOT_APP_ID, BOT_AUDIENCE

PREFIX = "/botframework"
METADATA = f"{PREFIX}/v1/.well-known/openidconfiguration"
_KEYS = f"{PREFIX}/v1/.well-known/keys"
SERVICE = "/emea/"
"""The path of the connector, which in Teams too is another one in each region."""
TOKEN_LIFE_S = 3600
MESSAGE_PATIENCE_S = 15.0
INVOKE_PATIENCE_S = 5.0
INVOKE_TRIES = 3
"""A question of a card that is not answered in time is asked twice more."""


class Unreachable(Exception):
    """The bot said nothing, or no."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered by HTTP."""

    status: int
    body: object


class BotFramework:
    """Signs and sends; `url` says where the local Teams listens, `service` where the bot does."""

    def __init__(self, *, data: Path, now: Callable[[], float], url: Callable[[], str], service: Callable[[], str | None]) -> None:
        self.keys = SigningKeys(data / "bot-framework-signing-keys.pem", now)
        self.endorsements = ["msteams"]
        self.patience_s = INVOKE_PATIENCE_S
        self._now = now
        self._url = url
        self._service = service
        self._http: aiohttp.ClientSession | None = None

    @property
    def service_url(self) -> str:
        """Where the bot is told to answer."""
        return f"{self._url()}{SERVICE}"

    def add_to(self, app: web.Application) -> None:
        """Adds the addresses that the bot learns the keys from."""
        app.router.add_get(METADATA, self._metadata)
        app.router.add_get(_KEYS, self._published)

    async def stop(self) -> None:
        """Ends its connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def token(self, **changes: object) -> str:
        """What proves to the bot that Teams speaks."""
        now = int(self._now())
        claims: dict[str, object] = {"iss": BOT_AUDIENCE, "aud": BOT_APP_ID, "serviceurl": self.service_url}
        return self.keys.sign(claims | {"nbf": now, "exp": now + TOKEN_LIFE_S} | changes)

    async def tell(self, activity: dict[str, object]) -> Answer:
        """An activity that the bot answers, if at all, through the connector."""
        try:
            return await self._post(activity, MESSAGE_PATIENCE_S)
        except TimeoutError as error:
            raise Unreachable(f"Office Booker did not answer within {MESSAGE_PATIENCE_S:g} seconds.") from error

    async def ask(self, activity: dict[str, object]) -> Answer:
        """A question; the same one is asked again when no answer comes in time."""
        for attempt in range(1, INVOKE_TRIES + 1):
            try:
                return await self._post(activity, self.patience_s)
            except TimeoutError as error:
                if attempt == INVOKE_TRIES:
                    raise Unreachable(f"Office Booker did not answer within {self.patience_s:g} seconds, asked three times.") from error
        raise AssertionError("the loop ends by itself")

    async def _post(self, activity: dict[str, object], patience_s: float) -> Answer:
        service = self._service()
        if service is None:
            raise Unreachable("No address of the service is known to the local world.")
        headers = {"Authorization": f"Bearer {self.token()}"}
        try:
            async with asyncio.timeout(patience_s):
                async with self._session().post(f"{service}/api/messages", json=activity, headers=headers) as answer:
                    raw = await answer.read()
        except aiohttp.ClientError as error:
            raise Unreachable(f"Office Booker could not be reached at {service}.") from error
        if not answer.ok:
            raise Unreachable(f"Office Booker answered {answer.status}.")
        return Answer(answer.status, _decoded(raw))

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        return self._http

    async def _metadata(self, _request: web.Request) -> web.Response:
        metadata = {
            "issuer": BOT_AUDIENCE,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self._url()}{_KEYS}",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return web.json_response(metadata)

    async def _published(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [{**key, "endorsements": self.endorsements} for key in self.keys.published()]})


def _decoded(raw: bytes) -> object:
    try:
        return json.loads(raw) if raw else None
    except ValueError as error:
        raise Unreachable("Office Booker answered something that is no JSON.") from error

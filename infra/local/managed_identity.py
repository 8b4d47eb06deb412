"""The managed identity of the bot's process, asked for tokens in the way of Azure App Service and Container Apps."""

from collections.abc import Callable

from aiohttp import web

from infra.local.tokens import ACCESS_LIFE_S, Tokens
from infra.local.world import BOT_APP_ID, BOT_AUDIENCE, IDENTITY_HEADER

PATH = "/msi/token"
API_VERSION = "2019-08-01"


class ManagedIdentity:
    """Gives the bot's own tokens to whoever knows the header that the process was started with."""

    def __init__(self, tokens: Tokens, now: Callable[[], float]) -> None:
        self._tokens = tokens
        self._now = now

    def add_to(self, app: web.Application) -> None:
        """Adds the address that IDENTITY_ENDPOINT names."""
        app.router.add_get(PATH, self._token)

    async def _token(self, request: web.Request) -> web.Response:
        fault = _fault(request)
        if fault is not None:
            return fault
        # As App Service answers: seconds since 1970, in a text.
        expires = str(int(self._now()) + ACCESS_LIFE_S)
        token = {"access_token": self._tokens.for_bot(), "expires_on": expires, "resource": request.query["resource"]}
        return web.json_response(token | {"token_type": "Bearer", "client_id": BOT_APP_ID}, headers={"Cache-Control": "no-store"})


def _fault(request: web.Request) -> web.Response | None:
    query = request.query
    if request.headers.get("X-IDENTITY-HEADER") != IDENTITY_HEADER:
        return _refused(401, "The header X-IDENTITY-HEADER is missing or another one than this process was started with.")
    if query.get("api-version") != API_VERSION:
        return _refused(400, f"The api-version must be {API_VERSION}.")
    if query.get("client_id") != BOT_APP_ID:
        return _refused(400, "No user-assigned managed identity of this client_id is here.")
    if query.get("resource") != BOT_AUDIENCE:
        return _refused(400, f"This identity gets tokens for {BOT_AUDIENCE} alone.")
    return None


def _refused(status: int, message: str) -> web.Response:
    return web.json_response({"statusCode": status, "message": message}, status=status)

"""The clerk's own identity: an access token for Graph from the machine's managed identity or by certificate. No secret is ever set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, cast

import msal
import requests
from typing_extensions import override

from graph_sync.settings import GraphSettings

RESOURCE = "https://graph.microsoft.com"
TIMEOUT_S = 20


class NoToken(Exception):
    """Entra gave no token; the message is its error code, never more."""


class TokenSource(Protocol):
    """Gives access tokens for Graph."""

    async def token(self) -> str:
        """A token that is valid now. Raises NoToken."""
        ...

    def refuse(self, token: str) -> None:
        """Graph did not take this token, whatever it says of itself: the next one must be a fresh one."""
        ...


class MsalTokens:
    """Tokens through msal, which keeps them until shortly before they end. msal blocks: it is called in a thread, one call at a time."""

    def __init__(self, settings: GraphSettings) -> None:
        self._http = _Http(settings.ca_file)
        kind = _managed_identity if settings.credential == "managed_identity" else _certificate
        self._new_client = kind(settings, self._http)
        self._client: _Acquire | None = None
        self._given = ""
        self._lock = asyncio.Lock()

    async def token(self) -> str:
        """See TokenSource."""
        async with self._lock:
            try:
                answer = await asyncio.to_thread(self._acquire)
            except (requests.RequestException, ValueError) as error:
                raise NoToken(type(error).__name__) from None
            token = answer.get("access_token")
            if not isinstance(token, str):
                raise NoToken(str(answer.get("error", "unknown")))
            self._given = token
            return token

    def refuse(self, token: str) -> None:
        """See TokenSource. Only the newest one counts: of calls side by side that were refused, the first has a fresh one fetched."""
        if token == self._given:
            self._given = ""
            self._client = None

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def _acquire(self) -> Mapping[str, object]:
        """Msal keeps tokens in its client, and a new client has none. Making one may ask the authority for its metadata."""
        client = self._client
        if client is None:
            client = self._client = self._new_client()
        return client()


_Acquire = Callable[[], Mapping[str, object]]
_Ask = Callable[[list[str]], Mapping[str, object]]


class _Http(requests.Session):
    """Bounded in time, and trusting the authority's own certificate where the settings name one.

    Both are said with every request: what is set on a session loses against REQUESTS_CA_BUNDLE in the environment.
    """

    def __init__(self, ca_file: str) -> None:
        super().__init__()
        self._ca_file = ca_file

    @override
    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        kwargs["timeout"] = TIMEOUT_S
        if self._ca_file:
            kwargs["verify"] = self._ca_file
        return super().send(request, **kwargs)


def _managed_identity(settings: GraphSettings, http: _Http) -> Callable[[], _Acquire]:
    identity = msal.UserAssignedManagedIdentity(client_id=settings.client_id)

    def new_client() -> _Acquire:
        client = msal.ManagedIdentityClient(identity, http_client=http)
        return lambda: cast("Mapping[str, object]", client.acquire_token_for_client(resource=RESOURCE))

    return new_client


def _certificate(settings: GraphSettings, http: _Http) -> Callable[[], _Acquire]:
    pem = Path(settings.certificate_file).read_text("ascii")

    def new_client() -> _Acquire:
        client = msal.ConfidentialClientApplication(
            settings.client_id,
            oidc_authority=f"{settings.authority}/{settings.tenant}/v2.0",
            client_credential={"private_key": pem, "public_certificate": pem},
            http_client=http,
        )
        ask = cast("_Ask", client.acquire_token_for_client)
        return lambda: ask([f"{RESOURCE}/.default"])

    return new_client

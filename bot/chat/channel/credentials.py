"""How the bot says who it is when it writes: the library's own credentials, asked in a thread, for they wait as long as they like."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests
import structlog
from botframework.connector.auth import AppCredentials, CertificateAppCredentials, MicrosoftAppCredentials, managedidentity_app_credentials
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import load_pem_x509_certificate

from bot.chat.ports import NotNow
from bot.chat.settings import ChatSettings

ONE_TRY_S = 4.0
MOST_WAIT_S = 5.0
REFUSED_S = 0.5
"""How long nobody asks again after a failure: that is at once a refusal, which certainly sent nothing, for all who wait."""
KEPT_S = 60.0
"""msal keeps a token until shortly before it ends; asking it costs a thread, so its answer is good for a minute."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Tokens:
    """The token to write with. `make` gives the credentials; None where there is no authentication at all."""

    def __init__(self, make: Callable[[], AppCredentials] | None) -> None:
        self._make = make
        self._credentials = make() if make else None
        # One thread: a platform that hangs must not hold those that everything else runs in.
        self._thread = ThreadPoolExecutor(1, "chat-token")
        self._lock = asyncio.Lock()
        self._token = ""
        self._until = 0.0
        self._refused_until = 0.0

    async def get(self) -> str:
        """The token; empty where none is used. Raises NotNow while there is none to be had."""
        if self._make is None:
            return ""
        loop = asyncio.get_running_loop()
        async with self._lock:
            now = loop.time()
            if now < self._refused_until:
                raise NotNow(self._refused_until - now)
            if now >= self._until:
                self._token = await self._asked()
                self._until = loop.time() + KEPT_S
            return self._token

    async def _asked(self) -> str:
        """Fresh from whoever gives it. Others who wait for it meanwhile need not find out one by one that it is not to be had."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(MOST_WAIT_S):
                return await loop.run_in_executor(self._thread, self._from_library)
        except Exception as error:  # noqa: BLE001 - what msal, requests and the library raise shares no root
            log.warning("The bot's token could not be had.", action="chat_token_failed", error=type(error).__name__)
            self._start_anew()
            self._refused_until = loop.time() + REFUSED_S
            raise NotNow(REFUSED_S) from None

    def _from_library(self) -> str:
        if self._credentials is None and self._make is not None:
            self._credentials = self._make()
        return self._credentials.get_access_token() if self._credentials else ""

    def forget(self) -> None:
        """The connector does not take it: the next call asks anew."""
        if self._until:
            self._start_anew()

    def _start_anew(self) -> None:
        """Other credentials: the old ones have the token in their memory, or would say for a minute what went wrong."""
        self._credentials, self._until = None, 0.0

    def close(self) -> None:
        """Ask no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def tokens_of(settings: ChatSettings, tenants: list[str]) -> Tokens:
    """The tokens that the settings ask for."""
    if settings.credential == "none":
        return Tokens(None)
    return Tokens(lambda: credentials_of(settings, tenants))


def credentials_of(settings: ChatSettings, tenants: list[str]) -> AppCredentials:
    """The library's credentials for the settings; reads the mounted file."""
    if settings.credential == "managed_identity":
        return _managed_identity(settings.app_id)
    tenant = settings.tenant_of(tenants)
    if settings.secret_file:
        return MicrosoftAppCredentials(settings.app_id, Path(settings.secret_file).read_text("utf-8").strip(), tenant)
    pem = Path(settings.certificate_file).read_bytes()
    thumbprint = load_pem_x509_certificate(pem).fingerprint(hashes.SHA1()).hex()  # noqa: S303 - the name of a certificate at Entra, no proof
    text = pem.decode()
    return CertificateAppCredentials(settings.app_id, thumbprint, text, tenant, certificate_public=text)


def _managed_identity(app_id: str) -> AppCredentials:
    library: Any = managedidentity_app_credentials
    credentials = library.ManagedIdentityAppCredentials(app_id)
    # As the library makes it, but with an end to its patience, and a cache that is nobody else's.
    identity = {"ManagedIdentityIdType": "ClientId", "Id": app_id}
    credentials.app = library.msal.ManagedIdentityClient(identity, http_client=_Patient(), token_cache=library.msal.TokenCache())
    return credentials


class _Patient(requests.Session):
    """A session whose calls end."""

    def request(self, method: str | bytes, url: str | bytes, *arguments: Any, **more: Any) -> requests.Response:
        more.setdefault("timeout", ONE_TRY_S)
        return super().request(method, url, *arguments, **more)

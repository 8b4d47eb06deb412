"""The public keys that tokens are signed with: fetched when needed, kept, and fetched again when a key is unknown — within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import aiohttp
import jwt
import msgspec
import structlog

from core.clock import Clock

MAX_AGE = timedelta(hours=24)
"""Keys are fetched again after a day at the latest, so that a withdrawn key does not live on."""
FETCHES = 6
PER = timedelta(minutes=5)
"""Fetches per issuer in any five minutes: a rolled-over key is picked up at once, a storm of made-up key ids is not passed on."""
TIMEOUT = aiohttp.ClientTimeout(total=10)
MAX_BYTES = 512 * 1024

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class KeysUnavailable(Exception):
    """The keys can't be fetched and none are kept, so nobody can be let in."""


Key = TypeVar("Key")


class KeptKeys(Generic[Key]):
    """The keys of one issuer, by key id. `fetch` gets all of them anew; it may raise what a network and a wrong answer do."""

    def __init__(self, fetch: Callable[[], Awaitable[dict[str, Key]]], clock: Clock, whose: str) -> None:
        self._fetch = fetch
        self._clock = clock
        self._whose = whose
        self._keys: dict[str, Key] = {}
        self._fetched_at: datetime | None = None
        self._attempts: list[datetime] = []
        self._lock = asyncio.Lock()

    async def get(self, key_id: str) -> Key | None:
        """The key, or None if the issuer has none of that id. Raises KeysUnavailable."""
        if not (self._is_fresh() and key_id in self._keys):
            async with self._lock:
                if not (self._is_fresh() and key_id in self._keys) and self._may_fetch():
                    await self._refresh()
        if not self._keys:
            raise KeysUnavailable
        return self._keys.get(key_id)

    async def count(self) -> int:
        """How many keys the issuer has; fetched only if they are not fresh. Raises KeysUnavailable."""
        async with self._lock:
            if not self._is_fresh() and self._may_fetch():
                await self._refresh()
        if not self._keys:
            raise KeysUnavailable
        return len(self._keys)

    def _is_fresh(self) -> bool:
        return self._fetched_at is not None and self._clock.now() - self._fetched_at < MAX_AGE

    def _may_fetch(self) -> bool:
        now = self._clock.now()
        self._attempts = [at for at in self._attempts if now - at < PER]
        if len(self._attempts) >= FETCHES:
            return False
        self._attempts.append(now)
        return True

    async def _refresh(self) -> None:
        """On failure the old keys stay: an hour without the issuer must not lock everybody out."""
        try:
            self._keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, jwt.PyJWTError) as error:
            log.warning(f"{self._whose} signing keys could not be fetched.", action="keys_not_fetched", error=type(error).__name__)
            return
        self._fetched_at = self._clock.now()


class SigningKeys:
    """Entra's keys by tenant and key id. Only ask for tenants that may sign in: each costs a fetch."""

    def __init__(self, session: aiohttp.ClientSession, authority: str, clock: Clock) -> None:
        self._session = session
        self._authority = authority
        self._clock = clock
        self._tenants: dict[str, KeptKeys[jwt.PyJWK]] = {}

    async def get(self, tenant: str, key_id: str) -> jwt.PyJWK | None:
        """The key, or None if the tenant has none of that id. Raises KeysUnavailable."""
        return await self._of(tenant).get(key_id)

    async def count(self, tenant: str) -> int:
        """How many keys the tenant has; fetched only if they are not fresh. Raises KeysUnavailable."""
        return await self._of(tenant).count()

    def _of(self, tenant: str) -> KeptKeys[jwt.PyJWK]:
        kept = self._tenants.get(tenant)
        if kept is None:
            kept = self._tenants[tenant] = KeptKeys(partial(self._fetch, tenant), self._clock, "Entra's")
        return kept

    async def _fetch(self, tenant: str) -> dict[str, jwt.PyJWK]:
        metadata = await json_at(self._session, f"{self._authority}/{tenant}/v2.0/.well-known/openid-configuration")
        address = str(metadata.get("jwks_uri"))
        if urlsplit(address)[:2] != urlsplit(self._authority)[:2]:
            raise ValueError("the keys are said to be at another host than the authority")
        keys = jwt.PyJWKSet.from_dict(await json_at(self._session, address)).keys
        return {key.key_id: key for key in keys if key.key_id and key.key_type == "RSA"}


async def json_at(session: aiohttp.ClientSession, address: str) -> dict[str, object]:
    """What an issuer says at that address. Raises ClientError, TimeoutError or ValueError."""
    async with session.get(address, timeout=TIMEOUT, allow_redirects=False, raise_for_status=True) as answer:
        return _decode(await whole(answer.content, MAX_BYTES))


async def whole(content: aiohttp.StreamReader, most: int) -> bytes:
    """All of it, however many pieces it comes in. Raises ValueError for more than may be."""
    body = bytearray()
    async for piece in content.iter_any():
        body += piece
        if len(body) > most:
            raise ValueError("the answer is too large")
    return bytes(body)


def _decode(body: bytes) -> dict[str, object]:
    return msgspec.json.decode(body, type=dict[str, object])

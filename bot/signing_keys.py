"""The public keys that Entra signs with: fetched when needed, kept, and fetched again when a key is unknown — within bounds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
"""Fetches per tenant in any five minutes: a rolled-over key is picked up at once, a storm of made-up key ids is not passed on."""
TIMEOUT = aiohttp.ClientTimeout(total=10)
MAX_BYTES = 512 * 1024

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class KeysUnavailable(Exception):
    """Entra's keys can't be fetched and none are kept, so nobody can be let in."""


@dataclass(slots=True)
class _Tenant:
    keys: dict[str, jwt.PyJWK] = field(default_factory=dict[str, jwt.PyJWK])
    fetched_at: datetime | None = None
    attempts: list[datetime] = field(default_factory=list[datetime])
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class SigningKeys:
    """Keys by tenant and key id. Only ask for tenants that may sign in: each costs a fetch."""

    def __init__(self, session: aiohttp.ClientSession, authority: str, clock: Clock) -> None:
        self._session = session
        self._authority = authority
        self._clock = clock
        self._tenants: dict[str, _Tenant] = {}

    async def get(self, tenant: str, key_id: str) -> jwt.PyJWK | None:
        """The key, or None if the tenant has none of that id. Raises KeysUnavailable."""
        kept = self._tenants.setdefault(tenant, _Tenant())
        if self._is_fresh(kept) and key_id in kept.keys:
            return kept.keys[key_id]
        async with kept.lock:
            if not (self._is_fresh(kept) and key_id in kept.keys) and self._may_fetch(kept):
                await self._refresh(tenant, kept)
        if not kept.keys:
            raise KeysUnavailable
        return kept.keys.get(key_id)

    async def count(self, tenant: str) -> int:
        """How many keys the tenant has; fetched only if they are not fresh. Raises KeysUnavailable."""
        kept = self._tenants.setdefault(tenant, _Tenant())
        async with kept.lock:
            if not self._is_fresh(kept) and self._may_fetch(kept):
                await self._refresh(tenant, kept)
        if not kept.keys:
            raise KeysUnavailable
        return len(kept.keys)

    def _is_fresh(self, kept: _Tenant) -> bool:
        return kept.fetched_at is not None and self._clock.now() - kept.fetched_at < MAX_AGE

    def _may_fetch(self, kept: _Tenant) -> bool:
        now = self._clock.now()
        kept.attempts = [at for at in kept.attempts if now - at < PER]
        if len(kept.attempts) >= FETCHES:
            return False
        kept.attempts.append(now)
        return True

    async def _refresh(self, tenant: str, kept: _Tenant) -> None:
        """On failure the old keys stay: an hour without Entra must not lock everybody out."""
        try:
            keys = await self._fetch(tenant)
        except (aiohttp.ClientError, TimeoutError, ValueError, jwt.PyJWTError) as error:
            log.warning("Entra's signing keys could not be fetched.", action="keys_not_fetched", error=type(error).__name__)
            return
        kept.keys = {key.key_id: key for key in keys if key.key_id and key.key_type == "RSA"}
        kept.fetched_at = self._clock.now()

    async def _fetch(self, tenant: str) -> list[jwt.PyJWK]:
        metadata = await self._json(f"{self._authority}/{tenant}/v2.0/.well-known/openid-configuration")
        address = str(metadata.get("jwks_uri"))
        if urlsplit(address)[:2] != urlsplit(self._authority)[:2]:
            raise ValueError("the keys are said to be at another host than the authority")
        return jwt.PyJWKSet.from_dict(await self._json(address)).keys

    async def _json(self, address: str) -> dict[str, object]:
        async with self._session.get(address, timeout=TIMEOUT, allow_redirects=False, raise_for_status=True) as answer:
            return _decode(await _whole(answer.content))


async def _whole(content: aiohttp.StreamReader) -> bytes:
    """All of it, however many pieces it comes in. Raises ValueError for more than any tenant has."""
    body = bytearray()
    async for piece in content.iter_any():
        body += piece
        if len(body) > MAX_BYTES:
            raise ValueError("the answer is too large")
    return bytes(body)


def _decode(body: bytes) -> dict[str, object]:
    return msgspec.json.decode(body, type=dict[str, object])

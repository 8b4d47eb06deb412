"""What the scanner takes along for when it has no connection: the public keys, and each office's name and zone."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bot.keys import Parts
from core import offices
from core.pass_keys import Jwk

FRESH_FOR = timedelta(minutes=1)
"""Anybody may ask for it, so it is not made anew for everybody who does."""


class OfficeZone(msgspec.Struct, frozen=True):
    """An office as far as a pass names it."""

    id: str
    name: str
    zone: str


class Luggage(msgspec.Struct, frozen=True, rename="camel"):
    """All that a check without a connection needs; `made_at` lets the scanner say how old it is."""

    made_at: datetime
    keys: list[Jwk]
    offices: list[OfficeZone]


class Packer:
    """Packs the luggage, and keeps it for a moment."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._packed: tuple[datetime, bytes] | None = None

    async def pack(self) -> bytes:
        """The luggage as JSON, made less than FRESH_FOR ago. Raises Unavailable."""
        now = self._parts.clock.now()
        if self._packed is not None and timedelta() <= now - self._packed[0] < FRESH_FOR:
            return self._packed[1]
        keys = await self._parts.pass_keys.public_keys()
        known = await offices.read_all(self._parts.store)
        places = [OfficeZone(office.id, office.name, office.zone) for office in known.values() if not office.removed]
        packed = msgspec.json.encode(Luggage(now, keys.jwks(), places))
        self._packed = (now, packed)
        return packed

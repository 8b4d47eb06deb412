"""The rules of the house: seeded from the settings on the first start, edited by System Admins, read from the store ever after."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from core.clock import Clock
from core.model import Rules
from core.store import documents
from core.store.port import Conflict, Create, Store

FRESH_FOR = timedelta(seconds=1)
"""How long after an edit another process may still go by the old rules."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class RulesSource(Protocol):
    """Where the rules are asked for whenever something is decided."""

    async def read(self) -> Rules:
        """The rules that count now. Raises Unavailable."""
        ...

    def forget(self) -> None:
        """Read them anew the next time."""
        ...


@dataclass(frozen=True, slots=True)
class FixedRules:
    """Rules that were read once: for a run of a command, and for tests."""

    rules: Rules

    async def read(self) -> Rules:
        """See RulesSource."""
        return self.rules

    def forget(self) -> None:
        """See RulesSource; they were read once and for all."""


class HouseRules:
    """Reads the rules at most once in FRESH_FOR. `seed`: what counts before anything is kept.

    A seed that is read-only keeps the house so whatever is kept: the operator's own switch, which nobody can undo in the product.
    """

    def __init__(self, store: Store, clock: Clock, seed: Rules) -> None:
        self._store = store
        self._clock = clock
        self._seed = seed
        self._known: tuple[datetime, Rules] | None = None
        self._reading: asyncio.Task[Rules] | None = None
        self._forgotten = 0

    @property
    def is_frozen(self) -> bool:
        """Whether the operator made the house read-only."""
        return self._seed.read_only

    async def read(self) -> Rules:
        """The rules as they were less than FRESH_FOR ago; of many who ask at once, one asks the store. Raises Unavailable."""
        now = self._clock.now()
        if self._known is not None and timedelta() <= now - self._known[0] < FRESH_FOR:
            return self._known[1]
        if self._reading is None:
            self._reading = asyncio.create_task(self._look_up(now))
            self._reading.add_done_callback(self._looked_up)
        return await asyncio.shield(self._reading)

    async def _look_up(self, now: datetime) -> Rules:
        forgotten = self._forgotten
        document = await self._store.read(documents.rules_key())
        kept = documents.rules_of(document) if document else self._seed
        rules = replace(kept, read_only=True) if self.is_frozen else kept
        if forgotten == self._forgotten:  # else they may have been edited while they were on their way
            self._known = (now, rules)
        return rules

    def _looked_up(self, reading: asyncio.Task[Rules]) -> None:
        if self._reading is reading:
            self._reading = None
        if not reading.cancelled():
            reading.exception()  # whoever asked has heard of it, or has gone

    def forget(self) -> None:
        """Read them anew the next time: they were edited here, or something was that goes by them."""
        self._forgotten += 1
        self._known = self._reading = None

    async def seed(self) -> None:
        """Keep the settings' rules if none were ever kept; else tell the operator which of them no longer count. Raises Unavailable."""
        key = documents.rules_key()
        document = await self._store.read(key)
        if document is None:
            first = replace(self._seed, read_only=False)
            with suppress(Conflict):  # another process started at the same moment
                await self._store.commit(key.partition, [Create(id=key.id, fields=documents.rules_fields(first))])
            return
        kept = documents.rules_of(document)
        ignored = [field.name for field in fields(Rules) if getattr(kept, field.name) != getattr(self._seed, field.name)]
        ignored = [name for name in ignored if name not in {"read_only", "kept_since", "revision"}]
        if ignored:
            log.info("Rules in the settings differ from those of the house, which count.", action="settings_ignored", rules=ignored)

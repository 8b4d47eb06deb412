"""An operator's desk over any store: the tools, what was written to the screen, and a house to make histories with."""

from __future__ import annotations

import asyncio
import io
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from core.admin.console import Console
from core.admin.tools import Tools
from core.admin.verify import Report, Verify
from core.model import Rules
from core.store.port import Create, Fields, Key, Operation, Replace, Store
from tests.fakes import FakeClock
from tests.house_of import RULES, House, no_pause


class Desk:
    def __init__(self, store: Store, clock: FakeClock, rules: Rules = RULES) -> None:
        self.store = store
        self.clock = clock
        self.house = House(store, clock, rules)
        self.out, self.err = io.StringIO(), io.StringIO()
        self._ids = itertools.count(1)
        self.tools = Tools(
            store=store,
            clock=clock,
            rules=rules,
            console=Console(self.out, self.err, lambda: 0.0),
            new_id=lambda: f"id-{id(self):x}-{next(self._ids)}",
            pause=no_pause,
            sleep=self.sleep,
        )

    async def sleep(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    def over(self, store: Store) -> Tools:
        return replace(self.tools, store=store)

    async def verify(self, *, repair: bool = False) -> Report:
        return await Verify(self.tools, with_repair=repair).run()

    async def tamper(self, key: Key, change: Callable[[Fields], Fields]) -> None:
        """Write behind the product's back."""
        document = await self.store.read(key)
        assert document is not None
        await self.store.commit(key.partition, [Replace(id=key.id, fields=change(document.fields), version=document.version)])

    async def remove(self, key: Key) -> None:
        document = await self.store.read(key)
        assert document is not None
        gone: Operation = Replace(id=key.id, fields={"kind": "gone"}, version=document.version, expires=self.clock.now() - timedelta(1))
        await self.store.commit(key.partition, [gone])

    async def add(self, key: Key, fields: Mapping[str, object]) -> None:
        await self.store.commit(key.partition, [Create(id=key.id, fields=fields)])  # pyright: ignore[reportArgumentType] - plain values

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()

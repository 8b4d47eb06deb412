"""The two stores under measurement: a new SQLite file, and the Cosmos stand-in driven through the genuine client."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from core.clock import Clock
from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_patience import Patience
from core.store.port import Store
from core.store.sqlite import SqliteStore
from tests.cosmos_gateway.auth import KEY
from tests.product import free_ports, process, status_of

OpenStore = Callable[[Clock], AbstractAsyncContextManager[Store]]


def patience() -> Patience:
    return Patience(lambda bound: random.uniform(0, bound))


@asynccontextmanager
async def sqlite(clock: Clock) -> AsyncGenerator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "house.db", clock)
        yield store
        await store.close()


@asynccontextmanager
async def cosmos(clock: Clock) -> AsyncGenerator[Store]:
    port = free_ports(1)
    url = f"http://127.0.0.1:{port}/"
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with process(["-m", "tests.bench.stand_in", str(port)], log) as running:
            while status_of(url) is None:  # it answers 401 to those without a key
                assert running.poll() is None, log.read_text()
                await asyncio.sleep(0.02)
            store = await open_cosmos(Account(endpoint=url, key=KEY), clock, patience())
            yield store
            await store.close()


STORES: dict[str, OpenStore] = {"SQLite": sqlite, "Cosmos stand-in": cosmos}

"""Where the suite finds databases: every place can be opened more than once, as several processes of one house would."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Protocol

from typing_extensions import override

from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_patience import Patience
from core.store.port import Store
from core.store.recent import RecentStore
from core.store.sqlite import SqliteStore
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.fakes import FakeClock
from tests.memory_store import MemoryStore, Shelf


class Place(Protocol):
    """One database and the clock of everyone who opens it."""

    clock: FakeClock

    async def open(self) -> Store:
        """Another store on the same database; the place closes it in the end."""
        ...

    async def close(self) -> None: ...


def jitter_from(seed: int) -> Callable[[float], float]:
    dice = random.Random(seed)
    return lambda bound: dice.uniform(0, bound)


async def close_all(stores: Sequence[Store]) -> None:
    for store in stores:
        await store.close()


class SqlitePlace:
    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.clock = clock
        self._path = folder / "house.db"
        self._stores: list[Store] = []

    async def open(self) -> Store:
        self._stores.append(SqliteStore(self._path, self.clock))
        return self._stores[-1]

    async def close(self) -> None:
        await close_all(self._stores)


class MemoryPlace:
    """One shelf, so that the store of the models and simulations is held to the same promises."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self._shelf = Shelf()

    async def open(self) -> Store:
        return MemoryStore(self.clock, self._shelf)

    async def close(self) -> None:
        return


class RecentPlace(MemoryPlace):
    """As a serving process has its store: with a memory of what was read a moment ago before it."""

    @override
    async def open(self) -> Store:
        return RecentStore(await super().open(), self.clock)


class CosmosPlace:
    """A container that the genuine client talks to."""

    def __init__(self, account: Account, clock: FakeClock) -> None:
        self.clock = clock
        self._account = account
        self._stores: list[Store] = []

    async def open(self) -> Store:
        self._stores.append(await open_cosmos(self._account, self.clock, Patience(jitter_from(len(self._stores)))))
        return self._stores[-1]

    async def close(self) -> None:
        await close_all(self._stores)


@asynccontextmanager
async def place_of(kind: str, folder: Path, clock: FakeClock, *, physical: int = 1) -> AsyncGenerator[Place]:
    """A new database of that kind; of Azure Cosmos DB, our stand-in with so many physical partitions."""
    async with AsyncExitStack() as opened:
        match kind:
            case "sqlite":
                place: Place = SqlitePlace(folder, clock)
            case "memory":
                place = MemoryPlace(clock)
            case "recent":
                place = RecentPlace(clock)
            case _:
                standing_in = cosmos_gateway.Account(clock)
                standing_in.create(physical=physical)
                gateway = await opened.enter_async_context(Gateway(standing_in))
                place = CosmosPlace(Account(endpoint=gateway.endpoint, key=KEY), clock)
        opened.push_async_callback(place.close)
        yield place

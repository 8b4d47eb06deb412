"""Every test runs over each store, unless it says otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from core.store.cosmos_client import Account
from core.store.port import Store
from tests.admin.desk import Desk
from tests.contract.places import CosmosPlace, MemoryPlace, Place, SqlitePlace
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.fakes import FakeClock
from tests.house_of import NOON


@pytest.fixture(params=["memory", "sqlite", "cosmos"])
def kind_of_store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
async def place(kind_of_store: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Place]:
    async with AsyncExitStack() as opened:
        match kind_of_store:
            case "sqlite":
                place: Place = SqlitePlace(tmp_path, clock)
            case "memory":
                place = MemoryPlace(clock)
            case _:
                account = cosmos_gateway.Account(clock)
                account.create(physical=2)
                gateway = await opened.enter_async_context(Gateway(account))
                place = CosmosPlace(Account(endpoint=gateway.endpoint, key=KEY), clock)
        opened.push_async_callback(place.close)
        yield place


@pytest.fixture
async def store(place: Place) -> Store:
    return await place.open()


@pytest.fixture
async def desk(store: Store, clock: FakeClock) -> Desk:
    desk = Desk(store, clock)
    await desk.house.open()
    return desk

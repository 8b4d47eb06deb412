"""Every test runs over each store, unless it says otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.store.port import Store
from tests.admin.desk import Desk
from tests.contract.places import Place, place_of
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
    async with place_of(kind_of_store, tmp_path, clock, physical=2) as place:
        yield place


@pytest.fixture
async def store(place: Place) -> Store:
    return await place.open()


@pytest.fixture
async def desk(store: Store, clock: FakeClock) -> Desk:
    desk = Desk(store, clock)
    await desk.house.open()
    return desk

"""Two processes of one house, on each of the real stores."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from core.store.cosmos_client import Account
from tests.contract.places import CosmosPlace, Place, SqlitePlace
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.fakes import FakeClock
from tests.house_of import NOON, ROOT, RULES, House


@pytest.fixture(params=["sqlite", "cosmos"])
async def houses(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[House]]:
    clock = FakeClock(NOON)
    async with AsyncExitStack() as opened:
        place: Place = SqlitePlace(tmp_path, clock)
        if request.param == "cosmos":
            account = cosmos_gateway.Account(clock)
            account.create()
            gateway = await opened.enter_async_context(Gateway(account))
            place = CosmosPlace(Account(endpoint=gateway.endpoint, key=KEY), clock)
        opened.push_async_callback(place.close)
        pair = [House(await place.open(), clock, RULES, system_admins=frozenset({ROOT.id})) for _ in range(2)]
        await pair[0].open()
        yield pair

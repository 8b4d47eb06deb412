"""Two processes of one house, on each of the real stores."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.places import place_of
from tests.fakes import FakeClock
from tests.house_of import NOON, ROOT, RULES, House


@pytest.fixture(params=["sqlite", "cosmos"])
async def houses(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[list[House]]:
    clock = FakeClock(NOON)
    async with place_of(request.param, tmp_path, clock) as place:
        pair = [House(await place.open(), clock, RULES, system_admins=frozenset({ROOT.id})) for _ in range(2)]
        await pair[0].open()
        yield pair

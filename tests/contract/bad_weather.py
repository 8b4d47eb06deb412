"""What the tests of Azure Cosmos DB in bad weather share."""

from __future__ import annotations

import asyncio

from core.store.cosmos import CosmosStore
from core.store.port import Create, Operation
from tests.contract.things import get, take_place
from tests.cosmos_gateway.weather import Fault

BEFORE = [Fault.CUT, Fault.THROTTLED, Fault.CONFLICTING, Fault.GONE, Fault.TIMEOUT, Fault.UNAVAILABLE]
AFTER = [Fault.LOST, Fault.TIMEOUT_AFTER, Fault.UNAVAILABLE_AFTER]
SURELY_NOT_WRITTEN = [Fault.THROTTLED, Fault.CONFLICTING, Fault.GONE, Fault.CONFLICTING_INSIDE]


class Waiting:
    """Time that passes only while the store waits between two tries."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    def now(self) -> float:
        return sum(self.waits)


def booking(number: int = 0) -> list[Operation]:
    """A batch that is safe to send twice, as all of the engine's are."""
    return [Create(id=f"booking|{number:02}", fields={"kind": "booking"}), take_place()]


async def used(store: CosmosStore, week: str) -> object:
    desks = (await get(store, week, "tally")).fields["desks"]
    assert isinstance(desks, dict)
    return desks["used"]

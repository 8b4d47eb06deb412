"""Each test of the suite runs on every store; all partitions and values are new, so that a shared database serves as well.

`python3 dev.py test --cosmos` makes it run on a real account or on Microsoft's emulator, too, in a container made after
`core/store/cosmos_layout.py`.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.store.cosmos import CosmosStore
from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_patience import Patience
from core.store.port import Store
from tests.contract.azure_login import as_managed_identity, developers_login
from tests.contract.bad_weather import Waiting
from tests.contract.places import CosmosPlace, Place, jitter_from, place_of
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.fakes import FakeClock

ACCOUNT_URL = os.environ.get("OFFICE_BOOKER_TEST_COSMOS", "")
ACCOUNT_KEY_FILE = os.environ.get("OFFICE_BOOKER_TEST_COSMOS_KEY_FILE", "")
ACCOUNT_KEY = Path(ACCOUNT_KEY_FILE).read_text("ascii").strip() if ACCOUNT_KEY_FILE else None
STORES = ["sqlite", "cosmos", "memory", "recent", *(["account"] if ACCOUNT_URL else [])]


@pytest.fixture(params=STORES)
def kind_of_store(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 24, 9, tzinfo=UTC))


async def account(opened: AsyncExitStack) -> Account:
    """The account that was named, by its key or by the Azure login of this machine."""
    if ACCOUNT_KEY is None:
        await opened.enter_async_context(as_managed_identity(developers_login()))
    return Account(endpoint=ACCOUNT_URL, key=ACCOUNT_KEY)


@pytest.fixture
async def place(kind_of_store: str, tmp_path: Path, clock: FakeClock) -> AsyncIterator[Place]:
    if kind_of_store == "account":
        async with AsyncExitStack() as opened:
            place = CosmosPlace(await account(opened), clock)
            opened.push_async_callback(place.close)
            yield place
    else:
        # Two physical partitions, because that is harder than one.
        async with place_of(kind_of_store, tmp_path, clock, physical=2) as place:
            yield place


@pytest.fixture
async def store(place: Place) -> Store:
    return await place.open()


@pytest.fixture
def unique() -> str:
    """A word that no other test uses; partitions and listed values are made of it."""
    return uuid.uuid4().hex


@pytest.fixture
def week(unique: str) -> str:
    """The partition of the test."""
    return f"week|{unique}"


@pytest.fixture
async def gateway(clock: FakeClock) -> AsyncIterator[Gateway]:
    account = cosmos_gateway.Account(clock)
    account.create()
    async with Gateway(account) as gateway:
        yield gateway


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def charges() -> list[tuple[str, float]]:
    return []


@pytest.fixture
async def cosmos(gateway: Gateway, clock: FakeClock, waiting: Waiting, charges: list[tuple[str, float]]) -> AsyncIterator[CosmosStore]:
    patience = Patience(jitter_from(1), waiting.sleep, waiting.now)
    account = Account(endpoint=gateway.endpoint, key=KEY)
    store = await open_cosmos(account, clock, patience, lambda operation, units: charges.append((operation, units)))
    yield store
    await store.close()


@pytest.fixture
async def hurried(gateway: Gateway, clock: FakeClock) -> AsyncIterator[CosmosStore]:
    """A store whose waits really pass, for many who wait at once."""
    store = await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, Patience(jitter_from(1)))
    yield store
    await store.close()

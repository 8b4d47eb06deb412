"""Quiet logs, a desk for the clerk, and one local world's keys for all tests: making them is slow."""

from __future__ import annotations

import logging
import warnings
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from pathlib import Path

import pytest
import structlog

from core.store.sqlite import SqliteStore
from infra.local.run import LocalWorld
from tests.fakes import FakeClock
from tests.graph_sync.fakes import Desk, FakeCalendar
from tests.house_of import NOON, RULES, House

_USERS = "msgraph.generated.users"
with warnings.catch_warnings():
    # The SDK warns of classes of its own while it is loaded, in part at the first call.
    warnings.simplefilter("ignore", DeprecationWarning)
    for module in (
        "graph_sync.outlook",
        f"{_USERS}.users_request_builder",
        f"{_USERS}.item.user_item_request_builder",
        f"{_USERS}.item.events.item.event_item_request_builder",
        f"{_USERS}.item.send_mail.send_mail_request_builder",
    ):
        import_module(module)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
async def store(tmp_path: Path, clock: FakeClock) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path / "house.db", clock)
    yield store
    await store.close()


@pytest.fixture
async def desk(store: SqliteStore, clock: FakeClock) -> Desk:
    return Desk(store, clock, FakeCalendar(), await House(store, clock, RULES).open())


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("keys")
    LocalWorld(data=data).close()
    (data / "local-world.db").unlink()
    return data


@pytest.fixture
def data(keys: Path, tmp_path: Path) -> Path:
    data = tmp_path / "world"
    data.mkdir()
    for file in keys.glob("*.pem"):
        (data / file.name).write_bytes(file.read_bytes())
    return data


@pytest.fixture
async def world(data: Path) -> AsyncIterator[LocalWorld]:
    async with LocalWorld(data=data) as world:
        yield world

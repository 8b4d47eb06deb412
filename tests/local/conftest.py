"""One local world per test, and clients that talk to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from infra.local.run import LocalWorld
from tests.local.clients import SERVICE, Graph, Page


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and certificates are slow to make, so every test's folder starts with the same ones."""
    data = tmp_path_factory.mktemp("keys")
    LocalWorld(data=data).close()
    (data / "local-world.db").unlink()
    return data


@pytest.fixture
def data(keys: Path, tmp_path: Path) -> Path:
    for file in keys.glob("*.pem"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.fixture
async def world(data: Path) -> AsyncIterator[LocalWorld]:
    async with LocalWorld(data=data, service=SERVICE) as world:
        yield world


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


@pytest.fixture
def page(world: LocalWorld, http: aiohttp.ClientSession) -> Page:
    return Page(world, http)


@pytest.fixture
def graph(world: LocalWorld, http: aiohttp.ClientSession) -> Graph:
    return Graph(world, http, world.entra.tokens.for_graph())

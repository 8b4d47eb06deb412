"""One local world per test, and clients that talk to it."""

import base64
import time
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from infra.local.run import LocalWorld
from infra.local.world import SYNC_CLIENT_ID
from tests.local.clients import SERVICE, Graph, Page
from tests.local.fake_bot import FakeBot


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


@pytest.fixture
async def bot(world: LocalWorld, http: aiohttp.ClientSession) -> AsyncIterator[FakeBot]:
    """A tiny bot that the local Teams speaks with."""
    bot = FakeBot(world, http)
    server = await bot.start()
    yield bot
    await server.stop()


@pytest.fixture
def sign(world: LocalWorld, page: Page) -> Callable[..., str]:
    """Makes the statement by which the clerk proves who it is, with anything in it changed."""
    pem = world.sync_identity.read_bytes()
    digest = world.certificates.sync_certificate.fingerprint(SHA256())
    thumbprint = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def statement(*, key: bytes = pem[: pem.index(b"-----BEGIN CERTIFICATE")], x5t: str = thumbprint, **changes: object) -> str:
        claims = {
            "iss": SYNC_CLIENT_ID,
            "sub": SYNC_CLIENT_ID,
            "aud": f"{page.base}/token",
            "exp": time.time() + 600,
            "jti": str(uuid.uuid4()),
        } | changes
        return jwt.encode(claims, key, algorithm="PS256", headers={"x5t#S256": x5t})

    return statement

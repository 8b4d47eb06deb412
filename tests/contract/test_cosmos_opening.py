"""Opening a container that is not as it should be says in a plain sentence what is missing, and creates nothing."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_layout import COMPOSITE_INDEXES, CONTAINER, DATABASE
from core.store.cosmos_patience import Patience
from core.store.documents import LISTINGS
from core.store.port import Create, Key, Unavailable
from tests.contract.places import jitter_from
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.account import LAYOUT
from tests.cosmos_gateway.auth import KEY, TOKEN
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.values import Object
from tests.cosmos_gateway.weather import Fault, Kind
from tests.fakes import FakeClock


@pytest.fixture
async def gateway(clock: FakeClock) -> AsyncIterator[Gateway]:
    async with Gateway(cosmos_gateway.Account(clock)) as gateway:
        yield gateway


async def why_not(gateway: Gateway, clock: FakeClock, *, key: str = KEY) -> str:
    with pytest.raises(Unavailable) as refused:
        await open_cosmos(Account(endpoint=gateway.endpoint, key=key), clock, Patience(jitter_from(0)))
    return str(refused.value)


async def test_a_missing_container_is_named(gateway: Gateway, clock: FakeClock) -> None:
    assert await why_not(gateway, clock) == f"there is no container {CONTAINER!r} in a database {DATABASE!r}"
    gateway.account.create(container="another")
    assert await why_not(gateway, clock) == f"there is no container {CONTAINER!r} in a database {DATABASE!r}"
    assert list(gateway.account.databases[DATABASE]) == ["another"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"defaultTtl": None}, "default time to live -1: it is None, so nothing would ever be forgotten"),
        ({"defaultTtl": 3600}, "default time to live -1: it is 3600"),
        (
            {"indexingPolicy": {"includedPaths": [{"path": "/*"}]}},
            "composite index /fields/kind, /fields/active_person, /fields/day, /id: it is missing",
        ),
    ],
)
async def test_a_wrong_layout_is_named(gateway: Gateway, clock: FakeClock, changed: Object, words: str) -> None:
    gateway.account.create(layout={**LAYOUT, **changed})
    assert words in await why_not(gateway, clock)


async def test_all_that_is_wrong_is_named_at_once(gateway: Gateway, clock: FakeClock) -> None:
    gateway.account.create(layout={**LAYOUT, "defaultTtl": None, "indexingPolicy": {"includedPaths": [{"path": "/*"}]}})
    said = await why_not(gateway, clock)
    assert "time to live" in said
    assert said.count("composite index") == len(COMPOSITE_INDEXES)


def test_no_index_is_asked_for_twice() -> None:
    """The account might refuse the second."""
    assert len(set(COMPOSITE_INDEXES)) == len(COMPOSITE_INDEXES) < len(LISTINGS)


async def test_another_partition_key_is_named(gateway: Gateway, clock: FakeClock) -> None:
    items = gateway.account.create()
    items.properties = {**items.properties, "partitionKey": {"paths": ["/id"], "kind": "Hash", "version": 2}}
    assert await why_not(gateway, clock) == (
        f"the container {CONTAINER!r} is not as it must be. partition key /pk: it is ['/id']; only a new container can have another"
    )


async def test_a_wrong_key_is_told(gateway: Gateway, clock: FakeClock) -> None:
    gateway.account.create()
    assert "401" in await why_not(gateway, clock, key=KEY[:-4] + "AAA=")


async def test_nobody_listening_is_told(gateway: Gateway, clock: FakeClock) -> None:
    account = Account(endpoint="http://127.0.0.1:9/", key=KEY)
    with pytest.raises(Unavailable, match=r"can't be reached at http://127\.0\.0\.1:9/"):
        await open_cosmos(account, clock, Patience(jitter_from(0)))
    assert gateway.weather.requests.total() == 0


async def test_the_layout_is_json_as_it_stands(gateway: Gateway, clock: FakeClock) -> None:
    assert cast("Object", json.loads(json.dumps(LAYOUT))) == LAYOUT
    gateway.account.create()
    store = await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, Patience(jitter_from(0)))
    gateway.weather.next(Kind.BATCH, Fault.CUT)
    await store.commit("week|1", [Create(id="one", fields={"kind": "k"})])
    assert await store.read(Key("week|1", "one")) is not None
    await store.close()


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for: the client sends tokens over TLS only, and believes this machine without proof."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=36500))
    file = tmp_path / "stand-in.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + builder.sign(key, SHA256()).public_bytes(Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


@pytest.fixture
async def tls_gateway(clock: FakeClock, tls: ssl.SSLContext) -> AsyncIterator[Gateway]:
    account = cosmos_gateway.Account(clock)
    account.create()
    async with Gateway(account, tls=tls) as gateway:
        yield gateway


async def test_a_managed_identity_needs_no_key(tls_gateway: Gateway, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, str]] = []

    async def give_token(request: web.Request) -> web.Response:
        asked.append(dict(request.query))
        return web.json_response(
            {"access_token": TOKEN, "expires_on": str(2**31), "resource": request.query["resource"], "token_type": "Bearer"}
        )

    app = web.Application()
    app.router.add_get("/token", give_token)
    async with TestServer(app) as identity:
        # The two variables by which Azure tells a container where its identity is.
        monkeypatch.setenv("IDENTITY_ENDPOINT", str(identity.make_url("/token")))
        monkeypatch.setenv("IDENTITY_HEADER", "not-a-secret")
        account = Account(endpoint=tls_gateway.endpoint, client_id="11111111-2222-3333-4444-555555555555")
        store = await open_cosmos(account, clock, Patience(jitter_from(0)))
        await store.commit("week|1", [Create(id="one", fields={"kind": "k"})])
        assert await store.read(Key("week|1", "one")) is not None
        await store.close()
    assert {query["client_id"] for query in asked} == {account.client_id}


async def test_an_identity_that_is_refused_is_told(tls_gateway: Gateway, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with TestServer(web.Application()) as identity:
        monkeypatch.setenv("IDENTITY_ENDPOINT", str(identity.make_url("/token")))
        monkeypatch.setenv("IDENTITY_HEADER", "not-a-secret")
        account = Account(endpoint=tls_gateway.endpoint, client_id="11111111-2222-3333-4444-555555555555")
        with pytest.raises(Unavailable, match="no token"):
            await open_cosmos(account, clock, Patience(jitter_from(0)))


async def test_a_house_on_sqlite_never_loads_the_client() -> None:
    program = "import sys, core.store.sqlite, core.service; sys.exit(any(name.startswith('azure') for name in sys.modules))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await process.wait() == 0

"""The whole web application on loopback, over a store in a temporary folder, with an Entra of its own."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app, parts_of
from bot.keys import Parts
from bot.settings import EntraSettings, Settings, WebSettings
from core import logs
from core.clock import SystemClock
from core.model import OfficeId, person_id
from core.settings import PolicySettings, StoreSettings
from tests.bot.fake_entra import CLIENT, TENANT, FakeEntra
from tests.bot.written import Written
from tests.house_of import AUCKLAND, LONDON

ROOT_OID, ADMIN_OID = "root", "admin"


@dataclass(slots=True)
class Web:
    """The application and ways to call it as somebody."""

    client: TestClient[Any, Any]
    entra: FakeEntra
    parts: Parts

    async def call(self, method: str, path: str, who: str | None = "anna", **more: Any) -> ClientResponse:
        headers = {"Authorization": f"Bearer {self.entra.token(who)}"} if who else {}
        return await self.client.request(method, path, headers=headers | more.pop("headers", {}), **more)

    async def json(self, method: str, path: str, who: str | None = "anna", **more: Any) -> tuple[int, Any]:
        answer = await self.call(method, path, who, **more)
        return answer.status, await answer.json(content_type=None) if await answer.read() else None

    async def book(self, day: str, who: str = "anna", *, office: str = "london", ask: str = "first-ask", **more: object) -> tuple[int, Any]:
        return await self.json("POST", "/api/bookings", who, json={"ask": ask, "office": office, "date": day, **more})


def person(oid: str) -> str:
    return person_id(TENANT, oid)


@pytest.fixture
async def entra() -> AsyncGenerator[FakeEntra]:
    fake = await FakeEntra().start()
    yield fake
    await fake.stop()


@pytest.fixture
def tab(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text('<meta name="csp-nonce" content="__CSP_NONCE__">')
    (dist / "favicon.svg").write_text("<svg/>")
    (dist / "assets" / "main-abc123.js").write_text("export {}")
    return dist


@pytest.fixture
def settings(tmp_path: Path, entra: FakeEntra) -> Settings:
    return Settings(
        web=WebSettings(public_url="http://127.0.0.1:3978", host_origins=["http://127.0.0.1:3981"]),
        entra=EntraSettings(tenants=[TENANT], client_id=CLIENT, authority=entra.authority),
        store=StoreSettings(path=str(tmp_path / "house.db")),
        policy=PolicySettings(system_admins=[ROOT_OID], default_allowance=3),
        system_admins=frozenset({person_id(TENANT, ROOT_OID)}),
        offices=(LONDON, AUCKLAND),
        office_admins={person_id(TENANT, ADMIN_OID): frozenset({OfficeId("london")})},
    )


@asynccontextmanager
async def serving(settings: Settings, entra: FakeEntra, tab: Path, change: Callable[[Parts], Parts] | None = None) -> AsyncGenerator[Web]:
    """The application, with other parts than its own where a test says so."""
    async with parts_of(settings, SystemClock()) as own:
        parts = change(own) if change else own
        async with TestClient(TestServer(build_app(parts, tab))) as client:
            yield Web(client, entra, parts)


@pytest.fixture
async def web(settings: Settings, entra: FakeEntra, tab: Path) -> AsyncGenerator[Web]:
    async with serving(settings, entra, tab) as web:
        yield web


@pytest.fixture
def written() -> Generator[Written]:
    """structlog as a deployment has it, but for where it writes and that loggers are made anew, for the sake of other tests."""
    before, written = structlog.get_config(), Written()
    structlog.configure(
        processors=list(logs.PROCESSORS),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(file=written.output),
    )
    yield written
    structlog.configure(**before)

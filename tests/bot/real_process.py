"""The web process as an operator starts it, with the tests' Entra to sign in by."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot.fake_entra import CLIENT, TENANT, FakeEntra
from tests.product import ROOT, free_ports, process, wait_until_up

SETTINGS = ROOT / "infra" / "local" / "office-booker.toml"


@dataclass(frozen=True, slots=True)
class Running:
    """Where it listens, and what it has written to standard error."""

    port: int
    log: Path


@asynccontextmanager
async def running(folder: Path, entra: FakeEntra) -> AsyncGenerator[Running]:
    """Started, and ended with the block."""
    port, log = free_ports(1), folder / "web.log"
    environ = {
        "OFFICE_BOOKER__WEB__LISTEN": f"127.0.0.1:{port}",
        "OFFICE_BOOKER__WEB__DRAIN_SECONDS": "0",
        "OFFICE_BOOKER__STORE__PATH": str(folder / "house.db"),
        "OFFICE_BOOKER__ENTRA__AUTHORITY": entra.authority,
        "OFFICE_BOOKER__ENTRA__TENANTS": f'["{TENANT}"]',
        "OFFICE_BOOKER__ENTRA__CLIENT_ID": CLIENT,
    }
    with process(["-m", "bot", "--settings", str(SETTINGS)], log, environ) as started:
        await asyncio.to_thread(wait_until_up, f"http://127.0.0.1:{port}/healthz/ready", started, log)
        yield Running(port, log)

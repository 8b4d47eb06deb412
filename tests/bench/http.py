"""Bookings and availability over HTTP against the real web process, beside a bare aiohttp JSON handler in a process of its own."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp

from core.clock import SystemClock
from infra.local.run import LocalWorld
from tests.product import ROOT, free_ports, process, wait_until_up

SECONDS = 4.0
TOGETHER = 32
PEOPLE = 400
SETTINGS = ROOT / "infra" / "local" / "office-booker.toml"
_BARE = """
import sys
from aiohttp import web
async def handle(_): return web.json_response({"answer": list(range(200))})
app = web.Application(); app.router.add_get("/", handle)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
"""


async def measure_http() -> list[str]:
    """Requests a second from one client process, so that every figure carries the same cost of asking."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with LocalWorld(data=folder / "local") as world:
            with _bare_server(folder) as bare_url, _web_process(folder, world) as url:
                tokens = [world.entra.person_token(f"Bench {number}") for number in range(PEOPLE)]
                bare = await _rate(lambda session, _: _get(session, bare_url, None))
                days = await _rate(lambda session, n: _get(session, f"{url}/api/offices/huge/days", tokens[n % PEOPLE]))
                book = await _rate(_booker(url, tokens))
    return [
        f"bare aiohttp JSON handler: {bare}",
        f"availability of 14 days: {days}, {days.per_second / bare.per_second:.2f} of the bare handler",
        f"bookings: {book}, {book.per_second / bare.per_second:.2f} of the bare handler",
    ]


class Rate:
    """How many a second, and how long each took."""

    def __init__(self, seconds: list[float], elapsed: float) -> None:
        self.per_second = len(seconds) / elapsed
        self.median_ms = statistics.median(seconds) * 1000
        self.p99_ms = statistics.quantiles(seconds, n=100)[98] * 1000

    def __str__(self) -> str:
        return f"{self.per_second:,.0f}/s (median {self.median_ms:.1f} ms, p99 {self.p99_ms:.1f} ms, {TOGETHER} at once)"


Ask = Callable[[aiohttp.ClientSession, int], Awaitable[None]]


async def _rate(ask: Ask) -> Rate:
    took: list[float] = []
    numbers = itertools.count()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=TOGETHER)) as session:
        await asyncio.gather(*(ask(session, next(numbers)) for _ in range(TOGETHER)))  # warm
        end = time.perf_counter() + SECONDS

        async def one_after_another() -> None:
            while time.perf_counter() < end:
                started = time.perf_counter()
                await ask(session, next(numbers))
                took.append(time.perf_counter() - started)

        await asyncio.gather(*(one_after_another() for _ in range(TOGETHER)))
    return Rate(took, SECONDS)


async def _get(session: aiohttp.ClientSession, url: str, token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with session.get(url, headers=headers) as answer:
        await answer.read()
        assert answer.status == 200, answer.status


def _booker(url: str, tokens: list[str]) -> Ask:
    """Every person books every day of the window, one after the other; afterwards the asks are repeated ones."""
    first = SystemClock().now().date()

    async def book(session: aiohttp.ClientSession, number: int) -> None:
        day = first + timedelta(days=1 + number // PEOPLE % 13)
        wish = {"ask": f"bench-ask-{number}", "office": "huge", "date": day.isoformat()}
        async with session.post(f"{url}/api/bookings", json=wish, headers={"Authorization": f"Bearer {tokens[number % PEOPLE]}"}) as answer:
            await answer.read()
            assert answer.status in {200, 201}, await answer.text()

    return book


@contextmanager
def _bare_server(folder: Path) -> Generator[str]:
    port = free_ports(1)
    with process(["-c", _BARE, str(port)], folder / "bare.log") as running:
        wait_until_up(f"http://127.0.0.1:{port}/", running, folder / "bare.log")
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def _web_process(folder: Path, world: LocalWorld) -> Generator[str]:
    port = free_ports(1)
    settings = folder / "settings.toml"
    text = SETTINGS.read_text("utf-8")
    settings.write_text(text[: text.index("[[offices]]")] + '[[offices]]\nid = "huge"\nname = "Huge"\nzone = "UTC"\ncapacity = 100000\n')
    environ = {
        "OFFICE_BOOKER__WEB__LISTEN": f"127.0.0.1:{port}",
        "OFFICE_BOOKER__STORE__PATH": str(folder / "house.db"),
        "OFFICE_BOOKER__ENTRA__AUTHORITY": world.entra.url,
        "OFFICE_BOOKER__POLICY__DEFAULT_ALLOWANCE": "7",
    }
    log = folder / "web.log"
    with process(["-m", "bot", "--settings", str(settings)], log, environ) as running:
        wait_until_up(f"http://127.0.0.1:{port}/healthz/ready", running, log)
        yield f"http://127.0.0.1:{port}"

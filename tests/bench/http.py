"""Bookings and availability over HTTP against the real web process, beside bare aiohttp JSON handlers in a process of their own.

One of them answers the very document that a person gets of 14 days, from Python's dictionaries, as aiohttp's own `json_response` does; the
other a short list. Neither signs anybody in, limits, logs, or reads anything.

The client, the web process and whatever else runs share the machine; on two cores the client takes about one of them.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from array import array
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp

from core.clock import SystemClock
from infra.local.run import LocalWorld
from tests.bench.crowd import latencies_of
from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.product import ROOT, free_ports, process, wait_until_up

TOGETHER = 32
PEOPLE = 500
SETTINGS = ROOT / "infra" / "local" / "office-booker.toml"
_BARE = """
import json, pathlib, sys
from aiohttp import web
document = json.loads(pathlib.Path(sys.argv[2]).read_bytes())
async def short(_): return web.json_response({"answer": list(range(200))})
async def same(_): return web.json_response(document)
app = web.Application(); app.router.add_get("/", short); app.router.add_get("/same", same)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
"""


async def measure(size: Size) -> Sequence[Figure]:
    """Requests a second from one client process, so that every figure carries the same cost of asking."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with LocalWorld(data=folder / "local") as world:
            with _web_process(folder, world) as url:
                tokens = [world.entra.person_token(f"Bench {number}") for number in range(PEOPLE)]
                days = f"{url}/api/offices/huge/days"
                async with aiohttp.ClientSession() as session:
                    document = await _get(session, days, tokens[0])
                with _bare_server(folder, document) as bare_url:
                    short, first = await _measured(
                        "bare JSON handler, a short answer", lambda session, _: _get(session, bare_url, None), size
                    )
                    same, second = await _measured(
                        "bare JSON handler, the same answer", lambda session, _: _get(session, f"{bare_url}same", None), size
                    )
                    bare = {"short": short, "same": same}
                    asks: dict[str, Ask] = {
                        f"availability of 14 days, {PEOPLE} people": lambda session, n: _get(session, days, tokens[n % PEOPLE]),
                        "bookings": _booker(url, tokens),
                    }
                    figures = [await _measured(what, ask, size, bare) for what, ask in asks.items()]
    return [first, second, *(figure for _, figure in figures)]


Ask = Callable[[aiohttp.ClientSession, int], Awaitable[object]]


async def _measured(what: str, ask: Ask, size: Size, bare: Mapping[str, float] | None = None) -> tuple[float, Figure]:
    """Requests a second, and the line that says so."""
    took = array("d")
    numbers = itertools.count()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=TOGETHER)) as session:
        await asyncio.gather(*(ask(session, next(numbers)) for _ in range(TOGETHER)))  # warm
        started = time.perf_counter()

        async def one_after_another() -> None:
            while (begun := time.perf_counter()) < started + size.seconds:
                await ask(session, next(numbers))
                took.append((time.perf_counter() - begun) * 1000)

        await asyncio.gather(*(one_after_another() for _ in range(TOGETHER)))
        rate = len(took) / (time.perf_counter() - started)
    ratio = "".join(f"; {rate / of:.2f} of {name}" for name, of in (bare or {}).items())
    return rate, Figure(what, f"{rate:,.0f}/s", f"{latencies_of(took)}, {TOGETHER} at once{ratio}")


async def _get(session: aiohttp.ClientSession, url: str, token: str | None) -> bytes:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with session.get(url, headers=headers) as answer:
        assert answer.status == 200, answer.status
        return await answer.read()


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
def _bare_server(folder: Path, document: bytes) -> Generator[str]:
    port = free_ports(1)
    answer = folder / "days.json"
    answer.write_bytes(document)
    with process(["-c", _BARE, str(port), str(answer)], folder / "bare.log") as running:
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
        "OFFICE_BOOKER__WEB__CALLS_PER_MINUTE": "100000",
    }
    log = folder / "web.log"
    with process(["-m", "bot", "--settings", str(settings)], log, environ) as running:
        wait_until_up(f"http://127.0.0.1:{port}/healthz/ready", running, log)
        yield f"http://127.0.0.1:{port}"

"""How long a call may take: whoever sends slowly is told so, whatever hangs is let go of, and the process serves on."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientPayloadError
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app, pause
from bot.keys import Parts
from bot.settings import Settings
from bot.time_limits import TimeLimits
from core.service import Service
from core.store.port import Changes, Document, Key, Listing, Operation, Page, Store
from tests.bot.conftest import ADMIN_OID, Web, serving
from tests.bot.fake_entra import FakeEntra
from tests.bot.test_api import day, is_problem
from tests.bot.test_reports import book_for

SOON = 0.8
LONG = 20.0
"""Far more than any of these calls may take, and far less than what they would without a limit."""
WISH = b'{"ask":"first-ask","office":"london","date":"2026-11-25"}'

Opened = Callable[[TimeLimits], AbstractAsyncContextManager[Web]]


class Stuck:
    """A store of which the named methods answer nothing; with `pages`, it lists so many before."""

    def __init__(self, store: Store, *methods: str, pages: int = 0, slowness_s: float = 0.0) -> None:
        self._store = store
        self.methods = set(methods)
        self._pages = pages
        self._slowness_s = slowness_s

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await self._hang("commit")
        await self._store.commit(partition, operations)

    async def read(self, key: Key) -> Document | None:
        await self._hang("read")
        return await self._store.read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        return await self._store.read_many(keys)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        await asyncio.sleep(self._slowness_s)
        if self._pages == 0:
            await self._hang("list")
        self._pages -= 1
        return await self._store.list(listing, limit=limit, next=next)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        return await self._store.changes(token, limit=limit)

    async def close(self) -> None:
        await self._store.close()

    async def _hang(self, method: str) -> None:
        if method in self.methods:
            await asyncio.Event().wait()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, offices=tuple(replace(office, capacity=1_000) for office in settings.offices))


@pytest.fixture
def opened(settings: Settings, entra: FakeEntra, tab: Path) -> Opened:
    """The application with time limits of the test's own."""
    return lambda limits: serving(settings, entra, tab, lambda parts: replace(parts, time_limits=limits))


@asynccontextmanager
async def listening(parts: Parts, **server: float) -> AsyncGenerator[int]:
    """The port of a server over the parts that gives up soon on the rest of a body, as the web process does."""
    running = TestServer(build_app(parts))
    await running.start_server(None, **{"lingering_time": 0.1} | server)
    yield int(running.make_url("/").port or 0)
    await running.close()


async def answered(port: int, *sent: bytes, pause_s: float = 0.0, headers: Mapping[str, str] | None = None) -> tuple[bytes, float]:
    """All that comes back before the connection is closed, and how long that took. The body never ends unless its length is said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    told = {"Host": "x", "Content-Type": "application/json", "Content-Length": "1000"} | dict(headers or {})
    started = time.monotonic()
    writer.write(b"POST /api/bookings HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode() + b"\r\n")
    with suppress(ConnectionError):
        for piece in sent:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
    answer = await asyncio.wait_for(reader.read(), LONG)
    writer.close()
    return answer, time.monotonic() - started


def bearer(web: Web) -> dict[str, str]:
    return {"Authorization": f"Bearer {web.entra.token('anna')}"}


@pytest.mark.parametrize("drops", [1, 40])
async def test_a_body_that_does_not_come_is_a_408_and_the_end_of_the_connection(opened: Opened, drops: int) -> None:
    async with opened(TimeLimits(body_s=SOON)) as web, listening(web.parts) as port:
        answer, took = await answered(port, *[b"{"] * drops, pause_s=0.02, headers=bearer(web))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"Connection: close" in answer
    assert b'"code":"too_slow"' in answer
    assert SOON * 0.9 < took < LONG


async def test_a_body_that_comes_in_pieces_in_time_is_read_whole(opened: Opened) -> None:
    async with opened(TimeLimits(body_s=LONG)) as web, listening(web.parts) as port:
        wish = WISH.replace(b"2026-11-25", day().encode())
        headers = bearer(web) | {"Content-Length": str(len(wish)), "Connection": "close"}
        answer, _ = await answered(port, wish[:10], wish[10:30], wish[30:], pause_s=0.05, headers=headers)
    assert answer.startswith(b"HTTP/1.1 201 ")


async def test_the_body_of_somebody_unknown_is_not_waited_for(opened: Opened) -> None:
    async with opened(TimeLimits(body_s=LONG)) as web, listening(web.parts) as port:
        answer, took = await answered(port, b"{")
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert took < LONG / 2


async def test_headers_that_do_not_come_end_the_connection(opened: Opened) -> None:
    """What `IDLE_S` of the web process relies on: aiohttp's keep-alive time runs until the headers are whole, however slowly they come."""
    async with opened(TimeLimits()) as web, listening(web.parts, keepalive_timeout=SOON) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        started = time.monotonic()
        with suppress(ConnectionError):
            for letter in b"GET /api/config HTTP/1.1\r\nHost: " + b"x" * 400:
                writer.write(bytes([letter]))
                await writer.drain()
                await asyncio.sleep(0.02)
                if reader.at_eof():
                    break
        assert await asyncio.wait_for(reader.read(), LONG) == b""
        writer.close()
    assert time.monotonic() - started < 5


async def test_a_call_that_hangs_is_answered_and_the_process_serves_on(opened: Opened) -> None:
    async with opened(TimeLimits(call_s=SOON)) as web:
        store = Stuck(web.parts.store)
        service = Service(store, web.parts.people, web.parts.clock, web.parts.rules, pause)
        async with TestClient(TestServer(build_app(replace(web.parts, service=service)))) as client:
            slow = replace(web, client=client)
            store.methods = {"commit"}
            started = time.monotonic()
            answer = await slow.call("POST", "/api/bookings", json={"ask": "first-ask", "office": "london", "date": day()})
            assert time.monotonic() - started < LONG / 2
            assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
            assert is_problem(await answer.json(content_type=None), "busy")
            assert (await slow.json("GET", "/api/me"))[0] == 200
            store.methods = set()
            assert (await slow.book(day()))[0] == 201


async def test_a_turn_that_was_waited_in_is_given_back(settings: Settings, entra: FakeEntra, tab: Path) -> None:
    """Changes of a day where somebody waits go one by one: one that is cut off must not keep the others out for ever."""
    tight = replace(settings, offices=tuple(replace(office, capacity=1) for office in settings.offices))
    async with serving(tight, entra, tab, lambda parts: replace(parts, time_limits=TimeLimits(call_s=2 * SOON))) as web:
        store = Stuck(web.parts.store)
        service = Service(store, web.parts.people, web.parts.clock, web.parts.rules, pause)
        async with TestClient(TestServer(build_app(replace(web.parts, service=service)))) as client:
            slow = replace(web, client=client)
            await slow.book(day(), "ben")
            join = f"/api/offices/london/days/{day()}/waiting"
            store.methods = {"commit"}
            first = asyncio.create_task(slow.json("POST", join, "anna", json={"ask": "waiting-ask"}))
            await asyncio.sleep(SOON)
            second = asyncio.create_task(slow.json("POST", join, "cleo", json={"ask": "waiting-ask"}))
            await asyncio.sleep(SOON / 2)
            store.methods = set()  # the first hangs on until its time is over, and the second waits for its turn
            assert not first.done()
            assert [(await first)[0], (await second)[0]] == [503, 201]


async def test_an_ask_whose_time_was_over_before_it_was_written_can_be_sent_again_and_books_once(
    opened: Opened, settings: Settings
) -> None:
    """Another process holds the file's lock, and the writer's thread waits for it. What the call left behind is written later."""
    async with opened(TimeLimits(call_s=SOON)) as web:
        for who in ("anna", "ben"):
            await web.json("GET", "/api/me", who)
        other = sqlite3.connect(settings.store.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        both = await asyncio.gather(web.book(day()), web.book(day(), "ben", office="auckland"))
        assert [(status, body["code"]) for status, body in both] == [(503, "busy")] * 2
        assert (await web.client.get("/healthz/ready")).status == 200
        assert (await web.json("GET", "/api/me"))[0] == 200
        other.execute("ROLLBACK")
        other.close()
        assert [await until_answered(web, "anna", "london"), await until_answered(web, "ben", "auckland")] == [200, 200]
        for who in ("anna", "ben"):
            assert len((await web.json("GET", "/api/bookings", who))[1]["bookings"]) == 1


async def until_answered(web: Web, who: str, office: str) -> int:
    """The status of the same ask, sent again until it is answered."""
    async with asyncio.timeout(LONG):
        while (status := (await web.book(day(), who, office=office))[0]) == 503:
            pass
    return status


async def test_a_guard_is_told_early_and_by_a_page(opened: Opened) -> None:
    async with opened(TimeLimits(pass_s=SOON)) as web:
        _, made = await web.book(day())
        _, shown = await web.json("GET", f"/api/bookings/{made['id']}/pass")
        parts = replace(web.parts, store=Stuck(web.parts.store, "read"))
        async with TestClient(TestServer(build_app(parts))) as client:
            answer = await client.get(f"/pass/{shown['token']}")
            assert (answer.status, answer.content_type) == (503, "text/html")
            assert "Not checked" in await answer.text()


class TestTables:
    @pytest.fixture
    async def long(self, opened: Opened) -> AsyncGenerator[Web]:
        """A house with more bookings than a page of the table holds."""
        async with opened(TimeLimits(call_s=SOON, table_s=SOON)) as web:
            for number in range(250):
                await book_for(web, number)
            yield web

    async def test_one_whose_time_is_over_breaks_off(self, long: Web) -> None:
        parts = replace(long.parts, store=Stuck(long.parts.store, "list", pages=2))
        async with TestClient(TestServer(build_app(parts))) as client:
            web = replace(long, client=client)
            answer = await web.call("GET", "/api/bookings.csv", ADMIN_OID)
            assert answer.status == 200
            with pytest.raises(ClientPayloadError):
                await asyncio.wait_for(answer.read(), LONG)
            assert (await web.json("GET", "/api/me"))[0] == 200

    async def test_one_that_does_not_begin_in_time_is_busy(self, long: Web) -> None:
        parts = replace(long.parts, store=Stuck(long.parts.store, "list"))
        async with TestClient(TestServer(build_app(parts))) as client:
            status, problem = await replace(long, client=client).json("GET", "/api/bookings.csv", ADMIN_OID)
        assert status == 503
        assert is_problem(problem, "busy")

    async def test_one_that_has_begun_may_take_longer_than_other_calls(self, long: Web) -> None:
        store = Stuck(long.parts.store, slowness_s=SOON * 0.8)
        parts = replace(long.parts, store=store, time_limits=TimeLimits(call_s=SOON, table_s=LONG))
        started = time.monotonic()
        async with TestClient(TestServer(build_app(parts))) as client:
            answer = await replace(long, client=client).call("GET", "/api/bookings.csv", ADMIN_OID)
            rows = (await answer.text()).splitlines()
        assert len(rows) == 251
        assert time.monotonic() - started > SOON

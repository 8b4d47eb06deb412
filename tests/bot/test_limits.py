"""How often somebody may call: people by who they are, everybody else by their address, and nobody for what their neighbours do."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import cast

import msgspec
import pytest
import structlog
from aiohttp import web as http
from aiolimiter import AsyncLimiter

from bot.limits import MAX_BUCKETS, Buckets, Limits, TooManyCalls
from bot.settings import Settings
from core.model import PersonId
from tests.bot.conftest import Web, person, serving
from tests.bot.fake_entra import FakeEntra
from tests.bot.test_api import day, is_problem
from tests.bot.test_settings import GOOD, faults_of, settings_of

OFTEN = 5
NOT_COUNTED = {"/", "/assets", "/bookings/{booking}", "/favicon.svg", "/healthz/live", "/healthz/ready"}
"""The tab's own files and what a load balancer asks."""


def narrow(settings: Settings, **changed: int) -> Settings:
    numbers = {"calls_per_minute": OFTEN, "calls_per_minute_open": OFTEN} | changed
    return replace(settings, web=msgspec.structs.replace(settings.web, **numbers))


@pytest.fixture
async def strict(settings: Settings, entra: FakeEntra, tab: Path) -> AsyncGenerator[Web]:
    """The application, with room for OFTEN calls a minute."""
    async with serving(narrow(settings), entra, tab) as web:
        yield web


@pytest.fixture
async def closed(settings: Settings, entra: FakeEntra, tab: Path) -> AsyncGenerator[Web]:
    """The application to somebody whose address has no call left."""

    def full(by: str) -> Buckets:
        return Buckets(by, lambda: AsyncLimiter(0.5))

    limits = Limits(full("person"), full("address"), full("refused"))
    async with serving(settings, entra, tab, lambda parts: replace(parts, limits=limits)) as web:
        yield web


async def taken(buckets: Buckets, key: str, times: int) -> int:
    """How many of so many calls fitted."""
    fitted = 0
    for _ in range(times):
        try:
            await buckets.take(key)
        except TooManyCalls:
            continue
        fitted += 1
    return fitted


async def test_a_person_who_calls_too_often_is_told_when_to_come_back(strict: Web) -> None:
    answers = [await strict.call("GET", "/api/me") for _ in range(OFTEN + 3)]
    assert [answer.status for answer in answers] == [200] * OFTEN + [429] * 3
    assert answers[-1].headers["Retry-After"] == "12"  # a minute for five calls
    body = await answers[-1].json(content_type=None)
    assert is_problem(body, "too_many_calls")
    assert body["detail"] == "You call too often. Please wait a moment."


async def test_a_person_is_one_whatever_token_they_bring_and_others_are_others(strict: Web) -> None:
    for number in range(OFTEN):
        await strict.client.get("/api/me", headers={"Authorization": f"Bearer {strict.entra.token('anna', extra=number)}"})
    assert (await strict.call("GET", "/api/offices")).status == 429
    assert (await strict.call("GET", "/api/offices", "ben")).status == 200


async def test_nothing_is_done_for_somebody_who_calls_too_often(closed: Web) -> None:
    status, _ = await closed.book(day())
    assert status == 429
    assert await closed.parts.people.read(PersonId(person("anna"))) is None


async def test_bad_tokens_are_refused_until_the_address_has_no_call_left_and_then_without_a_line_each(strict: Web) -> None:
    with structlog.testing.capture_logs() as lines:
        answers = [(await strict.client.get("/api/me", headers={"Authorization": f"Bearer bad{number}"})).status for number in range(50)]
    assert answers == [401] * OFTEN + [429] * 45
    assert Counter(line["action"] for line in lines) == {"token_refused": OFTEN, "call": OFTEN, "too_many_calls": 1}


async def test_calls_without_a_token_count_as_well(strict: Web) -> None:
    assert [(await strict.call("GET", "/api/me", None)).status for _ in range(OFTEN + 1)] == [401] * OFTEN + [429]


async def test_a_good_token_is_let_in_from_an_address_that_others_have_used_up(strict: Web) -> None:
    for _ in range(OFTEN + 1):
        await strict.call("GET", "/api/me", None)
    assert (await strict.call("GET", "/api/me")).status == 200


async def test_every_address_that_answers_anybody_counts_them(closed: Web) -> None:
    """Walks the router: an address that is added later can't be forgotten."""
    for route in cast("http.Application", closed.client.app).router.routes():
        path = route.resource.canonical if route.resource else ""
        if path in NOT_COUNTED or route.method == "HEAD":
            continue
        address = path.format(token="abc", office="london", date=day(), booking="x", person="x")
        answer = await closed.client.request(route.method, address)
        assert answer.status == 429, (route.method, path)
        assert answer.headers["Retry-After"] == "120"


async def test_what_the_tab_is_made_of_and_a_load_balancers_questions_are_not_counted(closed: Web) -> None:
    for path in ("/", "/bookings/any", "/favicon.svg", "/assets/main-abc123.js", "/healthz/live", "/healthz/ready"):
        assert (await closed.client.get(path)).status == 200


async def test_a_guard_who_asks_too_often_gets_a_page_and_the_scanner_no_verdict(closed: Web) -> None:
    page = await closed.client.get("/pass/abc")
    assert (page.status, page.content_type) == (429, "text/html")
    assert "Not checked" in await page.text()
    told = await closed.client.get("/pass/abc", headers={"Accept": "application/json"})
    assert (told.status, (await told.json())["standing"]) == (429, "not_checked")


async def test_an_address_that_the_caller_makes_up_is_no_new_one(strict: Web) -> None:
    answers = [await strict.client.get("/api/config", headers={"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(OFTEN + 1)]
    assert answers[-1].status == 429


async def test_behind_a_proxy_every_caller_has_a_bucket_of_their_own(settings: Settings, entra: FakeEntra, tab: Path) -> None:
    async with serving(narrow(settings, trusted_proxies=1), entra, tab) as web:

        async def statuses(told: str) -> list[int]:
            return [
                (await web.client.get("/api/config", headers={"X-Forwarded-For": f"192.0.2.{number}, {told}"})).status
                for number in range(OFTEN + 1)
            ]

        assert await statuses("203.0.113.1") == [200] * OFTEN + [429]
        assert await statuses("203.0.113.2") == [200] * OFTEN + [429]


@pytest.mark.parametrize(("calls", "seconds"), [(100_000, 1), (600, 1), (60, 1), (50, 2), (10, 6)])
async def test_the_wait_is_as_long_as_one_call_takes_to_leak_out(calls: int, seconds: int) -> None:
    limiter = AsyncLimiter(calls, 60)
    await limiter.acquire(calls)
    with pytest.raises(TooManyCalls) as often:
        await Buckets("person", lambda: limiter).take("anna")
    assert often.value.retry_after_s == seconds


async def test_a_bucket_takes_a_burst_and_then_what_leaks_out_of_it() -> None:
    buckets = Buckets("person", lambda: AsyncLimiter(4, 0.4))
    assert await taken(buckets, "anna", 10) == 4
    await asyncio.sleep(0.15)
    assert await taken(buckets, "anna", 10) == 1
    await asyncio.sleep(0.5)
    assert await taken(buckets, "anna", 10) == 4


async def test_nobody_is_made_to_wait() -> None:
    buckets = Buckets("person", lambda: AsyncLimiter(1, 1000))
    started = time.monotonic()
    assert await asyncio.gather(*(taken(buckets, "anna", 100) for _ in range(10))) == [1] + [0] * 9
    assert time.monotonic() - started < 1


async def test_there_are_never_more_buckets_than_are_meant_and_the_idlest_makes_room() -> None:
    buckets = Buckets("address", lambda: AsyncLimiter(1, 1000), most=3)
    for key in ("a", "b", "c"):
        await buckets.take(key)
    assert await taken(buckets, "a", 1) == 0  # asked again: `b` is the idlest now
    await buckets.take("d")
    assert len(buckets) == 3
    assert [await taken(buckets, key, 1) for key in ("a", "c", "d")] == [0, 0, 0]
    assert await taken(buckets, "b", 1) == 1


async def test_strangers_from_everywhere_fill_no_memory() -> None:
    buckets = Buckets("address", lambda: AsyncLimiter(300))
    for number in range(MAX_BUCKETS + 500):
        await buckets.take(f"2001:db8:{number:x}::/64")
    assert len(buckets) == MAX_BUCKETS


async def test_the_log_tells_once_and_never_who_it_was() -> None:
    buckets = Buckets("person", lambda: AsyncLimiter(1, 1000))
    with structlog.testing.capture_logs() as lines:
        await taken(buckets, "anna", 100)
        await taken(buckets, "ben", 100)
    told = {"event": "Somebody calls too often.", "action": "too_many_calls", "by": "person", "log_level": "warning"}
    assert lines == [told, told]


def test_the_numbers_come_from_the_settings(tmp_path: Path) -> None:
    by_default = settings_of(GOOD, tmp_path).web
    assert (by_default.calls_per_minute, by_default.calls_per_minute_open, by_default.trusted_proxies) == (600, 300, 0)
    said = settings_of(GOOD.replace("[web]", "[web]\ncalls_per_minute = 100000\ncalls_per_minute_open = 10\ntrusted_proxies = 5"), tmp_path)
    assert (said.web.calls_per_minute, said.web.calls_per_minute_open, said.web.trusted_proxies) == (100_000, 10, 5)


@pytest.mark.parametrize(
    "wrong",
    ["calls_per_minute = 9", "calls_per_minute = 100001", "calls_per_minute_open = 0", "trusted_proxies = 6", "trusted_proxies = -1"],
)
def test_a_number_out_of_bounds_is_named(tmp_path: Path, wrong: str) -> None:
    assert any(wrong.split(maxsplit=1)[0] in fault for fault in faults_of(GOOD.replace("[web]", f"[web]\n{wrong}"), tmp_path))


async def test_whoever_tries_tokens_or_addresses_does_not_keep_their_neighbours_from_the_open_pages(strict: Web) -> None:
    bad = {"Authorization": "Bearer abc"}
    assert [(await strict.call("GET", "/api/me", None, headers=bad)).status for _ in range(OFTEN + 1)][-2:] == [401, 429]
    assert (await strict.call("GET", "/api/nothing", None)).status == 429
    assert (await strict.call("GET", "/api/config", None)).status == 200


async def test_addresses_that_do_not_exist_are_counted(strict: Web) -> None:
    for method, path in (("GET", "/api/nothing"), ("DELETE", "/api/config")):
        found = [(await strict.call(method, path, None)).status for _ in range(OFTEN + 1)]
        assert found[-1] == 429


async def test_a_proxy_that_the_settings_do_not_know_of_is_told_to_the_log_once(strict: Web) -> None:
    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            await strict.call("GET", "/api/config", None, headers={"X-Forwarded-For": "192.0.2.1"})
    assert [line["action"] for line in lines if line["action"] == "proxy_not_trusted"] == ["proxy_not_trusted"]

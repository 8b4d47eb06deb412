"""What every answer of the process carries, and what none ever does: walks the router, rightly and wrongly, signed in and not."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import msgspec
import pytest
from aiohttp import ClientResponse, hdrs
from aiohttp import web as http
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app
from bot.headers import POLICY
from bot.settings import Settings
from tests.bot.conftest import ROOT_OID, Web, person, serving
from tests.bot.fake_entra import FakeEntra
from tests.bot.test_api import day

CROSS_SITE = {
    "Origin": "https://evil.example",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
    "Cookie": "session=1",
    "If-Match": "*",
    "Content-Type": "application/json",
}
FILES = ("/assets/main-abc123.js", "/favicon.svg")
PAGES = ("/", "/bookings/any", "/pass/abc", "/guard", "/api/docs")


@pytest.fixture(params=["http://127.0.0.1:3978", "https://desks.contoso.example"])
async def web(request: pytest.FixtureRequest, settings: Settings, entra: FakeEntra, tab: Path) -> AsyncGenerator[Web]:
    told = replace(settings, web=msgspec.structs.replace(settings.web, public_url=str(request.param), calls_per_minute_open=10_000))
    async with serving(told, entra, tab) as web:
        yield web


def addresses(web: Web) -> list[tuple[str, str]]:
    """Every route of the router, with real things in it."""
    named = {"office": "london", "date": day(), "booking": f"{day()}.london.{person('anna')}", "person": person("anna"), "token": "abc"}
    routes = cast("http.Application", web.client.app).router.routes()
    return [(route.method, (route.resource.canonical if route.resource else "").format_map(named)) for route in routes]


def policy(answer: ClientResponse) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))}


def check(web: Web, answer: ClientResponse) -> None:
    """What is true of each answer."""
    headers, what = answer.headers, (answer.method, answer.url.path, answer.status)
    assert headers["X-Content-Type-Options"] == "nosniff", what
    assert headers["Referrer-Policy"] == "no-referrer", what
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", what
    is_https = web.parts.settings.web.public_url.startswith("https:")
    assert headers.get("Strict-Transport-Security") == ("max-age=31536000" if is_https else None), what
    assert hdrs.CACHE_CONTROL in headers, what
    assert not [name for name in headers if name.lower().startswith("access-control-")], what
    assert not {hdrs.SET_COOKIE, hdrs.SERVER, "X-Powered-By"} & set(headers), what
    if "Content-Security-Policy" in headers:
        assert "unsafe" not in headers["Content-Security-Policy"], what
        assert policy(answer)["default-src"] == ["'none'"], what
        assert policy(answer).get("script-src", ["'self'"]) == ["'self'"], what
    else:
        assert answer.url.path in FILES, what


async def test_every_answer_of_every_address_is_protected(web: Web) -> None:
    await web.book(day())
    seen: set[int] = set()
    for method, address in addresses(web):
        for who in (None, "anna", ROOT_OID):
            for asked in dict.fromkeys((method, "GET", "OPTIONS", "TRACE")):
                answer = await web.call(asked, address, who, headers=CROSS_SITE, data=b"{}")
                check(web, answer)
                seen.add(answer.status)
    assert {200, 400, 401, 403, 404, 405} <= seen


async def test_an_answer_of_the_api_is_never_kept_and_loads_nothing(web: Web) -> None:
    for method, address in addresses(web):
        if not address.startswith("/api/") or address.startswith("/api/docs"):
            continue
        for who in (None, "anna", ROOT_OID):
            answer = await web.call(method, address, who, headers=CROSS_SITE, data=b"{}")
            assert answer.headers[hdrs.CACHE_CONTROL] == "no-store", (method, address)
            assert answer.headers["Content-Security-Policy"] == POLICY, (method, address)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/nothing", {}, 404),
        ("/api/nothing", {}, 404),
        ("/assets/missing.js", {}, 404),
        ("/assets/%2e%2e/index.html", {}, 404),
        ("/assets/main-abc123.js", {"If-Modified-Since": "Tue, 01 Jan 2120 00:00:00 GMT"}, 304),
        ("/assets/main-abc123.js", {"Range": "bytes=0-2"}, 206),
        ("/assets/main-abc123.js", {"Range": "bytes=900-"}, 416),
        ("/guard/scanner.js", {"If-Modified-Since": "Tue, 01 Jan 2120 00:00:00 GMT"}, 304),
        ("/api/config", {"Expect": "the-unexpected"}, 417),
        ("/healthz/ready", {}, 200),
    ],
)
async def test_what_is_not_there_or_not_changed_is_protected_as_well(web: Web, path: str, headers: Mapping[str, str], status: int) -> None:
    answer = await web.client.get(path, headers=headers)
    assert answer.status == status
    if path.startswith("/assets/") and status in {304, 206}:
        assert "immutable" in answer.headers[hdrs.CACHE_CONTROL]
    elif not path.startswith("/guard/"):
        assert answer.headers[hdrs.CACHE_CONTROL] == "no-store", "a fault is never kept"
    check(web, answer)


async def test_a_body_that_is_too_large_and_a_failure_of_ours_are_protected(web: Web) -> None:
    large = await web.call("POST", "/api/bookings", data=b"x" * 100_000, headers={"Content-Type": "application/json"})
    assert large.status == 413
    check(web, large)
    parts = replace(web.parts, people=None)  # pyright: ignore[reportArgumentType] - broken on purpose
    async with TestClient(TestServer(build_app(parts))) as client:
        failed = await replace(web, client=client).call("GET", "/api/me")
        assert failed.status == 500
        check(web, failed)


async def test_a_table_on_its_way_is_protected(web: Web) -> None:
    answer = await web.call("GET", "/api/stats.csv", ROOT_OID)
    assert (answer.status, answer.content_type, answer.headers[hdrs.CACHE_CONTROL]) == (200, "text/csv", "no-store")
    check(web, answer)


async def test_the_policy_of_a_page_allows_no_script_but_our_files_and_no_form(web: Web) -> None:
    for path in PAGES:
        answer = await web.client.get(path)
        assert answer.content_type == "text/html"
        assert policy(answer)["script-src"] == ["'self'"]
        assert policy(answer)["base-uri"] == policy(answer)["form-action"] == ["'none'"]
        assert not {"*", "https:", "http:", "data:", "blob:"} & set(policy(answer)["frame-ancestors"])

"""Every address of the router has an owner: the API's table, or the short list of what is open."""

from __future__ import annotations

import pytest
from aiohttp import web as aiohttp_web

from bot.api.endpoint import Who
from bot.api.routes import ROUTES
from tests.bot.conftest import Web
from tests.product import ROOT

STATIC = ROOT / "bot" / "guard" / "static"
DOCS = ROOT / "bot" / "docs" / "static"

OPEN = {
    ("GET", "/healthz/live"),
    ("GET", "/healthz/ready"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/docs"),
    *(("GET", f"/api/docs/{file.name}") for file in DOCS.iterdir()),
    ("GET", "/"),
    ("GET", "/favicon.svg"),
    ("GET", "/bookings/{booking}"),
    ("GET", "/assets"),
    ("GET", "/guard"),
    ("GET", "/guard/keys.json"),
    ("GET", "/pass/{token}"),
    *(("GET", f"/guard/{file.name}") for file in STATIC.iterdir() if file.suffix != ".html"),
}
"""Served to anybody: whether the process is well, what the API is, the tab's and the guard's own files, which hold no data; and passes to
whoever holds their secret."""
TEAMS = {("POST", "/api/messages")}
"""Closed to everybody but Microsoft's connector; `tests/chat` says how."""
IN_TABLE = {(route.method, route.path): route.who for route in ROUTES}


def addresses(web: Web) -> set[tuple[str, str]]:
    assert isinstance(web.client.app, aiohttp_web.Application)
    routes = web.client.app.router.routes()
    return {(route.method, route.resource.canonical) for route in routes if route.resource and route.method != "HEAD"}


async def test_no_address_is_outside_the_table_and_the_open_list(web: Web) -> None:
    assert addresses(web) == OPEN | TEAMS | set(IN_TABLE)


@pytest.mark.parametrize(("method", "path"), [key for key, who in IN_TABLE.items() if who is not Who.ANYONE])
async def test_an_address_for_people_is_closed_to_everybody_else(web: Web, method: str, path: str) -> None:
    concrete = path.format(office="london", booking="2026-11-25.london.t.o", date="2026-11-25", person="t.o")
    status, body = await web.json(method, concrete, None)
    assert (status, body["code"]) == (401, "sign_in")


def test_only_the_configuration_is_open_to_anyone() -> None:
    assert [path for (_, path), who in IN_TABLE.items() if who is Who.ANYONE] == ["/api/config"]

"""How the tab is served: who may frame it, what it may load, what may be kept."""

from __future__ import annotations

import re

from tests.bot.conftest import Web


def policy(header: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


async def test_only_microsofts_hosts_and_those_of_the_settings_may_frame_the_tab(web: Web) -> None:
    answer = await web.client.get("/")
    rules = policy(answer.headers["Content-Security-Policy"])
    assert "https://teams.microsoft.com" in rules["frame-ancestors"]
    assert "https://outlook.office.com" in rules["frame-ancestors"]
    assert "http://127.0.0.1:3981" in rules["frame-ancestors"]
    assert not {"*", "https:", "http:", "'self'"} & set(rules["frame-ancestors"])
    assert "X-Frame-Options" not in answer.headers


async def test_scripts_come_from_our_own_files_alone_and_styles_by_a_fresh_nonce(web: Web) -> None:
    first, second = await web.client.get("/"), await web.client.get("/bookings/any")
    nonces: list[str] = []
    for answer in (first, second):
        rules = policy(answer.headers["Content-Security-Policy"])
        assert rules["script-src"] == ["'self'"]
        assert rules["default-src"] == ["'none'"]
        (nonce,) = re.findall(r'content="([^"]+)"', await answer.text())
        assert rules["style-src"] == ["'self'", f"'nonce-{nonce}'"]
        assert answer.headers["Cache-Control"] == "no-store"
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


async def test_the_tab_may_talk_to_us_and_entra_and_teams_list_of_hosts_only(web: Web) -> None:
    rules = policy((await web.client.get("/")).headers["Content-Security-Policy"])
    assert rules["connect-src"] == ["'self'", web.entra.authority, "https://res.cdn.office.net"]


async def test_assets_are_kept_for_ever_and_answers_of_the_api_never(web: Web) -> None:
    assert "immutable" in (await web.client.get("/assets/main-abc123.js")).headers["Cache-Control"]
    assert (await web.call("GET", "/api/me")).headers["Cache-Control"] == "no-store"
    for answer in (await web.client.get("/"), await web.client.get("/favicon.svg"), await web.call("GET", "/api/me", None)):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_nothing_outside_the_built_tab_is_served(web: Web) -> None:
    for path in (
        "/assets/../index.html",
        "/assets/%2e%2e/%2e%2e/house.db",
        "/../house.db",
        "/assets/",
        "/.built.stamp",
        "/assets/missing.js",
    ):
        assert (await web.client.get(path, allow_redirects=False)).status in {403, 404}

"""What a load balancer is told."""

from __future__ import annotations

from typing import Any

import pytest

from core.store.port import Unavailable
from tests.bot.conftest import Web


async def test_a_well_process_is_live_and_ready(web: Web) -> None:
    assert await web.json("GET", "/healthz/live", None) == (200, {"status": "live"})
    assert await web.json("GET", "/healthz/ready", None) == (200, {"status": "ready"})


async def test_a_draining_process_is_live_not_ready_and_still_serves(web: Web) -> None:
    web.parts.lifecycle.draining = True
    assert await web.json("GET", "/healthz/live", None) == (200, {"status": "live"})
    assert await web.json("GET", "/healthz/ready", None) == (503, {"status": "draining"})
    assert (await web.json("GET", "/api/me"))[0] == 200


async def test_without_its_store_a_process_is_not_ready(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: Any) -> None:
        raise Unavailable("gone")

    for look_up in ("read", "recently"):
        monkeypatch.setattr(web.parts.store, look_up, away)
    assert await web.json("GET", "/healthz/ready", None) == (503, {"status": "store"})
    status, body = await web.json("GET", "/api/offices/london")
    assert (status, body["code"]) == (503, "busy")

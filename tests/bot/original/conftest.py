"""The house in which the original's scenarios are played: it is noon on a Tuesday in London, and two seconds go by with every call."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app, parts_of
from bot.settings import Settings
from core.model import OfficeId
from tests.bot.conftest import Web, person
from tests.bot.fake_entra import FakeEntra
from tests.fakes import FakeClock
from tests.house_of import NOON, TODAY

OTHER_ADMIN_OID = "other-admin"
"""The admin of Auckland; the one of London is `tests.bot.conftest.ADMIN_OID`."""
STEP = timedelta(seconds=2)
"""Longer than anything is shown as it was before."""


@dataclass
class Scene(Web):
    """The application as `Web` calls it, and the clock on its wall."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    asks: int = 0

    async def call(self, method: str, path: str, who: str | None = "anna", **more: Any) -> ClientResponse:
        answer = await Web.call(self, method, path, who, **more)
        self.clock.forward(STEP)
        return answer

    async def book(self, day: str, who: str = "anna", *, office: str = "london", ask: str = "", **more: object) -> tuple[int, Any]:
        """Every wish is a new one unless its ask is named."""
        self.asks += 1
        return await Web.book(self, day, who, office=office, ask=ask or f"ask-number-{self.asks}", **more)


class EntraThen(FakeEntra):
    """Its tokens are of the instant that the house's clock shows."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    def claims(self, oid: str, /, **changed: object) -> dict[str, object]:
        now = self._clock.now().timestamp()
        return super().claims(oid, **({"iat": now, "nbf": now, "exp": now + 3600} | changed))


def day(offset: int = 3) -> str:
    """A day from today (0), Tuesday 24 November 2026. 4 and 5 are the weekend, 6 is Monday, 13 is the last day that can be booked."""
    return (TODAY + timedelta(days=offset)).isoformat()


def booking_of(who: str, on: str, office: str = "london") -> str:
    """The address of the booking, whether there is one or not."""
    return f"/api/bookings/{on}.{office}.{person(who)}"


def ruled(settings: Settings, **changed: object) -> Settings:
    """The same house with other rules."""
    return replace(settings, policy=msgspec.structs.replace(settings.policy, **changed))


def sized(settings: Settings, capacity: int, parking: int = 1) -> Settings:
    """The same house with offices of that size."""
    return replace(settings, offices=tuple(replace(office, capacity=capacity, parking_capacity=parking) for office in settings.offices))


async def shown(web: Web, on: str, who: str = "anna", office: str = "london") -> Any:
    """A day of an office as somebody sees it before the click."""
    _, seen = await web.json("GET", f"/api/offices/{office}/days", who, params={"from": on, "to": on})
    return seen["weeks"][0]["days"][0]


async def dates(web: Web, who: str = "anna", **query: str) -> list[str]:
    """The dates of the bookings that somebody is shown."""
    status, found = await web.json("GET", "/api/bookings", who, params=query)
    assert status == 200
    return [one["date"] for one in found["bookings"]]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
async def entra(clock: FakeClock) -> AsyncGenerator[FakeEntra]:
    fake = EntraThen(clock)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, office_admins={**settings.office_admins, person(OTHER_ADMIN_OID): frozenset({OfficeId("auckland")})})


@pytest.fixture
async def web(settings: Settings, clock: FakeClock, entra: FakeEntra, tab: Path) -> AsyncGenerator[Scene]:
    async with parts_of(settings, clock) as parts, TestClient(TestServer(build_app(parts, tab))) as client:
        yield Scene(client, entra, parts, clock)

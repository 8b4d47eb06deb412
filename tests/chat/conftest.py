"""What the chat's tests may ask for."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.settings import EntraSettings, Settings, WebSettings
from core.model import OfficeId, person_id
from core.settings import PolicySettings, StoreSettings
from tests.bot.conftest import written
from tests.bot.fake_entra import CLIENT, TENANT
from tests.chat.fake_bot_framework import FakeBotFramework
from tests.chat.rig import Rig, rigged
from tests.house_of import AUCKLAND, LONDON

__all__ = ["written"]


@pytest.fixture
async def framework() -> AsyncGenerator[FakeBotFramework]:
    fake = await FakeBotFramework().start()
    yield fake
    await fake.stop()


@pytest.fixture
def house_settings(tmp_path: Path) -> Settings:
    return Settings(
        web=WebSettings(public_url="http://127.0.0.1:3978", calls_per_minute=100_000, calls_per_minute_open=100_000),
        entra=EntraSettings(tenants=[TENANT], client_id=CLIENT, authority="http://127.0.0.1:9"),
        store=StoreSettings(path=str(tmp_path / "house.db")),
        policy=PolicySettings(system_admins=["root"], default_allowance=3),
        system_admins=frozenset({person_id(TENANT, "root")}),
        offices=(LONDON, AUCKLAND),
        office_admins={person_id(TENANT, "admin"): frozenset({OfficeId("london")})},
    )


@pytest.fixture
def platform(framework: FakeBotFramework, monkeypatch: pytest.MonkeyPatch) -> None:
    """The managed identity of the platform, as the library finds it."""
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{framework.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret")


@pytest.fixture
async def rig(house_settings: Settings, framework: FakeBotFramework, platform: None) -> AsyncGenerator[Rig]:
    async with rigged(house_settings, framework) as rig:
        yield rig

"""The app role SystemAdmin of people: it counts only where the settings say so, for the call that brings it, and is never kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from bot.settings import Settings
from core.model import person_id
from tests.bot.conftest import ROOT_OID, Web, person
from tests.bot.fake_entra import TENANT

OSLO = {"id": "oslo", "name": "Oslo", "zone": "Europe/Oslo", "capacity": 5}


@pytest.fixture
def counts() -> bool:
    """Whether the settings say that the role counts."""
    return True


@pytest.fixture
def settings(settings: Settings, counts: bool) -> Settings:
    return replace(settings, entra=structs.replace(settings.entra, system_admin_role=counts))


async def ask(web: Web, method: str, path: str, *roles: str, **more: Any) -> tuple[int, Any]:
    """As Anna, with these roles in her token."""
    headers = {"Authorization": f"Bearer {web.entra.token('anna', roles=list(roles) or None)}"}
    return await web.json(method, path, None, headers=headers | more.pop("headers", {}), **more)


async def test_by_the_role_somebody_is_a_system_admin_for_that_call(web: Web) -> None:
    assert (await ask(web, "POST", "/api/offices", json=OSLO))[0] == 403
    assert (await ask(web, "POST", "/api/offices", "SystemAdmin", json=OSLO))[0] == 201
    assert (await ask(web, "GET", "/api/me", "SystemAdmin"))[1]["role"] == "systemAdmin"
    assert (await ask(web, "POST", "/api/selftest", "SystemAdmin"))[1]["caller"]["role"] == "systemAdmin"
    assert (await ask(web, "GET", "/api/me"))[1]["role"] == "person"
    assert (await ask(web, "GET", "/api/settings"))[0] == 403


@pytest.mark.parametrize("counts", [False])
async def test_where_it_does_not_count_the_role_gives_nothing(web: Web) -> None:
    assert (await ask(web, "POST", "/api/offices", "SystemAdmin", json=OSLO))[0] == 403
    assert (await ask(web, "GET", "/api/me", "SystemAdmin"))[1]["role"] == "person"


@pytest.mark.parametrize("role", ["systemadmin", "SystemAdmins", "SelfTest", ""])
async def test_another_role_gives_nothing(web: Web, role: str) -> None:
    assert (await ask(web, "GET", "/api/settings", role))[0] == 403


async def test_the_role_is_shown_to_oneself_and_kept_nowhere(web: Web) -> None:
    await ask(web, "GET", "/api/me", "SystemAdmin")
    status, me = await ask(web, "PATCH", "/api/me", "SystemAdmin", json={"homeOffice": "london"})
    assert (status, me["role"], me["homeOffice"]) == (200, "systemAdmin", "london")
    kept = await web.parts.people.read(person_id(TENANT, "anna"))
    assert kept is not None
    assert not kept.is_system_admin
    _, listed = await web.json("GET", "/api/people", ROOT_OID)
    assert {one["id"]: one["role"] for one in listed["people"]}[person("anna")] == "person"


async def test_a_remembered_token_with_the_role_does_not_lend_it_to_one_without(web: Web) -> None:
    found = [(await ask(web, "GET", "/api/settings", *roles))[0] for roles in (["SystemAdmin"], [], ["SystemAdmin"], [])]
    assert found == [200, 403, 200, 403]


async def test_who_is_a_system_admin_by_the_settings_needs_no_role(web: Web) -> None:
    assert (await web.json("GET", "/api/settings", ROOT_OID))[0] == 200

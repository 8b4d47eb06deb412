"""Tokens for the product's API that act for nobody: what an application is given, and that the product takes it for what it is."""

import time
from collections.abc import Callable

import jwt
import pytest
from aiohttp import ClientSession

from bot.entra import AppIdentity, BadToken, TokenCheck
from bot.settings import EntraSettings
from bot.signing_keys import SigningKeys
from core.clock import SystemClock
from infra.local.run import LocalWorld
from infra.local.world import API_APP_SCOPE, APP_CLIENT_ID, DEPLOY, SYNC, SYNC_CLIENT_ID, TENANT, Application
from tests.local.clients import Page
from tests.local.test_local_clerk_identity import GRAPH, form


def claims_of(token: str) -> dict[str, object]:
    return jwt.decode(token, options={"verify_signature": False})


def ask(sign: Callable[..., str], application: Application, scope: str = API_APP_SCOPE) -> dict[str, str]:
    client = application.client_id
    return form(sign(iss=client, sub=client), client_id=client, scope=scope)


async def test_the_pipeline_gets_a_token_of_its_own_as_entra_makes_them(world: LocalWorld, page: Page, sign: Callable[..., str]) -> None:
    answer = await (await page.token(ask(sign, DEPLOY), origin=None)).json()
    assert answer["token_type"] == "Bearer"
    assert "refresh_token" not in answer
    claims = world.entra.keys.verify(answer["access_token"], audience=APP_CLIENT_ID)
    assert abs(float(str(claims["exp"])) - time.time() - 3600) < 60
    told = {name: value for name, value in claims.items() if name not in {"iat", "nbf", "exp", "uti"}}
    assert told == {
        "iss": f"{world.entra.url}/{TENANT}/v2.0",
        "tid": TENANT,
        "aud": APP_CLIENT_ID,
        "azp": DEPLOY.client_id,
        "azpacr": "2",
        "oid": DEPLOY.object_id,
        "sub": DEPLOY.object_id,
        "roles": ["SelfTest"],
        "ver": "2.0",
    }


async def test_an_application_without_a_role_gets_a_token_without_roles(page: Page, sign: Callable[..., str]) -> None:
    answer = await (await page.token(ask(sign, SYNC), origin=None)).json()
    claims = claims_of(answer["access_token"])
    assert (claims["azp"], "roles" in claims, "scp" in claims) == (SYNC_CLIENT_ID, False, False)


async def test_nobody_gets_another_ones_token(page: Page, sign: Callable[..., str]) -> None:
    graph = await page.token(ask(sign, DEPLOY, GRAPH), origin=None)
    assert (graph.status, (await graph.json())["error"]) == (400, "invalid_scope")
    stolen = await page.token(form(sign(), client_id=DEPLOY.client_id, scope=API_APP_SCOPE), origin=None)
    assert (stolen.status, (await stolen.json())["error_codes"]) == (401, [700021])


async def test_a_local_token_is_for_a_person_or_for_an_application(world: LocalWorld, page: Page) -> None:
    url = f"{world.entra.url}/local/token"
    answer = await (await page.http.post(url, json={"app": "SelfTest"})).json()
    assert claims_of(answer["token"])["roles"] == ["SelfTest"]
    assert answer["application"]["client_id"] == DEPLOY.client_id
    for bad in ({}, {"app": "SystemAdmin"}, {"app": ""}, {"app": None}, {"app": "SelfTest", "name": "Ada"}):
        assert (await page.http.post(url, json=bad)).status == 400, bad


async def test_the_product_takes_it_for_the_application_that_it_is(world: LocalWorld, http: ClientSession) -> None:
    settings = EntraSettings(tenants=[TENANT], client_id=APP_CLIENT_ID, authority=world.entra.url)
    clock = SystemClock()
    tokens = TokenCheck(settings, SigningKeys(http, world.entra.url, clock), clock)
    assert await tokens.check(world.entra.self_test_token()) == AppIdentity(f"{TENANT}.{DEPLOY.object_id}", DEPLOY.client_id)
    with pytest.raises(BadToken, match="no scope, no role"):
        await tokens.check(world.entra.tokens.for_application(SYNC))

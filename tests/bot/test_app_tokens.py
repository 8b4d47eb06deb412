"""Tokens of applications: good for the self-test and for nothing else, and never made a person of."""

from __future__ import annotations

import time
from datetime import timedelta

import jwt
import pytest
from aiohttp import ClientResponse, ClientSession

from bot.api.endpoint import Who
from bot.api.routes import ROUTES
from bot.entra import LEEWAY, AppIdentity, BadToken, Identity, TokenCheck
from bot.settings import EntraSettings
from bot.signing_keys import SigningKeys
from core.clock import SystemClock
from core.model import person_id
from tests.bot.conftest import ROOT_OID, Web, person
from tests.bot.fake_entra import CLIENT, OTHER_KEY, OTHER_TENANT, PIPELINE, PRINCIPAL, TEAMS, TENANT, FakeEntra
from tests.bot.test_api import day
from tests.fakes import FakeClock
from tests.house_of import everything

SELF_TEST = ("POST", "/api/selftest")
FOR_PEOPLE = [(route.method, route.path) for route in ROUTES if route.who not in {Who.ANYONE, Who.SELF_TEST}]


async def call(web: Web, token: str, method: str = "POST", path: str = "/api/selftest") -> ClientResponse:
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    return await web.client.request(method, path, headers=headers)


async def is_known(web: Web) -> bool:
    return await web.parts.people.read(person_id(TENANT, PRINCIPAL)) is not None


async def test_an_application_with_the_role_is_let_in_to_the_self_test(web: Web) -> None:
    answer = await call(web, web.entra.app_token())
    assert answer.status == 200
    assert (await answer.json())["caller"] == {"kind": "application", "id": f"{TENANT}.{PRINCIPAL}", "role": "selfTest"}
    assert not await is_known(web)


@pytest.mark.parametrize("changed", [{"idtyp": "app"}, {"roles": ["Other", "SelfTest"]}, {"sub": None}])
async def test_what_such_tokens_may_or_may_not_hold_makes_no_difference(web: Web, changed: dict[str, object]) -> None:
    assert (await call(web, web.entra.app_token(**changed))).status == 200


WRONG: dict[str, dict[str, object]] = {
    "no roles": {"roles": None},
    "an empty list of roles": {"roles": []},
    "another role": {"roles": ["Calendars.ReadWrite"]},
    "a role of people": {"roles": ["SystemAdmin"]},
    "a role that only begins alike": {"roles": ["SelfTester"]},
    "a role in other letters": {"roles": ["selftest"]},
    "roles that are text": {"roles": "SelfTest"},
    "roles that are an object": {"roles": {"SelfTest": True}},
    "roles that are no texts": {"roles": [["SelfTest"]]},
    "a scope as well, said to be an app": {"scp": "access_as_user", "idtyp": "app", "azp": TEAMS},
    "a scope as well, by an unknown client": {"scp": "access_as_user"},
    "an empty scope": {"scp": ""},
    "another scope": {"scp": "SelfTest"},
    "scopes in a list": {"scp": ["access_as_user"]},
    "said to be a user": {"idtyp": "user"},
    "an ID token of a person with that role": {"sub": "pairwise-of-our-app", "azp": None, "name": "Anna"},
    "the subject of somebody else": {"sub": "pairwise-of-our-app"},
    "no client": {"azp": None},
    "an empty client": {"azp": ""},
    "no service principal": {"oid": None},
    "an empty service principal": {"oid": ""},
    "another audience": {"aud": "44444444-4444-4444-8444-444444444444"},
    "the app id uri of a v1 token": {"aud": f"api://{CLIENT}"},
    "another tenant": {"tid": OTHER_TENANT},
    "no tenant": {"tid": None},
    "the issuer of v1": {"iss": f"https://sts.windows.net/{TENANT}/"},
    "the issuer of another tenant": {"iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"},
    "version 1": {"ver": "1.0"},
    "version 1, whole": {"ver": "1.0", "azp": None, "appid": PIPELINE, "iss": f"https://sts.windows.net/{TENANT}/"},
    "expired": {"exp": time.time() - 120},
    "not yet valid": {"nbf": time.time() + 3600},
    "no end": {"exp": None},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG.keys())
async def test_an_application_with_a_wrong_token_is_refused(web: Web, changed: dict[str, object]) -> None:
    answer = await call(web, web.entra.app_token(**changed))
    body = await answer.json(content_type=None)
    assert (answer.status, body["code"], body["detail"]) == (401, "sign_in", "Please sign in.")
    assert not await is_known(web)


async def test_a_token_that_the_tenant_did_not_sign_is_refused(web: Web) -> None:
    right = web.entra.app_token()
    claims = jwt.decode(right, options={"verify_signature": False})
    forged = {
        "unsigned": jwt.encode(claims, "", "none", {"kid": "first"}),
        "signature cut off": right.rsplit(".", 1)[0] + ".",
        "the signature of a person's token": right.rsplit(".", 1)[0] + "." + web.entra.token("anna").rsplit(".", 1)[1],
        "another key under the same id": jwt.encode(claims, OTHER_KEY, "RS256", {"kid": "first"}),
        "another algorithm": jwt.encode(claims, web.entra.key, "RS512", {"kid": "first"}),
    }
    answers = {name: (await call(web, token)).status for name, token in forged.items()}
    assert answers == dict.fromkeys(forged, 401)


@pytest.mark.parametrize(("method", "path"), FOR_PEOPLE)
async def test_an_application_is_let_in_nowhere_else(web: Web, method: str, path: str) -> None:
    await web.book(day(), ROOT_OID)
    booking = f"{day()}.london.{person(ROOT_OID)}"
    concrete = path.format(office="london", booking=booking, date=day(), person=person(PRINCIPAL))
    before = await everything(web.parts.store)
    answer = await call(web, web.entra.app_token(), method, concrete)
    assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "sign_in")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert await everything(web.parts.store) == before


def test_the_table_names_the_self_test_alone_for_applications() -> None:
    assert [(route.method, route.path) for route in ROUTES if route.who is Who.SELF_TEST] == [SELF_TEST]
    assert len(FOR_PEOPLE) > 25


async def test_a_remembered_token_is_still_that_of_an_application_or_of_a_person(web: Web) -> None:
    application, root, anna = web.entra.app_token(), web.entra.token(ROOT_OID), web.entra.token("anna")
    for _ in range(2):
        found = [
            [(await call(web, token, *where)).status for token in (application, root, anna)] for where in (SELF_TEST, ("GET", "/api/me"))
        ]
        assert found == [[200, 200, 403], [401, 200, 200]]
    assert not await is_known(web)


async def test_a_remembered_token_is_forgotten_when_it_ends(entra: FakeEntra) -> None:
    clock = FakeClock(SystemClock().now())
    async with ClientSession() as session:
        settings = EntraSettings(tenants=[TENANT], client_id=CLIENT, authority=entra.authority)
        tokens = TokenCheck(settings, SigningKeys(session, entra.authority, clock), clock)
        ends = clock.now().timestamp() + 60
        application, anna = entra.app_token(exp=ends), entra.token("anna", exp=ends)
        for _ in range(2):
            assert await tokens.check(application) == AppIdentity(f"{TENANT}.{PRINCIPAL}", PIPELINE)
            assert await tokens.check(anna) == Identity(person_id(TENANT, "anna"), "Anna", "anna@contoso.example")
        clock.forward(timedelta(seconds=60) + LEEWAY)
        for token in (application, anna):
            with pytest.raises(BadToken, match="expired"):
                await tokens.check(token)


async def test_a_person_with_the_role_of_applications_is_a_person(web: Web) -> None:
    token = web.entra.token("anna", roles=["SelfTest"])
    answer = await call(web, token)
    assert (answer.status, (await answer.json(content_type=None))["code"]) == (403, "not_for_you")
    assert (await call(web, token, "GET", "/api/me")).status == 200

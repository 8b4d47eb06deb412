"""The authorization code flow: what a page gets, and everything that is refused."""

import jwt
import pytest

from infra.local.run import LocalWorld
from infra.local.world import API_SCOPE, APP_CLIENT_ID, PEOPLE, TENANT
from tests.local.clients import SERVICE, Page, facts_of

ADA = PEOPLE[0]


def claims_of(token: str) -> dict[str, object]:
    return jwt.decode(token, options={"verify_signature": False})


async def test_metadata_speaks_of_the_address_it_was_asked_on(world: LocalWorld, page: Page) -> None:
    async with page.http.get(f"{world.entra.url}/{TENANT}/v2.0/.well-known/openid-configuration") as answer:
        found = await answer.json()
        assert found["issuer"] == f"{world.entra.url}/{TENANT}/v2.0"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    async with page.http.get(f"{world.entra.url}/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration") as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == "invalid_tenant"


async def test_a_person_is_chosen_and_tokens_follow(world: LocalWorld, page: Page) -> None:
    shown = await page.authorize()
    assert shown.status == 200
    assert "Choose who you are" in await shown.text()
    back = await page.choose(person=ADA.oid)
    assert back.status == 303
    assert back.headers["Location"].startswith(f"{SERVICE}/?")
    facts = facts_of(back.headers["Location"])
    assert facts["state"] == "st"
    answer = await page.redeem(facts["code"])
    assert answer.headers["Access-Control-Allow-Origin"] == SERVICE
    tokens = await answer.json()
    async with page.http.get(f"{world.entra.url}/{TENANT}/discovery/v2.0/keys") as published:
        keys = jwt.PyJWKSet.from_dict(await published.json())
    kid = jwt.get_unverified_header(tokens["access_token"])["kid"]
    claims = jwt.decode(tokens["access_token"], keys[kid].key, algorithms=["RS256"], audience=APP_CLIENT_ID)
    assert claims["iss"] == f"{world.entra.url}/{TENANT}/v2.0"
    assert claims | {"oid": ADA.oid, "tid": TENANT, "scp": "access_as_user", "azp": APP_CLIENT_ID, "ver": "2.0", "name": ADA.name} == claims
    assert claims_of(tokens["id_token"])["nonce"] == "no"


async def test_a_session_renews_silently_and_a_choice_can_be_asked_for(page: Page) -> None:
    refused = await page.authorize(prompt="none")
    assert facts_of(refused.headers["Location"])["error"] == "login_required"
    chosen = await page.choose(person=ADA.oid)
    cookie = chosen.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    silent = await page.authorize(prompt="none", response_mode="fragment")
    assert silent.headers["Location"].startswith(f"{SERVICE}/#")
    assert "code" in facts_of(silent.headers["Location"])
    assert (await page.authorize(prompt="select_account")).status == 200


async def test_sign_out_forgets_the_person_and_goes_only_to_the_service(page: Page) -> None:
    await page.choose(person=ADA.oid)
    url = f"{page.base}/logout"
    away = await page.http.get(url, params={"post_logout_redirect_uri": "https://evil.example/"}, allow_redirects=False)
    assert away.status == 200
    assert (await page.authorize()).status == 200
    home = await page.http.get(url, params={"post_logout_redirect_uri": f"{SERVICE}/"}, allow_redirects=False)
    assert home.headers["Location"] == f"{SERVICE}/"


@pytest.mark.parametrize("uri", ["https://evil.example/", f"{SERVICE}", f"{SERVICE}/other", f"{SERVICE}/?x=1", ""])
async def test_an_unregistered_address_never_gets_anything(page: Page, uri: str) -> None:
    answer = await page.authorize(redirect_uri=uri)
    assert (answer.status, answer.headers.get("Location")) == (400, None)
    answer = await page.choose(person=ADA.oid, redirect_uri=uri)
    assert (answer.status, answer.headers.get("Location")) == (400, None)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid https://graph.microsoft.com/Mail.Read"}, "invalid_scope"),
        ({"scope": ""}, "invalid_request"),
    ],
)
async def test_a_wrong_request_goes_back_as_an_error(page: Page, change: dict[str, str], error: str) -> None:
    answer = await page.authorize(**change)
    assert answer.status == 303
    assert facts_of(answer.headers["Location"]) | {"error": error, "state": "st"} == facts_of(answer.headers["Location"])


async def test_a_code_works_once_with_its_verifier_and_address(page: Page) -> None:
    async def code() -> str:
        return facts_of((await page.choose(person=ADA.oid)).headers["Location"])["code"]

    used = await code()
    assert (await page.redeem(used)).status == 200
    again = await page.redeem(used)
    assert again.status == 400
    assert (await again.json())["error_codes"] == [54005]
    assert (await (await page.redeem(await code(), code_verifier="x" * 43)).json())["error_codes"] == [501481]
    assert (await (await page.redeem(await code(), redirect_uri=f"{SERVICE}/signin")).json())["error_codes"] == [500112]
    assert (await (await page.redeem("made-up")).json())["error"] == "invalid_grant"


async def test_only_the_registered_page_redeems(page: Page) -> None:
    for origin in (None, "https://evil.example"):
        code = facts_of((await page.choose(person=ADA.oid)).headers["Location"])["code"]
        answer = await page.redeem(code, origin=origin)
        assert (await answer.json())["error_codes"] == [9002327]
        assert "Access-Control-Allow-Origin" not in answer.headers
    async with page.http.options(f"{page.base}/token", headers={"Origin": "https://evil.example"}) as preflight:
        assert "Access-Control-Allow-Origin" not in preflight.headers


async def test_a_refresh_token_gives_new_tokens(page: Page) -> None:
    code = facts_of((await page.choose(person=ADA.oid)).headers["Location"])["code"]
    tokens = await (await page.redeem(code)).json()
    form = {"grant_type": "refresh_token", "client_id": APP_CLIENT_ID, "refresh_token": tokens["refresh_token"]}
    renewed = await (await page.token(form | {"scope": f"openid {API_SCOPE}"})).json()
    assert claims_of(renewed["access_token"])["oid"] == ADA.oid
    assert renewed["refresh_token"] != tokens["refresh_token"]
    assert (await (await page.token(form | {"refresh_token": tokens["access_token"]})).json())["error"] == "invalid_grant"


async def test_somebody_new_signs_in_by_name(world: LocalWorld, page: Page) -> None:
    back = await page.choose(name="  Zoë Quist ")
    tokens = await (await page.redeem(facts_of(back.headers["Location"])["code"])).json()
    assert claims_of(tokens["access_token"])["email"] == "zoe.quist@contoso.example"
    assert world.entra.people.find("zoë") == world.entra.people.find("zoe.quist@contoso.example")
    faulty = await page.choose(name=" ")
    assert faulty.status == 200
    assert 'role="alert"' in await faulty.text()


async def test_a_hint_is_listed_first_but_picks_nobody(page: Page) -> None:
    text = await (await page.authorize(login_hint=PEOPLE[5].email)).text()
    assert text.index(PEOPLE[5].name) < text.index(PEOPLE[0].name)


async def test_a_foreign_page_can_neither_choose_nor_take_a_token(world: LocalWorld, page: Page) -> None:
    foreign = {"Origin": "https://evil.example"}
    form = page.ask() | {"person": ADA.oid}
    assert (await page.http.post(f"{page.base}/authorize", data=form, headers=foreign)).status == 403
    assert (await page.http.post(f"{world.entra.url}/local/token", json={"name": "Ada"}, headers=foreign)).status == 403
    assert (await page.http.post(f"{world.entra.url}/local/token", data='{"name": "Ada"}')).status == 415
    assert (await page.http.get(f"{world.entra.url}/", headers={"Host": "rebound.example:80"})).status == 421


async def test_a_local_token_is_for_whoever_goes_by_the_name(world: LocalWorld, page: Page) -> None:
    url = f"{world.entra.url}/local/token"
    for name in ("ada", "ADA OKAFOR", ADA.email, ADA.oid):
        answer = await (await page.http.post(url, json={"name": name})).json()
        assert answer["person"]["oid"] == ADA.oid
        assert claims_of(answer["token"])["oid"] == ADA.oid
    for bad in ({"name": ""}, {"name": "x" * 61}, {"name": "a\nb"}, {"who": "Ada"}, {"name": 7}):
        assert (await page.http.post(url, json=bad)).status == 400, bad


async def test_a_rolled_key_still_verifies_until_it_is_forgotten(world: LocalWorld) -> None:
    session = world.entra.tokens.session(ADA)
    old = jwt.get_unverified_header(session)["kid"]
    assert world.entra.roll_key() != old
    assert world.entra.tokens.in_session(session) == ADA
    world.entra.roll_key(forget_old=True)
    assert world.entra.tokens.in_session(session) is None

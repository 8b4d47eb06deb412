"""The calendar clerk proves who it is with its certificate, by the genuine msal and by hand."""

import asyncio
import time
import uuid
from collections.abc import Callable
from typing import Any

import msal
import pytest
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from infra.local.run import LocalWorld
from infra.local.signing_keys import private_pem
from infra.local.world import APP_CLIENT_ID, SYNC_CLIENT_ID, TENANT
from tests.local.clients import Page

GRAPH = "https://graph.microsoft.com/.default"


def by_msal(world: LocalWorld, **authority: str) -> dict[str, str]:
    """msal blocks, so it runs beside the loop; it refuses http, so it needs the TLS port."""
    pem = world.sync_identity.read_text()
    options: dict[str, Any] = {"verify": str(world.tls_ca), "instance_discovery": False, **authority}
    credential = {"private_key": pem, "public_certificate": pem[pem.index("-----BEGIN CERTIFICATE") :]}
    # msal ships few types; here it is only asked for two tokens.
    clerk: Any = msal.ConfidentialClientApplication(SYNC_CLIENT_ID, client_credential=credential, **options)
    first: dict[str, str] = clerk.acquire_token_for_client([GRAPH])
    # A new token within msal's nine minutes carries the very same assertion.
    clerk.remove_tokens_for_client()
    second: dict[str, str] = clerk.acquire_token_for_client([GRAPH])
    clerk.http_client.close()
    return first if "error" in first else second


@pytest.mark.parametrize("kind", ["authority", "oidc_authority"])
async def test_msal_gets_a_graph_token(world: LocalWorld, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        # requests prefers these to what it was told.
        monkeypatch.delenv(name, raising=False)
    address = f"{world.entra.tls_url}/{TENANT}" + ("/v2.0" if kind == "oidc_authority" else "")
    answer = await asyncio.to_thread(by_msal, world, **{kind: address})
    assert "error" not in answer, answer
    claims = world.entra.keys.verify(answer["access_token"], audience="https://graph.microsoft.com")
    assert claims | {"roles": ["Calendars.ReadWrite", "Mail.Send"], "idtyp": "app", "appid": SYNC_CLIENT_ID, "tid": TENANT} == claims


def form(assertion: str, **changes: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": SYNC_CLIENT_ID,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion,
        "scope": GRAPH,
    } | changes


async def test_a_good_statement_works(page: Page, sign: Callable[..., str]) -> None:
    assert (await page.token(form(sign()), origin=None)).status == 200


async def test_bad_statements_are_refused_by_their_own_numbers(page: Page, sign: Callable[..., str]) -> None:
    stranger = private_pem(generate_private_key(public_exponent=65537, key_size=2048))
    cases = {
        700024: sign(exp=time.time() - 1),
        700023: sign(aud="https://login.microsoftonline.com/x/oauth2/v2.0/token"),
        700021: sign(sub=APP_CLIENT_ID),
        700027: sign(key=stranger),
        50027: "no.jwt.atall",
    }
    for number, assertion in cases.items():
        answer = await page.token(form(assertion), origin=None)
        assert (answer.status, (await answer.json())["error_codes"]) == (401, [number])
    answer = await page.token(form(sign(x5t="AAAA")), origin=None)
    assert (await answer.json())["error_codes"] == [700027]


async def test_a_statement_id_is_not_used_twice_for_different_statements(page: Page, sign: Callable[..., str]) -> None:
    jti = str(uuid.uuid4())
    once = sign(jti=jti)
    assert [(await page.token(form(once), origin=None)).status for _ in range(2)] == [200, 200]
    assert (await (await page.token(form(sign(jti=jti)), origin=None)).json())["error_codes"] == [700026]


async def test_other_scopes_clients_and_grants_are_refused(page: Page, sign: Callable[..., str]) -> None:
    for change, error in (
        ({"scope": "https://vault.azure.net/.default"}, "invalid_scope"),
        ({"client_id": APP_CLIENT_ID}, "unauthorized_client"),
        ({"client_assertion": ""}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ):
        assert (await (await page.token(form(sign(), **change), origin=None)).json())["error"] == error


async def test_a_persons_token_opens_no_calendar(world: LocalWorld, http: ClientSession) -> None:
    url = f"{world.outlook.url}/v1.0/users/ada.okafor@contoso.example/events"
    for headers in ({}, {"Authorization": f"Bearer {world.entra.person_token('Ada')}"}, {"Authorization": "Bearer x.y.z"}):
        answer = await http.get(url, headers=headers)
        assert (answer.status, (await answer.json())["error"]["code"]) == (401, "InvalidAuthenticationToken")
    powerless = world.entra.keys.sign(
        {"aud": "https://graph.microsoft.com", "iat": time.time(), "exp": time.time() + 60, "roles": ["User.Read.All"]}
    )
    answer = await http.get(url, headers={"Authorization": f"Bearer {powerless}"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "ErrorAccessDenied")

"""The genuine msal gets a token by certificate over TLS from the local Entra."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
import requests
from typing_extensions import override

from core.model import Person, person_id
from core.store.sqlite import SqliteStore
from graph_sync import credentials
from graph_sync.clerk import Clerk
from graph_sync.credentials import MsalTokens, NoToken
from graph_sync.notice import Mail
from graph_sync.outlook import Outlook
from graph_sync.reply import Reply
from graph_sync.settings import GraphSettings
from infra.local.run import LocalWorld
from infra.local.world import APP_CLIENT_ID, GRAPH_AUDIENCE, GRAPH_ROLES, NOTICES, PEOPLE, SYNC_CLIENT_ID, TENANT
from tests.fakes import FakeClock
from tests.graph_sync.fakes import HOUSE_RULES, URL
from tests.house_of import LONDON, TOMORROW, House, booking_on

ADA = Person(id=person_id(TENANT, PEOPLE[0].oid), name=PEOPLE[0].name)


def settings(world: LocalWorld, **changes: str) -> GraphSettings:
    told = {
        "tenant": TENANT,
        "client_id": SYNC_CLIENT_ID,
        "credential": "certificate",
        "certificate_file": str(world.sync_identity),
        "ca_file": str(world.tls_ca),
        "url": f"{world.outlook.url}/v1.0",
        "authority": world.entra.tls_url,
    }
    return msgspec.convert(told | changes, GraphSettings)


async def test_a_token_for_graph_comes_by_certificate_and_is_kept(world: LocalWorld) -> None:
    tokens = MsalTokens(settings(world))
    token = await tokens.token()
    claims = world.entra.keys.verify(token, audience=GRAPH_AUDIENCE)
    assert (claims["appid"], claims["roles"], claims["idtyp"]) == (SYNC_CLIENT_ID, list(GRAPH_ROLES), "app")
    assert await tokens.token() == token
    tokens.close()


async def test_an_application_without_that_certificate_gets_no_token_and_a_short_reason(world: LocalWorld) -> None:
    tokens = MsalTokens(settings(world, client_id=APP_CLIENT_ID))
    with pytest.raises(NoToken, match=r"^[a-z_]+$"):
        await tokens.token()
    tokens.close()


async def test_an_authority_that_nobody_vouches_for_is_not_trusted(world: LocalWorld) -> None:
    tokens = MsalTokens(settings(world, ca_file=""))
    with pytest.raises(NoToken, match="SSLError"):
        await tokens.token()
    tokens.close()


async def test_the_environments_certificates_do_not_replace_the_named_one(world: LocalWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(world.sync_identity))
    tokens = MsalTokens(settings(world))
    assert await tokens.token()
    tokens.close()


async def test_an_authority_that_is_away_is_asked_again(data: Path) -> None:
    async with LocalWorld(data=data) as world:
        address = world.entra.tls_url
        tokens = MsalTokens(settings(world))
    with pytest.raises(NoToken, match="ConnectionError"):
        await tokens.token()
    async with LocalWorld(data=data, entra_tls_port=int(address.rsplit(":", 1)[1])):
        assert await tokens.token()
    tokens.close()


async def test_a_booking_comes_into_outlook_and_goes_again(world: LocalWorld, store: SqliteStore, clock: FakeClock) -> None:
    """Everything genuine but the clock: msal, msgraph, SQLite."""
    tokens = MsalTokens(settings(world))
    outlook = Outlook(f"{world.outlook.url}/v1.0", tokens)
    house = await House(store, clock).open()
    clerk = Clerk(store, outlook, clock, URL, 4, lambda: 0.5, HOUSE_RULES)
    await house.book(ADA, parking=True)
    while await clerk.round():
        pass
    (kept,) = world.outlook.events(PEOPLE[0].oid)
    assert kept["subject"] == "Office: London with parking"
    await house.cancel(ADA, booking_on(TOMORROW, LONDON, ADA))
    while await clerk.round():
        pass
    assert world.outlook.events(PEOPLE[0].oid) == []
    await outlook.close()
    tokens.close()


async def test_a_token_that_graph_refuses_is_followed_by_a_fresh_one_and_only_then(world: LocalWorld) -> None:
    tokens = MsalTokens(settings(world))
    outlook = Outlook(f"{world.outlook.url}/v1.0", tokens)
    entry = Mail(id="1", to=NOTICES.email, subject="s", text="t")
    first = await tokens.token()
    world.outlook.fail(status=401, code="InvalidAuthenticationToken")
    assert await outlook.send(NOTICES.oid, entry) == Reply(status=401, code="InvalidAuthenticationToken")
    second = await tokens.token()
    assert second != first
    assert (await outlook.send(NOTICES.oid, entry)).status == 202
    assert await tokens.token() == second
    await outlook.close()
    tokens.close()


async def test_calls_side_by_side_that_were_refused_have_one_fresh_token_fetched(world: LocalWorld) -> None:
    tokens = MsalTokens(settings(world))
    first = await tokens.token()
    tokens.refuse(first)
    tokens.refuse(first)
    second = await tokens.token()
    tokens.refuse(first)
    assert (first == second, await tokens.token() == second) == (False, True)
    tokens.close()


async def test_while_there_is_no_fresh_token_the_refused_one_does_not_come_back(data: Path) -> None:
    async with LocalWorld(data=data) as world:
        tokens = MsalTokens(settings(world))
        port = int(world.entra.tls_url.rsplit(":", 1)[1])
        first = await tokens.token()
        tokens.refuse(first)
    for _ in range(2):
        with pytest.raises(NoToken):
            await tokens.token()
    async with LocalWorld(data=data, entra_tls_port=port):
        assert await tokens.token() != first
    tokens.close()


class _Imds(requests.Session):
    """The machine's own token service, which numbers its tokens."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    @override
    def send(self, request: requests.PreparedRequest, **kwargs: object) -> requests.Response:
        self.asked += 1
        response = requests.Response()
        response.status_code = 200
        body = {"access_token": f"token {self.asked}", "expires_in": "3600", "resource": GRAPH_AUDIENCE, "token_type": "Bearer"}
        response._content = json.dumps(body).encode()  # pyright: ignore[reportPrivateUsage] - a response is never made by hand otherwise
        return response


async def test_a_managed_identity_is_asked_again_after_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    imds = _Imds()

    def session(_ca_file: str) -> _Imds:
        return imds

    monkeypatch.setattr(credentials, "_Http", session)
    tokens = MsalTokens(msgspec.convert({"tenant": TENANT, "client_id": SYNC_CLIENT_ID}, GraphSettings))
    first = await tokens.token()
    assert (first, await tokens.token()) == ("token 1", "token 1")
    tokens.refuse(first)
    assert await tokens.token() == "token 2"
    assert imds.asked == 2
    tokens.close()

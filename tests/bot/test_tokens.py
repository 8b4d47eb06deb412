"""Who is let in: every forged, stale or foreign token is answered 401, and the keys are asked for within bounds."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import time
from typing import cast

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot import signing_keys
from bot.signing_keys import FETCHES
from core.model import person_id
from tests.bot.conftest import Web
from tests.bot.fake_entra import OTHER_KEY, OTHER_TENANT, TENANT, FakeEntra

HOUR = 3600


async def status(web: Web, token: str | None) -> int:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return (await web.client.get("/api/me", headers=headers)).status


async def test_a_right_token_lets_its_person_in(web: Web) -> None:
    answer = await web.client.get("/api/me", headers={"Authorization": f"Bearer {web.entra.token('anna')}"})
    assert answer.status == 200
    assert await answer.json() == {
        "id": f"{TENANT}.anna",
        "name": "Anna",
        "email": "anna@contoso.example",
        "role": "person",
        "adminOf": [],
        "allowance": 3,
        "needsReason": False,
        "homeOffice": None,
        "language": None,
        "shareDays": False,
        "reminders": True,
    }


WRONG_CLAIMS: dict[str, dict[str, object]] = {
    "expired": {"exp": time.time() - 120},
    "not yet valid": {"nbf": time.time() + HOUR},
    "no end": {"exp": None},
    "no beginning": {"nbf": None},
    "another audience": {"aud": "44444444-4444-4444-8444-444444444444"},
    "the app id uri of a v1 token": {"aud": "api://33333333-3333-4333-8333-333333333333"},
    "several audiences": {"aud": ["33333333-3333-4333-8333-333333333333", "x"]},
    "another tenant": {"tid": OTHER_TENANT},
    "no tenant": {"tid": None},
    "a tenant that is no text": {"tid": ["11111111-1111-4111-8111-111111111111"]},
    "the issuer of v1": {"iss": f"https://sts.windows.net/{TENANT}/"},
    "the issuer of another tenant": {"iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"},
    "version 1": {"ver": "1.0"},
    "no object id": {"oid": None},
    "an empty object id": {"oid": ""},
    "no scope": {"scp": None},
    "another scope": {"scp": "User.Read"},
    "a scope that only begins alike": {"scp": "access_as_user_too"},
    "an app, not a person": {"idtyp": "app"},
    "an app with a role": {"scp": None, "roles": ["SelfTest"], "idtyp": "app"},
    "an unknown client": {"azp": "55555555-5555-4555-8555-555555555555"},
    "no client": {"azp": None},
}


@pytest.mark.parametrize("changed", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
async def test_a_token_with_wrong_claims_is_refused(web: Web, changed: dict[str, object]) -> None:
    assert await status(web, web.entra.token("anna", **changed)) == 401


async def test_a_token_signed_by_nobody_or_somebody_else_is_refused(web: Web) -> None:
    claims = web.entra.claims("anna")
    public = web.entra.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT","kid":"first"}').rstrip(b"=").decode()
    right = web.entra.token("anna")
    unsigned = jwt.encode(claims, "", "none", {"kid": "first"})
    forged = {
        "unsigned": unsigned,
        "signature cut off": right.rsplit(".", 1)[0] + ".",
        "signature of another": right.rsplit(".", 1)[0] + "." + web.entra.token("ben").rsplit(".", 1)[1],
        "another key under the same id": jwt.encode(claims, OTHER_KEY, "RS256", {"kid": "first"}),
        "the public key as a secret": f"{head}.{right.split('.')[1]}." + _hmac(f"{head}.{right.split('.')[1]}", public),
        "another algorithm": jwt.encode(claims, web.entra.key, "RS512", {"kid": "first"}),
        "no key id": jwt.encode(claims, web.entra.key, "RS256"),
        "no token": "",
        "no JWT": "abc",
        "four parts": right + ".abc",
    }
    answers = {name: await status(web, token) for name, token in forged.items()}
    assert answers == dict.fromkeys(forged, 401)


def _hmac(text: str, secret: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(secret, text.encode(), hashlib.sha256)).rstrip(b"=").decode()


async def test_without_a_token_or_with_another_scheme_nobody_is_let_in(web: Web) -> None:
    assert await status(web, None) == 401
    basic = await web.client.get("/api/me", headers={"Authorization": f"Basic {web.entra.token('anna')}"})
    assert basic.status == 401
    assert basic.headers["WWW-Authenticate"] == "Bearer"
    in_query = await web.client.get("/api/me", params={"access_token": web.entra.token("anna")})
    assert in_query.status == 401


async def test_every_faulty_token_gets_the_same_answer(web: Web) -> None:
    bodies: set[str] = set()
    for changed in WRONG_CLAIMS.values():
        answer = await web.client.get("/api/me", headers={"Authorization": f"Bearer {web.entra.token('anna', **changed)}"})
        body = cast("dict[str, object]", await answer.json(content_type=None))
        bodies.add(f"{body['code']} {body['detail']}")
    assert bodies == {"sign_in Please sign in."}


async def test_a_rolled_over_key_is_picked_up_at_once(web: Web) -> None:
    assert await status(web, web.entra.token("anna")) == 200
    web.entra.roll_over()
    assert await status(web, web.entra.token("anna")) == 200


async def test_a_storm_of_unknown_key_ids_asks_for_keys_a_few_times_only(web: Web) -> None:
    for number in range(100):
        token = jwt.encode(web.entra.claims("anna"), OTHER_KEY, "RS256", {"kid": f"made-up-{number}"})
        assert await status(web, token) == 401
    assert len(web.entra.asked) <= FETCHES
    assert await status(web, web.entra.token("anna")) == 200


async def test_a_foreign_tenant_never_makes_us_ask_for_its_keys(web: Web) -> None:
    assert await status(web, web.entra.token("anna", tid=OTHER_TENANT)) == 401
    assert web.entra.asked == []


async def test_keys_at_another_host_than_the_authority_are_not_taken(web: Web, entra: FakeEntra) -> None:
    elsewhere = await FakeEntra().start()
    try:
        entra.jwks_host = elsewhere.authority
        assert await status(web, entra.token("anna")) == 503
    finally:
        await elsewhere.stop()


async def test_keys_that_come_in_pieces_are_put_together(web: Web) -> None:
    web.entra.in_pieces = True
    assert await status(web, web.entra.token("anna")) == 200


async def test_keys_without_end_are_not_read(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_keys, "MAX_BYTES", 100)
    assert await status(web, web.entra.token("anna")) == 503


@pytest.mark.parametrize("strange", [b"\xff", "\u00e9".encode(), b"\xed\xb3\xbf"], ids=["no text", "an accent", "half a character"])
async def test_a_token_of_strange_letters_is_one_like_any_other_wrong_one(web: Web, strange: bytes) -> None:
    right = web.entra.token("anna").encode()
    for token in (strange, right + strange, right.replace(b".", b"." + strange, 1)):
        assert await raw_status(web, token) == 401


async def raw_status(web: Web, token: bytes) -> int:
    """The client of the tests would not send such bytes."""
    reader, writer = await asyncio.open_connection(web.client.host, web.client.port)
    writer.write(b"GET /api/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + token + b"\r\n\r\n")
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return int(line.split()[1])


async def test_while_the_keys_can_not_be_had_the_answer_is_come_again(web: Web) -> None:
    web.entra.is_away = True
    answer = await web.client.get("/api/me", headers={"Authorization": f"Bearer {web.entra.token('anna')}"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    web.entra.is_away = False
    assert await status(web, web.entra.token("anna")) == 200


async def test_kept_keys_serve_on_while_entra_is_away(web: Web) -> None:
    assert await status(web, web.entra.token("anna")) == 200
    web.entra.is_away = True
    assert await status(web, web.entra.token("ben")) == 200


async def test_a_persons_name_follows_the_directory(web: Web) -> None:
    await web.json("GET", "/api/me")
    headers = {"Authorization": f"Bearer {web.entra.token('anna', name='Anna Married')}"}
    assert (await (await web.client.get("/api/me", headers=headers)).json())["name"] == "Anna Married"
    kept = await web.parts.people.read(person_id(TENANT, "anna"))
    assert kept is not None
    assert kept.name == "Anna Married"

"""Whoever has not signed in: what the original told and gave to anybody, and what is told here."""

from __future__ import annotations

import pytest

from core.version import VERSION
from tests.bot.conftest import ROOT_OID, Web, person
from tests.bot.fake_entra import OTHER_TENANT
from tests.bot.original.conftest import booking_of, day
from tests.bot.test_api import is_problem
from tests.bot.test_people import known, listed

ADDRESSES = (
    ("GET", "/api/me"),
    ("GET", "/api/offices"),
    ("GET", "/api/offices/london"),
    ("GET", "/api/people"),
    ("GET", f"/api/people/{person('anna')}"),
    ("PATCH", f"/api/people/{person('anna')}"),
    ("GET", "/api/bookings"),
    ("POST", "/api/bookings"),
    ("DELETE", booking_of("anna", day())),
    ("GET", "/api/stats"),
)


async def test_the_configuration_is_open_to_everybody_and_says_the_true_version(web: Web) -> None:
    """§1.4 GET config; the original said 2.1.0 for ever, had it kept for an hour and told its e-mail pattern and user pool."""
    answer = await web.call("GET", "/api/config", None)
    told = await answer.json()
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert (told["version"], told["advanceBookingDays"], told["readOnly"]) == (VERSION, 14, False)
    assert not {"emailRegex", "auth", "offices"} & set(told)


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
async def test_everything_else_is_closed_to_who_has_not_signed_in(web: Web, method: str, path: str) -> None:
    """§1.4 all below: Bearer; the original answered 401, too."""
    answer = await web.call(method, path, None)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert is_problem(await answer.json(content_type=None), "sign_in")


@pytest.mark.parametrize("wrong", [{"aud": "another-api"}, {"azp": "another-app"}])
async def test_a_token_that_was_made_for_another_application_lets_nobody_in(web: Web, wrong: dict[str, str]) -> None:
    """§1.4 all below: audience; the original checked neither audience nor client id."""
    token = web.entra.token("anna", **wrong)
    answer = await web.client.get("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 401


async def test_a_key_that_was_rotated_is_known_without_a_restart(web: Web) -> None:
    """§1.4 all below: keys; the original kept the first keys until it was started again, and refused everybody until then."""
    assert (await web.json("GET", "/api/me"))[0] == 200
    web.entra.roll_over()
    assert (await web.json("GET", "/api/me"))[0] == 200


async def test_whoever_the_companys_directory_knows_is_a_person_and_nobody_else_is(web: Web) -> None:
    """§1.3 how obtained, Default; in the original whoever had an address that fitted the pattern."""
    _, me = await web.json("GET", "/api/me")
    assert (me["role"], me["adminOf"]) == ("person", [])
    stranger = web.entra.token("mallory", tid=OTHER_TENANT)
    assert (await web.client.get("/api/me", headers={"Authorization": f"Bearer {stranger}"})).status == 401
    assert await listed(web, query="mallory") == []


@pytest.mark.parametrize("path", ["/api/users", "/api/users/", "/api/people"])
async def test_nobody_registers_anybody(web: Web, path: str) -> None:
    """§1.4 POST users; B6; the original made an account for any address of any domain, unasked who was calling, with 204."""
    await known(web, ROOT_OID)
    before = await listed(web)
    status, problem = await web.json("POST", path, None, json={"action": "Register", "email": "mallory@elsewhere.example"})
    assert (status, problem["code"]) in {(404, "no_such_page"), (405, "no_such_method")}
    assert await listed(web) == before


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_an_unknown_address_is_a_404_and_never_a_page(web: Web, method: str) -> None:
    """§1.4 everything else; B11, 404; the original's network turned every 404 into a 200 with its start page."""
    answer = await web.call(method, "/api/nothing", None)
    assert (answer.status, answer.content_type) == (404, "application/problem+json")
    assert is_problem(await answer.json(content_type=None), "no_such_page")


async def test_every_no_has_a_code_a_sentence_and_a_reference(web: Web) -> None:
    """§1.4 errors, envelope; the original had message and reference, and the stack beside them outside production."""
    answer = await web.call("GET", "/api/offices/atlantis")
    problem = await answer.json(content_type=None)
    assert (answer.content_type, problem["status"], problem["title"]) == ("application/problem+json", 404, "Not Found")
    assert (problem["code"], problem["detail"]) == ("no_such_office", "There is no such office.")
    assert len(problem["reference"]) == 32

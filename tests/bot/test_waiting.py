"""The waiting list as programs see it: who may stand in line, where they stand, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.settings import Settings
from core.model import OfficeId
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.test_api import day, is_problem, utc_today

OTHER_ADMIN_OID = "other-admin"
PLACES = 2


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Offices that are soon full, and an admin of the other one."""
    offices = tuple(replace(office, capacity=PLACES, parking_capacity=1) for office in settings.offices)
    admins = {**settings.office_admins, person(OTHER_ADMIN_OID): frozenset({OfficeId("auckland")})}
    return replace(settings, offices=offices, office_admins=admins)


def line(on: str, office: str = "london") -> str:
    return f"/api/offices/{office}/days/{on}/waiting"


async def join(web: Web, who: str | None, on: str, *, ask: str = "join-ask", office: str = "london", **more: object) -> tuple[int, Any]:
    return await web.json("POST", line(on, office), who, json={"ask": ask, **more})


async def full_day(web: Web, on: str = "") -> str:
    """A day on which London has no place left; the names are its bookings' owners."""
    on = on or day()
    for number in range(PLACES):
        assert (await web.book(on, f"owner{number}"))[0] == 201
    return on


async def seen(web: Web, who: str, on: str, office: str = "london") -> Any:
    _, answer = await web.json("GET", f"/api/offices/{office}/days", who, params={"from": on, "to": on})
    return answer["weeks"][0]["days"][0]


async def give_back(web: Web, who: str, on: str) -> None:
    status, _ = await web.json("DELETE", f"/api/bookings/{on}.london.{person(who)}", who)
    assert status == 204


async def test_a_full_day_offers_its_line_and_who_joins_sees_the_place(web: Web) -> None:
    on = await full_day(web)
    before = await seen(web, "anna", on)
    assert (before["canWait"], before["canWaitForParking"], before["waiting"], before["wait"]) == (True, True, 0, None)
    assert await join(web, "ben", on) == (201, {"place": 1, "parking": False, "until": None, "booking": None})
    assert await join(web, "anna", on, parking=True, until="18:00") == (
        201,
        {"place": 2, "parking": True, "until": "18:00", "booking": None},
    )
    after = await seen(web, "anna", on)
    assert (after["waiting"], after["canWait"]) == (2, True)
    assert after["wait"] == {"place": 2, "parking": True, "until": "18:00", "reason": None}
    assert (await seen(web, "carl", on))["wait"] is None


async def test_the_place_that_is_given_back_goes_to_the_first_in_line(web: Web) -> None:
    on = await full_day(web)
    await join(web, "ben", on)
    await join(web, "anna", on)
    await give_back(web, "owner0", on)
    promoted, next_one = await seen(web, "ben", on), await seen(web, "anna", on)
    assert promoted["mine"]["person"]["id"] == person("ben")
    assert (promoted["wait"], promoted["canWait"]) == (None, False)
    assert (next_one["wait"]["place"], next_one["waiting"], next_one["taken"]) == (1, 1, PLACES)


async def test_an_ask_that_is_repeated_is_answered_as_things_stand_by_now(web: Web) -> None:
    on = await full_day(web)
    await join(web, "ben", on, ask="bens-first")
    assert await join(web, "ben", on, ask="bens-first") == (200, {"place": 1, "parking": False, "until": None, "booking": None})
    assert (await join(web, "ben", on, ask="bens-second"))[0] == 200
    assert (await join(web, "ben", on, ask="bens-third", until="17:30"))[0] == 201
    assert (await join(web, "ben", on, ask="bens-first"))[1]["until"] == "17:30"
    await give_back(web, "owner0", on)
    status, body = await join(web, "ben", on, ask="bens-first")
    assert (status, body["place"], body["booking"]["date"]) == (200, None, on)
    assert body["booking"]["person"]["id"] == person("ben")


async def test_who_left_the_line_is_not_put_back_by_an_old_ask(web: Web) -> None:
    on = await full_day(web)
    await join(web, "ben", on)
    assert await web.json("DELETE", line(on), "ben") == (204, None)
    assert await web.json("DELETE", line(on), "ben") == (204, None)
    assert await join(web, "ben", on) == (200, {"place": None, "parking": False, "until": None, "booking": None})
    assert (await seen(web, "ben", on))["waiting"] == 0


async def test_another_ask_changes_what_is_waited_for_at_the_same_place(web: Web) -> None:
    on = await full_day(web)
    await join(web, "ben", on)
    await join(web, "anna", on)
    assert await join(web, "ben", on, ask="bens-change", parking=True) == (
        201,
        {"place": 1, "parking": True, "until": None, "booking": None},
    )
    assert (await join(web, "ben", on, ask="bens-change"))[1]["code"] == "ask_reused"


async def test_a_day_that_has_places_but_none_for_cars_offers_the_line_for_those(web: Web) -> None:
    on = day()
    await web.book(on, "owner0", parking=True)
    shown = await seen(web, "anna", on)
    assert (shown["refusal"], shown["parkingRefusal"]["code"]) == (None, "parking_full")
    assert (shown["canWait"], shown["canWaitForParking"]) == (False, True)
    assert (await join(web, "anna", on, parking=True))[0] == 201
    status, body = await join(web, "ben", on)
    assert status == 409
    assert is_problem(body, "place_free")


async def test_nobody_waits_for_what_more_places_would_not_give(web: Web) -> None:
    on = await full_day(web)
    mine = await seen(web, "owner0", on)
    assert (mine["mine"] is None, mine["canWait"], mine["canWaitForParking"]) == (False, False, False)
    assert (await join(web, "owner0", on))[1]["code"] == "already_booked"
    monday = utc_today() + timedelta(days=7 - utc_today().weekday())
    for offset in range(3):
        await web.book((monday + timedelta(offset)).isoformat(), "busy", ask=f"busy-ask-{offset}", office="auckland")
    used_up = (monday + timedelta(3)).isoformat()
    for number in range(PLACES):
        await web.book(used_up, f"more{number}")
    shown = await seen(web, "busy", used_up)
    assert (shown["refusal"]["code"], shown["canWait"], shown["canWaitForParking"]) == ("allowance_used", False, False)
    assert (await join(web, "busy", used_up))[1]["code"] == "allowance_used"


CALLERS = {None: 401, "anna": 403, ADMIN_OID: 201, OTHER_ADMIN_OID: 403, ROOT_OID: 201}


@pytest.mark.parametrize(("who", "status"), CALLERS.items())
async def test_who_may_put_somebody_else_in_line(web: Web, who: str | None, status: int) -> None:
    on = await full_day(web)
    await web.json("GET", "/api/me", "ben")
    got, body = await join(web, who, on, person=person("ben"))
    assert (got, body.get("code")) == (status, {401: "sign_in", 403: "not_yours", 201: None}[status])
    assert ((await seen(web, "ben", on))["wait"] is not None) == (status == 201)


@pytest.mark.parametrize(("who", "status"), [(who, 204 if status == 201 else status) for who, status in CALLERS.items()])
async def test_who_may_take_somebody_else_out_of_the_line(web: Web, who: str | None, status: int) -> None:
    on = await full_day(web)
    await join(web, "ben", on)
    got, body = await web.json("DELETE", line(on), who, params={"person": person("ben")})
    assert (got, body and body["code"]) == (status, {401: "sign_in", 403: "not_yours", 204: None}[status])
    assert ((await seen(web, "ben", on))["wait"] is None) == (status == 204)


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("anna", 201), (ADMIN_OID, 201), (OTHER_ADMIN_OID, 201), (ROOT_OID, 201)])
async def test_everybody_who_is_signed_in_may_wait_and_leave_for_themselves(web: Web, who: str | None, status: int) -> None:
    on = await full_day(web)
    assert (await join(web, who, on))[0] == status
    assert (await web.json("DELETE", line(on), who))[0] == (204 if who else 401)


@pytest.mark.parametrize("who", ["ben", ADMIN_OID, OTHER_ADMIN_OID, ROOT_OID])
async def test_nobody_is_told_who_else_waits(web: Web, who: str) -> None:
    on = await full_day(web)
    await join(web, "anna", on)
    shown = await seen(web, who, on)
    assert (shown["waiting"], shown["wait"]) == (1, None)
    assert person("anna") not in str(shown)


async def test_a_person_nobody_knows_can_not_be_put_in_line(web: Web) -> None:
    on = await full_day(web)
    status, body = await join(web, ROOT_OID, on, person=person("nobody"))
    assert status == 404
    assert is_problem(body, "no_such_person")


@pytest.mark.parametrize(
    ("office", "on", "until", "status", "code"),
    [
        ("atlantis", day(), None, 404, "no_such_office"),
        ("london", "2020-01-01", None, 422, "day_past"),
        ("london", "0001-01-01", "18:00", 422, "day_past"),
        ("london", "2120-01-01", None, 422, "day_too_far"),
        ("london", "9999-12-31", None, 422, "day_too_far"),
        ("london", day(5), None, 409, "place_free"),
    ],
)
async def test_each_refusal_has_its_status(web: Web, office: str, on: str, until: str | None, status: int, code: str) -> None:
    got, body = await join(web, "anna", on, office=office, until=until)
    assert got == status
    assert is_problem(body, code)


async def test_a_time_that_is_over_is_said_to_be_over(web: Web) -> None:
    _, office = await web.json("GET", "/api/offices/london")
    on = await full_day(web, office["today"])
    status, body = await join(web, "anna", on, until="23:59")
    assert status == 422
    assert is_problem(body, "wait_over")
    assert (await join(web, "anna", on))[0] == 201


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("on", ["today", "2026-02-30", "20261125", "2026-W48-3", "2026-11-25T00:00", "%00", "%F0%9F%98%80", "a" * 3000])
async def test_a_day_that_can_not_be_one_is_a_clear_400(web: Web, method: str, on: str) -> None:
    status, body = await web.json(method, line(on), json={"ask": "join-ask"})
    assert status == 400
    assert is_problem(body, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"ask":"short"}',
        '{"ask":"join-ask","until":"25:00"}',
        '{"ask":"join-ask","until":"24:00"}',
        '{"ask":"join-ask","until":"18:60"}',
        '{"ask":"join-ask","until":"6 pm"}',
        '{"ask":"join-ask","until":"18:00:00"}',
        '{"ask":"join-ask","until":"18:00\\n"}',
        '{"ask":"join-ask","until":"1८:00"}',
        '{"ask":"join-ask","until":1080}',
        '{"ask":"join-ask","parking":1}',
        '{"ask":"join-ask","person":""}',
        '{"ask":"join-ask","place":1}',
        '{"ask":"join-ask","reason":"' + "x" * 501 + '"}',
    ],
)
async def test_a_body_that_can_not_be_understood_is_a_clear_400(web: Web, body: str) -> None:
    on = await full_day(web)
    status, problem = await web.json("POST", line(on), data=body.encode(), headers={"Content-Type": "application/json"})
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize("query", ["?person=", "?person=a&person=b", "?who=ben"])
async def test_a_query_that_can_not_be_understood_is_a_clear_400(web: Web, query: str) -> None:
    status, body = await web.json("DELETE", line(day()) + query)
    assert status == 400
    assert is_problem(body, "bad_request")


async def test_leaving_a_line_of_an_office_that_is_not_there_is_a_404(web: Web) -> None:
    status, body = await web.json("DELETE", line(day(), "atlantis"))
    assert status == 404
    assert is_problem(body, "no_such_office")


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
async def test_leaving_the_line_of_any_other_day_is_answered_the_same(web: Web, on: str) -> None:
    assert await web.json("DELETE", line(on)) == (204, None)

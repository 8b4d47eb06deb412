"""The API as programs see it: bookings, refusals, lists, and what is not understood."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

import pytest

from core.clock import SystemClock
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person


def utc_today() -> date:
    """The application under test runs on the machine's clock."""
    return SystemClock().now().date()


def day(offset: int = 3) -> str:
    """A day that lies in every office's window and is nobody's today."""
    return (utc_today() + timedelta(days=offset)).isoformat()


def is_problem(body: object, code: str) -> bool:
    problem = cast("Mapping[str, object]", body)
    return problem["code"] == code and set(problem) == {"type", "title", "status", "code", "detail", "facts", "reference"}


async def test_a_booking_is_made_found_and_given_back(web: Web) -> None:
    status, made = await web.book(day(), parking=True)
    assert status == 201
    assert (made["office"], made["date"], made["parking"], made["state"]) == ("london", day(), True, "active")
    assert made["person"] == {"id": person("anna"), "name": "Anna"}
    assert await web.json("GET", f"/api/bookings/{made['id']}") == (200, made)
    assert await web.json("GET", "/api/bookings") == (200, {"bookings": [made], "next": None})
    assert await web.json("DELETE", f"/api/bookings/{made['id']}") == (204, None)
    assert await web.json("DELETE", f"/api/bookings/{made['id']}") == (204, None)
    assert await web.json("GET", "/api/bookings") == (200, {"bookings": [], "next": None})
    status, kept = await web.json("GET", f"/api/bookings/{made['id']}")
    assert (status, kept["state"]) == (200, "cancelled")


async def test_an_ask_sent_again_is_answered_the_same_and_books_once(web: Web) -> None:
    answers = await asyncio.gather(*(web.book(day()) for _ in range(10)))
    assert Counter(status for status, _ in answers) == {201: 1, 200: 9}
    assert len({body["id"] for _, body in answers}) == 1
    _, listed = await web.json("GET", "/api/bookings")
    assert len(listed["bookings"]) == 1


async def test_fifty_people_and_ten_places_make_ten_bookings_and_forty_refusals(web: Web) -> None:
    answers = await asyncio.gather(*(web.book(day(), f"p{number}") for number in range(50)))
    assert Counter((status, body.get("code")) for status, body in answers) == {(201, None): 10, (409, "office_full"): 40}
    _, seen = await web.json("GET", "/api/offices/london/days", "late", params={"from": day(), "to": day()})
    (shown,) = seen["weeks"][0]["days"]
    assert (shown["taken"], shown["left"], shown["refusal"]["code"]) == (10, 0, "office_full")


async def test_a_refusal_says_why_in_code_facts_and_words(web: Web) -> None:
    await web.book(day())
    status, body = await web.book(day(), ask="another-ask")
    assert status == 409
    assert is_problem(body, "already_booked")
    assert body["facts"] == {"day": day(), "office": "London", "own": True}
    assert body["detail"].startswith("You already have a place in London on ")


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"office": "atlantis"}, 404, "no_such_office"),
        ({"date": "2020-01-01"}, 422, "day_past"),
        ({"date": "2120-01-01"}, 422, "day_too_far"),
        ({"person": "somebody.else"}, 403, "not_yours"),
    ],
)
async def test_each_refusal_has_its_status(web: Web, changed: dict[str, str], status: int, code: str) -> None:
    wish = {"ask": "first-ask", "office": "london", "date": day()} | changed
    got, body = await web.json("POST", "/api/bookings", json=wish)
    assert got == status
    assert is_problem(body, code)


async def test_the_days_say_before_the_click_what_the_booking_would_say(web: Web) -> None:
    for number, offset in enumerate((0, 1, 2)):
        await web.json("POST", "/api/bookings", json={"ask": f"ask-number-{number}", "office": "auckland", "date": monday(offset)})
    _, seen = await web.json("GET", "/api/offices/london/days")
    shown = {one["date"]: one for week in seen["weeks"] for one in week["days"]}
    status, refused = await web.book(monday(3), ask="a-fourth-day")
    assert status == 409
    assert shown[monday(3)]["refusal"] == {name: refused[name] for name in ("code", "facts", "detail")}
    week = next(week for week in seen["weeks"] if week["monday"] == monday(0))
    assert (week["allowance"], week["used"], week["left"]) == (3, 3, 0)


def monday(offset: int) -> str:
    """A day of the next full week of the window."""
    today = utc_today()
    return (today + timedelta(days=7 - today.weekday() + offset)).isoformat()


async def test_the_window_is_shown_whole_and_no_more(web: Web) -> None:
    _, seen = await web.json("GET", "/api/offices/auckland/days")
    dates = [one["date"] for week in seen["weeks"] for one in week["days"]]
    first = date.fromisoformat(seen["today"])
    assert dates == [(first + timedelta(n)).isoformat() for n in range(14)]
    assert seen["office"]["today"] == seen["today"]


async def test_offices_are_listed_by_name_in_pages(web: Web) -> None:
    status, first = await web.json("GET", "/api/offices", params={"limit": 1})
    _, second = await web.json("GET", "/api/offices", params={"limit": 1, "next": first["next"]})
    assert status == 200
    assert [one["name"] for page in (first, second) for one in page["offices"]] == ["Auckland", "London"]
    assert second["next"] is None
    assert await web.json("GET", "/api/offices/london") == (200, second["offices"][0])


async def test_a_list_of_bookings_is_paged_by_day(web: Web) -> None:
    days = [day(offset) for offset in (9, 3, 5)]
    for number, one in enumerate(days):
        await web.book(one, ask=f"ask-number-{number}")
    found: list[str] = []
    place: str | None = ""
    while place is not None:
        _, page = await web.json("GET", "/api/bookings", params={"limit": 1} | ({"next": place} if place else {}))
        found += [one["date"] for one in page["bookings"]]
        place = page["next"]
    assert found == sorted(days)


async def test_an_office_admin_books_sees_and_cancels_for_others_in_the_own_office_only(web: Web) -> None:
    await web.json("GET", "/api/me", "ben")  # known from the first sign-in on
    wish = {"ask": "for-ben-1", "date": day(), "person": person("ben")}
    status, made = await web.json("POST", "/api/bookings", ADMIN_OID, json=wish | {"office": "london"})
    assert (status, made["person"]["name"]) == (201, "Ben")
    assert (await web.json("POST", "/api/bookings", ADMIN_OID, json=wish | {"office": "auckland"}))[0] == 403
    assert (await web.json("GET", "/api/bookings", ADMIN_OID, params={"office": "london"}))[1]["bookings"] == [made]
    assert (await web.json("GET", "/api/bookings", ADMIN_OID, params={"office": "auckland"}))[0] == 403
    assert (await web.json("GET", "/api/bookings", ADMIN_OID, params={"person": person("ben")}))[0] == 403
    assert (await web.json("GET", "/api/bookings", ROOT_OID, params={"person": person("ben")}))[1]["bookings"] == [made]
    assert (await web.json("DELETE", f"/api/bookings/{made['id']}", "anna"))[0] == 403
    assert (await web.json("DELETE", f"/api/bookings/{made['id']}", ADMIN_OID))[0] == 204


async def test_an_admin_is_told_of_the_other_persons_allowance_as_the_others(web: Web) -> None:
    await web.json("GET", "/api/me", "ben")
    wish = {"office": "london", "person": person("ben")}
    wishes = [wish | {"ask": f"for-ben-{number}", "date": monday(number)} for number in range(4)]
    *_, (status, body) = [await web.json("POST", "/api/bookings", ROOT_OID, json=one) for one in wishes]
    assert (status, body["code"]) == (409, "allowance_used")
    assert body["detail"].startswith("This person has used the 3 days")


async def test_a_person_nobody_knows_can_not_be_booked_for(web: Web) -> None:
    wish = {"ask": "for-nobody", "office": "london", "date": day(), "person": person("nobody")}
    status, body = await web.json("POST", "/api/bookings", ROOT_OID, json=wish)
    assert status == 404
    assert is_problem(body, "no_such_person")


async def test_todays_booking_is_fixed_for_the_person_and_not_for_admins(web: Web) -> None:
    _, office = await web.json("GET", "/api/offices/london")
    status, made = await web.book(office["today"])
    assert (status, made["isToday"], made["cancelRefusal"]["code"]) == (201, True, "today_is_fixed")
    status, body = await web.json("DELETE", f"/api/bookings/{made['id']}")
    assert status == 403
    assert body["detail"] == made["cancelRefusal"]["detail"] == "Today's booking can be cancelled only by an administrator of London."
    assert (await web.json("DELETE", f"/api/bookings/{made['id']}", ADMIN_OID))[0] == 204


async def test_another_persons_booking_is_not_even_known_to_others(web: Web) -> None:
    _, made = await web.book(day())
    for identifier in (made["id"], made["id"].replace("london", "auckland")):
        status, body = await web.json("GET", f"/api/bookings/{identifier}", "ben")
        assert (status, body["code"]) == (403, "not_yours")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '{"ask":"first-ask"}',
        '{"ask":"short","office":"london","date":"2026-11-25"}',
        '{"ask":"a-line-break\\n","office":"london","date":"2026-11-25"}',
        '{"ask":"has spaces in it","office":"london","date":"2026-11-25"}',
        '{"ask":"first-ask","office":"london","date":"2026-02-30"}',
        '{"ask":"first-ask","office":"london","date":"25/11/2026"}',
        '{"ask":"first-ask","office":"london","date":"2026-11-25T00:00:00Z"}',
        '{"ask":"first-ask","office":"london","date":20261125}',
        '{"ask":"first-ask","office":null,"date":"2026-11-25"}',
        '{"ask":"first-ask","office":"","date":"2026-11-25"}',
        '{"ask":"first-ask","office":"london","date":"2026-11-25","parking":"yes"}',
        '{"ask":"first-ask","office":"london","date":"2026-11-25","admin":true}',
        '{"ask":"first-ask","office":"london","date":"2026-11-25","reason":null}',
        '{"ask":"first-ask","office":"london","date":"2026-11-25","reason":"' + "x" * 501 + '"}',
        '{"ask":' + "[" * 20_000,
        '{"ask":"\ud83d\ude00\ud83d\ude00\ud83d\ude00","office":"london","date":"2026-11-25"}',
    ],
)
async def test_a_body_that_can_not_be_understood_is_a_clear_400(web: Web, body: str) -> None:
    data = body.encode("utf-8", "surrogatepass")
    status, problem = await web.json("POST", "/api/bookings", data=data, headers={"Content-Type": "application/json"})
    assert status == 400
    assert is_problem(problem, "bad_request")


async def test_a_body_of_another_kind_or_size_is_refused(web: Web) -> None:
    status, problem = await web.json("POST", "/api/bookings", data="ask=first-ask", headers={"Content-Type": "text/plain"})
    assert (status, problem["code"]) == (400, "bad_request")
    status, problem = await web.json("POST", "/api/bookings", data=b"x" * 1_000_000, headers={"Content-Type": "application/json"})
    assert (status, problem["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "path",
    [
        "/api/offices?limit=0",
        "/api/offices?limit=201",
        "/api/offices?limit=many",
        "/api/offices?limit=1&limit=2",
        "/api/offices?next=%F0%9F%98%80",
        "/api/offices?next=AAAA",
        "/api/offices?order=name",
        "/api/offices/london/days?from=2026-02-30",
        "/api/offices/london/days?from=2026-01-01&to=2026-12-31",
        "/api/offices/london/days?from=2026-02-02&to=2026-02-01",
        "/api/bookings?date=tomorrow",
        "/api/me?as=root",
    ],
)
async def test_a_query_that_can_not_be_understood_is_a_clear_400(web: Web, path: str) -> None:
    status, problem = await web.json("GET", path)
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize(
    "identifier", ["x", "2026-11-25.london", "2026-02-30.london.t.o", "%00", "2026-11-25.london.t.%F0%9F%98%80", "a" * 5000]
)
async def test_an_id_that_can_not_be_one_is_no_booking(web: Web, identifier: str) -> None:
    for method in ("GET", "DELETE"):
        status, problem = await web.json(method, f"/api/bookings/{identifier}")
        assert (status, problem["code"]) in {(404, "no_such_booking"), (403, "not_yours")}


async def test_unknown_addresses_and_methods_are_problems_too(web: Web) -> None:
    assert is_problem((await web.json("GET", "/api/nothing"))[1], "no_such_page")
    status, body = await web.json("PUT", "/api/me")
    assert status == 405
    assert is_problem(body, "no_such_method")


async def test_what_goes_wrong_inside_is_a_500_with_a_reference_and_no_word_of_why(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(web.parts.store, "list", breaks)
    status, body = await web.json("GET", "/api/offices")
    assert status == 500
    assert is_problem(body, "failed")
    assert "secret" not in str(body)
    assert len(body["reference"]) == 32


async def test_the_configuration_is_open_and_holds_no_secret(web: Web) -> None:
    status, body = await web.json("GET", "/api/config", None)
    assert status == 200
    assert set(body) == {"version", "authority", "tenant", "clientId", "scope", "hostOrigins", "advanceBookingDays", "readOnly"}

"""Offices and single days as admins change them, and whom a change would hit."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.test_api import day, is_problem

OSLO = {"id": "oslo", "name": "Oslo", "zone": "Europe/Oslo", "capacity": 5, "openWeekdays": [1, 2, 3, 4, 5]}


async def edit(web: Web, match: str = "*", *, by: str = ROOT_OID, office: str = "london", **change: object) -> tuple[int, Any]:
    return await web.json("PATCH", f"/api/offices/{office}", by, json=change, headers={"If-Match": match})


async def set_day(web: Web, on: str, match: str = "*", *, by: str = ADMIN_OID, **change: object) -> tuple[int, Any]:
    return await web.json("PUT", f"/api/offices/london/days/{on}", by, json=change, headers={"If-Match": match})


async def shown(web: Web, on: str, who: str = "anna") -> Any:
    _, seen = await web.json("GET", "/api/offices/london/days", who, params={"from": on, "to": on})
    return seen["weeks"][0]["days"][0]


async def test_an_office_is_added_found_and_booked(web: Web) -> None:
    answer = await web.call("POST", "/api/offices", ROOT_OID, json=OSLO)
    made = await answer.json()
    assert (answer.status, answer.headers["Location"], answer.headers["ETag"]) == (201, "/api/offices/oslo", '"1"')
    expected = {**OSLO, "location": "", "parkingCapacity": 0, "specialDays": [], "revision": 1, "today": made["today"]}
    assert made == expected
    assert (await web.json("GET", "/api/offices/oslo")) == (200, expected)
    assert (await web.book(workday(), office="oslo"))[0] == 201
    status, problem = await web.json("POST", "/api/offices", ROOT_OID, json=OSLO)
    assert (status, problem["code"]) == (409, "office_exists")


def workday() -> str:
    """A Wednesday that can be booked."""
    first = date.fromisoformat(day(1))
    return (first + timedelta(days=(2 - first.weekday()) % 7)).isoformat()


async def test_an_office_that_is_sent_twice_is_added_once(web: Web) -> None:
    body = OSLO | {"ask": "lost-answer"}
    answers = [await web.json("POST", "/api/offices", ROOT_OID, json=body) for _ in range(2)]
    assert [status for status, _ in answers] == [201, 201]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"id": "Oslo City"}, "An id has 1 to 40 small letters, digits and hyphens."),
        ({"name": "  "}, "A name has 1 to 200 characters."),
        ({"name": "x" * 201}, "A name has 1 to 200 characters."),
        ({"zone": "Europe/Atlantis"}, "That is no time zone. Zones have names such as Europe/London."),
        ({"zone": "../../etc/passwd"}, "That is no time zone. Zones have names such as Europe/London."),
        ({"capacity": -1}, "A capacity is a whole number from 0 to 100000."),
        ({"capacity": 10**40}, "A capacity is a whole number from 0 to 100000."),
        ({"parkingCapacity": 100_001}, "The number of car places is a whole number from 0 to 100000."),
        ({"location": "x" * 201}, "A location has at most 200 characters."),
    ],
)
async def test_a_value_that_can_not_be_is_refused_in_words(web: Web, change: dict[str, object], detail: str) -> None:
    status, problem = await web.json("POST", "/api/offices", ROOT_OID, json=OSLO | change)
    assert (status, problem["code"], problem["detail"]) == (422, "bad_value", detail)


async def test_an_edit_reaches_every_day_and_names_the_revision_that_was_seen(web: Web) -> None:
    await web.book(day())
    answer = await web.call("GET", "/api/offices/london")
    tag = answer.headers["ETag"]
    assert tag == '"1"'
    status, after = await edit(web, tag, capacity=1, name=" London City ", openWeekdays=[1, 7])
    assert status == 200
    assert (after["capacity"], after["name"], after["openWeekdays"], after["revision"]) == (1, "London City", [1, 7], 2)
    seen = await shown(web, day(), "ben")
    assert (seen["capacity"], seen["left"]) == (1, 0)
    status, problem = await edit(web, tag, capacity=2)
    assert status == 412
    assert is_problem(problem, "changed_meanwhile")
    status, problem = await web.json("PATCH", "/api/offices/london", ROOT_OID, json={"capacity": 2})
    assert (status, problem["code"]) == (428, "version_missing")


async def test_two_edits_at_once_are_one_edit_and_one_refusal(web: Web) -> None:
    answers = await asyncio.gather(*(edit(web, '"1"', capacity=capacity) for capacity in (3, 4, 5)))
    assert sorted(status for status, _ in answers) == [200, 412, 412]
    winner = next(body for status, body in answers if status == 200)
    assert (await web.json("GET", "/api/offices/london"))[1] == winner


async def test_a_day_is_closed_by_the_admin_of_the_office_and_opened_again(web: Web) -> None:
    status, after = await set_day(web, day(), '"1"', open=False, note="Painters")
    special = {"date": day(), "open": False, "capacity": None, "parkingCapacity": None, "note": "Painters"}
    assert (status, after["specialDays"], after["revision"]) == (200, [special], 2)
    # Everybody reads it; it says nothing of anybody.
    assert (await web.json("GET", "/api/offices/london", "ben"))[1]["specialDays"] == [special]
    status, refused = await web.book(day())
    assert (status, refused["code"]) == (422, "office_closed")
    assert refused["detail"].endswith(": Painters")
    status, after = await set_day(web, day(), '"2"')
    assert (status, after["specialDays"]) == (200, [])
    assert (await web.book(day(), ask="once-it-is-open"))[0] == 201


async def test_a_day_that_is_closed_and_cleared_gives_everybody_their_days_back(web: Web) -> None:
    for who in ("anna", "ben"):
        assert (await web.book(day(), who))[0] == 201
    assert (await set_day(web, day(), open=False, clear=True, note="Flood"))[0] == 200
    for who in ("anna", "ben"):
        assert (await web.json("GET", "/api/bookings", who))[1]["bookings"] == []
    assert (await shown(web, day()))["taken"] == 0


async def test_a_smaller_day_throws_nobody_out(web: Web) -> None:
    for who in ("anna", "ben"):
        await web.book(day(), who)
    assert (await set_day(web, day(), capacity=0, parkingCapacity=0))[0] == 200
    seen = await shown(web, day(), "ben")
    assert (seen["capacity"], seen["taken"], seen["left"], seen["mine"]["state"]) == (0, 2, 0, "active")


@pytest.mark.parametrize(("on", "status", "code"), [("2020-01-01", 422, "day_past"), ("9999-12-31", 422, "day_too_far")])
async def test_a_day_that_is_over_or_too_far_is_not_set(web: Web, on: str, status: int, code: str) -> None:
    got, problem = await set_day(web, on, open=False)
    assert (got, problem["code"]) == (status, code)


async def test_an_office_that_is_removed_leaves_its_bookings_readable_and_every_list_whole(web: Web) -> None:
    _, made = await web.book(day())
    answer = await web.call("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": '"1"'})
    assert (answer.status, await answer.read()) == (204, b"")
    assert [one["id"] for one in (await web.json("GET", "/api/offices"))[1]["offices"]] == ["auckland"]
    _, mine = await web.json("GET", "/api/bookings")
    assert [(one["id"], one["officeName"]) for one in mine["bookings"]] == [(made["id"], "London")]
    status, problem = await web.json("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"})
    assert (status, problem["code"]) == (404, "no_such_office")
    status, problem = await web.json("POST", "/api/offices", ROOT_OID, json=OSLO | {"id": "london"})
    assert (status, problem["code"]) == (409, "office_exists")
    assert (await web.json("DELETE", f"/api/bookings/{made['id']}"))[0] == 204


async def test_an_office_that_is_removed_and_cleared_has_no_bookings_left(web: Web) -> None:
    await web.book(day())
    assert (await web.json("DELETE", "/api/offices/london?clear=true", ROOT_OID, headers={"If-Match": "*"}))[0] == 204
    assert (await web.json("GET", "/api/bookings"))[1]["bookings"] == []


async def test_whom_an_edit_would_hit_is_said_before_it_is_made(web: Web) -> None:
    bookings = [(await web.book(day(), who, parking=who == "cleo"))[1] for who in ("anna", "ben", "cleo")]
    status, told = await web.json("GET", "/api/offices/london/impact?capacity=1", ROOT_OID)
    hit = {"date": day(), "closed": False, "capacity": 1, "taken": 3, "parkingCapacity": 4, "parkingTaken": 1, "exceeding": 2}
    named = [{"id": one["id"], "person": one["person"], "parking": one["parking"]} for one in bookings[1:]]
    assert (status, told) == (200, {"days": [hit | {"bookings": named}]})
    for query, exceeding in (("parkingCapacity=0", 1), ("openWeekdays=", 3), ("removed=true", 3)):
        _, told = await web.json("GET", f"/api/offices/london/impact?{query}", ROOT_OID)
        assert [one["exceeding"] for one in told["days"]] == [exceeding]
    for query in ("capacity=3", "zone=Europe/Paris", ""):
        assert await web.json("GET", f"/api/offices/london/impact?{query}", ROOT_OID) == (200, {"days": []})
    # Nothing was changed by asking.
    assert (await web.json("GET", "/api/offices/london"))[1]["revision"] == 1


async def test_whom_setting_a_day_apart_would_hit_is_said_of_that_day_alone(web: Web) -> None:
    for number, on in enumerate((day(3), day(4))):
        for who in ("anna", "ben"):
            await web.book(on, who, ask=f"ask-number-{number}")
    assert (await set_day(web, day(4), capacity=1))[0] == 200
    status, told = await web.json("GET", f"/api/offices/london/days/{day(3)}/impact?open=false", ADMIN_OID)
    assert (status, [(one["date"], one["closed"], one["exceeding"]) for one in told["days"]]) == (200, [(day(3), True, 2)])
    _, told = await web.json("GET", f"/api/offices/london/days/{day(3)}/impact?capacity=1", ADMIN_OID)
    assert [one["person"] for one in told["days"][0]["bookings"]] == [{"id": person("ben"), "name": "Ben"}]
    assert await web.json("GET", f"/api/offices/london/days/{day(3)}/impact?capacity=2", ADMIN_OID) == (200, {"days": []})

"""The rules of the house over the API: read, edited, and in force at the next call."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bot.settings import Settings
from tests.bot.conftest import ROOT_OID, Web
from tests.bot.test_api import day, is_problem

SEEDED = {
    "advanceBookingDays": 14,
    "defaultAllowance": 3,
    "oneOfficePerDay": False,
    "reasonRequired": False,
    "readOnly": False,
    "retentionDays": 30,
    "peopleRetentionDays": 365,
    "frozen": False,
    "revision": 1,
}


async def change(web: Web, seen: str = "*", **what: object) -> tuple[int, dict[str, object]]:
    return await web.json("PATCH", "/api/settings", ROOT_OID, json=what, headers={"If-Match": seen})


async def test_the_settings_are_those_of_the_first_start_until_they_are_edited(web: Web) -> None:
    answer = await web.call("GET", "/api/settings", ROOT_OID)
    assert (answer.status, answer.headers["ETag"]) == (200, '"1"')
    assert await answer.json() == SEEDED
    edited = await web.call("PATCH", "/api/settings", ROOT_OID, json={"defaultAllowance": 2}, headers={"If-Match": '"1"'})
    assert (edited.status, edited.headers["ETag"]) == (200, '"2"')
    assert await edited.json() == SEEDED | {"defaultAllowance": 2, "revision": 2}
    assert await web.json("GET", "/api/settings", ROOT_OID) == (200, SEEDED | {"defaultAllowance": 2, "revision": 2})


async def test_an_edit_names_the_version_that_was_seen(web: Web) -> None:
    status, problem = await web.json("PATCH", "/api/settings", ROOT_OID, json={"defaultAllowance": 2})
    assert status == 428
    assert is_problem(problem, "version_missing")
    assert (await change(web, '"1"', defaultAllowance=2))[0] == 200
    status, problem = await change(web, '"1"', defaultAllowance=5)
    assert status == 412
    assert is_problem(problem, "changed_meanwhile")


async def test_a_number_that_can_not_be_is_told_in_words(web: Web) -> None:
    status, problem = await change(web, advanceBookingDays=0)
    assert status == 422
    assert is_problem(problem, "bad_value")
    assert problem["detail"] == "From 1 to 366 days can be open for booking."
    assert problem["facts"] == {"field": "advanceBookingDays", "least": 1, "most": 366}
    assert (await change(web, peopleRetentionDays=20))[1][
        "detail"
    ] == "People can be kept from 30 to 3650 days; longer than days are open for booking."
    assert (await change(web, defaultAllowance=10**30))[0] == 422
    assert await web.json("GET", "/api/settings", ROOT_OID) == (200, SEEDED)


async def test_every_rule_is_in_force_at_the_next_call(web: Web) -> None:
    assert (await web.book(day(20)))[1]["code"] == "day_too_far"
    assert (await change(web, advanceBookingDays=30))[0] == 200
    assert (await web.book(day(20)))[0] == 201
    assert (await web.json("GET", "/api/config", None))[1]["advanceBookingDays"] == 30
    await change(web, reasonRequired=True)
    assert (await web.book(day(3), ask="other-ask"))[1]["code"] == "reason_missing"
    assert (await web.json("GET", "/api/me"))[1]["needsReason"]
    await change(web, reasonRequired=False, oneOfficePerDay=True)
    assert (await web.book(day(20), office="auckland", ask="third-ask"))[1]["code"] == "other_office_booked"
    await change(web, defaultAllowance=0)
    assert (await web.book(day(4), ask="fourth-ask"))[1]["code"] == "allowance_used"
    assert (await web.json("GET", "/api/me"))[1]["allowance"] == 0


async def test_a_read_only_house_says_so_and_can_be_opened_again(web: Web) -> None:
    assert (await change(web, readOnly=True))[0] == 200
    assert (await web.json("GET", "/api/config", None))[1]["readOnly"]
    status, problem = await web.book(day(3))
    assert status == 409
    assert is_problem(problem, "read_only")
    assert (await change(web, defaultAllowance=1))[1]["code"] == "read_only"
    assert (await change(web, readOnly=False))[0] == 200
    assert (await web.book(day(3)))[0] == 201


async def test_the_journal_tells_system_admins_what_was_changed(web: Web) -> None:
    await change(web, retentionDays=60)
    (entry,) = (await web.json("GET", "/api/journal", ROOT_OID))[1]["entries"]
    assert (entry["action"], entry["actor"]["name"]) == ("rules.edited", "Root")
    assert (entry["before"]["retentionDays"], entry["after"]["retentionDays"]) == (30, 60)


class TestFrozen:
    """The operator's own switch stands above the store's."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, policy=msgspec.structs.replace(settings.policy, read_only=True))

    async def test_even_somebody_who_is_not_known_yet_is_told_that_nothing_can_be_changed(self, web: Web) -> None:
        for who in ("anna", ROOT_OID):
            status, problem = await web.json("PATCH", "/api/me", who, json={"homeOffice": "london"})
            assert (status, problem["code"]) == (409, "read_only")

    async def test_what_the_operator_made_read_only_stays_so(self, web: Web) -> None:
        status, told = await web.json("GET", "/api/settings", ROOT_OID)
        assert (status, told["readOnly"], told["frozen"]) == (200, True, True)
        status, problem = await change(web, readOnly=False)
        assert status == 409
        assert is_problem(problem, "read_only")

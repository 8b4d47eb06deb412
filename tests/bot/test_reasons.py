"""A house that asks for reasons, and one in which nothing can be changed."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bot.settings import Settings
from core.model import OfficeId
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.test_api import day, is_problem

OTHER_ADMIN_OID = "other-admin"
REASON = "Meet the auditors"


class TestReasons:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        admins = {**settings.office_admins, person(OTHER_ADMIN_OID): frozenset({OfficeId("auckland")})}
        policy = msgspec.structs.replace(settings.policy, reason_required=True)
        offices = tuple(replace(office, capacity=1) for office in settings.offices)
        return replace(settings, policy=policy, office_admins=admins, offices=offices)

    @pytest.mark.parametrize("who", ["anna", ADMIN_OID, ROOT_OID])
    async def test_everybody_is_told_that_a_reason_is_needed(self, web: Web, who: str) -> None:
        assert (await web.json("GET", "/api/me", who))[1]["needsReason"] is True

    @pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": " \n\t "}])
    async def test_a_booking_without_one_is_refused(self, web: Web, reason: dict[str, str]) -> None:
        status, body = await web.book(day(), **reason)
        assert status == 422
        assert is_problem(body, "reason_missing")
        assert body["detail"] == "Please say briefly why you come to the office."

    async def test_an_admin_is_asked_for_the_other_persons_reason(self, web: Web) -> None:
        await web.json("GET", "/api/me", "ben")
        _, body = await web.book(day(), ROOT_OID, person=person("ben"))
        assert body["detail"] == "Please say briefly why this person comes to the office."

    async def test_the_reason_is_shown_to_the_person_and_to_those_who_manage_the_office(self, web: Web) -> None:
        status, made = await web.book(day(), reason=f"  {REASON} ")
        assert (status, made["reason"]) == (201, REASON)
        for who in ("anna", ADMIN_OID, ROOT_OID):
            assert (await web.json("GET", f"/api/bookings/{made['id']}", who))[1]["reason"] == REASON
        for who in (None, "ben", OTHER_ADMIN_OID):
            assert REASON not in str(await web.json("GET", f"/api/bookings/{made['id']}", who))

    async def test_the_reason_goes_with_the_booking(self, web: Web) -> None:
        _, made = await web.book(day(), reason=REASON)
        await web.json("DELETE", f"/api/bookings/{made['id']}")
        _, kept = await web.json("GET", f"/api/bookings/{made['id']}")
        assert (kept["state"], kept["reason"]) == ("cancelled", None)

    async def test_waiting_needs_a_reason_too_and_the_booking_has_it(self, web: Web) -> None:
        _, first = await web.book(day(), "owner", reason="Sit at the window")
        line = f"/api/offices/london/days/{day()}/waiting"
        status, body = await web.json("POST", line, json={"ask": "join-ask"})
        assert (status, body["code"]) == (422, "reason_missing")
        assert (await web.json("POST", line, json={"ask": "join-ask", "reason": REASON}))[0] == 201
        query = {"from": day(), "to": day()}
        _, seen = await web.json("GET", "/api/offices/london/days", params=query)
        assert seen["weeks"][0]["days"][0]["wait"]["reason"] == REASON
        assert REASON not in str(await web.json("GET", "/api/offices/london/days", ROOT_OID, params=query))
        await web.json("DELETE", f"/api/bookings/{first['id']}", "owner")
        _, mine = await web.json("GET", "/api/bookings")
        assert [one["reason"] for one in mine["bookings"]] == [REASON]

    async def test_no_reason_is_ever_in_the_logs(
        self, web: Web, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        await web.book(day(), reason=REASON)
        await web.book(day(), "ben", reason=REASON)
        await web.json("POST", f"/api/offices/london/days/{day()}/waiting", "ben", json={"ask": "join-ask", "reason": REASON})
        await web.json("POST", "/api/bookings", json={"ask": "x", "reason": REASON})
        await web.json("POST", "/api/bookings", json={"ask": "first-ask", "reason": REASON * 100})
        said = capfd.readouterr()
        assert REASON not in said.out + said.err + caplog.text


async def test_a_reason_nobody_asked_for_is_not_kept(web: Web) -> None:
    assert (await web.json("GET", "/api/me"))[1]["needsReason"] is False
    status, made = await web.book(day(), reason=REASON)
    assert (status, made["reason"]) == (201, None)


class TestReadOnly:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, policy=msgspec.structs.replace(settings.policy, read_only=True))

    async def test_the_configuration_says_so_to_anybody(self, web: Web) -> None:
        assert (await web.json("GET", "/api/config", None))[1]["readOnly"] is True

    async def test_no_day_offers_anything_and_each_says_why(self, web: Web) -> None:
        _, seen = await web.json("GET", "/api/offices/london/days")
        days = [one for week in seen["weeks"] for one in week["days"]]
        assert {one["refusal"]["code"] for one in days} == {"read_only"}
        assert not any(one["canWait"] or one["canWaitForParking"] for one in days)

    @pytest.mark.parametrize("who", ["anna", ADMIN_OID, ROOT_OID])
    async def test_every_change_is_refused_whoever_asks(self, web: Web, who: str) -> None:
        waiting = f"/api/offices/london/days/{day()}/waiting"
        for answer in (await web.book(day(), who), await web.json("POST", waiting, who, json={"ask": "join-ask"})):
            assert answer[0] == 409
            assert is_problem(answer[1], "read_only")

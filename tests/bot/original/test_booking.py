"""POST /api/bookings: the original's thirteen checks in its own order, and what was noted beside them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.settings import Settings
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.original.conftest import Scene, booking_of, day, ruled, shown, sized
from tests.bot.test_api import is_problem
from tests.bot.test_people import edit, known
from tests.fakes import FakeClock

WISH = {"ask": "first-ask", "office": "london", "date": day()}
REASON = "Meet the auditors"


@pytest.mark.parametrize("changed", [{"office": None}, {"office": 1}, {"parking": "yes"}, {"date": None}, {"ask": None}, {"user": "anna"}])
async def test_a_body_of_another_shape_is_refused(web: Web, changed: dict[str, object]) -> None:
    """§1.4 POST, check 1; the original answered 400 "Bad request body", and 500 where the office was null."""
    status, problem = await web.json("POST", "/api/bookings", json=WISH | changed)
    assert status == 400
    assert is_problem(problem, "bad_request")


async def test_a_person_is_the_same_in_capitals(web: Scene) -> None:
    """§1.4 POST, check 2; the original answered 400 "Invalid user email address" to an address in capitals."""
    assert (await web.book(day(), "ANNA"))[1]["person"]["id"] == person("anna")
    status, problem = await web.book(day(), "anna")
    assert status == 409
    assert is_problem(problem, "already_booked")


@pytest.mark.parametrize("nobody", [person("nobody"), "ben@contoso.example"])
async def test_a_person_whom_nobody_knows_is_not_booked_for(web: Scene, nobody: str) -> None:
    """§1.4 POST, check 2, unknown; the original booked for any address that fitted the pattern; people have ids here."""
    await known(web, "ben")
    status, problem = await web.book(day(), ROOT_OID, person=nobody)
    assert status == 404
    assert is_problem(problem, "no_such_person")


@pytest.mark.parametrize(("who", "status"), [("ben", 201), ("anna", 403), (ADMIN_OID, 201), ("other-admin", 403), (ROOT_OID, 201)])
async def test_only_the_person_and_those_who_manage_the_office_book(web: Scene, who: str, status: int) -> None:
    """§1.4 POST, check 3; the original answered 403 "Forbidden"."""
    await known(web, "ben")
    got, body = await web.book(day(), who, person=person("ben"))
    assert (got, body.get("code")) == (status, None if status == 201 else "not_yours")


@pytest.mark.parametrize("on", ["25/11/2026", "2026-02-30", "20261125", "", "tomorrow", "2026-11-25T09:00:00Z"])
async def test_a_date_that_is_none_is_refused(web: Scene, on: str) -> None:
    """§1.4 POST, check 4; the original answered 400 "Invalid date format"."""
    status, problem = await web.book(on)
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize(("offset", "code"), [(-1, "day_past"), (14, "day_too_far"), (-400, "day_past"), (4000, "day_too_far")])
async def test_a_day_out_of_the_window_is_refused_and_said_to_be_over_or_too_far(web: Scene, offset: int, code: str) -> None:
    """§1.4 POST, check 5; the original answered 400 "Date out of range" to yesterday and to today + 14; ours is a 422."""
    status, problem = await web.book(day(offset))
    assert status == 422
    assert is_problem(problem, code)


async def test_the_last_day_of_the_window_is_booked_and_so_is_today(web: Scene) -> None:
    """§1.4 POST, note: last day; the original took today + 13 with 14 days, too."""
    assert [(await web.book(day(offset)))[0] for offset in (0, 13)] == [201, 201]


@pytest.mark.parametrize("office", ["atlantis", "London", "../london"])
async def test_an_office_that_is_not_there_can_not_be_booked(web: Scene, office: str) -> None:
    """§1.4 POST, check 6; the original answered 400 "Office not found"; ours is a 404."""
    status, problem = await web.book(day(), office=office)
    assert status == 404
    assert is_problem(problem, "no_such_office")


class TestReasons:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return ruled(settings, reason_required=True)

    @pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
    async def test_where_a_reason_is_asked_for_blanks_are_none(self, web: Scene, reason: str) -> None:
        """§1.4 POST, check 7; the original let spaces pass, and asked for nothing where no address for notices was set."""
        status, problem = await web.book(day(), reason=reason)
        assert status == 422
        assert is_problem(problem, "reason_missing")

    async def test_who_is_auto_approved_gives_no_reason(self, web: Scene) -> None:
        """§1.4 POST, check 7, auto-approved; the original did not ask them, either."""
        await known(web, "anna")
        assert (await edit(web, "anna", "*", autoApproved=True))[0] == 200
        assert (await web.json("GET", "/api/me"))[1]["needsReason"] is False
        assert (await web.book(day()))[0] == 201

    async def test_a_booking_waits_for_no_mail(self, web: Scene) -> None:
        """§1.4 POST, check 12; the original sent it before it answered, and 500 if that failed; here the clerk reads the journal."""
        status, made = await web.book(day(), reason=REASON)
        assert (status, made["reason"]) == (201, REASON)
        _, told = await web.json("GET", "/api/journal", ROOT_OID)
        assert [(one["action"], one["person"]["id"]) for one in told["entries"]] == [("booking.made", person("anna"))]


class TestSmallHouse:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return sized(settings, capacity=2, parking=1)

    async def test_a_full_day_is_said_before_the_click_as_the_booking_would_say_it(self, web: Scene) -> None:
        """§1.4 POST, check 8; B11, pre-check; the original looked the day up by the office's name, and so never found it full."""
        for who in ("ben", "carl"):
            await web.book(day(), who)
        before = (await shown(web, day()))["refusal"]
        status, problem = await web.book(day())
        assert (status, before["code"]) == (409, "office_full")
        assert {name: problem[name] for name in before} == before

    async def test_whoever_asks_for_a_car_place_is_told_which_of_the_two_is_full(self, web: Scene) -> None:
        """§1.4 POST, check 9; the original said "Office quota or parking quota exceeded"."""
        await web.book(day(), "ben", parking=True)
        assert (await web.book(day(), parking=True))[1]["code"] == "parking_full"
        await web.book(day(), "carl")
        assert (await web.book(day(), parking=True))[1]["code"] == "office_full"

    async def test_who_has_no_days_left_takes_no_place(self, web: Scene) -> None:
        """§1.4 POST, check 10; the original took the place, then gave it back, with 409 "User quota exceeded"."""
        for offset in (6, 7, 8):
            await web.book(day(offset))
        status, problem = await web.book(day(9))
        assert status == 409
        assert is_problem(problem, "allowance_used")
        assert (await shown(web, day(9), "ben"))["taken"] == 0


async def test_a_day_is_booked_once_in_an_office(web: Scene) -> None:
    """§1.4 POST, check 11; the original answered 409 "Can't have multiple bookings per day", and had counted before it knew."""
    await web.book(day())
    status, problem = await web.book(day(), parking=True)
    assert status == 409
    assert is_problem(problem, "already_booked")
    seen = await shown(web, day())
    assert (seen["taken"], seen["parkingTaken"]) == (1, 0)


async def test_a_booking_is_answered_whole(web: Scene) -> None:
    """§1.4 POST, check 13; the original answered 200 with user and lastCancellation; ours is a 201 that says why it can't be cancelled."""
    status, made = await web.book(day(), parking=True)
    assert (status, made["id"], made["madeAt"]) == (201, f"{day()}.london.{person('anna')}", "2026-11-24T12:00:00Z")
    assert (made["person"], made["office"], made["date"]) == ({"id": person("anna"), "name": "Anna"}, "london", day())
    assert (made["parking"], made["state"], made["isToday"], made["cancelRefusal"]) == (True, "active", False, None)


@pytest.mark.parametrize("offset", [4, 5])
async def test_weekends_are_booked_unless_the_office_is_closed_then(web: Scene, offset: int) -> None:
    """§1.4 POST, note: weekends; the original knew no closed days at all."""
    assert (await web.book(day(offset)))[0] == 201
    weekdays = {"openWeekdays": [1, 2, 3, 4, 5]}
    assert (await web.json("PATCH", "/api/offices/london", ROOT_OID, json=weekdays, headers={"If-Match": "*"}))[0] == 200
    assert (await web.book(day(offset), "ben"))[1]["code"] == "office_closed"


async def test_two_offices_on_one_day_are_two_days_of_the_allowance(web: Scene) -> None:
    """§1.4 POST, note: two offices; the original allowed it, although its message said "per day"."""
    assert [(await web.book(day(), office=office))[0] for office in ("london", "auckland")] == [201, 201]
    _, seen = await web.json("GET", "/api/offices/london/days")
    assert seen["weeks"][0]["used"] == 2


class TestOneOfficePerDay:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return ruled(settings, one_office_per_day=True)

    async def test_a_house_may_say_that_one_office_a_day_is_enough(self, web: Scene) -> None:
        """§1.4 POST, note: one office; the original had no such setting."""
        await web.book(day())
        status, problem = await web.book(day(), office="auckland")
        assert status == 409
        assert is_problem(problem, "other_office_booked")


class TestOneDayAWeek:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return ruled(settings, default_allowance=1)

    async def test_the_same_day_again_is_said_to_be_booked_rather_than_too_much(self, web: Scene) -> None:
        """§1.4 POST, note: same office twice; the original answered "User quota exceeded"."""
        await web.book(day())
        assert (await web.book(day()))[1]["code"] == "already_booked"

    async def test_a_week_begins_on_monday(self, web: Scene) -> None:
        """§1.4 POST, note: week; as in the original: Tuesday and Sunday are of one week, the Monday after is of the next."""
        assert [(await web.book(day(offset)))[0] for offset in (0, 5, 6)] == [201, 409, 201]


async def test_a_day_is_given_back_until_it_begins_where_the_office_is(web: Scene, clock: FakeClock) -> None:
    """§1.4 POST, note: last cancellation; B13, deadline; in the original until 00:00 of the server: in summer until one in London."""
    clock.set(datetime(2027, 7, 13, 12, tzinfo=UTC))
    for who in ("anna", "ben"):
        assert (await web.book("2027-07-15", who))[0] == 201
    clock.set(datetime(2027, 7, 14, 22, 59, 59, tzinfo=UTC))
    assert (await web.json("DELETE", booking_of("anna", "2027-07-15")))[0] == 204
    clock.set(datetime(2027, 7, 14, 23, 0, tzinfo=UTC))
    assert (await web.json("DELETE", booking_of("ben", "2027-07-15"), "ben"))[1]["code"] == "today_is_fixed"

"""An Office Admin: in their own offices what a System Admin may, beside that no more than anybody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.settings import Settings
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.original.conftest import OTHER_ADMIN_OID, Scene, booking_of, dates, day, ruled
from tests.bot.test_api import is_problem
from tests.bot.test_people import edit, known, listed, seen
from tests.fakes import FakeClock


async def test_a_system_admin_makes_somebody_the_admin_of_offices(web: Web) -> None:
    """§1.3 how obtained, Office Admin; §1.4 PUT users/:email, role; as in the original, with the list of offices."""
    await known(web, "anna")
    assert (await edit(web, "anna", "*", adminOf=["london", "auckland"]))[0] == 200
    _, me = await web.json("GET", "/api/me")
    assert (me["role"], me["adminOf"]) == ("officeAdmin", ["auckland", "london"])
    assert (await edit(web, "anna", "*", adminOf=[]))[0] == 200
    assert (await web.json("GET", "/api/me"))[1]["role"] == "person"


@pytest.mark.parametrize("path", ["/api/people", "/api/stats", "/api/journal", "/api/bookings.csv"])
async def test_an_office_admin_sees_people_and_the_admins_pages(web: Web, path: str) -> None:
    """§1.3 canViewUsers, Office Admin; yes in the original, too."""
    assert (await web.call("GET", path, ADMIN_OID)).status == 200


async def test_an_office_admin_edits_nobody_not_even_themselves(web: Web) -> None:
    """§1.3 canEditUsers, Office Admin; the original answered 403."""
    await known(web, "anna", ADMIN_OID)
    for who in ("anna", ADMIN_OID):
        status, problem = await edit(web, who, "*", by=ADMIN_OID, allowance=7)
        assert status == 403
        assert is_problem(problem, "not_for_you")


async def test_an_office_admin_does_not_see_all_the_bookings_of_a_person(web: Web) -> None:
    """§1.3 canManageAllBookings, Office Admin; the original answered 403: a person's days in other offices are not theirs."""
    await web.book(day(), "ben")
    status, problem = await web.json("GET", "/api/bookings", ADMIN_OID, params={"person": person("ben")})
    assert status == 403
    assert is_problem(problem, "not_yours")


async def test_an_office_admin_sees_bookings_of_the_own_office_alone(web: Scene) -> None:
    """§1.3 officesCanManageBookingsFor, Office Admin; §1.4 GET bookings, office; the original answered 200 and 403, too."""
    await web.book(day(), "ben")
    await web.book(day(4), "ben", office="auckland")
    assert await dates(web, ADMIN_OID, office="london") == [day()]
    assert await dates(web, ADMIN_OID, office="london", date=day(4)) == []
    assert (await web.json("GET", "/api/bookings", ADMIN_OID, params={"office": "auckland"}))[0] == 403


async def test_an_office_admin_sees_what_a_person_booked_in_the_own_office(web: Scene) -> None:
    """§1.4 GET bookings, person and office; B11, user bookings; the original's page asked without the office and always got a 403."""
    await web.book(day(), "ben")
    await web.book(day(4), "ben", office="auckland")
    await web.book(day(5), "carl")
    assert await dates(web, ADMIN_OID, office="london", person=person("ben")) == [day()]
    assert (await web.json("DELETE", booking_of("ben", day()), ADMIN_OID))[0] == 204
    assert await dates(web, ADMIN_OID, office="london", person=person("ben")) == []


async def test_an_office_admin_books_and_cancels_for_others_in_the_own_office_alone(web: Scene) -> None:
    """§1.3 book for others, Office Admin; the original answered 403 for other offices."""
    await known(web, "ben")
    status, made = await web.book(day(), ADMIN_OID, person=person("ben"))
    assert (status, made["person"]) == (201, {"id": person("ben"), "name": "Ben"})
    assert (await web.book(day(), ADMIN_OID, office="auckland", person=person("ben")))[1]["code"] == "not_yours"
    await web.book(day(4), "ben", office="auckland")
    assert (await web.json("DELETE", booking_of("ben", day(4), "auckland"), ADMIN_OID))[1]["code"] == "not_yours"
    assert (await web.json("DELETE", booking_of("ben", day()), ADMIN_OID))[0] == 204


async def test_an_office_admin_cancels_todays_bookings_there_until_the_day_ends(web: Scene, clock: FakeClock) -> None:
    """§1.3 cancel same-day, Office Admin; until 23:59:59.999 in the original, too, but of the server's day."""
    for who in ("anna", "ben", ADMIN_OID, OTHER_ADMIN_OID):
        await web.book(day(0), who)
    assert (await web.json("DELETE", booking_of("anna", day(0)), OTHER_ADMIN_OID))[1]["code"] == "not_yours"
    assert (await web.json("DELETE", booking_of(OTHER_ADMIN_OID, day(0)), OTHER_ADMIN_OID))[1]["code"] == "today_is_fixed"
    assert (await web.json("DELETE", booking_of(ADMIN_OID, day(0)), ADMIN_OID))[0] == 204
    clock.set(datetime(2026, 11, 24, 23, 59, 59, 999_000, tzinfo=UTC))
    assert (await web.json("DELETE", booking_of("anna", day(0)), ADMIN_OID))[0] == 204
    status, problem = await web.json("DELETE", booking_of("ben", day(0)), ADMIN_OID)
    assert (status, problem["code"]) == (403, "day_past")


class TestOneDayAWeek:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return ruled(settings, default_allowance=1)

    async def test_an_office_admins_own_days_are_counted_like_everybodys(self, web: Scene) -> None:
        """§1.3 quota, Office Admin; as in the original: the weekly quota is everybody's, whatever the role."""
        assert (await web.book(day(), ADMIN_OID))[0] == 201
        assert (await web.book(day(4), ADMIN_OID))[1]["code"] == "allowance_used"

    async def test_whoever_books_for_somebody_is_bound_by_that_persons_allowance(self, web: Scene) -> None:
        """§1.3 quota, booking for others; the original had no override for admins, either."""
        await known(web, "ben")
        assert (await web.book(day(), ADMIN_OID, person=person("ben")))[0] == 201
        for admin in (ADMIN_OID, ROOT_OID):
            status, problem = await web.book(day(4), admin, person=person("ben"))
            assert (status, problem["code"], problem["facts"]["own"]) == (409, "allowance_used", False)


async def test_the_admin_of_a_removed_office_is_a_person_like_any_other(web: Web) -> None:
    """§1.3 edge, removed offices; the original left them the panel and the list of people, with no office in it."""
    await known(web, ADMIN_OID)
    assert (await web.json("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"}))[0] == 204
    _, me = await web.json("GET", "/api/me", ADMIN_OID)
    assert (me["role"], me["adminOf"]) == ("person", [])
    assert (await web.json("GET", "/api/people", ADMIN_OID))[0] == 403
    assert "Admin" not in await listed(web, role="officeAdmin")


async def test_an_office_is_managed_by_its_id_and_never_by_its_name(web: Scene) -> None:
    """§1.3 edge, name or id; in the original an office with another one's id as its name gave its admin the wrong one."""
    namesake = {"id": "annexe", "name": "auckland", "zone": "Europe/London", "capacity": 5}
    status, problem = await web.json("POST", "/api/offices", ROOT_OID, json=namesake)
    assert status == 201, problem
    await known(web, "anna")
    assert (await edit(web, "anna", "*", adminOf=["annexe"]))[0] == 200
    assert [(await web.json("GET", "/api/bookings", params={"office": one}))[0] for one in ("annexe", "auckland")] == [200, 403]


async def test_an_office_admin_sees_a_person(web: Web) -> None:
    """§1.4 GET users/:email, by admins; 200 in the original, too."""
    await known(web, "ben")
    _, ben = await seen(web, "ben", by=ADMIN_OID)
    assert (ben["name"], ben["role"], ben["adminOf"], ben["effectiveAllowance"]) == ("Ben", "person", [], 3)


async def test_a_booking_that_never_was_is_a_404_to_the_offices_admin(web: Web) -> None:
    """§1.4 DELETE, unknown, by admins; the original answered 403 Forbidden even to admins."""
    status, problem = await web.json("DELETE", booking_of("ben", day()), ADMIN_OID)
    assert status == 404
    assert is_problem(problem, "no_such_booking")


async def test_an_office_admin_is_told_the_numbers_of_the_own_office(web: Scene) -> None:
    """§1.4 GET stats, own offices; the original answered alike, and its page showed other offices as if they were empty."""
    await web.book(day(), "ben", parking=True)
    status, told = await web.json("GET", "/api/stats", ADMIN_OID)
    assert (status, [one["office"] for one in told["offices"]]) == (200, ["london"])
    counted = {one["date"]: (one["bookings"], one["parking"]) for one in told["offices"][0]["days"]}
    assert (counted[day()], counted[day(4)]) == ((1, 1), (0, 0))
    assert (await web.json("GET", "/api/stats", ADMIN_OID, params={"office": "auckland"}))[0] == 403


async def test_an_office_admin_of_the_settings_is_one_at_once(web: Web) -> None:
    """§1.3 how obtained, Office Admin of the settings; the original knew only those whom a System Admin had chosen."""
    _, me = await web.json("GET", "/api/me", ADMIN_OID)
    assert (me["role"], me["adminOf"]) == ("officeAdmin", ["london"])

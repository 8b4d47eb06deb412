"""Somebody with no role (the original's Default): what they see, what they may do, and what they are refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.settings import Settings
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.original.conftest import Scene, booking_of, dates, day, ruled, shown
from tests.bot.test_api import is_problem
from tests.bot.test_people import edit, known, seen
from tests.fakes import FakeClock

WISH = {"ask": "first-ask", "office": "london", "date": day(4)}


async def test_i_am_told_who_i_am_and_what_i_may(web: Web) -> None:
    """§1.4 GET users/me; in the original that was GET users/:email of oneself, with a row of permissions."""
    status, me = await web.json("GET", "/api/me")
    assert (status, me["id"], me["role"], me["adminOf"]) == (200, person("anna"), "person", [])
    assert (me["allowance"], me["needsReason"], me["homeOffice"]) == (3, False, None)


async def test_i_see_the_offices_and_what_they_take(web: Web) -> None:
    """§1.4 GET offices; the original read them from its deployment, unpaged; here they come by name, in pages."""
    status, told = await web.json("GET", "/api/offices")
    assert (status, told["next"]) == (200, None)
    numbers = [(one["id"], one["name"], one["capacity"], one["parkingCapacity"]) for one in told["offices"]]
    assert numbers == [("auckland", "Auckland", 6, 2), ("london", "London", 10, 4)]


async def test_i_see_of_every_day_that_can_be_booked_how_much_is_taken(web: Web) -> None:
    """§1.4 GET offices/:id, slots; the original counted in the server's zone; here 14 days from the office's own today on."""
    await web.book(day(), "ben", parking=True)
    _, told = await web.json("GET", "/api/offices/london/days")
    days = [one for week in told["weeks"] for one in week["days"]]
    assert [one["date"] for one in days] == [day(offset) for offset in range(14)]
    assert [(one["taken"], one["parkingTaken"]) for one in days] == [(1, 1) if one["date"] == day() else (0, 0) for one in days]


@pytest.mark.parametrize("path", ["/api/offices/atlantis", "/api/offices/atlantis/days", "/api/offices/London"])
async def test_an_office_that_is_not_there_is_a_404(web: Web, path: str) -> None:
    """§1.4 GET offices/:id, unknown; the original answered 404, too. Offices are found by id, not by name."""
    status, problem = await web.json("GET", path)
    assert status == 404
    assert is_problem(problem, "no_such_office")


@pytest.mark.parametrize("path", ["/api/people", "/api/journal", "/api/bookings.csv", "/api/stats.csv"])
async def test_a_person_sees_neither_other_people_nor_the_admins_pages(web: Web, path: str) -> None:
    """§1.3 canViewUsers, Default; §1.4 GET users, permission; the original answered 403 Forbidden."""
    status, problem = await web.json("GET", path)
    assert status == 403
    assert is_problem(problem, "not_for_you")


async def test_a_person_who_asks_for_the_numbers_is_refused_at_once(web: Web) -> None:
    """§1.4 GET stats, permission; B11, stats; the original threw without catching: the request hung until the client gave up."""
    status, problem = await web.json("GET", "/api/stats")
    assert status == 403
    assert is_problem(problem, "not_for_you")


async def test_a_person_edits_nobody_not_even_themselves(web: Web) -> None:
    """§1.3 canEditUsers, Default; §1.4 PUT users/:email, permission; the original answered 403 after it had looked at the body."""
    await known(web, "anna", "ben")
    for who in ("anna", "ben"):
        assert (await edit(web, who, "*", by="anna", allowance=7))[0] == 403
    assert (await web.json("GET", "/api/me"))[1]["allowance"] == 3


async def test_a_person_sees_the_bookings_of_nobody_else(web: Web) -> None:
    """§1.3 canManageAllBookings, Default; §1.4 GET bookings, another person's; the original answered 403."""
    await web.book(day(), "ben")
    status, problem = await web.json("GET", "/api/bookings", params={"person": person("ben")})
    assert status == 403
    assert is_problem(problem, "not_yours")
    assert (await web.json("GET", booking_of("ben", day())))[0] == 403


async def test_a_person_sees_the_list_of_no_office(web: Web) -> None:
    """§1.3 officesCanManageBookingsFor, Default; the original answered 403."""
    for query in ({"office": "london"}, {"office": "london", "person": person("ben")}):
        assert (await web.json("GET", "/api/bookings", params=query))[0] == 403


async def test_a_person_neither_books_nor_cancels_for_somebody_else(web: Web) -> None:
    """§1.3 book for others, Default; the original answered 403 Forbidden."""
    await web.book(day(), "ben")
    assert (await web.book(day(4), person=person("ben")))[1]["code"] == "not_yours"
    assert (await web.json("DELETE", booking_of("ben", day())))[0] == 403
    assert await dates(web, "ben") == [day()]


async def test_todays_booking_stays_a_persons_own(web: Web) -> None:
    """§1.3 cancel same-day, Default; §1.4 DELETE, past deadline; the original answered 403 "No longer able to cancel booking"."""
    await web.book(day(0))
    status, problem = await web.json("DELETE", booking_of("anna", day(0)))
    assert status == 403
    assert is_problem(problem, "today_is_fixed")


async def test_a_person_books_as_many_days_a_week_as_the_allowance_has(web: Web) -> None:
    """§1.3 quota, Default; the original's answer was 409 "User quota exceeded", ours says whose, how many and of which week."""
    assert [(await web.book(day(6 + number)))[0] for number in range(3)] == [201] * 3
    status, problem = await web.book(day(9))
    assert (status, problem["facts"]["allowance"], problem["facts"]["week"]) == (409, 3, "2026-W49")
    assert is_problem(problem, "allowance_used")


async def test_a_person_sees_themselves_and_is_not_told_whether_others_are_known(web: Web) -> None:
    """§1.4 GET users/:email, self; §1.4 GET users/:email, another person; the original answered 200 and 403, too."""
    await known(web, "anna", "ben")
    _, me = await seen(web, "anna", by="anna")
    assert (me["email"], me["role"], me["allowance"], me["autoApproved"]) == ("anna@contoso.example", "person", None, False)
    for who in ("ben", "nobody"):
        status, problem = await web.json("GET", f"/api/people/{person(who)}")
        assert (status, problem["code"]) == (403, "not_for_you")


async def test_my_bookings_are_those_from_today_on_and_the_past_on_request(web: Scene, clock: FakeClock) -> None:
    """§1.4 GET bookings, own; the original showed the past as well, from today less the retention."""
    for offset in (1, 0, 2):
        await web.book(day(offset))
    clock.forward(timedelta(days=1))
    assert await dates(web) == await dates(web, person=person("anna")) == [day(1), day(2)]
    assert await dates(web, **{"from": day(-30)}) == [day(0), day(1), day(2)]


async def test_my_bookings_of_one_day_and_of_some_days(web: Web) -> None:
    """§1.4 GET bookings, date; the original took one date; here also the first and the last of several."""
    for offset in (1, 2, 3):
        await web.book(day(offset))
    assert await dates(web, date=day(2)) == [day(2)]
    assert await dates(web, **{"from": day(2), "to": day(3)}) == [day(2), day(3)]
    assert await dates(web, office="auckland", person=person("anna")) == []


@pytest.mark.parametrize(
    "query", ["date=25/11/2026", "date=2026-02-30", "office=", "person=", "user=anna@contoso.example", "date=a&date=b"]
)
async def test_a_query_that_can_not_be_understood_is_refused(web: Web, query: str) -> None:
    """§1.4 GET bookings, bad query; the original answered 400 in six different sentences."""
    status, problem = await web.json("GET", f"/api/bookings?{query}")
    assert status == 400
    assert is_problem(problem, "bad_request")


async def test_i_give_a_day_back_and_again_is_answered_the_same(web: Web) -> None:
    """§1.4 DELETE, own; the original answered 204, and 403 to whoever sent it again."""
    await web.book(day())
    assert await web.json("DELETE", booking_of("anna", day())) == (204, None)
    assert await web.json("DELETE", booking_of("anna", day())) == (204, None)
    assert await dates(web) == []
    assert (await shown(web, day()))["taken"] == 0


@pytest.mark.parametrize("address", [booking_of("anna", day()), booking_of("anna", day(), "atlantis"), "/api/bookings/nonsense"])
async def test_a_booking_that_is_not_there_is_a_404(web: Web, address: str) -> None:
    """§1.4 DELETE, unknown; B11, DELETE; the original answered 403 Forbidden to its owner and to admins alike."""
    status, problem = await web.json("DELETE", address)
    assert status == 404
    assert is_problem(problem, "no_such_booking")


async def test_a_booking_of_somebody_else_is_refused_whether_it_is_there_or_not(web: Web) -> None:
    """§1.4 DELETE, another person's; the original answered 403; here nobody learns from it who comes."""
    await web.book(day(), "ben")
    for offset in (3, 4):
        assert (await web.json("DELETE", booking_of("ben", day(offset))))[1]["code"] == "not_yours"


@pytest.mark.parametrize("who", ["anna", ADMIN_OID, ROOT_OID])
async def test_a_house_that_is_read_only_refuses_every_change(web: Scene, who: str) -> None:
    """§1.4 read-only, changes; the original answered 503; ours is a 409, for nothing is broken and asking again helps nobody."""
    await web.book(day(), who)
    assert (await web.json("PATCH", "/api/settings", ROOT_OID, json={"readOnly": True}, headers={"If-Match": "*"}))[0] == 200
    line = f"/api/offices/london/days/{day(5)}/waiting"
    for method, path, body in (
        ("POST", "/api/bookings", WISH),
        ("DELETE", booking_of(who, day()), None),
        ("PATCH", "/api/me", {"homeOffice": "london"}),
        ("POST", line, {"ask": "join-ask"}),
    ):
        status, problem = await web.json(method, path, who, json=body)
        assert status == 409
        assert is_problem(problem, "read_only")


class TestReadOnly:
    """By the operator's own switch."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return ruled(settings, read_only=True)

    async def test_a_house_that_is_read_only_shows_everything_and_says_why_before_the_click(self, web: Web) -> None:
        """§1.4 read-only, reading; the original let reads through, too, and told nobody before they had tried."""
        assert (await web.json("GET", "/api/config", None))[1]["readOnly"] is True
        assert [(await web.json("GET", path))[0] for path in ("/api/me", "/api/offices", "/api/bookings")] == [200] * 3
        assert (await shown(web, day()))["refusal"]["code"] == "read_only"

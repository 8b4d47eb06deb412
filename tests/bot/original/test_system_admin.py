"""A System Admin: sees and manages everything, but is bound by the same rules and can't be made in the product."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.original.conftest import Scene, booking_of, dates, day
from tests.bot.test_api import is_problem
from tests.bot.test_people import edit, known, listed, seen
from tests.bot.test_reports import sign_in, table
from tests.fakes import FakeClock


@pytest.mark.parametrize("change", [{"role": "systemAdmin"}, {"isSystemAdmin": True}, {"role": "person"}])
async def test_nobody_is_made_or_unmade_a_system_admin_in_the_product(web: Web, change: dict[str, Any]) -> None:
    """§1.3 how obtained, System Admin; in the original, too, only by its deployment; the body is refused with 400."""
    await known(web, "anna", ROOT_OID)
    for who in ("anna", ROOT_OID):
        assert (await edit(web, who, "*", **change))[0] == 400
    assert [(await web.json("GET", "/api/me", who))[1]["role"] for who in ("anna", ROOT_OID)] == ["person", "systemAdmin"]


@pytest.mark.parametrize("path", ["/api/people", "/api/stats", "/api/journal", "/api/bookings.csv", "/api/settings"])
async def test_a_system_admin_sees_people_and_the_admins_pages(web: Web, path: str) -> None:
    """§1.3 canViewUsers, System Admin; yes in the original, too."""
    assert (await web.call("GET", path, ROOT_OID)).status == 200


async def test_a_system_admin_edits_what_a_person_may(web: Web) -> None:
    """§1.3 canEditUsers, System Admin; §1.4 PUT users/:email; the original took 200 and no version; ours names the one that was seen."""
    await known(web, "anna")
    tag, before = await seen(web, "anna")
    status, after = await edit(web, "anna", tag, allowance=5, adminOf=["london"], autoApproved=True)
    assert (status, after["version"] != before["version"]) == (200, True)
    assert (after["allowance"], after["role"], after["adminOf"], after["autoApproved"]) == (5, "officeAdmin", ["london"], True)
    assert (await edit(web, "anna", None, allowance=1))[1]["code"] == "version_missing"


async def test_a_system_admin_sees_and_cancels_every_booking(web: Scene) -> None:
    """§1.3 canManageAllBookings, System Admin; §1.4 GET bookings, by System Admins; yes in the original, too."""
    await web.book(day(), "ben")
    await web.book(day(4), "ben", office="auckland")
    assert await dates(web, ROOT_OID, person=person("ben")) == [day(), day(4)]
    assert await dates(web, ROOT_OID, person=person("ben"), date=day(4)) == [day(4)]
    assert (await web.json("DELETE", booking_of("ben", day()), ROOT_OID))[0] == 204


async def test_a_system_admin_manages_every_office(web: Scene) -> None:
    """§1.3 officesCanManageBookingsFor, System Admin; all in the original, too."""
    await web.book(day(), "ben")
    await web.book(day(4), "ben", office="auckland")
    assert await dates(web, ROOT_OID, office="london") == [day()]
    assert await dates(web, ROOT_OID, office="auckland") == [day(4)]


async def test_a_system_admin_books_for_anybody_anywhere(web: Scene) -> None:
    """§1.3 book for others, System Admin; all offices in the original, too."""
    await known(web, "ben")
    for office in ("london", "auckland"):
        status, made = await web.book(day(), ROOT_OID, office=office, person=person("ben"))
        assert (status, made["person"]["name"]) == (201, "Ben")


async def test_a_system_admin_cancels_todays_bookings_and_none_that_are_over(web: Scene, clock: FakeClock) -> None:
    """§1.3 cancel same-day, System Admin; §1.4 DELETE, past deadline, by admins; the original answered 403 to yesterday's, too."""
    for who in ("anna", "ben"):
        await web.book(day(0), who)
    assert (await web.json("DELETE", booking_of("anna", day(0)), ROOT_OID))[0] == 204
    clock.forward(timedelta(days=1))
    status, problem = await web.json("DELETE", booking_of("ben", day(0)), ROOT_OID)
    assert (status, problem["code"]) == (403, "day_past")


async def test_a_system_admins_own_days_are_counted_like_everybodys(web: Scene) -> None:
    """§1.3 quota, System Admin; as in the original: the weekly quota is everybody's, whatever the role."""
    assert [(await web.book(day(6 + number), ROOT_OID))[0] for number in range(4)] == [201, 201, 201, 409]


async def test_the_people_come_in_pages_and_the_filter_stays(web: Web) -> None:
    """§1.4 GET users, pages; B11, Load More; any filter of the original read the whole table; its next page forgot the filter."""
    await known(web, "anna", "ann", "annabel", "ben", "joanna")
    status, first = await web.json("GET", "/api/people", ROOT_OID, params={"query": "ann", "limit": 2})
    assert (status, len(first["people"]), first["next"] is None) == (200, 2, False)
    assert await listed(web, query="ann", limit="2") == ["Ann", "Anna", "Annabel", "Joanna"]


async def test_people_with_an_allowance_of_their_own_are_found(web: Web) -> None:
    """§1.4 GET users, quota=custom; in the original a quota of 0 could not be, so it was never found."""
    await known(web, "anna", "ben", "carl")
    for who, allowance in (("anna", 0), ("ben", 3)):
        assert (await edit(web, who, "*", allowance=allowance))[0] == 200
    assert await listed(web, customAllowance="true") == ["Anna", "Ben"]


@pytest.mark.parametrize(("role", "names"), [("systemAdmin", ["Root"]), ("officeAdmin", ["Admin"]), ("person", ["Anna"])])
async def test_people_are_found_by_their_role(web: Web, role: str, names: list[str]) -> None:
    """§1.4 GET users, role; the original had Default, Office Admin and System Admin, of which it could list but the last two."""
    await known(web, "anna", ADMIN_OID, ROOT_OID)
    assert [name for name in await listed(web, role=role) if name] == names


async def test_people_who_are_auto_approved_are_found(web: Web) -> None:
    """§1.4 GET users, autoApproved; the original listed those who were; here also those who are not."""
    await known(web, "anna", "ben")
    assert (await edit(web, "ben", "*", autoApproved=True))[0] == 200
    assert await listed(web, autoApproved="true") == ["Ben"]
    assert "Ben" not in await listed(web, autoApproved="false")


async def test_people_are_found_by_parts_of_name_and_address_whatever_is_typed(web: Web) -> None:
    """§1.4 GET users, emailPrefix; a quotation mark broke the original's filter, and it answered 500."""
    await sign_in(web, "pat", "Pat O'Neil")
    assert await listed(web, query="o'n") == await listed(web, query="pat@contoso") == ["Pat O'Neil"]
    assert await listed(web, query='" or 1=1') == await listed(web, query="%") == []


@pytest.mark.parametrize("query", ["role=Default", "role=admin", "customAllowance=custom", "limit=0", "emailPrefix=a", "next=nonsense"])
async def test_a_question_about_people_that_can_not_be_understood_is_refused(web: Web, query: str) -> None:
    """§1.4 GET users, bad query; of the original only the broken filter is known; here every word that is none is a 400."""
    status, problem = await web.json("GET", f"/api/people?{query}", ROOT_OID)
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize("who", [person("nobody"), "anna@contoso.example", "%22"])
async def test_somebody_who_never_signed_in_is_a_404_to_read_and_to_edit(web: Web, who: str) -> None:
    """§1.4 GET users/:email, never seen; §1.4 PUT users/:email, unknown; the original invented whoever fitted the pattern."""
    for method, more in (("GET", {}), ("PATCH", {"json": {"allowance": 1}, "headers": {"If-Match": "*"}})):
        status, problem = await web.json(method, f"/api/people/{who}", ROOT_OID, **more)
        assert (status, problem["code"]) == (404, "no_such_person")


async def test_an_allowance_of_null_is_the_houses_again(web: Web) -> None:
    """§1.4 PUT users/:email, quota null; default in the original, too."""
    await known(web, "anna")
    assert (await edit(web, "anna", "*", allowance=1))[1]["effectiveAllowance"] == 1
    _, after = await edit(web, "anna", "*", allowance=None)
    assert (after["allowance"], after["effectiveAllowance"]) == (None, 3)


async def test_an_office_that_nobody_knows_is_refused_and_the_role_stays(web: Web) -> None:
    """§1.4 PUT users/:email, unknown office; the original dropped it without a word, and with it the role."""
    await known(web, ADMIN_OID)
    status, problem = await edit(web, ADMIN_OID, "*", adminOf=["london", "atlantis"])
    assert status == 404
    assert is_problem(problem, "no_such_office")
    assert (await seen(web, ADMIN_OID))[1]["adminOf"] == ["london"]


@pytest.mark.parametrize(
    "body", [{"quota": 3}, {"allowance": "3"}, {"adminOf": "london"}, {"adminOf": [{"id": "london"}]}, {"autoApproved": 1}, []]
)
async def test_an_edit_that_can_not_be_understood_is_refused(web: Web, body: Any) -> None:
    """§1.4 PUT users/:email, bad body; the original answered 400 "Bad Request"."""
    await known(web, "anna")
    status, problem = await web.json("PATCH", f"/api/people/{person('anna')}", ROOT_OID, json=body, headers={"If-Match": "*"})
    assert status == 400
    assert is_problem(problem, "bad_request")


async def test_the_bookings_of_the_whole_house_are_a_table(web: Scene) -> None:
    """§1.4 GET bookings, nobody named; the original read its whole table; here the list is one's own, and the table a CSV."""
    await web.book(day(), "anna")
    await web.book(day(4), "ben", office="auckland")
    assert await dates(web, ROOT_OID) == []
    assert [(row["day"], row["office"]) for row in await table(web, "/api/bookings.csv")] == [(day(4), "auckland"), (day(), "london")]


async def test_an_office_that_nobody_knows_is_told_so(web: Web) -> None:
    """§1.4 GET bookings, unknown office; the original answered 400 "Unknown office query"; ours 404, of the list and the table alike."""
    assert (await web.json("GET", "/api/bookings", ROOT_OID, params={"office": "atlantis"}))[1]["code"] == "no_such_office"
    assert (await web.json("GET", "/api/bookings.csv", ROOT_OID, params={"office": "atlantis"}))[1]["code"] == "no_such_office"


async def test_the_bookings_of_an_office_come_in_pages_by_day(web: Scene) -> None:
    """§1.4 GET bookings, pages; the original answered everything at once, days long past among them."""
    for offset, who in ((5, "anna"), (3, "ben"), (4, "carl")):
        await web.book(day(offset), who)
    _, first = await web.json("GET", "/api/bookings", ROOT_OID, params={"office": "london", "limit": 2})
    assert [one["date"] for one in first["bookings"]] == [day(3), day(4)]
    assert await dates(web, ROOT_OID, office="london", limit="2", next=first["next"]) == [day(5)]


async def test_a_system_admin_is_told_the_numbers_of_every_office_from_the_retention_to_the_windows_end(web: Scene) -> None:
    """§1.4 GET stats; the original told the same days without the capacity, and had no table to take away."""
    await web.book(day(13), "ben")
    status, told = await web.json("GET", "/api/stats", ROOT_OID)
    assert (status, [one["office"] for one in told["offices"]]) == (200, ["auckland", "london"])
    days = told["offices"][1]["days"]
    assert (days[0]["date"], days[-1]["date"], days[-1]["bookings"], days[-1]["capacity"]) == (day(-30), day(13), 1, 10)
    assert len(await table(web, "/api/stats.csv", office="london")) == len(days) == 44

"""Who may do what: every address of the API, asked by everybody, compared with one table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.api.routes import ROUTES
from bot.settings import Settings
from core.model import OfficeId
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.test_api import day

OTHER_ADMIN_OID = "other-admin"
CALLERS: tuple[str | None, ...] = (None, "anna", ADMIN_OID, OTHER_ADMIN_OID, ROOT_OID)
"""Nobody, a person, the admin of London, the admin of Auckland, a System Admin: the columns of the table."""


@dataclass(frozen=True, slots=True)
class Row:
    """An address with real things in it, what is sent, and the statuses for each of the callers.

    `{mine}` is the caller's own booking in London, `{me}` the caller; `{bens}` and `{ben}` are somebody else's.
    """

    method: str
    address: str
    statuses: str
    body: dict[str, Any] | None = field(default=None)

    def __str__(self) -> str:
        whose = " for ben" if self.body and "person" in self.body else ""
        return f"{self.method} {self.address}{whose}"


OSLO = {"id": "oslo", "name": "Oslo", "zone": "Europe/Oslo", "capacity": 5}
MINE = {"ask": "another-ask", "office": "london", "date": day(6)}
BENS = MINE | {"person": person("ben")}
WAIT = {"ask": "waiting-ask"}
LONDON_DAY = f"/api/offices/london/days/{day(5)}"

TABLE = (
    #                                                          nobody anna London's Auckland's root
    Row("GET", "/api/config", "                                   200 200 200 200 200"),
    Row("GET", "/api/me", "                                       401 200 200 200 200"),
    Row("PATCH", "/api/me", "                                     401 200 200 200 200", {"homeOffice": "london"}),
    Row("GET", "/api/offices", "                                  401 200 200 200 200"),
    Row("POST", "/api/offices", "                                 401 403 403 403 201", OSLO),
    Row("GET", "/api/offices/london", "                           401 200 200 200 200"),
    Row("PATCH", "/api/offices/london", "                         401 403 403 403 200", {"capacity": 9}),
    Row("DELETE", "/api/offices/london", "                        401 403 403 403 204"),
    Row("GET", "/api/offices/london/impact?capacity=1", "         401 403 403 403 200"),
    Row("GET", "/api/offices/london/days", "                      401 200 200 200 200"),
    Row("PUT", LONDON_DAY, "                                      401 403 200 403 200", {"open": False}),
    Row("GET", f"{LONDON_DAY}/impact?open=false", "               401 403 200 403 200"),
    # 409: let in, and told that there is a free place.
    Row("POST", f"{LONDON_DAY}/waiting", "                        401 409 409 409 409", WAIT),
    Row("POST", f"{LONDON_DAY}/waiting", "                        401 403 409 403 409", WAIT | {"person": person("ben")}),
    Row("DELETE", f"{LONDON_DAY}/waiting", "                      401 204 204 204 204"),
    Row("DELETE", f"{LONDON_DAY}/waiting?person={{ben}}", "       401 403 204 403 204"),
    Row("GET", "/api/bookings", "                                 401 200 200 200 200"),
    Row("GET", "/api/bookings?person={me}", "                     401 200 200 200 200"),
    Row("GET", "/api/bookings?person={ben}", "                    401 403 403 403 200"),
    Row("GET", "/api/bookings?person={ben}&office=london", "      401 403 200 403 200"),
    Row("GET", "/api/bookings?office=london", "                   401 403 200 403 200"),
    Row("POST", "/api/bookings", "                                401 201 201 201 201", MINE),
    Row("POST", "/api/bookings", "                                401 403 201 403 409", BENS),
    Row("GET", "/api/bookings.csv", "                             401 403 200 200 200"),
    Row("GET", "/api/bookings.csv?office=london", "               401 403 200 403 200"),
    Row("GET", "/api/bookings.csv?office=auckland", "             401 403 403 200 200"),
    Row("GET", "/api/bookings/{mine}", "                          401 200 200 200 200"),
    Row("GET", "/api/bookings/{bens}", "                          401 403 200 403 200"),
    Row("GET", "/api/bookings/{mine}/pass", "                     401 200 200 200 200"),
    Row("GET", "/api/bookings/{bens}/pass", "                     401 403 200 403 200"),
    Row("DELETE", "/api/bookings/{mine}", "                       401 204 204 204 204"),
    Row("DELETE", "/api/bookings/{bens}", "                       401 403 204 403 204"),
    Row("GET", "/api/people", "                                   401 403 200 200 200"),
    Row("GET", "/api/people/{me}", "                              401 200 200 200 200"),
    Row("GET", "/api/people/{ben}", "                             401 403 200 200 200"),
    Row("PATCH", "/api/people/{me}", "                            401 403 403 403 200", {"allowance": 4}),
    Row("PATCH", "/api/people/{ben}", "                           401 403 403 403 200", {"allowance": 4}),
    Row("GET", "/api/stats", "                                    401 403 200 200 200"),
    Row("GET", "/api/stats?office=london", "                      401 403 200 403 200"),
    Row("GET", "/api/stats.csv", "                                401 403 200 200 200"),
    Row("GET", "/api/stats.csv?office=auckland", "                401 403 403 200 200"),
    Row("GET", "/api/journal", "                                  401 403 200 200 200"),
    Row("GET", "/api/journal?office=london", "                    401 403 200 403 200"),
    Row("GET", "/api/journal?person={ben}", "                     401 403 200 200 200"),
    Row("POST", "/api/selftest", "                                401 403 403 403 200"),
    Row("GET", "/api/settings", "                                 401 403 403 403 200"),
    Row("PATCH", "/api/settings", "                               401 403 403 403 200", {"defaultAllowance": 4}),
)

APPLICATION = {"/api/config": 200, "/api/selftest": 200}
"""What an application may ask for that holds the role SelfTest; anything else is 401, as for nobody."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    admins = {**settings.office_admins, person(OTHER_ADMIN_OID): frozenset({OfficeId("auckland")})}
    return replace(settings, office_admins=admins)


def route_of(row: Row) -> tuple[str, str]:
    """The line of the route table that answers the row; of two, the one that names the address more exactly."""
    path = row.address.partition("?")[0]
    fitting = [
        (route.method, route.path)
        for route in ROUTES
        if route.method == row.method and re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route.path)), path)
    ]
    return min(fitting, key=lambda one: one[1].count("{"), default=("", ""))


def test_every_address_stands_in_the_table() -> None:
    assert {route_of(row) for row in TABLE} == {(route.method, route.path) for route in ROUTES}


@pytest.mark.parametrize("row", TABLE, ids=str)
async def test_everybody_may_do_what_the_table_says(web: Web, row: Row) -> None:
    people = ["ben", *(who for who in CALLERS if who)]
    for who in people:
        assert (await web.book(day(3), who))[0] == 201
    found: list[int] = []
    for who in CALLERS:
        me = who or "anna"
        names = {"me": person(me), "ben": person("ben"), "mine": booking(me), "bens": booking("ben")}
        headers = {"If-Match": "*"}
        answer = await web.call(row.method, row.address.format(**names), who, json=row.body, headers=headers)
        if answer.status == 403:
            assert (await answer.json(content_type="application/problem+json"))["code"] in {"not_for_you", "not_yours"}
        found.append(answer.status)
    assert found == [int(status) for status in row.statuses.split()]


@pytest.mark.parametrize("row", TABLE, ids=str)
async def test_an_application_may_do_what_is_open_and_the_self_test_alone(web: Web, row: Row) -> None:
    await web.book(day(3), "ben")
    names = {"me": person("ben"), "ben": person("ben"), "mine": booking("ben"), "bens": booking("ben")}
    headers = {"If-Match": "*", "Authorization": f"Bearer {web.entra.app_token()}"}
    answer = await web.call(row.method, row.address.format(**names), None, json=row.body, headers=headers)
    assert answer.status == APPLICATION.get(row.address, 401)


def booking(who: str) -> str:
    return f"{day(3)}.london.{person(who)}"


def test_who_must_be_an_admin_is_documented_to_be_refused() -> None:
    for route in ROUTES:
        assert route.who.name in {"ANYONE", "PERSON"} or "not_for_you" in route.codes

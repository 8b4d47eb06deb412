"""What admins are told of the past and of what is to come: numbers, tables, and the journal."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientPayloadError, hdrs
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app
from bot.settings import Settings
from core.clock import SystemClock
from core.model import AskId, OfficeId, PersonId
from core.service import Book
from core.store.port import Listing, Page, Unavailable
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.test_api import day, is_problem, utc_today


async def table(web: Web, path: str, who: str = ROOT_OID, **query: str) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    answer = await web.call("GET", path, who, params=query)
    assert (answer.status, answer.content_type) == (200, "text/csv")
    assert answer.headers[hdrs.CONTENT_DISPOSITION] == f'attachment; filename="{path.rpartition("/")[2]}"'
    assert (answer.headers[hdrs.CACHE_CONTROL], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    text = (await answer.read()).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


async def stats(web: Web, who: str = ROOT_OID, **query: str) -> dict[str, dict[str, Any]]:
    """The days by office."""
    status, told = await web.json("GET", "/api/stats", who, params=query)
    assert status == 200
    return {office["office"]: {one["date"]: one for one in office["days"]} for office in told["offices"]}


async def sign_in(web: Web, oid: str, name: str) -> None:
    token = web.entra.token(oid, name=name)
    assert (await web.client.get("/api/me", headers={"Authorization": f"Bearer {token}"})).status == 200


async def test_numbers_are_told_of_every_day_and_of_nobody(web: Web) -> None:
    for who in ("anna", "ben"):
        await web.book(day(), who, parking=who == "ben")
    await web.json("PUT", f"/api/offices/london/days/{day(4)}", ROOT_OID, json={"open": False}, headers={"If-Match": "*"})
    told = await stats(web, **{"from": day(2), "to": day(4)})
    assert set(told) == {"london", "auckland"}
    empty = {"closed": False, "capacity": 10, "bookings": 0, "parkingCapacity": 4, "parking": 0, "waiting": 0}
    assert told["london"] == {
        day(2): empty | {"date": day(2)},
        day(3): empty | {"date": day(3), "bookings": 2, "parking": 1},
        day(4): empty | {"date": day(4), "closed": True},
    }
    rows = await table(web, "/api/stats.csv", **{"from": day(3), "to": day(3), "office": "london"})
    numbers = {"capacity": "10", "bookings": "2", "parking_capacity": "4", "parking": "1", "waiting": "0"}
    assert rows == [{"day": day(3), "office": "london", "name": "London", "closed": "no", **numbers}]


async def test_nothing_said_is_all_that_is_remembered_to_the_end_of_the_window(web: Web) -> None:
    (days,) = (await stats(web, office="london")).values()
    today = SystemClock().now().astimezone(ZoneInfo("Europe/London")).date()
    assert list(days) == [(today + timedelta(offset)).isoformat() for offset in range(-30, 14)]
    # What is forgotten is not told as a day on which nobody came.
    (days,) = (await stats(web, office="london", to=(today - timedelta(31)).isoformat())).values()
    assert days == {}
    (days,) = (await stats(web, office="london", **{"from": "0001-01-01"})).values()
    assert len(days) == 44
    (days,) = (await stats(web, office="london", **{"from": "9999-12-31"})).values()
    assert list(days) == ["9999-12-31"]


async def test_an_office_admin_is_told_of_the_own_office_only(web: Web) -> None:
    assert set(await stats(web, ADMIN_OID)) == {"london"}
    assert {row["office"] for row in await table(web, "/api/stats.csv", ADMIN_OID)} == {"london"}
    await web.book(day(), "anna")
    await web.book(day(4), "anna", office="auckland", ask="in-auckland")
    assert [row["office"] for row in await table(web, "/api/bookings.csv", ADMIN_OID)] == ["london"]
    assert [row["office"] for row in await table(web, "/api/bookings.csv", ROOT_OID)] == ["auckland", "london"]
    for path in ("/api/stats", "/api/stats.csv", "/api/bookings.csv", "/api/journal"):
        assert (await web.json("GET", path, ROOT_OID, params={"office": "atlantis"}))[0] in {200, 404}
        status, problem = await web.json("GET", path, ADMIN_OID, params={"office": "auckland"})
        assert (status, problem["code"]) == (403, "not_for_you")


async def test_an_office_that_was_removed_is_told_of_when_it_is_named(web: Web) -> None:
    await web.book(day())
    await web.json("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"})
    assert set(await stats(web)) == {"auckland"}
    told = await stats(web, office="london", **{"from": day(), "to": day()})
    assert (told["london"][day()]["bookings"], told["london"][day()]["closed"]) == (1, True)
    assert [row["office"] for row in await table(web, "/api/bookings.csv")] == ["london"]


async def test_a_table_of_bookings_runs_nothing_in_a_spreadsheet(web: Web) -> None:
    await sign_in(web, "mallory", '=HYPERLINK("http://x")')
    await sign_in(web, "jose", "José, “Pepe”")
    for number, who in enumerate(("mallory", "jose")):
        wish = {"ask": f"for-somebody-{number}", "office": "london", "date": day(3 + number), "person": person(who), "parking": True}
        assert (await web.json("POST", "/api/bookings", ROOT_OID, json=wish))[0] == 201
    rows = await table(web, "/api/bookings.csv", ADMIN_OID, office="london")
    assert [(row["day"], row["name"]) for row in rows] == [(day(3), '\'=HYPERLINK("http://x")'), (day(4), "José, “Pepe”")]
    assert (rows[1]["email"], rows[1]["office_name"], rows[1]["parking"]) == ("jose@contoso.example", "London", "yes")
    assert await table(web, "/api/bookings.csv", ADMIN_OID, date=day(4)) == rows[1:]
    assert await table(web, "/api/bookings.csv", ADMIN_OID, **{"from": day(1), "to": day(3)}) == rows[:1]
    assert await table(web, "/api/bookings.csv", ADMIN_OID, date="2020-01-01") == []


class TestLongTables:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, offices=tuple(replace(office, capacity=500) for office in settings.offices))

    async def test_every_booking_is_in_it_once(self, web: Web) -> None:
        for number in range(450):
            await book_for(web, number, f"Person {number}")
        rows = await table(web, "/api/bookings.csv", ADMIN_OID)
        assert sorted(row["name"] for row in rows) == sorted(f"Person {number}" for number in range(450))

    async def test_one_that_ends_early_never_looks_whole(self, web: Web) -> None:
        for number in range(250):
            await book_for(web, number)
        parts = replace(web.parts, store=Torn(web.parts.store))
        async with TestClient(TestServer(build_app(parts))) as client:
            torn = Web(client, web.entra, parts)
            answer = await torn.call("GET", "/api/bookings.csv", ADMIN_OID)
            assert answer.status == 200
            with pytest.raises(ClientPayloadError):
                await answer.read()
            # The process lives on.
            assert (await torn.json("GET", "/api/me"))[0] == 200

    async def test_one_that_can_not_begin_is_answered_as_any_other_failure(self, web: Web) -> None:
        parts = replace(web.parts, store=Torn(web.parts.store, whole_pages=0))
        async with TestClient(TestServer(build_app(parts))) as client:
            status, problem = await Web(client, web.entra, parts).json("GET", "/api/stats.csv", ADMIN_OID)
        assert status == 503
        assert is_problem(problem, "busy")


class Torn:
    """A store that goes away after some pages of a list."""

    def __init__(self, store: Any, whole_pages: int = 2) -> None:
        self._store = store
        self._left = whole_pages

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        if self._left == 0:
            raise Unavailable("gone")
        self._left -= 1
        return await self._store.list(listing, limit=limit, next=next)


async def book_for(web: Web, number: int, name: str = "") -> None:
    known = await web.parts.people.signed_in(PersonId(person(f"p{number}")), name, "", SystemClock().now())
    command = Book(ask=AskId("an-ask-of-mine"), office=OfficeId("london"), day=date.fromisoformat(day()))
    await web.parts.service.book(known, command, "reference")


async def journal(web: Web, who: str = ROOT_OID, **query: str) -> list[dict[str, Any]]:
    """All pages."""
    found: list[dict[str, Any]] = []
    place: dict[str, str] = {}
    while True:
        status, page = await web.json("GET", "/api/journal", who, params={**query, **place})
        assert status == 200
        found += page["entries"]
        if page["next"] is None:
            return found
        place = {"next": page["next"]}


async def test_the_journal_says_who_did_what_the_newest_first(web: Web) -> None:
    _, made = await web.book(day(), parking=True)
    await web.json("DELETE", f"/api/bookings/{made['id']}", ADMIN_OID)
    await web.json("PATCH", f"/api/people/{person('anna')}", ROOT_OID, json={"allowance": 1}, headers={"If-Match": "*"})
    await web.json("PUT", f"/api/offices/london/days/{day()}", ADMIN_OID, json={"open": False, "note": "Snow"}, headers={"If-Match": "*"})
    entries = await journal(web)
    assert [one["action"] for one in entries] == ["office.edited", "person.edited", "booking.cancelled", "booking.made"]
    edited, allowed, cancelled, booked = entries
    anna, admin = {"id": person("anna"), "name": "Anna"}, {"id": person(ADMIN_OID), "name": "Admin"}
    assert (booked["actor"], booked["person"], booked["office"], booked["date"]) == (anna, anna, "london", day())
    assert (cancelled["actor"], cancelled["person"]) == (admin, anna)
    assert cancelled["before"] == {"of": "booking", "state": "active", "parking": True, "revision": 1}
    assert cancelled["after"] == {"of": "booking", "state": "cancelled", "parking": True, "revision": 2}
    assert (allowed["before"]["allowance"], allowed["after"]["allowance"], allowed["office"]) == (None, 1, None)
    snow = {"date": day(), "open": False, "capacity": None, "parkingCapacity": None, "note": "Snow"}
    assert (edited["before"]["specialDays"], edited["after"]["specialDays"]) == ([], [snow])
    assert edited["after"]["openWeekdays"] == [1, 2, 3, 4, 5, 6, 7]


async def test_the_journal_is_narrowed_to_an_office_a_person_and_days(web: Web) -> None:
    await web.book(day(), "anna")
    await web.book(day(), "ben", office="auckland")
    await web.json("PATCH", f"/api/people/{person('ben')}", ROOT_OID, json={"allowance": 1}, headers={"If-Match": "*"})
    assert [one["office"] for one in await journal(web, ADMIN_OID)] == ["london"]
    assert [one["person"]["name"] for one in await journal(web, office="auckland")] == ["Ben"]
    assert [one["action"] for one in await journal(web, person=person("ben"))] == ["person.edited", "booking.made"]
    assert [one["action"] for one in await journal(web, person=person(ROOT_OID))] == ["person.edited"]
    assert await journal(web, ADMIN_OID, person=person("ben")) == []
    around = {"from": (utc_today() - timedelta(1)).isoformat(), "to": (utc_today() + timedelta(1)).isoformat()}
    assert len(await journal(web, **around)) == 3
    assert len(await journal(web, **{"from": "0001-01-01", "to": "9999-12-31"})) == 3
    for days in ({"to": "2020-01-01"}, {"from": "9999-12-31"}, {"from": around["to"], "to": around["from"]}):
        assert await journal(web, **days) == []


async def test_the_journal_is_paged_without_gap_or_repeat(web: Web) -> None:
    for number in range(11):
        await web.book(day(), f"p{number}", office="london" if number % 3 else "auckland")
    whole = await journal(web)
    assert len(whole) == 11
    for limit in ("1", "3", "10"):
        assert await journal(web, limit=limit) == whole
    times = [one["at"] for one in whole]
    assert times == sorted(times, reverse=True)

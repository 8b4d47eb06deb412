"""The days of an office: printed once for many, and yet for each caller what the rules say at that moment."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.api.types import DaysView, WeekView
from bot.api.views import BookingViews, day_view, office_view
from bot.app import build_app, parts_of
from bot.settings import Settings
from core import availability, offices
from core.clock import SystemClock
from core.days import end_of, today_in, week_of
from core.model import OfficeId, person_id
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.fake_entra import TENANT, FakeEntra
from tests.bot.test_api import day

CROWD = ["anna", "ben", "cleo", "dora", ADMIN_OID, ROOT_OID]
OFFICES = ["london", "auckland"]


class Watch:
    """The machine's clock, which a test can set forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead


@asynccontextmanager
async def served(settings: Settings, entra: FakeEntra, folder: Path, clock: Watch) -> AsyncGenerator[Web]:
    """A web process of its own over the shared store."""
    async with parts_of(settings, clock) as parts, TestClient(TestServer(build_app(parts, folder))) as client:
        yield Web(client, entra, parts)


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """A house that fills up soon."""
    tight = tuple(replace(office, capacity=2, parking_capacity=1) for office in settings.offices)
    policy: dict[str, Any] = getattr(request, "param", {})
    return replace(settings, offices=tight, policy=msgspec.structs.replace(settings.policy, **policy))


async def as_the_rules_say(web: Web, who: str, office_id: str) -> object:
    """The answer made anew from what is in the store, with nothing printed beforehand."""
    parts, now = web.parts, web.parts.clock.now()
    rules = await parts.rules.read()
    caller = await parts.people.read(person_id(TENANT, who))
    office = await offices.read(parts.store, OfficeId(office_id))
    assert caller is not None
    assert office is not None
    span = availability.window(office, now, rules)
    weeks: list[WeekView] = []
    for week in availability.weeks_of(await availability.find(parts.store.read_many, caller.id, office.id, span)):
        views = BookingViews(caller, {office.id: office}, {}, now, rules)
        days = [day_view(availability.day_view(caller, office, week, one, now, rules), views) for one in week.days]
        allowance, used = rules.allowance_of(caller), week.person_week.used
        weeks.append(WeekView(week_of(week.monday), week.monday, allowance, used, max(0, allowance - used), days))
    return msgspec.json.decode(msgspec.json.encode(DaysView(office_view(office, now), span.first, weeks)))


async def something_happens(web: Web, dice: random.Random, number: int) -> None:
    who, office, when = dice.choice(CROWD), dice.choice(OFFICES), day(dice.randrange(1, 12))
    match dice.randrange(8):
        case 0 | 1 | 2 | 3:
            await web.book(when, who, office=office, ask=f"random-ask-{number}", parking=dice.random() < 0.5, reason="Team day")
        case 4:
            await web.call("DELETE", f"/api/bookings/{when}.{office}.{person(who)}", who)
        case 5:
            await web.call("POST", f"/api/offices/{office}/days/{when}/waiting", who, json={"ask": f"random-wait-{number}"})
        case 6:
            body = {"open": dice.choice([True, False, None]), "note": "Painters", "capacity": dice.choice([None, 0, 3])}
            await web.call("PUT", f"/api/offices/{office}/days/{when}", ROOT_OID, json=body, headers={"If-Match": "*"})
        case _:
            allowance = {"allowance": dice.choice([None, 0, 1, 5])}
            await web.call("PATCH", f"/api/people/{person(who)}", ROOT_OID, json=allowance, headers={"If-Match": "*"})


@pytest.mark.parametrize("settings", [{}, {"one_office_per_day": True}, {"reason_required": True}], indirect=True, ids=str)
@pytest.mark.parametrize("seed", range(4))
async def test_everybody_sees_what_the_rules_say_whatever_others_were_shown_before(web: Web, seed: int) -> None:
    dice = random.Random(seed)
    for who in CROWD:
        await web.json("GET", "/api/me", who)
    for number in range(40):
        await something_happens(web, dice, number)
        who, office = dice.choice(CROWD), dice.choice(OFFICES)
        assert await web.json("GET", f"/api/offices/{office}/days", who) == (200, await as_the_rules_say(web, who, office))
    for who in CROWD:
        for office in OFFICES:
            assert await web.json("GET", f"/api/offices/{office}/days", who) == (200, await as_the_rules_say(web, who, office))


async def taken(web: Web, who: str = "ben") -> int:
    _, seen = await web.json("GET", "/api/offices/london/days", who, params={"from": day(), "to": day()})
    return int(seen["weeks"][0]["days"][0]["taken"])


async def test_what_is_booked_here_is_shown_at_once_and_what_is_booked_elsewhere_within_three_seconds(
    settings: Settings, entra: FakeEntra, tmp_path: Path
) -> None:
    clock = Watch()
    async with served(settings, entra, tmp_path, clock) as here, served(settings, entra, tmp_path, clock) as there:
        assert (await taken(here), await taken(there)) == (0, 0)
        assert (await here.book(day()))[0] == 201
        assert await taken(here) == 1
        assert await taken(here, "anna") == 1
        clock.ahead += timedelta(seconds=3)
        assert await taken(there) == 1
        assert await taken(there, "anna") == 1


async def test_own_bookings_and_own_places_in_line_are_shown_to_nobody_else(web: Web) -> None:
    await web.book(day(), "anna", reason="private")
    await web.book(day(), "ben")
    await web.call("POST", f"/api/offices/london/days/{day()}/waiting", "cleo", json={"ask": "waiting-ask"})
    for who in ("cleo", "dora", "anna", "ben", "dora"):
        _, seen = await web.json("GET", "/api/offices/london/days", who, params={"from": day(), "to": day()})
        (shown,) = seen["weeks"][0]["days"]
        assert (shown["mine"] is not None) is (who in {"anna", "ben"})
        assert (shown["wait"] is not None) is (who == "cleo")
        if shown["mine"]:
            assert shown["mine"]["person"]["id"] == person(who)


async def test_an_office_that_is_edited_or_removed_is_shown_so_at_once(web: Web) -> None:
    await web.json("GET", "/api/offices/london/days")
    change = {"name": "London Bridge", "capacity": 7}
    await web.json("PATCH", "/api/offices/london", ROOT_OID, json=change, headers={"If-Match": "*"})
    _, seen = await web.json("GET", "/api/offices/london/days")
    assert (seen["office"]["name"], seen["weeks"][0]["days"][0]["capacity"]) == ("London Bridge", 7)
    await web.call("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"})
    status, problem = await web.json("GET", "/api/offices/london/days")
    assert (status, problem["code"]) == (404, "no_such_office")


async def test_a_right_that_is_given_shows_at_once(web: Web) -> None:
    today = (await web.json("GET", "/api/offices/london"))[1]["today"]
    await web.book(today)

    async def refusal() -> object:
        _, seen = await web.json("GET", "/api/offices/london/days")
        return seen["weeks"][0]["days"][0]["mine"]["cancelRefusal"]

    assert await refusal() is not None
    await web.json("PATCH", f"/api/people/{person('anna')}", ROOT_OID, json={"adminOf": ["london"]}, headers={"If-Match": "*"})
    assert await refusal() is None


async def test_rules_that_are_edited_show_at_once(web: Web) -> None:
    await web.json("GET", "/api/offices/london/days")
    await web.json("PATCH", "/api/settings", ROOT_OID, json={"defaultAllowance": 0}, headers={"If-Match": "*"})
    _, seen = await web.json("GET", "/api/offices/london/days")
    assert {one["refusal"]["code"] for week in seen["weeks"] for one in week["days"]} == {"allowance_used"}


async def test_a_changed_name_shows_with_the_next_call(web: Web) -> None:
    await web.book(day())

    async def shown(name: str) -> object:
        headers = {"Authorization": f"Bearer {web.entra.token('anna', name=name)}"}
        weeks = (await (await web.client.get("/api/offices/london/days", headers=headers)).json())["weeks"]
        return [one["mine"]["person"]["name"] for week in weeks for one in week["days"] if one["mine"]]

    assert await shown("Anna") == ["Anna"]
    assert await shown("Anna Married") == ["Anna Married"]


async def test_of_a_very_wide_window_the_first_days_are_shown_and_the_others_to_whoever_names_them(web: Web) -> None:
    await web.json(
        "PATCH", "/api/settings", ROOT_OID, json={"advanceBookingDays": 366, "peopleRetentionDays": 400}, headers={"If-Match": "*"}
    )
    status, seen = await web.json("GET", "/api/offices/london/days")
    assert (status, sum(len(week["days"]) for week in seen["weeks"])) == (200, 62)
    status, seen = await web.json("GET", "/api/offices/london/days", params={"from": day(300)})
    assert (status, sum(len(week["days"]) for week in seen["weeks"])) == (200, 62)
    assert seen["weeks"][0]["days"][0]["refusal"] is None


async def test_a_moment_after_midnight_yesterday_is_gone_although_it_was_shown_a_moment_before(
    settings: Settings, entra: FakeEntra, tmp_path: Path
) -> None:
    clock = Watch()
    async with served(settings, entra, tmp_path, clock) as web:
        now = clock.now()
        midnight = end_of(today_in("Pacific/Auckland", now), "Pacific/Auckland")
        clock.ahead += midnight - now - timedelta(seconds=0.5)
        entra.ahead_s = clock.ahead.total_seconds()
        _, before = await web.json("GET", "/api/offices/auckland/days")
        clock.ahead += timedelta(seconds=1)
        _, after = await web.json("GET", "/api/offices/auckland/days")
    assert date.fromisoformat(after["today"]) - date.fromisoformat(before["today"]) == timedelta(days=1)


async def test_after_midnight_the_day_before_is_gone(settings: Settings, entra: FakeEntra, tmp_path: Path) -> None:
    clock = Watch()
    async with served(settings, entra, tmp_path, clock) as web:
        _, before = await web.json("GET", "/api/offices/auckland/days")
        clock.ahead += timedelta(days=1)
        entra.ahead_s += 24 * 3600
        _, after = await web.json("GET", "/api/offices/auckland/days")
    assert date.fromisoformat(after["today"]) - date.fromisoformat(before["today"]) == timedelta(days=1)
    assert after["weeks"][0]["days"][0]["date"] == after["today"]

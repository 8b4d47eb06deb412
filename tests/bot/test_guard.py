"""What a guard is told over HTTP: every standing, nothing to whom it is not due, and at no cost for what is forged."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from bot.app import build_app, parts_of
from bot.guard.files import STATIC
from bot.keys import Parts
from bot.settings import Settings
from core.decision import Booked
from core.model import AskId, Booking, OfficeId, Person, person_id
from core.pass_keys import FileKeys, new_key
from core.passes import MAX_LENGTH, issue
from core.service import Book
from core.store.port import Unavailable
from tests.bot.fake_entra import TENANT
from tests.bot.forgeries import mutations
from tests.fakes import FakeClock
from tests.house_of import NOON, TODAY, TOMORROW
from tests.passes.making import Ring

ANNA = Person(id=person_id(TENANT, "0b2c7a52-91e4-4c8a-8f0d-2f4f0a9be002"), name="Anna Bell", email="anna@contoso.example")
JSON = {"Accept": "application/json"}


@dataclass(slots=True)
class Door:
    """The whole application at a standing instant, and people with bookings."""

    client: TestClient[Any, Any]
    parts: Parts
    clock: FakeClock

    async def book(
        self, day: date = TODAY, who: Person = ANNA, *, office: str = "london", parking: bool = False, ask: str = "first-ask"
    ) -> Booking:
        await self.parts.people.signed_in(who.id, who.name, who.email, self.clock.now())
        command = Book(ask=AskId(ask), office=OfficeId(office), day=day, parking=parking)
        decision = await self.parts.service.book(who, command, "correlation")
        assert isinstance(decision, Booked)
        return decision.booking

    async def token(self, booking: Booking) -> str:
        return await self.parts.passes.issue(booking)

    async def page(self, token: str) -> tuple[int, str]:
        answer = await self.client.get(f"/pass/{token}")
        assert answer.content_type == "text/html"
        return answer.status, await answer.text()

    async def told(self, token: str) -> tuple[int, Any]:
        answer = await self.client.get(f"/pass/{token}", headers=JSON)
        assert answer.content_type == "application/json"
        return answer.status, await answer.json()

    def go_away(self) -> None:
        """From now on the store is out of reach."""

        async def away(*_: object) -> None:
            raise Unavailable("the store is away")

        self.parts.store.read = away  # pyright: ignore[reportAttributeAccessIssue] - a broken store


@pytest.fixture
async def door(settings: Settings, tab: Path) -> AsyncGenerator[Door]:
    clock = FakeClock(NOON)
    async with parts_of(settings, clock) as parts, TestClient(TestServer(build_app(parts, tab))) as client:
        yield Door(client, parts, clock)


def heading(page: str) -> str:
    (title,) = re.findall(r"<h1>(.*)</h1>", page)
    return title


async def test_todays_pass_is_valid_and_says_who_where_and_when(door: Door) -> None:
    status, page = await door.page(await door.token(await door.book(parking=True)))
    assert status == 200
    assert heading(page) == "Valid today"
    for word in ("Anna Bell", "London", "Today, Tuesday 24 November", "Car place booked", "12:00:00", 'data-zone="Europe/London"', "good"):
        assert word in page
    for secret in ("anna@", ANNA.id, "@contoso", "0b2c7a52"):
        assert secret not in page


async def test_a_pass_for_another_day_is_not_for_today(door: Door) -> None:
    status, page = await door.page(await door.token(await door.book(TOMORROW)))
    assert (status, heading(page)) == (200, "Not today")
    assert "Wednesday 25 November 2026" in page
    assert "Anna Bell" in page
    assert "No car place" in page


async def test_an_old_pass_does_not_tell_whose_it_was(door: Door) -> None:
    token = await door.token(await door.book())
    door.clock.forward(timedelta(days=1))
    status, page = await door.page(token)
    assert (status, heading(page)) == (200, "Not today")
    assert "Anna" not in page


async def test_today_is_the_offices_own(door: Door) -> None:
    """It is noon in London, and tomorrow already in Auckland."""
    _, page = await door.page(await door.token(await door.book(TOMORROW, office="auckland")))
    assert heading(page) == "Valid today"
    assert "Today, Wednesday 25 November" in page
    assert "01:00:00" in page


async def test_a_cancelled_booking_has_no_valid_pass_and_a_new_one_has_its_own(door: Door) -> None:
    booking = await door.book(TOMORROW)
    old = await door.token(booking)
    await door.parts.service.cancel(ANNA, booking.id, AskId("cancel-ask"), "correlation")
    door.clock.forward(timedelta(days=1))
    status, page = await door.page(old)
    assert (status, heading(page)) == (200, "Cancelled")
    new = await door.token(await door.book(TOMORROW, parking=True, ask="second-ask"))
    assert heading((await door.page(new))[1]) == "Valid today"
    assert heading((await door.page(old))[1]) == "Cancelled"


async def test_a_pass_of_an_office_that_is_gone_lets_nobody_in(door: Door) -> None:
    booking = replace(await door.book(), office=OfficeId("paris"))
    status, page = await door.page(await issue(booking, door.parts.pass_keys))
    assert (status, heading(page)) == (200, "Cancelled")
    assert "no longer there" in page


async def test_no_altered_pass_is_genuine_and_none_costs_a_look_into_the_store(door: Door) -> None:
    token = await door.token(await door.book())
    door.go_away()
    for forged in mutations(token):
        assert forged != token
        status, page = await door.page(forged)
        # The key's id and the version are not signed: what names no key of ours is not genuine, either.
        assert (status, heading(page)) == (404, "Not genuine"), forged
        assert "<dd>" not in page


async def test_a_pass_signed_by_a_strangers_key_is_not_genuine(door: Door, tmp_path: Path) -> None:
    booking = await door.book()
    new_key(tmp_path / "stranger", door.clock.now())
    for signer in (FileKeys(tmp_path / "stranger", door.clock), Ring(generate_private_key(SECP256R1()))):
        assert (await door.told(await issue(booking, signer)))[0] == 404


@pytest.mark.parametrize("path", ["", "%20", "a/b", "..%2f..%2fapp.py", "%00", "%C3%BC", "<script>alert(1)</script>", "%ff%fe"])
async def test_any_address_under_pass_is_answered_by_a_page(door: Door, path: str) -> None:
    status, page = await door.page(path)
    assert (status, heading(page)) == (404, "Not genuine")
    assert "alert" not in page


async def test_hostile_names_are_text_and_nothing_else(door: Door) -> None:
    evil = "<script>alert('x')</script>\"&${name}$title"
    _, page = await door.page(await door.token(await door.book(who=replace(ANNA, name=evil))))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&quot;&amp;${name}$title" in page
    assert page.count("<script") == 1


async def test_the_scanner_is_told_the_same_as_the_page(door: Door) -> None:
    status, told = await door.told(await door.token(await door.book()))
    assert status == 200
    assert told == {
        "standing": "valid",
        "tone": "good",
        "title": "Valid today",
        "detail": "Compare the name with the person.",
        "name": "Anna Bell",
        "office": "London",
        "day": "Today, Tuesday 24 November",
        "parking": "No car place",
        "date": "2026-11-24",
    }
    status, told = await door.told("forged")
    assert (status, told["standing"], told["tone"], told["name"], told["date"]) == (404, "not_genuine", "bad", "", None)


async def test_somebody_without_a_name_is_let_in_without_one(door: Door) -> None:
    _, page = await door.page(await door.token(await door.book(who=replace(ANNA, name=""))))
    assert heading(page) == "Valid today"
    assert "<dt>Name</dt>" not in page


async def test_a_store_that_is_away_is_said_in_a_page_too(door: Door) -> None:
    token = await door.token(await door.book())
    door.go_away()
    answer = await door.client.get(f"/pass/{token}")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    assert heading(await answer.text()) == "Not checked"
    status, told = await door.told(token)
    assert (status, told["standing"], told["tone"]) == (503, "not_checked", "unsure")


@pytest.mark.parametrize("path", ["/pass/{token}", "/pass/forged", "/guard", "/guard/keys.json", "/guard/scanner.js", "/guard/worker.js"])
async def test_nothing_may_be_framed_found_or_sent_on_and_no_cookie_is_set(door: Door, path: str) -> None:
    answer = await door.client.get(path.format(token=await door.token(await door.book())))
    rules = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "connect-src", "img-src", "worker-src")} == {"'self'"}
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Permissions-Policy"].startswith("camera=(self)")
    assert "Set-Cookie" not in answer.headers
    is_file = path.endswith(".js")
    assert answer.headers["Cache-Control"] == ("no-cache" if is_file else "no-store")


async def test_a_pass_answers_a_page_or_json_under_one_address(door: Door) -> None:
    answer = await door.client.get("/pass/forged")
    assert answer.headers["Vary"] == "Accept"


async def test_head_says_how_it_stands_without_a_word(door: Door) -> None:
    token = await door.token(await door.book())
    for path, status in ((f"/pass/{token}", 200), ("/pass/forged", 404), ("/guard", 200), ("/guard/keys.json", 200)):
        answer: ClientResponse = await door.client.head(path)
        assert (answer.status, await answer.read()) == (status, b"")
    assert (await door.client.post(f"/pass/{token}")).status == 405


async def test_no_page_has_a_script_or_a_style_of_its_own(door: Door) -> None:
    """The policy would forbid them; a page that had one would be broken."""
    for path in ("/guard", f"/pass/{await door.token(await door.book())}"):
        page = await (await door.client.get(path)).text()
        assert "style=" not in page
        assert "<style" not in page
        assert re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) == [""]
        assert not re.findall(r"\son\w+=", page)


async def test_the_luggage_has_public_keys_and_zones_and_is_not_packed_for_everybody_anew(door: Door) -> None:
    first = await (await door.client.get("/guard/keys.json")).json()
    assert {office["id"]: office["zone"] for office in first["offices"]} == {"london": "Europe/London", "auckland": "Pacific/Auckland"}
    (key,) = first["keys"]
    assert set(key) == {"kid", "kty", "crv", "x", "y", "alg"}
    door.parts.store.list = None  # pyright: ignore[reportAttributeAccessIssue] - nobody may ask it
    assert await (await door.client.get("/guard/keys.json")).json() == first


async def test_the_luggage_is_packed_anew_after_a_minute(door: Door) -> None:
    first = await (await door.client.get("/guard/keys.json")).json()
    door.clock.forward(timedelta(minutes=2))
    second = await (await door.client.get("/guard/keys.json")).json()
    assert first["madeAt"] < second["madeAt"]
    door.clock.forward(timedelta(minutes=-10))
    third = await (await door.client.get("/guard/keys.json")).json()
    assert third["madeAt"] < first["madeAt"]


async def test_the_worker_keeps_just_the_files_that_the_scanner_needs(door: Door) -> None:
    worker = await (await door.client.get("/guard/worker.js")).text()
    (listed,) = re.findall(r"const FILES = \[(.*?)\];", worker, re.DOTALL)
    kept = set(re.findall(r"'([^']+)'", listed))
    files = {f"/guard/{file.name}" for file in STATIC.iterdir()}
    assert kept == {"/guard"} | files - {"/guard/scanner.html", "/guard/worker.js", "/guard/pass.js"}
    for path in kept:
        assert (await door.client.get(path)).status == 200
    assert re.search(r"const CACHE = 'guard-[0-9a-f]{16}';", worker)
    assert (await door.client.get("/guard/worker.js")).headers["Service-Worker-Allowed"] == "/guard"


async def test_scripts_are_served_as_scripts(door: Door) -> None:
    for path in ("/guard/scanner.js", "/guard/worker.js", "/guard/pass.js"):
        assert (await door.client.get(path)).content_type in {"text/javascript", "application/javascript"}


async def test_nothing_beside_the_files_is_served(door: Door) -> None:
    for path in ("/guard/", "/guard/scanner.html", "/guard/../app.py", "/guard/%2e%2e/door.py", "/guard/missing.js"):
        assert (await door.client.get(path)).status == 404


def test_the_script_bounds_a_pass_as_the_service_does() -> None:
    assert f"MAX_LENGTH = {MAX_LENGTH};" in (STATIC / "offline.js").read_text("utf-8")

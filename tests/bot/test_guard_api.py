"""Who gets the pass of a booking from the API, and what it holds."""

from __future__ import annotations

from typing import Any

import pytest

from core.clock import SystemClock
from core.pass_keys import PassesUnavailable, Signed
from core.passes import Passes
from tests.bot.conftest import Web, person
from tests.passes.making import Ring


async def booked(web: Web, who: str = "anna") -> Any:
    status, booking = await web.book(SystemClock().now().date().isoformat(), who, office="london", parking=True)
    assert status == 201
    return booking


async def test_my_pass_is_a_text_and_an_address_that_a_guard_can_open(web: Web) -> None:
    booking = await booked(web)
    status, told = await web.json("GET", f"/api/bookings/{booking['id']}/pass")
    assert status == 200
    token = told.pop("token")
    assert told == {
        "url": f"http://127.0.0.1:3978/pass/{token}",
        "booking": booking["id"],
        "office": "london",
        "officeName": "London",
        "date": booking["date"],
        "parking": True,
    }
    assert "Valid today" in await (await web.client.get(f"/pass/{token}")).text()


async def test_it_is_the_same_text_when_asked_again_and_is_never_kept(web: Web) -> None:
    booking = await booked(web)
    answers = [await web.call("GET", f"/api/bookings/{booking['id']}/pass") for _ in range(2)]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * 2
    first, second = [(await answer.json())["token"] for answer in answers]
    assert first == second


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("root", 200), ("mallory", 403), (None, 401)])
async def test_anothers_pass_is_for_admins_of_the_office_alone(web: Web, who: str | None, status: int) -> None:
    booking = await booked(web)
    answered, told = await web.json("GET", f"/api/bookings/{booking['id']}/pass", who)
    assert answered == status
    assert ("token" in told) == (status == 200)


async def test_a_cancelled_booking_has_no_pass(web: Web) -> None:
    booking = await booked(web)
    assert (await web.call("DELETE", f"/api/bookings/{booking['id']}", "admin")).status == 204
    status, told = await web.json("GET", f"/api/bookings/{booking['id']}/pass")
    assert (status, told["code"]) == (409, "booking_cancelled")
    assert "cancelled" in told["detail"]


@pytest.mark.parametrize("booking", ["2026-11-24.london.{me}", "nonsense", "2026-11-24.paris.{me}"])
async def test_a_booking_that_is_none_has_no_pass(web: Web, booking: str) -> None:
    named = booking.format(me=person("anna"))
    status, told = await web.json("GET", f"/api/bookings/{named}/pass")
    assert (status, told["code"]) == (404, "no_such_booking")


class Mute(Ring):
    async def sign(self, message: bytes) -> Signed:
        raise PassesUnavailable("the vault is away")


async def test_keys_that_can_not_sign_now_are_said_in_a_sentence(web: Web) -> None:
    booking = await booked(web)
    object.__setattr__(web.parts, "passes", Passes(Mute()))
    answer = await web.call("GET", f"/api/bookings/{booking['id']}/pass")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    assert "try again" in (await answer.json())["detail"]

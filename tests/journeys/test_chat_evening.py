"""The evening before an office day, with a restart in the middle: what is due is said once, and nothing is forgotten."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from core.clock import SystemClock
from tests.journeys import dusk
from tests.journeys.chatting import Soon, chat_of, opened, shows
from tests.journeys.conftest import Running, person_at, spoken, started
from tests.product import START_TIMEOUT_S

pytestmark = pytest.mark.browser
EVENING = time(17)
UNTIL_THEN = timedelta(seconds=10)
"""Enough to open an office and to book in it: who books in the evening itself needs no reminder."""


def today_in(running: Running, office: str) -> date:
    """As the product has it; this process knows the zone from elsewhere."""
    return date.fromisoformat(running.call("GET", f"/api/offices/{office}", "Ada")["today"])


async def test_the_evening_reminds_once_across_a_restart_and_its_button_frees_the_place(browser: Browser, tmp_path: Path) -> None:
    name, zones = "Vera Evening", tmp_path / "zones"
    with started(tmp_path, dusk.environment(zones)) as running:
        context = await person_at(browser)
        chat = await chat_of(context, running, name)
        begins = SystemClock().now() + UNTIL_THEN
        dusk.set_where(zones, EVENING, begins)
        station = opened(running, "Station", zone=dusk.ZONE)
        tomorrow = today_in(running, station.id) + timedelta(days=1)
        later = tomorrow + timedelta(days=1)
        station.book(name, tomorrow, parking=True)
        told = station.book_for(name, later, by="Ada")
        assert SystemClock().now() < begins, "this machine was too slow to book before the evening"
        await shows(chat.bots.nth(1), f"Booked for you by Ada Okafor: {spoken(later)}, Station.")

        await asyncio.sleep((begins - SystemClock().now()).total_seconds())
        running.end("service")
        reminder = chat.bots.nth(2)
        await expect(reminder).to_be_visible(timeout=START_TIMEOUT_S * 1000)
        await shows(reminder, "Tomorrow at the office", f"{spoken(tomorrow)}, Station, with parking.")

        soon = Soon()
        await reminder.get_by_role("button", name="Can't come").click()
        await expect(reminder).to_contain_text(f"Cancelled: {spoken(tomorrow)} in Station.", timeout=soon.left_ms)
        await soon.holds(lambda: station.days_of(name) == {later.isoformat(): False})
        await soon.holds(lambda: station.entries_of(name) == [f"{later} Office: Station"])

        station.cancel(told, "Ada")
        await shows(chat.bots.nth(3), f"Cancelled for you: {spoken(later)}, Station.")
        await shows(await chat.say("my bookings"), "You have no office days booked.")
        await expect(chat.bots).to_have_count(5)
        await context.close()

"""A person's whole way: from the Teams tab to the Outlook calendar and back, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.conftest import SOON_MS, Running, choose_office, day_after, fill, person_at, spoken

pytestmark = pytest.mark.browser


async def test_a_booking_in_teams_stands_in_the_calendar_until_it_is_cancelled(browser: Browser, running: Running) -> None:
    context = await person_at(browser)
    teams, calendar = await context.new_page(), await context.new_page()
    day = day_after(1)
    await teams.goto(running.teams_as("Mateo"))
    await calendar.goto(running.calendar_of("Mateo"))
    tab = teams.frame_locator("iframe")
    await choose_office(tab, "London")

    await tab.get_by_role("button", name=f"Book {spoken(day)} with parking").click()
    row = tab.get_by_role("listitem", name=spoken(day))
    await expect(row.get_by_text("Booked · with parking")).to_be_visible()
    entry = calendar.get_by_role("heading", name="Office: London with parking")
    await expect(entry).to_be_visible(timeout=SOON_MS)

    await row.get_by_role("button", name=f"Cancel {spoken(day)}").click()
    await tab.get_by_role("button", name="Cancel the booking").click()
    await expect(row.get_by_role("button", name=f"Book {spoken(day)}", exact=True)).to_be_visible()
    await expect(entry).to_have_count(0, timeout=SOON_MS)
    await context.close()


async def test_the_calendars_link_leads_to_the_pass_in_a_plain_browser(browser: Browser, running: Running) -> None:
    day = day_after(2)
    running.call("POST", "/api/bookings", "Linnea", {"ask": "journey-ask-1", "office": "london", "date": day.isoformat(), "parking": True})
    context = await person_at(browser)
    calendar = await context.new_page()
    await calendar.goto(running.calendar_of("Linnea"))
    link = calendar.get_by_role("link", name="Show your pass").first
    await expect(link).to_be_visible(timeout=SOON_MS)
    address = await link.get_attribute("href")
    assert address is not None
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_role("button", name="Sign in with Microsoft").click()
    await page.get_by_role("button", name=re.compile("Linnea Berg")).click()
    await expect(page.get_by_text("Not valid today")).to_be_visible()
    await expect(page.get_by_text("Linnea Berg").first).to_be_visible()
    await expect(page.get_by_text("Car place booked")).to_be_visible()
    assert page.url == address
    await context.close()


async def test_another_person_sees_the_place_taken_and_not_whose_it_is(browser: Browser, running: Running) -> None:
    day = day_after(5)
    running.call("POST", "/api/bookings", "Tariq", {"ask": "journey-ask-1", "office": "auckland", "date": day.isoformat()})
    context = await person_at(browser)
    page = await context.new_page()
    await page.goto(running.teams_as("Mei"))
    tab = page.frame_locator("iframe")
    row = tab.get_by_role("listitem", name=spoken(day))
    await expect(row.get_by_text("5 of 6 left")).to_be_visible()
    await expect(tab.get_by_text("Tariq")).to_have_count(0)
    await context.close()


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
async def test_the_tab_follows_the_theme_of_teams(browser: Browser, running: Running, theme: str) -> None:
    context = await person_at(browser)
    page = await context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None)
    await page.goto(running.teams_as("Noah", theme))
    tab = page.frame_locator("iframe")
    await expect(tab.get_by_role("heading", name="This week")).to_be_visible()
    colour = await tab.locator("body").evaluate("() => getComputedStyle(document.querySelector('#root > *')).backgroundColor")
    light = sum(map(int, re.findall(r"\d+", str(colour))[:3])) > 382
    assert light == (theme == "default")
    assert problems == []
    await context.close()


async def test_a_full_day_says_so_before_the_click(browser: Browser, running: Running) -> None:
    day = day_after(6)
    fill(running, "auckland", day, "Crowd", 6)
    context = await person_at(browser)
    page = await context.new_page()
    await page.goto(running.teams_as("Zofia"))
    row = page.frame_locator("iframe").get_by_role("listitem", name=spoken(day))
    await expect(row.get_by_text(f"Auckland is full on {spoken(day)}.")).to_be_visible()
    await expect(row.get_by_role("button", name=re.compile("^Book"))).to_have_count(0)
    await expect(row.get_by_role("button", name=f"Wait for a place on {spoken(day)}")).to_be_visible()
    await context.close()

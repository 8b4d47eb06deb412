"""The waiting list as people live it: wait, be promoted, leave."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.conftest import SOON_MS, Running, choose_office, come_back_to, day_after, fill, give_back, person_at, spoken

pytestmark = pytest.mark.browser


async def test_whoever_waits_gets_the_place_that_is_given_back_and_finds_it_in_the_calendar(browser: Browser, running: Running) -> None:
    day = day_after(9)
    owners = fill(running, "auckland", day, "Owner", 6)
    context = await person_at(browser)
    teams, calendar = await context.new_page(), await context.new_page()
    await teams.goto(running.teams_as("Noah"))
    await calendar.goto(running.calendar_of("Noah"))
    tab = teams.frame_locator("iframe")
    await choose_office(tab, "Auckland")
    row = tab.get_by_role("listitem", name=spoken(day))
    await expect(row.get_by_text(f"Auckland is full on {spoken(day)}.")).to_be_visible()

    await row.get_by_role("button", name=f"Wait for a place on {spoken(day)}").click()
    await expect(row.get_by_text("You are 1st in line")).to_be_visible()
    await expect(row.get_by_text("1 waiting")).to_be_visible()
    await expect(row.get_by_role("button", name=f"How to wait for {spoken(day)}")).to_be_focused()

    give_back(running, owners[0])
    await come_back_to(tab)
    await expect(row.get_by_text("Booked", exact=True)).to_be_visible()
    await expect(tab.get_by_role("status")).to_have_text(f"A place became free and is yours: {spoken(day)}, Auckland.")
    await expect(tab.get_by_role("link", name=re.compile("^Show pass: .*Auckland"))).to_be_visible()
    await expect(calendar.get_by_role("heading", name="Office: Auckland")).to_be_visible(timeout=SOON_MS)
    await context.close()


async def test_a_line_is_joined_with_a_time_changed_and_left_by_keyboard_alone(browser: Browser, running: Running) -> None:
    day = day_after(10)
    fill(running, "auckland", day, "Holder", 6)
    running.call("POST", f"/api/offices/auckland/days/{day}/waiting", "Early bird", {"ask": "early-ask"})
    context = await person_at(browser)
    page = await context.new_page()
    await page.goto(running.teams_as("Aroha"))
    tab = page.frame_locator("iframe")
    await choose_office(tab, "Auckland")
    row = tab.get_by_role("listitem", name=spoken(day))
    how = row.get_by_role("button", name=f"How to wait for {spoken(day)}")
    before = spoken(day_after(9))

    await how.focus()
    await page.keyboard.press("Enter")
    form = tab.get_by_role("dialog", name=f"Wait for a place on {spoken(day)}")
    await expect(form.get_by_role("checkbox", name="With parking")).to_be_focused()
    await page.keyboard.press("Space")
    await form.get_by_label(f"Only until, on {before}").fill("18:00")
    await page.keyboard.press("Enter")
    await expect(row.get_by_text("You are 2nd in line")).to_be_visible()
    await expect(row.get_by_text(f"You wait for a place with parking until 18:00 on {before}.")).to_be_visible()

    await expect(how).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(tab.get_by_label(f"Only until, on {before}")).to_have_value("18:00")
    await page.keyboard.press("Escape")
    await expect(how).to_be_focused()

    await page.keyboard.press("Tab")
    await expect(row.get_by_role("button", name=f"Leave the line for {spoken(day)}")).to_be_focused()
    await page.keyboard.press("Enter")
    await tab.get_by_role("dialog").get_by_role("button", name="Leave the line").press("Enter")
    await expect(row.get_by_role("button", name=f"Wait for a place on {spoken(day)}")).to_be_focused()
    await expect(row.get_by_text("1 waiting")).to_be_visible()
    await context.close()


async def test_on_a_phone_no_button_stands_alone_under_a_booked_day(browser: Browser, running: Running) -> None:
    day = day_after(3)
    running.call("POST", "/api/bookings", "Zofia", {"ask": "phone-ask", "office": "london", "date": day.isoformat(), "parking": True})
    context = await person_at(browser, width=390)
    page = await context.new_page()
    await page.goto(running.teams_as("Zofia"))
    tab = page.frame_locator("iframe")
    await choose_office(tab, "London")
    row = tab.get_by_role("listitem", name=spoken(day))
    show = await row.get_by_role("link", name=f"Show pass for {spoken(day)}").bounding_box()
    cancel = await row.get_by_role("button", name=f"Cancel {spoken(day)}").bounding_box()
    assert show is not None
    assert cancel is not None
    assert show["y"] == cancel["y"]
    await context.close()

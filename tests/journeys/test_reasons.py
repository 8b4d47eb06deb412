"""Houses of their own: one that asks for reasons, and one in which, a start later, nothing can be changed."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, FrameLocator, expect

from tests.journeys.conftest import Running, choose_office, day_after, fill, person_at, spoken, started

pytestmark = pytest.mark.browser
QUESTION = "Why do you come to the office?"


async def reasons_are_asked_for(tab: FrameLocator, running: Running) -> None:
    day = day_after(2)
    row = tab.get_by_role("listitem", name=spoken(day))
    await row.get_by_role("button", name=f"Book {spoken(day)} with parking").click()
    form = tab.get_by_role("dialog", name=f"Book {spoken(day)} with parking")
    reason = form.get_by_label(QUESTION)
    await expect(reason).to_be_focused()
    await reason.press("Control+Enter")
    await expect(form.get_by_text("Please say briefly why you come to the office.")).to_be_visible()
    # The car places go while the reason is being written.
    fill(running, "london", day, "Driver", 4, parking=True, reason="Deliver the chairs")
    await reason.fill("Meet the auditors")
    await reason.press("Control+Enter")
    await expect(form.get_by_role("alert").filter(has_text="All car places in London are taken")).to_be_visible()
    await expect(reason).to_have_value("Meet the auditors")
    await form.get_by_role("button", name="Not now").click()
    await expect(row.get_by_role("button", name=f"Wait with parking on {spoken(day)}")).to_be_visible()

    await row.get_by_role("button", name=f"Book {spoken(day)}", exact=True).click()
    await expect(tab.get_by_label(QUESTION)).to_have_value("Meet the auditors")
    await tab.get_by_label(QUESTION).press("Control+Enter")
    await expect(row.get_by_text("Booked", exact=True)).to_be_visible()
    await expect(row.get_by_role("link", name=f"Show pass for {spoken(day)}")).to_be_focused()


async def nothing_can_be_changed(tab: FrameLocator) -> None:
    await expect(tab.get_by_text("Nothing can be changed at the moment. Please try again later.")).to_have_count(1)
    await expect(tab.get_by_role("listitem", name=spoken(day_after(2))).get_by_text("Booked")).to_be_visible()
    await expect(tab.get_by_role("button", name=re.compile("^(Book|Cancel|Wait|How to wait|Leave) "))).to_have_count(0)


async def test_a_house_asks_for_reasons_and_later_can_only_be_looked_at(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = tmp_path_factory.mktemp("reasons")
    for setting, journey in (("REASON_REQUIRED", True), ("READ_ONLY", False)):
        with started(data, {f"OFFICE_BOOKER__POLICY__{setting}": "true"}) as running:
            context = await person_at(browser)
            page = await context.new_page()
            await page.goto(running.teams_as("Linnea"))
            tab = page.frame_locator("iframe")
            await choose_office(tab, "London")
            await (reasons_are_asked_for(tab, running) if journey else nothing_can_be_changed(tab))
            await context.close()

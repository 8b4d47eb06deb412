"""The page that describes the API, on a phone in the dark: the narrowest way to read it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.conftest import Running, person_at

pytestmark = pytest.mark.browser

PHONE = 390


async def test_a_reader_finds_a_problem_by_the_filter_on_a_phone_in_the_dark(browser: Browser, running: Running) -> None:
    context = await person_at(browser, PHONE)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    await page.emulate_media(color_scheme="dark")
    await page.goto(f"{running.service}/api/docs")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    contents = page.get_by_role("navigation", name="Contents")
    await expect(contents).to_be_hidden()
    await page.get_by_role("button", name="Contents").click()
    await page.get_by_label("Filter the contents").fill("allowance used")
    await expect(contents.get_by_role("listitem")).to_have_count(1)
    await page.get_by_label("Filter the contents").fill("no such thing")
    await expect(page.get_by_text("Nothing was found.")).to_be_visible()
    await page.get_by_label("Filter the contents").fill("allowance used")
    await contents.get_by_role("link", name="allowance_used").click()
    await expect(contents).to_be_hidden()
    await expect(page.locator("#problem-allowance_used")).to_be_in_viewport()
    assert page.url.endswith("#problem-allowance_used")
    assert faults == []
    await context.close()

"""Booking by talking: what is said or pressed in Teams' chat stands in the tab and in the calendar as well."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from core.words import spoken_day
from tests.journeys.chatting import PATIENCE_MS, House, Soon, button, chat_of, opened, shows
from tests.journeys.conftest import Running, choose_office, come_back_to, day_after, person_at, spoken

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def harbour(running: Running) -> House:
    return opened(running, "Harbour")


async def test_a_sentence_books_a_day_that_tab_and_calendar_show_until_a_button_gives_it_back(browser: Browser, harbour: House) -> None:
    name, day, running = "Paula Sentence", day_after(1), harbour.running
    harbour.is_home_of(name)
    context = await person_at(browser)
    chat = await chat_of(context, running, name)
    tab_page, calendar = await context.new_page(), await context.new_page()
    await tab_page.goto(f"{running.teams}/?person={name}")
    await calendar.goto(running.calendar_of(name))
    tab = tab_page.frame_locator("iframe")
    await choose_office(tab, "Harbour")
    row = tab.get_by_role("listitem", name=spoken(day))
    await expect(row).to_be_visible(timeout=PATIENCE_MS)
    await expect(chat.bots).to_have_count(1)
    await shows(chat.bots.first, "Hello, I am Office Booker")

    soon = Soon()
    card = await chat.say("book tomorrow with parking")
    await expect(card).to_contain_text(f"Booked with parking: {spoken(day)} in Harbour.", timeout=soon.left_ms)
    await come_back_to(tab)
    await expect(row.get_by_text("Booked · with parking")).to_be_visible(timeout=soon.left_ms)
    entry = calendar.get_by_role("heading", name="Office: Harbour with parking")
    await expect(entry).to_be_visible(timeout=soon.left_ms)

    soon = Soon()
    await button(card, f"Cancel {spoken(day)}").click()
    await expect(card).to_contain_text(f"Cancelled: {spoken(day)} in Harbour.", timeout=soon.left_ms)
    await come_back_to(tab)
    await expect(row.get_by_role("button", name=f"Book {spoken(day)}", exact=True)).to_be_visible(timeout=soon.left_ms)
    await expect(entry).to_have_count(0, timeout=soon.left_ms)
    await expect(chat.bots).to_have_count(2)
    await context.close()


async def test_a_sentence_gives_a_day_back(browser: Browser, harbour: House) -> None:
    name, day, kept = "Rosa Sentence", day_after(1), day_after(2)
    for one in (day, kept):
        harbour.book(name, one)
    context = await person_at(browser)
    chat = await chat_of(context, harbour.running, name)
    soon = Soon()
    card = await chat.say("can't come tomorrow")
    await expect(card).to_contain_text(f"Cancelled: {spoken(day)} in Harbour.", timeout=soon.left_ms)
    await soon.holds(lambda: list(harbour.days_of(name)) == [kept.isoformat()])
    await soon.holds(lambda: harbour.entries_of(name) == [f"{kept} Office: Harbour"])
    await context.close()


async def test_the_pass_is_a_code_that_leads_the_guard_to_a_page(browser: Browser, harbour: House) -> None:
    name, day = "Piet Pass", day_after(1)
    harbour.book(name, day, parking=True)
    context = await person_at(browser)
    chat = await chat_of(context, harbour.running, name)
    card = await chat.say("show my pass")
    await shows(card, "Office pass", f"Not valid today, only on {spoken(day)}", "Car place booked")
    code = card.get_by_alt_text(f"QR code of your office pass for {spoken(day)}. The guard scans it.")
    assert await code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 200
    async with context.expect_page() as opening:
        await button(card, "Open the pass").click()
    door = await opening.value
    await expect(door.get_by_role("heading", name="Not today")).to_be_visible(timeout=PATIENCE_MS)
    await expect(door.get_by_text(name, exact=True)).to_be_visible()
    assert re.fullmatch(rf"{harbour.running.service}/pass/[\w-]+", door.url)
    await context.close()


async def test_a_day_that_could_be_two_is_asked_back_and_booked_by_the_choice(browser: Browser, harbour: House) -> None:
    """The weekday that it is today: this one, or the one in a week."""
    name, today, next_week = "Otto Doubt", day_after(0), day_after(7)
    harbour.is_home_of(name)
    context = await person_at(browser)
    chat = await chat_of(context, harbour.running, name)
    card = await chat.say(f"book {today:%A}")
    await shows(card, "Which day do you mean?")
    await expect(button(card, spoken(today))).to_be_visible()
    assert harbour.days_of(name) == {}
    soon = Soon()
    await button(card, spoken(next_week)).click()
    await expect(card).to_contain_text(f"Booked: {spoken(next_week)} in Harbour.", timeout=soon.left_ms)
    await soon.holds(lambda: harbour.days_of(name) == {next_week.isoformat(): False})
    await context.close()


async def test_days_are_booked_and_given_back_on_the_card_of_the_week(browser: Browser, harbour: House) -> None:
    name = "Wanda Week"
    harbour.is_home_of(name)
    monday = day_after(7 - day_after(0).weekday())
    context = await person_at(browser)
    chat = await chat_of(context, harbour.running, name)
    card = await chat.say("what's free next week?")
    await shows(card, "Harbour", "Next week", "3 of 3 days left")

    soon = Soon()
    await button(card, f"Book {spoken(monday)} with parking").click()
    await expect(card).to_contain_text("Booked · with parking", timeout=soon.left_ms)
    await shows(card, "2 of 3 days left", f"Booked with parking: {spoken(monday)} in Harbour.")
    await soon.holds(lambda: harbour.days_of(name) == {monday.isoformat(): True})

    soon = Soon()
    await button(card, f"Cancel {spoken(monday)}").click()
    await expect(card).to_contain_text(f"Cancelled: {spoken(monday)} in Harbour.", timeout=soon.left_ms)
    await shows(card, "3 of 3 days left")
    await soon.holds(lambda: harbour.days_of(name) == {})
    await expect(chat.bots).to_have_count(2)
    await card.get_by_role("button", name="Previous week").click()
    await shows(card, "This week", "Today")
    await context.close()


async def test_whoever_writes_german_is_answered_in_german(browser: Browser, harbour: House) -> None:
    name, day = "Jörg Gespräch", day_after(1)
    harbour.is_home_of(name)
    tomorrow = spoken_day(day, "de")
    context = await person_at(browser)
    chat = await chat_of(context, harbour.running, name, locale="de-DE")
    await shows(chat.bots.first, "Guten Tag")
    card = await chat.say("Buche morgen mit Parkplatz")
    await shows(card, f"Gebucht mit Parkplatz: {tomorrow} in Harbour.", "Ausweis zeigen", "Meine Buchungen")
    assert harbour.days_of(name) == {day.isoformat(): True}
    await button(card, f"{tomorrow} absagen").click()
    await shows(card, f"Abgesagt: {tomorrow} in Harbour.")
    assert harbour.days_of(name) == {}
    full = await chat.say("Was ist frei?")
    await expect(full).to_contain_text("Tagen übrig", timeout=PATIENCE_MS)
    for english in ("Booked", "Cancel", "Show pass", "left"):
        await expect(chat.log).not_to_contain_text(english)
    await context.close()

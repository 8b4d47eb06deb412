"""What the bot says unasked: a place from the waiting list, and what others did to somebody's days."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.chatting import PATIENCE_MS, House, Soon, button, chat_of, opened, shows
from tests.journeys.conftest import Running, choose_office, come_back_to, day_after, person_at, spoken

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def museum(running: Running) -> House:
    """There is room for one."""
    return opened(running, "Museum", capacity=1, parking=1)


async def test_whoever_waits_is_told_of_the_place_that_another_gives_back(browser: Browser, museum: House) -> None:
    owner, name, day = "Olga Owner", "Wim Waiting", day_after(3)
    booking = museum.book(owner, day)
    museum.is_home_of(name)
    context = await person_at(browser)
    chat = await chat_of(context, museum.running, name)
    full = await chat.say(f"book {day:%Y-%m-%d}")
    await shows(full, f"Museum is full on {spoken(day)}.")
    await button(full, f"Wait for a place on {spoken(day)}").click()
    await shows(full, "You are 1st in line", f"You wait for {spoken(day)} in Museum: number 1 in line.")
    tab_page = await context.new_page()
    await tab_page.goto(f"{museum.running.teams}/?person={name}")
    tab = tab_page.frame_locator("iframe")
    await choose_office(tab, "Museum")
    row = tab.get_by_role("listitem", name=spoken(day))
    await expect(row.get_by_text("You are 1st in line")).to_be_visible()
    assert museum.days_of(name) == {}

    owners = await chat_of(context, museum.running, owner)
    held = await owners.say("my bookings")
    soon = Soon()
    await button(held, f"Cancel {spoken(day)}").click()
    news = chat.bots.nth(2)
    await expect(news).to_contain_text(f"A place became free and is yours: {spoken(day)}, Museum.", timeout=soon.left_ms)
    await come_back_to(tab)
    await expect(row.get_by_text("Booked", exact=True)).to_be_visible(timeout=soon.left_ms)
    await soon.holds(lambda: museum.entries_of(name) == [f"{day} Office: Museum"])
    assert museum.entries_of(owner) == []
    assert booking.startswith(day.isoformat())

    await button(news, f"Cancel {spoken(day)}").click()
    await shows(news, f"Cancelled: {spoken(day)} in Museum.")
    assert museum.days_of(name) == {}
    await expect(chat.bots).to_have_count(3)
    await expect(owners.bots).to_have_count(2)
    await context.close()


async def test_a_day_that_an_admin_books_for_somebody_is_told_in_their_chat(browser: Browser, museum: House) -> None:
    name, day = "Berta Booked", day_after(4)
    context = await person_at(browser)
    chat = await chat_of(context, museum.running, name)
    soon = Soon()
    booking = museum.book_for(name, day, by="Ada")
    news = chat.bots.nth(1)
    await expect(news).to_contain_text(f"Booked for you by Ada Okafor: {spoken(day)}, Museum.", timeout=soon.left_ms)
    assert list(museum.days_of(name)) == [day.isoformat()]
    soon = Soon()
    museum.cancel(booking, "Ada")
    gone = chat.bots.nth(2)
    await expect(gone).to_contain_text(f"Cancelled for you: {spoken(day)}, Museum.", timeout=soon.left_ms)
    await expect(gone.get_by_role("button", name="Cancel")).to_have_count(0)
    await expect(chat.bots).to_have_count(3)
    await context.close()


async def test_those_who_are_booked_are_told_that_the_office_closes(browser: Browser, museum: House) -> None:
    name, day = "Clara Closed", day_after(5)
    museum.book(name, day)
    context = await person_at(browser)
    chat = await chat_of(context, museum.running, name)
    soon = Soon()
    closed = {"open": False, "note": "The lift is being repaired.", "clear": True}
    museum.running.call("PUT", f"/api/offices/{museum.id}/days/{day}", "Ada", closed)
    news = chat.bots.nth(1)
    said = f"Museum is closed on {spoken(day)}, so your booking was cancelled: The lift is being repaired."
    await expect(news).to_contain_text(said, timeout=soon.left_ms)
    await soon.holds(lambda: museum.entries_of(name) == [])
    assert museum.days_of(name) == {}
    await expect(chat.bots).to_have_count(2)
    await context.close()


async def test_what_one_does_oneself_is_no_news_and_what_was_missed_waits_with_a_mark(browser: Browser, museum: House) -> None:
    name, day = "Nils News", day_after(6)
    context = await person_at(browser)
    chat = await chat_of(context, museum.running, name)
    await chat.page.goto(f"{museum.running.teams}/?person={name}")
    link = chat.page.get_by_role("link", name="Chat")
    await expect(link).to_have_accessible_name("Chat")
    museum.cancel(museum.book(name, day), name)
    museum.book_for(name, day, by="Ada")
    await expect(link).to_have_accessible_name("Chat 1 unread message", timeout=PATIENCE_MS)
    await link.click()
    await shows(chat.bots.nth(1), f"Booked for you by Ada Okafor: {spoken(day)}, Museum.")
    await expect(chat.bots).to_have_count(2)
    await context.close()

"""Where several people read along: numbers for all, names for the one who looks, and cards that an app puts into a message."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request

import pytest
from playwright.async_api import Browser, expect

from infra.local.world import DESK_FRIENDS
from tests.journeys.chatting import PATIENCE_MS, House, Soon, button, chat_of, opened, shows
from tests.journeys.conftest import Running, day_after, person_at, spoken

pytestmark = pytest.mark.browser
FRIENDS = DESK_FRIENDS.name
"""Ada, Priya, Mateo, Linnea and Tariq."""


@pytest.fixture(scope="module")
def riverside(running: Running) -> House:
    return opened(running, "Riverside")


def written_in(running: Running, where: str, person: str) -> str:
    """All that the conversation holds, as everybody has it: before anybody's own view."""
    query = urllib.parse.urlencode({"person": running.oid(person), "conversation": where, "since": 0})
    with urllib.request.urlopen(f"{running.teams}/chat/messages?{query}", timeout=10) as answer:
        return json.dumps(json.load(answer))


async def test_a_group_reads_numbers_and_each_the_names_that_they_may_know(browser: Browser, riverside: House) -> None:
    running, day = riverside.running, day_after(1)
    running.call("PATCH", "/api/me", "Linnea", {"shareDays": True})
    for name in ("Linnea", "Tariq"):
        riverside.book(name, day)
    context = await person_at(browser)
    mateos = await chat_of(context, running, "Mateo", FRIENDS)
    before = await mateos.bots.count()
    question = "@Office Booker who is in tomorrow at Riverside?"
    shown = await mateos.say(question)
    await shows(shown, f"Who is in on {spoken(day)}", "Riverside", "Linnea Berg", "and 1 more person")
    await expect(shown).not_to_contain_text("Tariq")

    adas = await chat_of(context, running, "Ada", FRIENDS)
    await expect(adas.log.get_by_text(question.removeprefix("@Office Booker "))).to_be_visible()
    await shows(adas.bots.nth(before), "Linnea Berg", "Tariq Haddad")

    everybodys = written_in(running, DESK_FRIENDS.id, "Mateo")
    assert "2 of 5 of you are in" in everybodys
    for name in ("Linnea Berg", "Tariq Haddad"):
        assert name not in everybodys
    await context.close()


async def test_in_a_group_somebody_books_for_themselves_and_the_others_see_no_more_than_numbers(browser: Browser, riverside: House) -> None:
    running, day = riverside.running, day_after(2)
    context = await person_at(browser)
    priyas = await chat_of(context, running, "Priya", FRIENDS)
    tariqs = await chat_of(context, running, "Tariq", FRIENDS)
    before = await priyas.bots.count()
    soon = Soon()
    await priyas.say(f"@Office Booker book {day} at Riverside with parking")
    await soon.holds(lambda: riverside.days_of("Priya") == {day.isoformat(): True})
    week = await priyas.message(before + 1)
    await shows(week, "Booked · with parking")
    theirs = tariqs.bots.nth(before + 1)
    await shows(theirs, "Riverside", "9 of 10 left")
    await expect(theirs).not_to_contain_text("Booked")
    await button(theirs, "Only you see what opens.").click()
    await shows(theirs, "of 3 days left", "· Today")
    assert riverside.days_of("Tariq").get(day.isoformat()) is None
    await context.close()


async def test_a_search_puts_a_day_into_a_message_by_which_another_books_it(browser: Browser, riverside: House) -> None:
    running, day = riverside.running, day_after(8)
    riverside.book("Mateo", day, parking=True)
    context = await person_at(browser)
    mateos = await chat_of(context, running, "Mateo", FRIENDS)
    page = mateos.page
    await page.get_by_role("button", name="Office Booker: search or book").click()
    await page.get_by_label("Search in Office Booker").fill(day.isoformat())
    found = page.get_by_role("tabpanel").get_by_role("button", name=spoken(day))
    await expect(found).to_contain_text("Riverside · with parking", timeout=PATIENCE_MS)
    await found.click()
    await page.get_by_label("Type a message").fill("Come along!")
    await page.get_by_role("button", name="Send").click()

    linneas = await chat_of(context, running, "Linnea", FRIENDS)
    card = linneas.log.locator("article").filter(has_text="Come along!")
    await shows(card, f"{spoken(day)} · Riverside")
    soon = Soon()
    await button(card, "Book").click()
    await expect(card).to_contain_text(f"Booked: {spoken(day)} in Riverside.", timeout=soon.left_ms)
    await soon.holds(lambda: riverside.days_of("Linnea").get(day.isoformat()) is False)
    await expect(mateos.log.locator("article").filter(has_text="Come along!")).not_to_contain_text("Booked")
    await context.close()


async def test_a_day_is_booked_in_the_dialog_of_the_message_box(browser: Browser, riverside: House) -> None:
    name, running = "Dora Dialog", riverside.running
    riverside.is_home_of(name)
    day, full = day_after(2), day_after(3)
    context = await person_at(browser)
    chat = await chat_of(context, running, name)
    page = chat.page
    await page.get_by_role("button", name="Office Booker: search or book").click()
    await page.get_by_role("button", name="Book an office day").click()
    form = page.get_by_role("dialog", name="Book an office day")
    await expect(form.get_by_label("Office")).to_have_value("riverside", timeout=PATIENCE_MS)

    running.call("PUT", f"/api/offices/riverside/days/{full}", "Ada", {"capacity": 0})
    await form.get_by_label("Day").fill(full.isoformat())
    await form.get_by_role("button", name="Book").click()
    await expect(form).to_contain_text(f"Riverside is full on {spoken(full)}.", timeout=PATIENCE_MS)
    assert riverside.days_of(name) == {}

    await form.get_by_label("Day").fill(day.isoformat())
    await form.get_by_label("With parking").check()
    soon = Soon()
    await form.get_by_role("button", name="Book").click()
    await expect(form).to_be_hidden(timeout=soon.left_ms)
    await soon.holds(lambda: riverside.days_of(name) == {day.isoformat(): True})
    await expect(page.locator("#compose-card")).to_contain_text(f"{spoken(day)} · Riverside")
    await context.close()

"""The chat of the local Teams in a real browser, with a tiny bot at the other end."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, expect

from infra.local.chat_rooms import BOT_ID, personal_room, teams_id
from infra.local.world import DESK_FRIENDS, PEOPLE
from tests.local.fake_bot import FakeBot, Json, attachment, card, execute, shown

pytestmark = pytest.mark.browser
ADA, PRIYA, MATEO = PEOPLE[:3]
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
DAY = {"type": "Input.Text", "id": "note", "label": "Note", "isRequired": True, "errorMessage": "Say why."}


@pytest.fixture
async def page(bot: FakeBot, browser: Browser) -> AsyncIterator[Page]:
    """A page on which no script fails and nothing is held back by the Content-Security-Policy."""
    page = await browser.new_page(locale="en-GB", viewport={"width": 1200, "height": 800})
    faults: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


async def chat_of(page: Page, bot: FakeBot, person: str = "ada", where: str = "", **more: str) -> None:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    await page.goto(f"{bot.world.teams.url}/?person={person}{query}#chat{'/' + quote(where) if where else ''}")
    await expect(page.locator("#room-title")).to_be_visible()


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Type a message").fill(text)
    await page.keyboard.press("Enter")


async def test_words_go_there_and_answers_come_back(page: Page, bot: FakeBot) -> None:
    answer = "**Booked** for _Tuesday_\n\n- one\n- [two](https://example.com/two)\n\n"
    answer += "<img src=x onerror=alert(1)> \\*not\\* bold &lt;b&gt; &#38;amp;"
    bot.replies = lambda _: [{"type": "typing"}, {"text": answer}]
    await chat_of(page, bot)
    await page.get_by_role("button", name="What can you do?").click()
    log = page.get_by_role("log", name="Messages")
    await expect(log.locator(".own")).to_contain_text("What can you do?")
    await expect(log.locator(".bot strong").nth(1)).to_have_text("Booked")
    await expect(log.locator(".bot em")).to_have_text("Tuesday")
    await expect(log.get_by_role("link", name="two")).to_have_attribute("href", "https://example.com/two")
    await expect(log.locator(".bot")).to_contain_text("<img src=x onerror=alert(1)> *not* bold <b> &amp;")
    await say(page, "line one")
    await expect(log.locator(".own")).to_have_count(2)
    assert bot.came[-1]["locale"] == "en-GB"
    await expect(page.get_by_role("group", name="Suggestions").get_by_role("button")).to_have_count(0)


async def test_a_card_is_pressed_by_keyboard_and_replaced(page: Page, bot: FakeBot) -> None:
    picture = {"type": "Image", "url": PIXEL, "altText": "The code of the pass"}
    bot.invokes["adaptiveCard/action"] = lambda asked: shown(card("Booked: " + asked["value"]["action"]["data"]["note"]))
    await chat_of(page, bot)
    content = card("Book **Tuesday**?", actions=[execute("Book", "book", office="london")])
    content["body"] += [picture, DAY]
    await bot.send(personal_room(ADA).id, {"attachments": [attachment(content)]})
    log = page.get_by_role("log", name="Messages")
    await expect(log.locator(".ac-textBlock strong")).to_have_text("Tuesday")
    assert await log.get_by_alt_text("The code of the pass").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    await page.get_by_role("button", name="Book", exact=True).click()
    await expect(log.get_by_text("Say why.")).to_be_visible()
    await log.get_by_label("Note").fill("the window")
    await page.get_by_role("button", name="Book", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(log.get_by_text("Booked: the window")).to_be_visible()
    await expect(log.locator(".card-frame")).to_be_focused()
    assert bot.came[-1]["value"]["action"]["data"] == {"office": "london", "note": "the window"}


async def test_words_and_faults_of_a_button_stand_below_its_card(page: Page, bot: FakeBot) -> None:
    answers: list[Json] = [
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "That is your home office now."},
        {
            "statusCode": 404,
            "type": "application/vnd.microsoft.error",
            "value": {"code": "unknown", "message": "There is no such booking."},
        },
    ]
    bot.invokes["adaptiveCard/action"] = lambda _: answers.pop(0)
    await chat_of(page, bot)
    await bot.send(personal_room(ADA).id, {"attachments": [attachment(card("x", actions=[execute("Do it", "do")]))]})
    for words in ("That is your home office now.", "There is no such booking."):
        await page.get_by_role("button", name="Do it").click()
        await expect(page.get_by_role("alert").get_by_text(words)).to_be_visible()


async def test_a_group_card_is_another_one_for_each_whom_it_names(page: Page, bot: FakeBot, browser: Browser) -> None:
    bot.invokes["adaptiveCard/action"] = lambda asked: shown(card(f"Only for {asked['from']['name']}"))
    await bot.world.chat.open("Ada", DESK_FRIENDS.name)
    refresh: Json = {"action": {"type": "Action.Execute", "verb": "who"}, "userIds": [teams_id(PRIYA)]}
    await bot.send(DESK_FRIENDS.id, {"attachments": [attachment(card("3 are in", refresh=refresh))]})
    await chat_of(page, bot, "mateo", DESK_FRIENDS.name)
    await expect(page.get_by_text("3 are in")).to_be_visible()
    priyas = await browser.new_page()
    await chat_of(priyas, bot, "priya", DESK_FRIENDS.name)
    await expect(priyas.get_by_text("Only for Priya Raman")).to_be_visible()
    await expect(page.get_by_text("3 are in")).to_be_visible()
    assert [one["from"]["name"] for one in bot.came if one["type"] == "invoke"] == ["Priya Raman"]
    await priyas.reload()
    await expect(priyas.get_by_text("Only for Priya Raman")).to_be_visible()
    assert len([one for one in bot.came if one["type"] == "invoke"]) == 2


async def test_news_come_by_themselves_with_a_mark_of_what_is_unread(page: Page, bot: FakeBot) -> None:
    await bot.world.chat.open("Ada")
    await page.goto(f"{bot.world.teams.url}/?person=ada")
    said = await bot.send(personal_room(ADA).id, {"text": "Your booking was cancelled."})
    await expect(page.get_by_role("link", name="Chat 1 unread message")).to_be_visible(timeout=2_000)
    await expect(page).to_have_title(re.compile(r"^\(1\)"))
    await page.get_by_role("link", name=re.compile("^Chat")).click()
    await expect(page.get_by_role("log").get_by_text("Your booking was cancelled.")).to_be_visible()
    await expect(page).to_have_title(re.compile("^Office Booker"))
    path = f"conversations/{personal_room(ADA).id}/activities/{said}"
    await bot.call("PUT", path, {"type": "message", "text": "It is back."})
    await expect(page.get_by_role("log").get_by_text("It is back.")).to_be_visible(timeout=2_000)
    await bot.call("DELETE", path)
    await expect(page.get_by_role("log").locator("article")).to_have_count(0, timeout=2_000)
    await bot.call("POST", f"conversations/{personal_room(ADA).id}/activities", {"type": "typing"})
    await expect(page.get_by_text("Office Booker is typing")).to_be_visible(timeout=2_000)


async def test_a_search_and_a_dialog_put_cards_into_a_message(page: Page, bot: FakeBot) -> None:
    def result(title: str) -> Json:
        preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": {"title": title, "text": "London"}}
        return {"type": "result", "attachmentLayout": "list", "attachments": [attachment(card(title)) | {"preview": preview}]}

    form = card("Which day?", actions=[{"type": "Action.Submit", "title": "Go on", "data": {"step": 1}}])
    form["body"].append(DAY)
    bot.invokes = {
        "composeExtension/query": lambda asked: {"composeExtension": result(f"Found by {asked['value']['commandId']}")},
        "composeExtension/queryLink": lambda _: {"composeExtension": result("The pass")},
        "composeExtension/fetchTask": lambda _: {
            "task": {"type": "continue", "value": {"title": "Book an office day", "height": 300, "width": 420, "card": attachment(form)}}
        },
        "composeExtension/submitAction": lambda asked: {"composeExtension": result("Booked: " + asked["value"]["data"]["note"])},
    }
    await chat_of(page, bot, "priya", DESK_FRIENDS.name)
    await page.get_by_role("button", name="Office Booker: search or book").click()
    await page.get_by_role("tab", name="Who's in").click()
    await page.get_by_role("button", name="Found by who").click()
    await expect(page.locator("#compose-card").get_by_text("Found by who")).to_be_visible()
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("log").get_by_text("Found by who")).to_be_visible()
    assert all(one["type"] != "message" for one in bot.came)
    await page.get_by_role("button", name="Office Booker: search or book").click()
    await page.get_by_role("button", name="Book an office day").click()
    dialog = page.get_by_role("dialog", name="Book an office day")
    await dialog.get_by_label("Note").fill("Tuesday")
    await dialog.get_by_role("button", name="Go on").click()
    await expect(page.locator("#compose-card").get_by_text("Booked: Tuesday")).to_be_visible()
    await page.get_by_role("button", name="Remove the card").click()
    link = f"{bot.world.teams.service}/pass/abc"
    await page.get_by_label("Type a message").focus()
    await page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData('text/plain', text); const box = document.activeElement;
           box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true })); box.value = text; }""",
        link,
    )
    await expect(page.locator("#compose-card").get_by_text("The pass")).to_be_visible()
    assert bot.came[-1]["value"] == {"url": link}


async def test_a_card_opens_a_dialog_that_ends_with_a_word(page: Page, bot: FakeBot) -> None:
    form = card("Sure?", actions=[{"type": "Action.Submit", "title": "Yes", "data": {"sure": True}}])
    bot.invokes = {
        "task/fetch": lambda _: {"task": {"type": "continue", "value": {"title": "Cancel", "card": attachment(form)}}},
        "task/submit": lambda asked: {"task": {"type": "message", "value": f"Done: {asked['value']['data']['sure']}"}},
    }
    await chat_of(page, bot)
    button = {"type": "Action.Submit", "title": "Cancel all", "data": {"msteams": {"type": "task/fetch"}}}
    await bot.send(personal_room(ADA).id, {"attachments": [attachment(card("x", actions=[button]))]})
    await page.get_by_role("button", name="Cancel all").click()
    dialog = page.get_by_role("dialog", name="Cancel")
    await dialog.get_by_role("button", name="Yes").click()
    await expect(dialog.get_by_text("Done: True")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_the_app_is_taken_away_and_added_again(page: Page, bot: FakeBot) -> None:
    await chat_of(page, bot)
    await page.get_by_label("More about this conversation").click()
    await page.get_by_role("button", name="Remove Office Booker").click()
    await expect(page.get_by_text("Office Booker is not in this conversation.")).to_be_visible()
    await expect(page.get_by_label("Type a message")).to_be_hidden()
    await page.get_by_role("button", name="Add Office Booker").last.click()
    await expect(page.get_by_label("Type a message")).to_be_visible()
    assert [one["action"] for one in bot.came if one["type"] == "installationUpdate"] == ["add", "remove", "add"]


async def test_in_a_channel_the_bot_is_named_and_answers_in_the_thread(page: Page, bot: FakeBot) -> None:
    bot.replies = lambda _: [{"text": "Here."}]
    await chat_of(page, bot, "kwame", "Facilities / General")
    await page.get_by_role("button", name="Mention Office Booker").click()
    await page.keyboard.type("hello")
    await page.keyboard.press("Enter")
    log = page.get_by_role("log")
    await expect(log.locator(".own .mention")).to_have_text("Office Booker")
    await expect(log.locator(".bot.reply")).to_contain_text("Here.")
    await page.get_by_role("button", name="Reply to Kwame Mensah").click()
    await say(page, "thanks")
    await expect(log.locator(".own.reply")).to_contain_text("thanks")
    assert bot.came[-1]["entities"][-1]["mentioned"]["id"] == BOT_ID


@pytest.mark.parametrize("theme", ["default", "dark", "contrast"])
@pytest.mark.parametrize("width", [1200, 360])
async def test_the_chat_fits_every_theme_and_width(page: Page, bot: FakeBot, tmp_path: Path, theme: str, width: int) -> None:
    bot.replies = lambda _: [{"text": "Good morning."}]
    await page.set_viewport_size({"width": width, "height": 700})
    await chat_of(page, bot, theme=theme)
    await say(page, "hello " * 40)
    content = card(
        "**London**, week of 23 November",
        "3 of 10 desks are left.",
        actions=[execute("Book Tuesday", "book"), execute("Who is in?", "who")],
    )
    await bot.send(personal_room(ADA).id, {"attachments": [attachment(content)]})
    await expect(page.get_by_role("button", name="Book Tuesday")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width == 360:
        await page.get_by_role("button", name="All conversations").click()
        await page.get_by_role("button", name=re.compile("Desk friends")).click()
        await expect(page.locator("#room-title")).to_have_text("Desk friends")

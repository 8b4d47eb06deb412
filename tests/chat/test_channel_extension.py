"""The message extension and dialogs: searches, links, forms; in the shapes that Teams wants."""

from __future__ import annotations

import pytest

from bot.chat.incoming import DialogOpened, DialogSent, Link, Search
from bot.chat.outgoing import Dialog, DialogCard, DialogWord, Replies, Results, Text
from tests.chat.rig import Rig
from tests.chat.test_channel_activities import ADAPTIVE, CARD, RESULT

RESULT_ROW = {
    "contentType": ADAPTIVE,
    "content": CARD,
    "preview": {"contentType": "application/vnd.microsoft.card.thumbnail", "content": {"title": "London", "text": "10 free"}},
}
LIST = {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": [RESULT_ROW]}}


async def test_a_search_is_read_with_its_page_and_answered_by_a_list_of_cards(rig: Rig) -> None:
    rig.talker.answer_with = Results([RESULT])
    value = {
        "commandId": "offices",
        "parameters": [{"name": "words", "value": " lon don "}],
        "queryOptions": {"skip": 10, "count": 5},
    }
    assert await rig.json(rig.framework.invoke("composeExtension/query", value)) == (200, LIST)
    search = rig.last()
    assert isinstance(search, Search)
    assert (search.command, search.words, search.skip, search.count) == ("offices", "lon don", 10, 5)


@pytest.mark.parametrize(
    "value",
    [
        {"parameters": [{"name": "initialRun", "value": "true"}]},
        {"commandId": None, "parameters": [{"value": ""}]},
        {},
    ],
)
async def test_a_search_box_that_is_empty_as_yet_asks_for_no_words(rig: Rig, value: object) -> None:
    rig.talker.answer_with = Results([], "Nothing found.")
    status, body = await rig.json(rig.framework.invoke("composeExtension/query", value))
    assert (status, body) == (200, {"composeExtension": {"type": "message", "text": "Nothing found."}})
    assert (rig.last().command, rig.last().words, rig.last().skip, rig.last().count) == ("", "", 0, 25)


async def test_a_link_is_unfurled_into_a_card(rig: Rig) -> None:
    rig.talker.answer_with = Results([RESULT])
    assert await rig.json(rig.framework.invoke("composeExtension/queryLink", {"url": "https://desks.example/x"})) == (200, LIST)
    assert isinstance(rig.last(), Link)
    assert rig.last().url == "https://desks.example/x"


@pytest.mark.parametrize(
    "name",
    [
        "composeExtension/anonymousQueryLink",
        "composeExtension/selectItem",
        "composeExtension/querySettingUrl",
        "composeExtension/setting",
        "composeExtension/onCardButtonClicked",
    ],
)
async def test_what_the_extension_does_not_offer_is_answered_by_nothing_and_asks_nobody(rig: Rig, name: str) -> None:
    status, body = await rig.json(rig.framework.invoke(name, {"url": "https://desks.example/pass/1"}))
    assert (status, body["composeExtension"]["attachments"]) == (200, [])
    assert rig.talker.came == []


@pytest.mark.parametrize(("name", "is_extension"), [("composeExtension/fetchTask", True), ("task/fetch", False)])
async def test_a_dialog_is_opened(rig: Rig, name: str, is_extension: bool) -> None:
    rig.talker.answer_with = Dialog("Book", CARD, 500, 300)
    value = {"commandId": "book", "data": {"command": "book", "a": 1}, "context": {"theme": "default"}}
    task = {"type": "continue", "value": {"title": "Book", "width": 500, "height": 300, "card": {"contentType": ADAPTIVE, "content": CARD}}}
    assert await rig.json(rig.framework.invoke(name, value)) == (200, {"task": task})
    opened = rig.last()
    assert isinstance(opened, DialogOpened)
    assert (opened.command, opened.data, opened.is_extension) == ("book", {"command": "book", "a": 1}, is_extension)


@pytest.mark.parametrize(("name", "is_extension"), [("composeExtension/submitAction", True), ("task/submit", False)])
async def test_a_dialog_is_sent_off_and_ends_in_a_word_or_a_card(rig: Rig, name: str, is_extension: bool) -> None:
    rig.talker.answer_with = DialogWord("Booked.")
    value = {"commandId": "book", "data": {"command": "book", "a": 1}}
    assert await rig.json(rig.framework.invoke(name, value)) == (200, {"task": {"type": "message", "value": "Booked."}})
    sent = rig.last()
    assert isinstance(sent, DialogSent)
    assert (sent.command, sent.data, sent.is_extension) == ("book", {"command": "book", "a": 1}, is_extension)
    rig.talker.answer_with = DialogCard(RESULT)
    assert await rig.json(rig.framework.invoke(name, value)) == (200, LIST)


async def test_a_preview_that_we_never_asked_for_is_edited_or_sent_all_the_same(rig: Rig) -> None:
    for action, kind in (("edit", DialogOpened), ("send", DialogSent)):
        await rig.call(rig.framework.invoke("composeExtension/submitAction", {"commandId": "book", "botMessagePreviewAction": action}))
        assert isinstance(rig.last(), kind)


async def test_what_does_not_fit_an_invoke_is_said_in_words(rig: Rig) -> None:
    rig.talker.answer_with = Replies((Text("No."),))
    for name, place in (("composeExtension/query", "composeExtension"), ("task/fetch", "task")):
        _, body = await rig.json(rig.framework.invoke(name))
        assert "No." in body[place].values()

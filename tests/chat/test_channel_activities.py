"""Every kind of activity that Teams sends: what the talker is told of it, and what Teams gets back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.incoming import (
    Conversation,
    Installed,
    Kind,
    Message,
    Pressed,
    Sender,
    Uninstalled,
)
from bot.chat.outgoing import Card, Dialog, DialogCard, DialogWord, Fault, NewCard, Replies, Result, Results, Text, Word
from core.model import person_id
from tests.bot.fake_entra import TENANT
from tests.chat.fake_bot_framework import BOT
from tests.chat.rig import Rig

CARD: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.4", "body": [{"type": "TextBlock", "text": "Müller & Söhne"}]}
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
RESULT = Result("London", "10 free", CARD)


async def test_a_message_reaches_the_talker_with_who_and_where_and_is_answered_in_its_chat(rig: Rig) -> None:
    activity = rig.framework.activity(text="book  tomorrow", locale="de-DE")
    assert await rig.json(activity) == (200, None)
    assert rig.last() == Message(
        id=activity["id"],
        sender=Sender(person=person_id(TENANT, "anna"), name="Anna Adler", channel_id="29:anna", locale="de-DE"),
        conversation=Conversation(id="a:anna", kind=Kind.PERSONAL, service_url=rig.framework.service_url, tenant=TENANT),
        text="book tomorrow",
    )
    written = rig.framework.written[0]
    assert (written.method, written.conversation, written.message) == ("POST", "a:anna", activity["id"])
    assert written.authorization == "Bearer msi-token"
    body = written.body
    assert (body["type"], body["text"], body["textFormat"], body["replyToId"]) == ("message", "Hello", "markdown", activity["id"])
    assert (body["from"]["id"], body["recipient"]["id"], body["conversation"]["id"]) == (BOT, "29:anna", "a:anna")


async def test_the_platform_is_asked_once_and_as_the_bots_own_identity(rig: Rig) -> None:
    for _ in range(3):
        await rig.call(rig.framework.activity(text="hi"))
    [(query, header)] = rig.framework.identity_asked
    assert (query["resource"], query["client_id"], header) == ("https://api.botframework.com", BOT.removeprefix("28:"), "secret")


async def test_answers_come_in_their_order_and_a_card_says_in_words_what_it_is(rig: Rig) -> None:
    rig.talker.answer_with = Replies((Text("First"), Card(CARD, "A card"), Text("Last")))
    await rig.call(rig.framework.activity(text="hi"))
    first, card, last = rig.framework.messages
    assert (first["text"], last["text"]) == ("First", "Last")
    assert (card["summary"], card["attachments"]) == ("A card", [{"contentType": ADAPTIVE, "content": CARD}])


async def test_no_answer_is_an_answer(rig: Rig) -> None:
    rig.talker.answer_with = Replies()
    assert await rig.json(rig.framework.activity(text="thanks")) == (200, None)
    assert rig.framework.written == []


async def test_in_a_group_only_the_mention_of_the_bot_is_taken_away_and_the_answer_names_the_asker(rig: Rig) -> None:
    mentions = [
        {"type": "mention", "text": "<at>Office Booker</at>", "mentioned": {"id": BOT, "name": "Office Booker"}},
        {"type": "mention", "text": "<at>Ben</at>", "mentioned": {"id": "29:ben", "name": "Ben"}},
    ]
    text = "<at>Office Booker</at>&nbsp;is <at>Ben</at> in &amp; when?\n"
    await rig.call(rig.framework.activity(text=text, entities=mentions, **rig.framework.group()))
    assert rig.last().text == "is Ben in & when?"
    assert rig.last().conversation.kind is Kind.GROUP
    [body] = rig.framework.messages
    assert body["text"] == "<at>Anna Adler</at> Hello"
    [mention] = body["entities"]
    assert (mention["type"], mention["text"], mention["mentioned"]["id"]) == ("mention", "<at>Anna Adler</at>", "29:anna")


async def test_a_channel_is_known_by_its_team(rig: Rig) -> None:
    conversation = {"conversationType": "channel", "isGroup": True, "tenantId": TENANT, "id": "19:c@thread.tacv2;messageid=1"}
    data = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}, "channel": {"id": "19:c@thread.tacv2"}}
    await rig.call(rig.framework.activity(text="hi", conversation=conversation, channelData=data))
    told = rig.last().conversation
    assert (told.kind, told.team, told.is_shared) == (Kind.CHANNEL, "19:team@thread.tacv2", True)
    assert rig.framework.written[0].conversation == "19:c@thread.tacv2;messageid=1"


async def test_where_teams_does_not_say_who_reads_along_others_are_taken_to(rig: Rig) -> None:
    await rig.call(rig.framework.activity(text="hi", conversation={"id": "a:x", "tenantId": TENANT}))
    assert rig.last().conversation.is_shared


async def test_the_language_of_the_client_is_found_in_either_place(rig: Rig) -> None:
    await rig.call(rig.framework.activity(text="hi", locale=None))
    assert rig.last().sender.locale == "en-GB"


async def test_a_button_of_an_old_client_comes_as_a_message_with_its_data(rig: Rig) -> None:
    await rig.call(rig.framework.activity(value={"verb": "book", "day": "2026-11-25"}))
    assert (rig.last().text, rig.last().data) == ("", {"verb": "book", "day": "2026-11-25"})


def pressed(rig: Rig, verb: str = "book", data: object = None, /, **changed: object) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": verb, "data": {"day": "x"} if data is None else data}
    return rig.framework.invoke("adaptiveCard/action", {"action": action, "trigger": "manual"}, replyToId="1:card", **changed)


async def test_a_button_is_answered_by_a_new_card_for_whoever_pressed_it(rig: Rig) -> None:
    rig.talker.answer_with = NewCard(CARD)
    assert await rig.json(pressed(rig)) == (200, {"statusCode": 200, "type": ADAPTIVE, "value": CARD})
    assert isinstance(rig.last(), Pressed)
    assert (rig.last().verb, rig.last().data, rig.last().is_refresh) == ("book", {"day": "x"}, False)
    assert rig.framework.written == []


async def test_a_card_that_is_looked_at_again_is_told_from_one_that_was_pressed(rig: Rig) -> None:
    rig.talker.answer_with = NewCard(CARD)
    activity = pressed(rig)
    activity["value"]["trigger"] = "automatic"
    await rig.call(activity)
    assert rig.last().is_refresh


async def test_the_message_itself_gets_the_new_card_in_a_personal_chat_and_never_in_a_shared_one(rig: Rig) -> None:
    rig.talker.answer_with = NewCard(CARD, replaces_for_all=True)
    await rig.call(pressed(rig, **rig.framework.group()))
    await rig.call(pressed(rig))
    await rig.channel.answering.settle()
    [update] = rig.framework.written
    assert (update.method, update.conversation, update.message) == ("PUT", "a:anna", "1:card")
    assert update.body["attachments"] == [{"contentType": ADAPTIVE, "content": CARD}]


async def test_a_button_may_be_answered_by_a_word_or_be_a_fault(rig: Rig) -> None:
    rig.talker.answer_with = Word("Too late.")
    assert (await rig.json(pressed(rig)))[1] == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Too late.",
    }
    rig.talker.answer_with = Fault(403, "not_yours", "Not yours.")
    fault = {"statusCode": 403, "type": "application/vnd.microsoft.error", "value": {"code": "not_yours", "message": "Not yours."}}
    assert await rig.json(pressed(rig)) == (200, fault)


async def test_a_button_that_says_a_sentence_shows_its_one_answer_in_place_and_several_in_the_chat(rig: Rig) -> None:
    rig.talker.answer_with = Replies((Card(CARD, "A card"),))
    assert (await rig.json(pressed(rig)))[1]["value"] == CARD
    rig.talker.answer_with = Replies((Text("One"), Card(CARD, "Two")))
    assert (await rig.json(pressed(rig)))[1]["value"] == "One"
    await rig.channel.answering.settle()
    assert [one.get("text", one.get("summary")) for one in rig.framework.messages] == ["One", "Two"]


async def test_the_bot_comes_and_goes(rig: Rig) -> None:
    rig.talker.answer_with = Replies()
    people = [{"id": "29:ben", "aadObjectId": "ben"}]
    cases: list[tuple[dict[str, Any], type | None]] = [
        (rig.framework.activity("conversationUpdate", membersAdded=[*people, {"id": BOT}]), Installed),
        (rig.framework.activity("conversationUpdate", membersAdded=people), None),
        (rig.framework.activity("conversationUpdate", membersRemoved=[{"id": BOT}]), Uninstalled),
        (rig.framework.activity("conversationUpdate", membersRemoved=people), None),
        (rig.framework.activity("conversationUpdate", channelData={"tenant": {"id": TENANT}, "eventType": "channelRenamed"}), None),
        (rig.framework.activity("installationUpdate", action="add"), Installed),
        (rig.framework.activity("installationUpdate", action="add-upgrade"), Installed),
        (rig.framework.activity("installationUpdate", action="remove"), Uninstalled),
        (rig.framework.activity("installationUpdate", action="remove-upgrade"), None),
        (rig.framework.activity("installationUpdate"), None),
    ]
    for activity, kind in cases:
        rig.talker.came.clear()
        assert await rig.json(activity) == (200, None)
        assert [type(one) for one in rig.talker.came] == ([kind] if kind else [])


async def test_a_greeting_is_sent_where_the_bot_came(rig: Rig) -> None:
    await rig.call(rig.framework.activity("installationUpdate", action="add"))
    assert [one["text"] for one in rig.framework.messages] == ["Hello"]


@pytest.mark.parametrize(
    "kind",
    [
        "messageReaction",
        "messageUpdate",
        "messageDelete",
        "typing",
        "event",
        "endOfConversation",
        "handoff",
        "trace",
        "command",
        "no such",
        "",
    ],
)
async def test_what_is_nothing_to_us_is_taken_and_not_answered(rig: Rig, kind: str) -> None:
    activity = rig.framework.activity(kind, text="book tomorrow", action="add", name="adaptiveCard/action")
    assert await rig.json(activity) == (200, None)
    assert (rig.talker.came, rig.framework.written) == ([], [])


@pytest.mark.parametrize(
    "name", ["signin/tokenExchange", "config/fetch", "fileConsent/invoke", "message/submitAction", "", "ADAPTIVECARD/ACTION"]
)
async def test_an_invoke_that_is_not_known_is_a_bad_request(rig: Rig, name: str) -> None:
    status, body = await rig.json(rig.framework.invoke(name, {"action": {"verb": "book"}}))
    assert (status, body["code"]) == (400, "bad_request")
    assert rig.talker.came == []


async def test_replies_go_into_the_answer_itself_where_the_caller_expects_them_there(rig: Rig) -> None:
    """Microsoft's Agents Playground does."""
    status, body = await rig.json(rig.framework.activity(text="hi", deliveryMode="expectReplies"))
    assert (status, [one["text"] for one in body["activities"]]) == (200, ["Hello"])
    assert rig.framework.written == []


async def test_answers_that_are_no_messages_are_said_as_messages(rig: Rig) -> None:
    for number, (answer, said) in enumerate(
        [
            (Word("A word"), "A word"),
            (Fault(404, "gone", "Gone."), "Gone."),
            (NewCard(CARD), ""),
            (DialogCard(RESULT), "London"),
            (Results([RESULT]), "London"),
            (Results([], "None"), "None"),
            (Dialog("Book", CARD), "Book"),
            (DialogWord("Done"), "Done"),
        ],
        start=1,
    ):
        rig.talker.answer_with = answer
        await rig.call(rig.framework.activity(text="hi"))
        assert len(rig.framework.messages) == number
        last = rig.framework.messages[-1]
        assert last.get("text", last.get("summary", "")) == said


@pytest.mark.parametrize(("text", "heard"), [("", 0), ("<span><attachment id='1'></attachment></span>", 0), ("book tomorrow", 1)])
async def test_a_card_that_somebody_sends_from_the_message_box_is_nothing_that_was_said(rig: Rig, text: str, heard: int) -> None:
    attachments = [
        {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD},
        {"contentType": "text/html", "content": "<p></p>"},
    ]
    assert (await rig.json(rig.framework.activity(text=text, attachments=attachments)))[0] == 200
    assert len(rig.talker.came) == heard

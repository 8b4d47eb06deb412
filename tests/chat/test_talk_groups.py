"""Where others read along nothing of anybody's own is answered; what came of a wish is in the view of the one who asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from bot.chat.cards.actions import Verb
from bot.chat.incoming import Conversation, Data, Kind, Message
from bot.chat.outgoing import Card, Fault, NewCard, Replies, Word
from core.model import Person, Rules
from tests.chat.talking import ANNA, BEN, CLEO, GROUP, ROOT, Talking, TheseMembers, channel_id, parts, talking, written
from tests.house_of import LONDON, RULES, TOMORROW, booking_on, ledger, person

CHANNEL = Conversation(id="19:channel", kind=Kind.CHANNEL, service_url="https://connector.example", tenant="tenant", team="19:team")
THURSDAY = "2026-11-26"
SENTENCES = [
    "book tomorrow",
    "book tomorrow with parking",
    "book 2026-11-26 and 2026-11-27",
    "book 2027-06-01",
    "wait for tomorrow",
    "cancel tomorrow",
    "cancel all this week",
    "cancel",
    "my bookings",
    "this week",
    "what's free on thursday?",
    "pass",
    "show my pass for tomorrow",
    "who is in tomorrow?",
    "offices",
    "change office to London",
    "change language",
    "Deutsch",
    "stop reminding me",
    "show my days to colleagues",
    "help",
    "thanks",
    "xyzzy plugh",
    "book",
    "Buche morgen",
    "Storniere morgen",
    "Wer ist morgen da?",
]


OTHERS = [person("dan"), person("eve")]


async def everyone(*, rules: Rules = RULES) -> Talking:
    """A group of whom three share their days, two have booked tomorrow, and the office is full then."""
    bot = await talking(replace(LONDON, capacity=2), rules=rules)
    bot.roster = TheseMembers([ANNA, BEN, CLEO, *OTHERS])
    for who in (ANNA, BEN, CLEO):
        await bot.press(who, Verb.SHARE, {"on": True})
        await bot.press(who, Verb.HOME, {"office": "london"})
    for who in (BEN, CLEO):
        await bot.house.book(who, ask=f"of {who.name}")
    return bot


async def all_said(bot: Talking, who: Person, text: str, where: Conversation, data: Mapping[str, object] | None = None) -> Replies:
    message = Message(id="", sender=bot.sender(who), conversation=where, text=text, data=data or {})
    answer = await bot.talk.answer(message, bot.roster)
    assert isinstance(answer, Replies)
    return answer


def without_refresh(answer: Replies) -> str:
    """What others read: for whom a card is drawn anew, and by what ask, is for Teams."""
    text = written(answer)
    for who in (ANNA, BEN, CLEO):
        text = text.replace(channel_id(who), "29:somebody")
    return text


OF_ONES_OWN = (
    "Anna",
    "Ben",
    "Cleo",
    ".anna",
    ".ben",
    ".cleo",
    "Booked",
    "Gebucht",
    "allowance",
    "left of",
    "You have",
    "Sie haben",
    "/pass/",
    "in line",
)


@pytest.mark.parametrize("where", [GROUP, CHANNEL], ids=["group", "channel"])
@pytest.mark.parametrize("sentence", SENTENCES)
async def test_a_group_reads_nothing_of_anybodys_own(sentence: str, where: Conversation) -> None:
    bot = await everyone(rules=replace(RULES, default_allowance=1))
    for who in (ANNA, BEN):
        shown = without_refresh(await all_said(bot, who, sentence, where))
        assert not [word for word in OF_ONES_OWN if word in shown], shown


@pytest.mark.parametrize(
    "sentence", ["book tomorrow", "cancel tomorrow", "wait for tomorrow", "Buche morgen mit Parkplatz", "pass", "my bookings"]
)
async def test_what_is_answered_does_not_tell_what_was_decided(sentence: str) -> None:
    """Ben holds a place, Anna does not, and none is free."""
    texts: list[list[str]] = []
    for who in (ANNA, BEN):
        bot = await everyone(rules=replace(RULES, read_only=False))
        answer = await all_said(bot, who, sentence, GROUP)
        texts.append([reply.text for reply in answer.replies if not isinstance(reply, Card)])
    assert texts[0] == texts[1]


async def test_a_wish_in_a_group_is_done_for_the_one_who_asks_and_seen_in_their_own_view() -> None:
    bot = await everyone()
    answer = await all_said(bot, ANNA, f"book {THURSDAY}", GROUP)
    assert [one.person for one in (await ledger(bot.store)).active if one.day.isoformat() == THURSDAY] == [ANNA.id]
    card = next(reply.card for reply in answer.replies if isinstance(reply, Card))
    refresh = card["refresh"]
    assert isinstance(refresh, dict)
    assert refresh["userIds"] == [channel_id(ANNA)]
    action = refresh["action"]
    assert isinstance(action, dict)
    own = await bot.press(ANNA, str(action["verb"]), cast("Data", action["data"]), where=GROUP, is_refresh=True)
    assert isinstance(own, NewCard)
    assert booking_on(TOMORROW.replace(day=26), LONDON, ANNA) in written(own)


async def test_a_plain_cancel_in_a_group_is_done_and_a_sweep_is_not() -> None:
    bot = await everyone()
    await all_said(bot, BEN, "cancel tomorrow", GROUP)
    await all_said(bot, CLEO, "cancel all this week", GROUP)
    assert [one.person for one in (await ledger(bot.store)).active] == [CLEO.id]


async def test_who_is_in_is_a_number_for_all_and_names_for_the_one_who_looks() -> None:
    bot = await everyone()
    answer = await all_said(bot, ANNA, "who is in tomorrow?", CHANNEL)
    [card] = [reply.card for reply in answer.replies if isinstance(reply, Card)]
    assert "2 of 5 of you are in" in written(answer)
    [refresh] = [one["refresh"] for one in parts(card) if "refresh" in one]
    assert isinstance(refresh, dict)
    assert refresh["userIds"] == [channel_id(who) for who in (ANNA, BEN, CLEO, *OTHERS)]
    own = written(await bot.press(ANNA, Verb.WHO, {"office": "london", "day": TOMORROW.isoformat()}, where=CHANNEL, is_refresh=True))
    assert "Ben" in own
    assert "Cleo" in own


async def test_the_view_of_a_team_leaves_out_who_is_not_in_it() -> None:
    bot = await everyone()
    bot.roster = TheseMembers([ANNA, BEN, *OTHERS])
    own = written(await bot.press(ANNA, Verb.WHO, {"office": "london", "day": TOMORROW.isoformat()}, where=CHANNEL))
    assert "Ben" in own
    assert "Cleo" not in own


@pytest.mark.parametrize("members", [(), (ANNA, BEN), (ANNA, BEN, CLEO)])
async def test_no_number_tells_who_of_a_few_is_in(members: tuple[Person, ...]) -> None:
    said: list[str] = []
    for is_booked in (False, True):
        bot = await talking(LONDON)
        bot.roster = TheseMembers(members)
        await bot.press(ANNA, Verb.HOME, {"office": "london"})
        await bot.house.book(person("dan"), ask="of dan")
        if is_booked:
            await bot.house.cancel(person("dan"), booking_on(TOMORROW, LONDON, person("dan")))
            await bot.house.book(BEN, ask="of Ben")
        said.append(re.sub("[0-9a-f]{32}", "", without_refresh(await all_said(bot, ANNA, "who is in tomorrow?", GROUP))))
    assert said[0] == said[1]


async def test_a_card_is_drawn_anew_for_sixty_people_at_most() -> None:
    bot = await everyone()
    bot.roster = TheseMembers([ANNA, *[person(f"member-{number}") for number in range(79)]])
    answer = await all_said(bot, ANNA, "who is in tomorrow?", CHANNEL)
    [refresh] = [one["refresh"] for reply in answer.replies if isinstance(reply, Card) for one in parts(reply.card) if "refresh" in one]
    assert isinstance(refresh, dict)
    named = cast("list[str]", refresh["userIds"])
    assert len(named) == 60
    assert named[0] == channel_id(ANNA)


async def test_a_pass_is_shown_in_no_group_not_even_to_its_owner() -> None:
    bot = await everyone()
    answer = await bot.press(BEN, Verb.PASS, {"booking": booking_on(TOMORROW, LONDON, BEN)}, where=GROUP)
    assert answer == Word("I show that only in our own chat. Please ask me there.")


@pytest.mark.parametrize("verb", list(Verb))
async def test_the_buttons_of_old_clients_show_nothing_of_ones_own_to_all(verb: Verb) -> None:
    bot = await everyone()
    data = {
        "verb": verb.value,
        "office": "london",
        "day": TOMORROW.isoformat(),
        "ask": "drawing-1",
        "booking": booking_on(TOMORROW, LONDON, BEN),
        "bookings": [booking_on(TOMORROW, LONDON, BEN)],
        "text": "my bookings",
        "on": True,
        "language": "de",
    }
    shown = without_refresh(await all_said(bot, BEN, "", GROUP, data))
    assert not [word for word in OF_ONES_OWN if word in shown], shown


async def test_an_old_client_books_in_a_group() -> None:
    bot = await everyone()
    data = {"verb": "book", "office": "london", "day": THURSDAY, "ask": "drawing-1"}
    await all_said(bot, ANNA, "", GROUP, data)
    assert ANNA.id in {one.person for one in (await ledger(bot.store)).active}


async def test_a_stranger_to_the_cards_gets_a_fault_in_a_group_too() -> None:
    bot = await everyone()
    assert isinstance(await bot.press(ROOT, Verb.WHO, {}, where=GROUP), Fault)

"""The bot comes and goes: one greeting, and it knows where somebody can be written to as long as they want it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.incoming import Conversation, Search, Uninstalled
from bot.chat.outgoing import Card, Replies
from core.conversations import Conversations, Reference
from core.house_rules import FixedRules
from tests.chat.talking import ANNA, BEN, GROUP, Talking, channel_id, chat_of, talking, written
from tests.house_of import LONDON, RULES


def chats(bot: Talking) -> Conversations:
    return Conversations(bot.store, FixedRules(RULES), bot.clock)


async def test_somebody_is_greeted_once_although_teams_says_it_twice() -> None:
    bot = await talking(LONDON)
    first, second = await bot.install(ANNA), await bot.install(ANNA)
    assert isinstance(first, Replies)
    assert isinstance(second, Replies)
    assert [type(reply) for reply in first.replies] == [Card]
    assert second.replies == ()


async def test_a_group_is_greeted_once_and_again_when_the_bot_comes_back() -> None:
    bot = await talking(LONDON)
    first, second = await bot.install(ANNA, GROUP), await bot.install(BEN, GROUP)
    assert isinstance(first, Replies)
    assert len(first.replies) == 1
    assert "Anna" not in written(first)
    assert second == Replies()
    bot.clock.forward(timedelta(hours=1))
    later = await bot.install(ANNA, GROUP)
    assert isinstance(later, Replies)
    assert len(later.replies) == 1


async def test_whoever_writes_can_be_written_to() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "help")
    kept = await chats(bot).read(ANNA.id)
    assert kept == Reference(
        person=ANNA.id,
        conversation=chat_of(ANNA).id,
        service_url="https://connector.example",
        channel_id=channel_id(ANNA),
        language="en",
    )


async def test_a_search_between_two_people_is_no_way_to_write_to_somebody() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "help")
    between = replace(chat_of(ANNA), id="a:anna-and-ben")
    await bot.talk.answer(Search(id="one", sender=bot.sender(ANNA), conversation=between, command="bookings", words=""), bot.roster)
    kept = await chats(bot).read(ANNA.id)
    assert kept is not None
    assert kept.conversation == chat_of(ANNA).id


async def test_what_is_said_in_a_group_is_no_way_to_write_to_somebody() -> None:
    bot = await talking(LONDON)
    await bot.press(ANNA, "help", {}, where=GROUP)
    assert await chats(bot).read(ANNA.id) is None


async def test_a_chat_that_moved_is_kept_at_once_and_one_that_did_not_is_not_asked_for_again() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "help")
    await chats(bot).drop(ANNA.id, chat_of(ANNA).id)
    await bot.say(ANNA, "help")
    assert await chats(bot).read(ANNA.id) is None
    moved = replace(chat_of(ANNA), service_url="https://other.example")
    await bot.say(ANNA, "help", where=moved)
    kept = await chats(bot).read(ANNA.id)
    assert kept is not None
    assert kept.service_url == "https://other.example"


async def test_a_chat_that_somebody_else_forgot_is_kept_again_before_long() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "help")
    await chats(bot).drop(ANNA.id, chat_of(ANNA).id)
    bot.clock.forward(timedelta(minutes=11))
    await bot.say(ANNA, "help")
    assert await chats(bot).read(ANNA.id) is not None


async def gone(bot: Talking, where: Conversation) -> None:
    answer = await bot.talk.answer(Uninstalled(id="", sender=bot.sender(ANNA), conversation=where), bot.roster)
    assert answer == Replies()


async def test_who_takes_the_bot_away_is_forgotten_and_greeted_anew_when_it_comes_back() -> None:
    bot = await talking(LONDON)
    await bot.install(ANNA)
    await bot.say(ANNA, "help")
    await gone(bot, GROUP)
    assert await chats(bot).read(ANNA.id) is not None
    await gone(bot, chat_of(ANNA))
    assert await chats(bot).read(ANNA.id) is None
    answer = await bot.install(ANNA)
    assert isinstance(answer, Replies)
    assert len(answer.replies) == 1
    await bot.say(ANNA, "help")
    assert await chats(bot).read(ANNA.id) is not None

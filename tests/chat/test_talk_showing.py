"""What people ask to see of their own, what they choose, and what is asked back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.cards.actions import Verb
from bot.chat.outgoing import Card, NewCard, Text
from core.pass_keys import PassesUnavailable
from core.store.port import Unavailable
from tests.chat.talking import ANNA, BEN, ROOT, button, buttons, chat_of, press_texts, said, talking, written
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, RULES, TODAY, TOMORROW, booking_on, ledger


async def test_my_bookings_are_those_to_come_with_their_lines() -> None:
    bot = await talking(replace(LONDON, capacity=1))
    await bot.house.book(BEN, ask="ben")
    await bot.say(ANNA, f"book {(TOMORROW + timedelta(days=1)).isoformat()}")
    await bot.say(ANNA, "wait for tomorrow")
    reply = await bot.say(ANNA, "my bookings")
    assert "Thursday" in said(reply)
    assert "You are 1st in line" in said(reply)
    assert {Verb.CANCEL, Verb.LEAVE, Verb.PASS} <= {verb for _, verb, _ in buttons(reply)}
    bot.clock.forward(timedelta(days=3))
    assert "You have no office days booked." in said(await bot.say(ANNA, "my bookings"))


async def test_of_the_days_that_are_named_those_that_are_over_are_not_shown() -> None:
    bot = await talking(LONDON)
    for ahead in (0, 2):
        await bot.house.book(ANNA, TODAY + timedelta(days=ahead), ask=f"day-{ahead}")
    bot.clock.forward(timedelta(days=1))
    reply = said(await bot.say(ANNA, "my bookings this week"))
    assert "Thursday" in reply
    assert "Tuesday" not in reply


async def test_a_booking_of_yesterday_in_london_is_over_while_auckland_is_a_day_ahead() -> None:
    bot = await talking(LONDON, AUCKLAND, clock=FakeClock(NOON.replace(hour=23)))
    await bot.house.book(ANNA, TODAY, office=LONDON)
    await bot.house.book(ANNA, TOMORROW, office=AUCKLAND, ask="other")
    assert "London" in said(await bot.say(ANNA, "my bookings"))
    bot.clock.forward(timedelta(hours=2))
    now = said(await bot.say(ANNA, "my bookings"))
    assert "London" not in now
    assert "Auckland" in now


async def test_the_pass_is_that_of_the_next_booking_or_of_the_day_that_is_named() -> None:
    bot = await talking(LONDON)
    assert said(await bot.say(ANNA, "pass")) == "You have no office days booked."
    for ahead in (0, 1):
        await bot.house.book(ANNA, TODAY + timedelta(days=ahead), ask=f"day-{ahead}")
    today, tomorrow = await bot.say(ANNA, "pass"), await bot.say(ANNA, "show my pass for tomorrow")
    assert "Tuesday 24 November" in written(today)
    assert "Wednesday 25 November" in written(tomorrow)
    assert "https://desks.contoso.example/pass/" in written(today)
    assert said(await bot.say(ANNA, "show my pass for 2026-11-27")) == "You have nothing booked on Friday 27 November."


async def test_of_two_offices_on_one_day_it_is_asked_which_pass() -> None:
    bot = await talking(LONDON, AUCKLAND)
    for office in (LONDON, AUCKLAND):
        await bot.house.book(ANNA, TOMORROW, office=office, ask=office.id + "-ask")
    reply = await bot.say(ANNA, "show my pass for 2026-11-25")
    assert "Which one do you mean?" in said(reply)
    answer = await bot.press_on(ANNA, reply, Verb.PASS, booking=booking_on(TOMORROW, AUCKLAND, ANNA))
    assert "/pass/" in written(answer)


async def test_a_pass_that_can_not_be_signed_just_now_is_told() -> None:
    bot = await talking(LONDON)
    await bot.house.book(ANNA)
    bot.ring.out_of_order = PassesUnavailable("the vault is away")
    assert "Please try again in a moment." in said(await bot.say(ANNA, "pass"))


async def test_the_offices_are_listed_with_what_is_free_today() -> None:
    bot = await talking(replace(LONDON, capacity=3), AUCKLAND)
    await bot.house.book(BEN, TODAY)
    assert "2 left today" in said(await bot.say(ANNA, "offices"))


async def test_who_is_in_is_asked_of_the_office_that_is_named_or_ones_own() -> None:
    bot = await talking(LONDON, AUCKLAND)
    await bot.house.book(BEN, ask="ben")
    asked = await bot.say(ANNA, "who is in 2026-11-25?")
    assert [title for title, _, _ in buttons(asked)] == ["Auckland", "London"]
    assert "1 person is in." in written(await press_texts(bot, ANNA, asked, "London"))
    await bot.say(ANNA, "change office to London")
    assert "1 person is in." in said(await bot.say(ANNA, "who is in 2026-11-25?"))


async def test_a_day_that_is_missing_is_asked_with_buttons_that_book_it() -> None:
    bot = await talking(replace(LONDON, open_weekdays=frozenset(range(5))))
    asked = await bot.say(ANNA, "book")
    titles = [title for title, _, _ in buttons(asked)]
    assert titles[:2] == ["Tuesday 24 November", "Wednesday 25 November"]
    assert not [title for title in titles if title.startswith(("Saturday", "Sunday"))]
    answer = await press_texts(bot, ANNA, asked, "Wednesday 25 November")
    assert "Booked: Wednesday 25 November in London." in written(answer)


async def test_thanks_and_help_and_the_unknown_are_answered_and_change_nothing() -> None:
    bot = await talking(LONDON)
    assert isinstance(await bot.say(ANNA, "thanks"), Text)
    assert isinstance(await bot.say(ANNA, "help"), Card)
    text, card = await bot.say_all(ANNA, "xyzzy plugh")
    assert said(text) == "I did not understand that. This is what I can do:"
    assert isinstance(card, Card)
    assert not (await ledger(bot.store)).bookings


async def test_half_a_character_is_no_harm() -> None:
    bot = await talking(LONDON)
    assert await bot.say_all(ANNA, "b\ud800ook tomorrow \udfff")


async def test_what_somebody_chooses_is_kept() -> None:
    bot = await talking(LONDON)
    for sentence in ("show my days to colleagues", "stop reminding me", "Deutsch", "change office to London"):
        await bot.say(ANNA, sentence, activity=sentence)
        await bot.say(ANNA, sentence, activity=sentence)
    known = await bot.house.people.read(ANNA.id)
    assert known is not None
    assert (known.shares_days, known.reminders, known.language, known.home_office) == (True, False, "de", "london")
    assert known.name == "Anna"


async def test_the_buttons_of_a_german_answer_speak_german_to_a_client_in_english() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "Buche morgen")
    answer = await bot.press_on(ANNA, reply, Verb.CANCEL)
    assert "Abgesagt: Mittwoch, 25. November in London." in written(answer)


async def test_a_client_in_german_is_answered_in_german() -> None:
    bot = await talking(LONDON)
    bot.locale = "de-CH"
    answer = await bot.press(ANNA, Verb.BOOKINGS, {})
    assert "Sie haben" in written(answer)


async def test_a_name_in_an_answer_is_never_read_as_a_mark() -> None:
    bot = await talking(replace(LONDON, name="*Lon_don* [x](https://evil.example)"))
    reply = await bot.say(ANNA, "book 2027-03-01")
    assert isinstance(reply, Text)
    assert "\\*" not in written(await bot.press(ANNA, Verb.WEEK, {"office": "atlantis", "monday": "2026-11-23"}))
    bot = await talking(replace(LONDON, name="*Lon_don*"), rules=replace(RULES, advance_booking_days=1))
    told = await bot.say(ANNA, "wait for 2026-11-24")
    assert isinstance(told, Card)


async def test_a_house_without_offices_says_so() -> None:
    bot = await talking(LONDON)
    await bot.remove(LONDON)
    assert said(await bot.say(ANNA, "this week")) == "There are no offices yet."


async def test_a_card_with_news_is_not_drawn_anew_before_it_was_read() -> None:
    bot = await talking(LONDON)
    plain, told = await bot.say(ANNA, "this week"), await bot.press(ANNA, Verb.BOOK, button(await bot.say(ANNA, "this week"), Verb.BOOK))
    assert isinstance(plain, Card)
    assert isinstance(told, NewCard)
    assert "refresh" in plain.card
    assert "refresh" not in told.card


async def test_one_sentence_takes_few_reads_and_no_more_writes_than_it_must() -> None:
    bot = await talking(LONDON, AUCKLAND)
    await bot.say(ANNA, "change office to London")
    bot.clock.forward(timedelta(seconds=5))
    bot.counted.clear()
    await bot.say(ANNA, "book tomorrow")
    assert bot.counted["commit"] == 1
    assert sum(bot.counted.values()) <= 6, bot.counted


async def test_a_store_that_is_away_is_told_to_the_channel() -> None:
    bot = await talking(LONDON)
    await bot.store.close()
    with pytest.raises(Unavailable):
        await bot.say(ANNA, "book tomorrow")


async def test_what_an_administrator_says_is_for_themselves() -> None:
    bot = await talking(LONDON)
    await bot.say(ROOT, "book tomorrow")
    assert [one.person for one in (await ledger(bot.store)).active] == [ROOT.id]
    assert chat_of(ROOT).id.endswith(ROOT.id)

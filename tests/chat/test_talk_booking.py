"""Somebody books by saying so in their own chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.cards.actions import Verb
from bot.chat.outgoing import Card, NewCard, Text
from core.model import OfficeId, Rules
from core.store.sqlite import SqliteStore
from tests.chat.talking import ANNA, BEN, CLEO, button, buttons, chat_of, press_texts, said, talking, written
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, RULES, TODAY, TOMORROW, ledger

THURSDAY = date(2026, 11, 26)
FULL = replace(LONDON, capacity=1)


async def test_a_day_is_booked_and_shown_as_a_booking() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "book tomorrow")
    assert isinstance(reply, Card)
    assert "Booked: Wednesday 25 November in London." in said(reply)
    assert {verb for _, verb, _ in buttons(reply)} == {Verb.PASS, Verb.CANCEL, Verb.BOOKINGS}
    [booking] = (await ledger(bot.store)).active
    assert (booking.day, booking.person, booking.parking) == (TOMORROW, ANNA.id, False)


async def test_a_car_place_is_booked_and_told() -> None:
    bot = await talking(LONDON)
    assert "Booked with parking: Wednesday 25 November in London." in said(await bot.say(ANNA, "book tomorrow with parking"))
    [booking] = (await ledger(bot.store)).active
    assert booking.parking


async def test_a_message_that_is_sent_again_books_once_and_is_answered_the_same() -> None:
    bot = await talking(LONDON)
    first = said(await bot.say(ANNA, "book wednesday and thursday", activity="1485983408511"))
    again = said(await bot.say(ANNA, "book wednesday and thursday", activity="1485983408511"))
    assert first == again
    assert "Booked: Wednesday 25 November and Thursday 26 November in London." in first
    assert len((await ledger(bot.store)).journal) == 2


async def test_the_same_sentence_said_anew_is_told_that_the_day_is_booked_already() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "book tomorrow")
    assert "You already have a place in London on Wednesday 25 November." in said(await bot.say(ANNA, "book tomorrow"))


async def test_a_message_of_another_chat_with_the_same_id_is_another_wish() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "book tomorrow", activity="1")
    await bot.say(BEN, "book tomorrow", activity="1")
    assert {one.person for one in (await ledger(bot.store)).active} == {ANNA.id, BEN.id}


async def test_an_id_that_another_chat_used_is_no_repetition() -> None:
    bot = await talking(LONDON)
    await bot.say(ANNA, "book tomorrow", activity="1")
    await bot.say(ANNA, "cancel tomorrow")
    await bot.say(ANNA, "book tomorrow", activity="1", where=replace(chat_of(ANNA), id="a:another"))
    assert len((await ledger(bot.store)).active) == 1


async def test_a_message_without_an_id_is_never_taken_for_another_one() -> None:
    bot = await talking(LONDON)
    bot.talk_without_ids()
    await bot.say(ANNA, "book tomorrow")
    await bot.say(ANNA, "cancel tomorrow")
    assert "Booked: Wednesday 25 November" in said(await bot.say(ANNA, "book tomorrow"))


async def test_of_several_days_each_that_can_be_had_is_booked_and_each_no_is_said_once() -> None:
    bot = await talking(replace(LONDON, open_weekdays=frozenset(range(5))), rules=replace(RULES, default_allowance=2))
    reply = await bot.say(ANNA, "book 2026-11-25, 2026-11-26, 2026-11-27 and 2026-11-28")
    assert "Booked: Wednesday 25 November and Thursday 26 November in London." in said(reply)
    assert said(reply).partition("\n")[0].count("You have used your 2 days of that week.") == 1
    assert "London is closed on Saturday 28 November." in said(reply)
    assert len((await ledger(bot.store)).active) == 2
    assert Verb.WEEK in {verb for _, verb, _ in buttons(reply)}


async def test_days_of_two_weeks_are_shown_as_the_list_of_bookings() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "book 2026-11-26 and 2026-12-03")
    assert "Booked: Thursday 26 November and Thursday 3 December in London." in said(reply)
    assert [verb for _, verb, _ in buttons(reply)].count(Verb.CANCEL) == 2


async def test_a_full_day_is_refused_with_a_button_to_wait_that_works() -> None:
    bot = await talking(FULL)
    await bot.say(BEN, "book tomorrow")
    reply = await bot.say(ANNA, "book tomorrow")
    assert "London is full on Wednesday 25 November." in said(reply)
    answer = await bot.press_on(ANNA, reply, Verb.WAIT, day=TOMORROW.isoformat())
    assert isinstance(answer, NewCard)
    assert "You wait for Wednesday 25 November in London: number 1 in line." in written(answer)
    [queue] = (await ledger(bot.store)).queues
    assert queue.place_of(ANNA.id) == 1


async def test_somebody_waits_by_saying_so_and_leaves_by_cancelling() -> None:
    bot = await talking(FULL)
    await bot.say(BEN, "book tomorrow")
    assert "number 1 in line" in said(await bot.say(ANNA, "wait for tomorrow", activity="w"))
    assert "number 1 in line" in said(await bot.say(ANNA, "wait for tomorrow", activity="w"))
    assert "number 2 in line" in said(await bot.say(CLEO, "wait for tomorrow"))
    assert "You don't wait for Wednesday 25 November in London." in said(await bot.say(ANNA, "cancel tomorrow"))
    [queue] = (await ledger(bot.store)).queues
    assert [one.person for one in queue.waiters] == [CLEO.id]


async def test_nobody_waits_for_what_can_be_had() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "wait for tomorrow")
    assert "There is a free place in London on Wednesday 25 November. You can book it now." in said(reply)
    await bot.press_on(ANNA, reply, Verb.BOOK, day=TOMORROW.isoformat(), parking=False)
    assert len((await ledger(bot.store)).active) == 1


async def test_where_a_reason_is_wanted_the_week_asks_for_it_and_its_button_books_with_it() -> None:
    bot = await talking(LONDON, rules=replace(RULES, reason_required=True))
    reply = await bot.say(ANNA, "book tomorrow")
    assert "Please say briefly why you come to the office." in said(reply)
    assert "Input.Text" in written(reply)
    assert not (await ledger(bot.store)).active
    data = button(reply, Verb.BOOK, day=TOMORROW.isoformat(), parking=False)
    refused = await bot.press(ANNA, Verb.BOOK, {**data, "reason": "  "})
    assert "Please say briefly why you come to the office." in written(refused)
    await bot.press(ANNA, Verb.BOOK, {**data, "reason": "Team day 👩‍👩‍👧"})
    [booking] = (await ledger(bot.store)).active
    assert booking.reason == "Team day 👩‍👩‍👧"


async def test_somebody_who_is_auto_approved_books_by_a_word() -> None:
    bot = await talking(LONDON, rules=replace(RULES, reason_required=True))
    await bot.house.people.signed_in(ANNA.id, ANNA.name, "", bot.clock.now())
    await bot.allow(ANNA)
    assert "Booked: Wednesday 25 November" in said(await bot.say(ANNA, "book tomorrow"))


async def test_in_a_read_only_house_nothing_is_booked_and_the_no_is_said() -> None:
    bot = await talking(LONDON, rules=replace(RULES, read_only=True))
    for sentence in ("book tomorrow", "wait for tomorrow", "book 2026-11-26 and 2026-12-03", "change office to London", "Deutsch"):
        reply = await bot.say(ANNA, sentence)
        said_so = ("Nothing can be changed at the moment.", "Im Moment kann nichts geändert werden.")
        assert any(no in said(reply) for no in said_so), sentence
    assert not (await ledger(bot.store)).bookings


@pytest.mark.parametrize("instant", [datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC)])
async def test_tomorrow_is_that_of_the_office(instant: datetime) -> None:
    bot = await talking(LONDON, AUCKLAND, clock=FakeClock(instant))
    await bot.say(ANNA, "book tomorrow at Auckland")
    await bot.say(ANNA, "book tomorrow at London")
    days = {one.office: one.day for one in (await ledger(bot.store)).active}
    in_auckland = (instant + timedelta(hours=13)).date()  # daylight saving time
    assert days == {LONDON.id: TOMORROW, AUCKLAND.id: in_auckland + timedelta(days=1)}


async def test_a_day_beyond_the_window_is_told_without_a_card() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "book 2027-03-01")
    assert isinstance(reply, Text)
    assert "can't be booked yet. The days up to Monday 7 December are open." in reply.text


async def test_without_an_office_it_is_asked_which_and_the_answer_books() -> None:
    bot = await talking(LONDON, AUCKLAND)
    reply = await bot.say(ANNA, "book tomorrow with parking")
    assert not (await ledger(bot.store)).active
    assert [title for title, _, _ in buttons(reply)] == ["Auckland", "London"]
    await press_texts(bot, ANNA, reply, "London")
    [booking] = (await ledger(bot.store)).active
    assert (booking.office, booking.day, booking.parking) == (LONDON.id, TOMORROW, True)
    await press_texts(bot, BEN, reply, "Auckland")
    assert [one.day for one in (await ledger(bot.store)).active if one.person == BEN.id] == [TOMORROW + timedelta(days=1)]


async def test_the_home_office_is_where_one_books() -> None:
    bot = await talking(LONDON, AUCKLAND)
    assert "London is now your office." in said(await bot.say(ANNA, "change office to London"))
    await bot.say(ANNA, "book tomorrow")
    [booking] = (await ledger(bot.store)).active
    assert booking.office == OfficeId("london")


async def test_german_is_answered_in_german() -> None:
    bot = await talking(LONDON)
    assert "Gebucht: Mittwoch, 25. November in London." in said(await bot.say(ANNA, "Buche morgen"))
    again = said(await bot.say(ANNA, "Buche morgen"))
    assert "Sie haben am Mittwoch, 25. November schon einen Platz in London." in again


async def test_the_language_that_was_chosen_counts_before_that_of_the_sentence() -> None:
    bot = await talking(LONDON)
    assert "Ich spreche jetzt Deutsch mit Ihnen." in said(await bot.say(ANNA, "Deutsch"))
    assert "Gebucht: Mittwoch, 25. November in London." in said(await bot.say(ANNA, "book tomorrow"))


async def test_today_can_be_booked_and_then_says_that_it_is_fixed() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "book today")
    assert Verb.CANCEL not in {verb for _, verb, _ in buttons(reply)}
    assert "Today's booking can be cancelled only by an administrator of London." in said(await bot.say(ANNA, "cancel today"))
    assert [one.day for one in (await ledger(bot.store)).active] == [TODAY]


async def test_nobody_waits_for_an_answer_about_a_year_of_days() -> None:
    bot = await talking(LONDON, rules=Rules(advance_booking_days=366, default_allowance=7))
    days = " ".join((TOMORROW + timedelta(days=step)).isoformat() for step in range(40))
    await bot.say(ANNA, f"book {days}")
    assert len((await ledger(bot.store)).active) <= 31


async def test_the_same_message_to_two_processes_of_one_house_books_once(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    stores = [SqliteStore(tmp_path / "house.db", clock) for _ in range(2)]
    bots = [await talking(LONDON, clock=clock, kept=store) for store in stores]
    answers = await asyncio.gather(*[bot.say(ANNA, "book wednesday and thursday", activity="sent-twice") for bot in bots])
    assert {said(answer).partition("\n")[0] for answer in answers} == {"Booked: Wednesday 25 November and Thursday 26 November in London."}
    kept = await ledger(stores[0])
    assert (len(kept.active), len(kept.journal)) == (2, 2)
    assert not kept.faults(allowance=3)
    for store in stores:
        await store.close()

"""Buttons: each does its deed once for the one who presses it, and whatever else a client makes of a card is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.cards.actions import Verb
from bot.chat.outgoing import Fault, NewCard, Text, Word
from tests.chat.talking import ANNA, BEN, CLEO, GROUP, ROOT, button, buttons, press_texts, said, talking, written
from tests.house_of import LONDON, TODAY, TOMORROW, booking_on, ledger

MONDAY = "2026-11-23"
BOOK: Mapping[str, object] = {
    "office": "london",
    "day": TOMORROW.isoformat(),
    "parking": False,
    "ask": "drawing-1",
    "then": "week",
    "monday": MONDAY,
}


async def test_a_week_is_booked_and_cancelled_by_its_buttons() -> None:
    bot = await talking(LONDON)
    week = await bot.say(ANNA, "this week")
    booked = await bot.press_on(ANNA, week, Verb.BOOK, day=TOMORROW.isoformat(), parking=False)
    assert "Booked: Wednesday 25 November in London." in written(booked)
    cancelled = await bot.press_on(ANNA, booked, Verb.CANCEL)
    assert "Cancelled: Wednesday 25 November in London." in written(cancelled)
    assert isinstance(cancelled, NewCard)
    assert not (await ledger(bot.store)).active


async def test_in_ones_own_chat_the_old_card_does_not_come_back() -> None:
    bot = await talking(LONDON)
    answer = await bot.press(ANNA, Verb.BOOK, BOOK)
    assert isinstance(answer, NewCard)
    assert answer.replaces_for_all
    shared = await bot.press(ANNA, Verb.WEEK, {"office": "london", "monday": MONDAY}, where=GROUP)
    assert isinstance(shared, NewCard)
    assert not shared.replaces_for_all


async def test_a_button_that_teams_sends_again_books_once() -> None:
    bot = await talking(LONDON)
    first = await bot.press(ANNA, Verb.BOOK, BOOK)
    again = await bot.press(ANNA, Verb.BOOK, BOOK)
    assert "Booked: Wednesday 25 November in London." in written(first)
    assert "Booked: Wednesday 25 November in London." in written(again)
    assert len((await ledger(bot.store)).journal) == 1


async def test_a_stale_card_never_says_booked_of_what_was_cancelled_since() -> None:
    bot = await talking(LONDON)
    await bot.press(ANNA, Verb.BOOK, BOOK)
    await bot.say(ANNA, "cancel tomorrow")
    answer = await bot.press(ANNA, Verb.BOOK, BOOK)
    assert "You have no place in London on Wednesday 25 November any more." in written(answer)
    assert "Booked" not in written(answer)
    await bot.press_on(ANNA, answer, Verb.BOOK, day=TOMORROW.isoformat(), parking=False)
    assert len((await ledger(bot.store)).active) == 1


async def test_a_stale_cancel_does_not_take_what_was_booked_anew() -> None:
    bot = await talking(LONDON)
    booked = await bot.say(ANNA, "book tomorrow")
    await bot.press_on(ANNA, booked, Verb.CANCEL)
    await bot.say(ANNA, "book tomorrow")
    answer = await bot.press_on(ANNA, booked, Verb.CANCEL)
    assert "Booked: Wednesday 25 November in London." in written(answer)
    assert len((await ledger(bot.store)).active) == 1


async def test_two_buttons_of_one_card_are_two_wishes() -> None:
    bot = await talking(LONDON)
    week = await bot.say(ANNA, "this week")
    for ahead in (0, 1):
        day = (TOMORROW + timedelta(days=ahead)).isoformat()
        await bot.press(ANNA, Verb.BOOK, button(week, Verb.BOOK, day=day, parking=False))
    assert len((await ledger(bot.store)).active) == 2


async def test_of_two_people_who_press_one_card_each_books_for_themselves() -> None:
    bot = await talking(LONDON)
    for who in (ANNA, BEN):
        await bot.press(who, Verb.BOOK, BOOK, where=GROUP)
    assert {one.person for one in (await ledger(bot.store)).active} == {ANNA.id, BEN.id}


@pytest.mark.parametrize("who", [ANNA, ROOT], ids=["a colleague", "an administrator"])
async def test_a_card_that_was_edited_to_another_persons_booking_does_nothing(who: object) -> None:
    bot = await talking(LONDON)
    await bot.house.book(BEN)
    theirs = booking_on(TOMORROW, LONDON, BEN)
    presser = ANNA if who is ANNA else ROOT
    for verb, data in (
        (Verb.CANCEL, {"booking": theirs, "ask": "drawing-1", "then": "booking"}),
        (Verb.CANCEL_ALL, {"bookings": [theirs], "ask": "drawing-1"}),
        (Verb.PASS, {"booking": theirs}),
    ):
        answer = await bot.press(presser, verb, data)
        assert "You can book and cancel only for yourself." in written(answer)
        assert "/pass/" not in written(answer)
        assert BEN.id not in written(answer)
    assert len((await ledger(bot.store)).active) == 1


async def test_a_person_in_the_data_is_nobody() -> None:
    bot = await talking(LONDON)
    await bot.press(ROOT, Verb.BOOK, {**BOOK, "person": BEN.id})
    assert [one.person for one in (await ledger(bot.store)).active] == [ROOT.id]


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("", {}),
        ("drop_tables", {}),
        (Verb.BOOK, {}),
        (Verb.BOOK, {**BOOK, "office": "lon/don"}),
        (Verb.BOOK, {**BOOK, "office": "a" * 41}),
        (Verb.BOOK, {**BOOK, "office": 7}),
        (Verb.BOOK, {**BOOK, "day": "20261125"}),
        (Verb.BOOK, {**BOOK, "day": "2026-11-31"}),
        (Verb.BOOK, {**BOOK, "day": None}),
        (Verb.BOOK, {**BOOK, "ask": "short"}),
        (Verb.BOOK, {**BOOK, "ask": "drawing-1\n"}),
        (Verb.BOOK, {**BOOK, "ask": ["drawing-1"]}),
        (Verb.BOOK, {**BOOK, "parking": "perhaps"}),
        (Verb.BOOK, {**BOOK, "parking": 1}),
        (Verb.BOOK, {**BOOK, "parking": {}}),
        (Verb.BOOK, {**BOOK, "reason": "x" * 501}),
        (Verb.BOOK, {**BOOK, "reason": "\ud800"}),
        (Verb.BOOK, {**BOOK, "reason": ["x"]}),
        (Verb.WAIT, {**BOOK, "day": "tomorrow"}),
        (Verb.LEAVE, {**BOOK, "ask": ""}),
        (Verb.CANCEL, {"booking": "2026-11-25.london", "ask": "drawing-1"}),
        (Verb.CANCEL, {"booking": "x" * 161, "ask": "drawing-1"}),
        (Verb.CANCEL_ALL, {"bookings": [], "ask": "drawing-1"}),
        (Verb.CANCEL_ALL, {"bookings": "2026-11-25.london.a", "ask": "drawing-1"}),
        (Verb.CANCEL_ALL, {"bookings": ["2026-11-25.london.a"] * 51, "ask": "drawing-1"}),
        (Verb.CANCEL_ALL, {"bookings": [None], "ask": "drawing-1"}),
        (Verb.WEEK, {"office": "london", "monday": "9999-99-99"}),
        (Verb.WEEK, {}),
        (Verb.WHO, {"office": "london"}),
        (Verb.PASS, {"booking": 3}),
        (Verb.HOME, {"office": ""}),
        (Verb.LANGUAGE, {}),
        (Verb.LANGUAGE, {"language": "x" * 11}),
        (Verb.REMIND, {}),
        (Verb.REMIND, {"on": "yes"}),
        (Verb.SHARE, {"on": None}),
        (Verb.SAY, {"text": 5}),
        (Verb.SAY, {"text": "x" * 501}),
    ],
)
async def test_what_no_card_of_ours_carries_is_a_fault_with_a_sentence(verb: str, data: Mapping[str, object]) -> None:
    bot = await talking(LONDON)
    answer = await bot.press(ANNA, verb, data)
    assert isinstance(answer, Fault)
    assert (answer.status, answer.text) == (400, "This button can't be used. Please ask me for a new card.")
    said_instead = await bot.say(ANNA, "", data={**data, "verb": verb})
    assert isinstance(said_instead, Text)
    assert not (await ledger(bot.store)).bookings


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["office", "day", "monday", "parking", "ask", "then", "booking", "bookings", "reason", "text", "on", "language"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verb=st.sampled_from(list(Verb)), data=st.dictionaries(NAMES, JSON), kept=st.booleans(), is_refresh=st.booleans())
async def test_nothing_that_a_client_can_write_breaks_the_bot(verb: Verb, data: dict[str, object], kept: bool, is_refresh: bool) -> None:
    bot = await talking(LONDON)
    answer = await bot.press(ANNA, verb, {**BOOK, **data} if kept else data, is_refresh=is_refresh)
    assert isinstance(answer, NewCard | Word | Fault)
    assert all(one.person == ANNA.id for one in (await ledger(bot.store)).bookings)


async def test_an_office_that_there_is_not_is_told() -> None:
    bot = await talking(LONDON)
    for verb, data in (
        (Verb.BOOK, {**BOOK, "office": "atlantis"}),
        (Verb.WEEK, {"office": "atlantis", "monday": MONDAY}),
        (Verb.WHO, {"office": "atlantis", "day": TODAY.isoformat()}),
    ):
        answer = await bot.press(ANNA, verb, data)
        assert answer == Word("There is no such office.")


async def test_a_refresh_never_does_a_deed() -> None:
    bot = await talking(LONDON)
    assert isinstance(await bot.press(ANNA, Verb.BOOK, BOOK, is_refresh=True), Fault)
    assert not (await ledger(bot.store)).bookings


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        (Verb.WEEK, {"office": "london", "monday": MONDAY}),
        (Verb.WEEK, {"office": "london"}),
        (Verb.BOOKINGS, {}),
        (Verb.WHO, {"office": "london", "day": TOMORROW.isoformat()}),
    ],
)
async def test_a_refresh_shows_what_is_so_now(verb: Verb, data: Mapping[str, object]) -> None:
    bot = await talking(LONDON)
    before = await bot.press(ANNA, verb, data, is_refresh=True)
    await bot.house.book(ANNA)
    after = await bot.press(ANNA, verb, data, is_refresh=True)
    assert isinstance(after, NewCard)
    assert not after.replaces_for_all
    assert written(before) != written(after)


async def test_a_week_long_ago_shows_the_nearest_that_can_be_booked() -> None:
    bot = await talking(LONDON)
    for monday in ("0001-01-01", "2026-01-05", "9999-12-31"):
        answer = await bot.press(ANNA, Verb.WEEK, {"office": "london", "monday": monday})
        assert Verb.BOOK in {verb for _, verb, _ in buttons(answer)}, monday


async def test_weeks_lead_to_one_another() -> None:
    bot = await talking(LONDON)
    first = await bot.say(ANNA, "this week")
    second = await bot.press_on(ANNA, first, Verb.WEEK, monday="2026-11-30")
    third = await bot.press_on(ANNA, second, Verb.WEEK, monday="2026-12-07")
    assert [data["day"] for _, verb, data in buttons(third) if verb == Verb.BOOK and not data["parking"]] == ["2026-12-07"]
    assert {data["monday"] for _, verb, data in buttons(third) if verb == Verb.WEEK} == {"2026-11-30"}


async def test_at_the_weekend_the_coming_week_is_shown_where_the_office_is_closed() -> None:
    weekdays = replace(LONDON, open_weekdays=frozenset(range(5)))
    bot = await talking(weekdays)
    bot.clock.forward(timedelta(days=4))  # a Saturday
    days = [data["day"] for _, verb, data in buttons(await bot.press(ANNA, Verb.WEEK, {"office": "london"})) if verb == Verb.BOOK]
    assert days[0] == "2026-11-30"


async def test_a_suggestion_is_said_for_the_person() -> None:
    bot = await talking(LONDON)
    answer = await bot.press(ANNA, Verb.SAY, {"text": "book tomorrow"})
    assert isinstance(answer, NewCard)
    assert len((await ledger(bot.store)).active) == 1


async def test_every_button_of_help_and_welcome_leads_somewhere() -> None:
    for locale in ("en-GB", "de-DE"):
        bot = await talking(LONDON)
        bot.locale = locale
        greeting = await bot.greeting(ANNA)
        shown = await bot.press(ANNA, Verb.HELP, {})
        for title, verb, data in [*buttons(greeting), *buttons(shown)]:
            answer = await bot.press(ANNA, verb, data)
            assert isinstance(answer, NewCard | Word), (locale, title)


async def test_old_clients_send_a_message_and_are_answered_by_one() -> None:
    bot = await talking(LONDON)
    reply = await bot.say(ANNA, "", data={**BOOK, "verb": Verb.BOOK.value})
    assert "Booked: Wednesday 25 November in London." in said(reply)


async def test_the_pass_of_a_booking_is_shown_and_that_of_a_cancelled_one_is_not() -> None:
    bot = await talking(LONDON)
    booked = await bot.say(ANNA, "book tomorrow")
    assert "https://desks.contoso.example/pass/" in written(await bot.press_on(ANNA, booked, Verb.PASS))
    await bot.say(ANNA, "cancel tomorrow")
    answer = await bot.press_on(ANNA, booked, Verb.PASS)
    assert answer == Word("You have no place in London on Wednesday 25 November any more.")


async def test_a_day_that_was_cancelled_is_had_again_from_its_card() -> None:
    bot = await talking(LONDON)
    cancelled = await bot.press_on(ANNA, await bot.say(ANNA, "book tomorrow"), Verb.CANCEL)
    again = await bot.press_on(ANNA, cancelled, Verb.BOOK)
    assert "Booked: Wednesday 25 November in London." in written(again)
    assert Verb.PASS in {verb for _, verb, _ in buttons(again)}


async def test_the_reminder_button_stops_reminders() -> None:
    bot = await talking(LONDON)
    assert isinstance(await bot.press(ANNA, Verb.REMIND, {"on": False}), Word)
    known = await bot.house.people.read(ANNA.id)
    assert known is not None
    assert not known.reminders


async def test_who_is_in_names_those_who_share_their_days() -> None:
    bot = await talking(LONDON)
    for who, sharing in ((BEN, True), (CLEO, False)):
        await bot.say(who, "book tomorrow")
        await bot.press(who, Verb.SHARE, {"on": sharing})
    to_anna = written(await bot.press(ANNA, Verb.WHO, {"office": "london", "day": TOMORROW.isoformat()}))
    assert "Ben" in to_anna
    assert "Cleo" not in to_anna
    assert "Cleo" in written(await bot.press(ROOT, Verb.WHO, {"office": "london", "day": TOMORROW.isoformat()}))


async def test_the_choice_of_an_office_shows_its_week() -> None:
    bot = await talking()
    offices = await bot.say(ANNA, "offices")
    answer = await bot.press_on(ANNA, offices, Verb.HOME, office="auckland")
    assert "Auckland is now your office." in written(answer)
    assert "Auckland" in written(answer)


async def test_a_title_is_pressed_by_its_name() -> None:
    bot = await talking(LONDON)
    shown = await bot.say(ANNA, "change language")
    assert await press_texts(bot, ANNA, shown, "Deutsch") == Word("Ich spreche jetzt Deutsch mit Ihnen.")

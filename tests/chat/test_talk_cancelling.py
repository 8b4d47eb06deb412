"""Somebody gives days back by saying so: at once what is plain, after a yes what is more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.chat.cards.actions import Verb
from bot.chat.outgoing import Card, NewCard, Text
from tests.chat.talking import ANNA, BEN, ROOT, Talking, button, buttons, said, talking, written
from tests.house_of import AUCKLAND, LONDON, RULES, TOMORROW, booking_on, ledger

THURSDAY = TOMORROW + timedelta(days=1)


async def booked(*days: int) -> Talking:
    """Anna has booked so many days from today on."""
    bot = await talking(LONDON, AUCKLAND, rules=replace(RULES, default_allowance=5))
    for who in (ANNA, ROOT):
        await bot.press(who, Verb.HOME, {"office": "london"})
    for ahead in days:
        await bot.house.book(ANNA, TOMORROW + timedelta(days=ahead - 1), ask=f"before-{ahead}")
    return bot


async def active(bot: Talking) -> int:
    return len((await ledger(bot.store)).active)


async def test_who_leaves_a_line_keeps_what_is_booked() -> None:
    bot = await booked(1)
    await bot.say(ANNA, "leave the waiting list tomorrow")
    assert [one.day for one in (await ledger(bot.store)).active] == [TOMORROW]


async def test_a_sweeping_cancel_names_the_lines_too_and_leaves_them() -> None:
    bot = await talking(replace(LONDON, capacity=1))
    await bot.press(ANNA, Verb.HOME, {"office": "london"})
    await bot.house.book(BEN, THURSDAY, ask="of-ben")
    await bot.house.book(ANNA, ask="of-anna")
    await bot.say(ANNA, "wait for thursday")
    asked = await bot.say(ANNA, "cancel everything")
    assert "You are 1st in line" in said(asked)
    assert "Cancel these 2 days?" in said(asked)
    done = await bot.press(ANNA, Verb.CANCEL_ALL, button(asked, Verb.CANCEL_ALL))
    assert isinstance(done, NewCard)
    await bot.house.cancel(BEN, booking_on(THURSDAY, replace(LONDON, capacity=1), BEN))
    assert (await ledger(bot.store)).active == []


async def test_one_day_that_is_named_is_given_back_at_once() -> None:
    bot = await booked(1, 2)
    reply = await bot.say(ANNA, "cancel tomorrow")
    assert "Cancelled: Wednesday 25 November in London." in said(reply)
    assert [one.day for one in (await ledger(bot.store)).active] == [TOMORROW + timedelta(days=1)]
    assert [verb for _, verb, _ in buttons(reply)].count(Verb.CANCEL) == 1


async def test_tomorrow_is_that_of_the_office_where_the_day_is_booked() -> None:
    """Anna never said which office is hers, and in Auckland it is Wednesday already."""
    bot = await talking(LONDON, AUCKLAND)
    for ahead in (1, 2):
        await bot.house.book(ANNA, TOMORROW + timedelta(days=ahead - 1), ask=f"before-{ahead}")
    assert "Cancelled: Wednesday 25 November in London." in said(await bot.say(ANNA, "can't come tomorrow"))
    assert [one.day for one in (await ledger(bot.store)).active] == [THURSDAY]


async def test_a_cancel_that_is_sent_again_cancels_once() -> None:
    bot = await booked(1)
    await bot.say(ANNA, "cancel tomorrow", activity="c")
    again = await bot.say(ANNA, "cancel tomorrow", activity="c")
    assert "You have nothing booked on Wednesday 25 November." in said(again)
    assert [one.revision for one in (await ledger(bot.store)).bookings] == [2]


async def test_what_is_not_booked_is_told() -> None:
    bot = await booked()
    assert said(await bot.say(ANNA, "cancel tomorrow")) == "You have nothing booked on Wednesday 25 November."
    assert said(await bot.say(ANNA, "cancel all next week")) == "You have nothing booked on those days."
    assert said(await bot.say(ANNA, "cancel")) == "You have no office days booked."


async def test_a_sweep_is_done_only_after_a_yes() -> None:
    bot = await booked(1, 2, 7)
    reply = await bot.say(ANNA, "cancel all this week")
    assert await active(bot) == 3
    assert len(button(reply, Verb.CANCEL_ALL)["bookings"]) == 2  # pyright: ignore[reportArgumentType] - a list
    answer = await bot.press_on(ANNA, reply, Verb.CANCEL_ALL)
    assert isinstance(answer, NewCard)
    assert "Cancelled: Wednesday 25 November and Thursday 26 November in London." in written(answer)
    assert await active(bot) == 1


async def test_a_yes_that_is_pressed_twice_is_one_and_tells_the_present_state() -> None:
    bot = await booked(1, 2)
    reply = await bot.say(ANNA, "cancel all this week")
    first = await bot.press_on(ANNA, reply, Verb.CANCEL_ALL)
    again = await bot.press_on(ANNA, reply, Verb.CANCEL_ALL)
    assert [one.revision for one in (await ledger(bot.store)).bookings] == [2, 2]
    assert "Cancelled: Wednesday" in written(first)
    assert "Cancelled: Wednesday" in written(again)


async def test_a_no_leaves_everything() -> None:
    bot = await booked(1, 2)
    answer = await bot.press_on(ANNA, await bot.say(ANNA, "cancel all this week"), Verb.LEAVE_ALONE)
    assert isinstance(answer, NewCard)
    assert await active(bot) == 2


async def test_two_days_that_are_named_are_asked_about_first() -> None:
    bot = await booked(1, 2)
    reply = await bot.say(ANNA, "cancel wednesday and thursday")
    assert await active(bot) == 2
    await bot.press_on(ANNA, reply, Verb.CANCEL_ALL)
    assert await active(bot) == 0


async def test_two_offices_on_one_day_are_a_question() -> None:
    bot = await booked(2)
    await bot.house.book(ANNA, THURSDAY, office=AUCKLAND, ask="other")
    reply = await bot.say(ANNA, "cancel thursday")
    assert "Which one do you mean?" in said(reply)
    assert await active(bot) == 2
    await bot.press_on(ANNA, reply, Verb.CANCEL, booking=booking_on(THURSDAY, AUCKLAND, ANNA))
    assert [one.office for one in (await ledger(bot.store)).active] == [LONDON.id]


async def test_the_office_that_is_named_decides_which_of_two() -> None:
    bot = await booked(1)
    await bot.house.book(ANNA, TOMORROW, office=AUCKLAND, ask="other")
    await bot.say(ANNA, "cancel tomorrow at London")
    assert [one.office for one in (await ledger(bot.store)).active] == [AUCKLAND.id]


async def test_cancel_alone_shows_what_can_be_cancelled() -> None:
    bot = await booked(1, 2)
    reply = await bot.say(ANNA, "cancel")
    assert "Which one do you mean?" in said(reply)
    assert await active(bot) == 2
    answer = await bot.press_on(ANNA, reply, Verb.CANCEL, booking=booking_on(TOMORROW, LONDON, ANNA))
    assert isinstance(answer, NewCard)
    assert await active(bot) == 1


async def test_of_a_sweep_what_can_not_be_given_back_is_left_out() -> None:
    bot = await booked(0, 1)
    reply = await bot.say(ANNA, "cancel all this week")
    assert button(reply, Verb.CANCEL_ALL)["bookings"] == [booking_on(TOMORROW, LONDON, ANNA)]


async def test_of_a_sweep_what_is_over_is_left_out() -> None:
    bot = await booked(0, 2)
    bot.clock.forward(timedelta(days=1))
    reply = await bot.say(ANNA, "cancel all this week")
    assert button(reply, Verb.CANCEL_ALL)["bookings"] == [booking_on(THURSDAY, LONDON, ANNA)]


async def test_a_line_in_another_office_than_the_one_that_is_named_is_kept() -> None:
    bot = await talking(replace(LONDON, capacity=1), replace(AUCKLAND, capacity=1))
    for office in (LONDON, AUCKLAND):
        await bot.house.book(BEN, THURSDAY, office=office, ask=f"{office.id}-ask")
        await bot.say(ANNA, f"wait for 2026-11-26 at {office.name}")
    reply = await bot.say(ANNA, "cancel 2026-11-26 at London")
    assert "You don't wait for Thursday 26 November in London." in said(reply)
    assert sorted(len(queue.waiters) for queue in (await ledger(bot.store)).queues) == [0, 1]


async def test_a_sweep_of_lines_alone_is_a_list_to_choose_from() -> None:
    bot = await talking(replace(LONDON, capacity=1))
    for ahead in (1, 2):
        await bot.house.book(BEN, TOMORROW + timedelta(days=ahead - 1), ask=f"ben-{ahead}")
        await bot.say(ANNA, f"wait for {(TOMORROW + timedelta(days=ahead - 1)).isoformat()}")
    reply = await bot.say(ANNA, "cancel all this week")
    assert [verb for _, verb, _ in buttons(reply)].count(Verb.LEAVE) == 2
    answer = await bot.press_on(ANNA, reply, Verb.LEAVE, day=TOMORROW.isoformat())
    assert "You don't wait for Wednesday 25 November in London." in written(answer)
    assert [len(queue.waiters) for queue in (await ledger(bot.store)).queues] in ([0, 1], [1, 0])


async def test_nobody_else_loses_anything_by_it() -> None:
    bot = await booked(1)
    await bot.house.book(BEN, TOMORROW, ask="ben")
    await bot.say(ROOT, "cancel tomorrow")
    await bot.say(ANNA, "cancel tomorrow")
    assert [one.person for one in (await ledger(bot.store)).active] == [BEN.id]


async def test_an_administrator_cancels_their_own_booking_of_today() -> None:
    bot = await talking(LONDON)
    await bot.say(ROOT, "book today")
    assert "Cancelled: Tuesday 24 November in London." in said(await bot.say(ROOT, "cancel today"))


async def test_a_booking_in_an_office_that_was_removed_is_still_told_and_given_back() -> None:
    bot = await booked(1)
    await bot.remove(LONDON)
    assert isinstance(await bot.say(ANNA, "my bookings"), Card)
    assert "Cancelled: Wednesday 25 November in London." in said(await bot.say(ANNA, "cancel 2026-11-25"))


async def test_a_cancel_that_no_day_was_said_for_stays_a_question_in_german() -> None:
    bot = await booked()
    reply = await bot.say(ANNA, "Storniere morgen")
    assert isinstance(reply, Text)
    assert "Sie haben am Mittwoch, 25. November nichts gebucht." in said(reply)

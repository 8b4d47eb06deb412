"""The search box, the dialog and pasted links: what is put into a message is read by others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.cards.actions import Verb
from bot.chat.incoming import DialogOpened, DialogSent, Link
from bot.chat.outgoing import Answer, Card, Dialog, DialogCard, DialogWord, Fault, NewCard, Results
from core.model import Person
from core.passes import Passes
from tests.chat.talking import ANNA, BEN, CLEO, GROUP, PUBLIC_URL, ROOT, Talking, buttons, chat_of, press_texts, talking, written
from tests.house_of import AUCKLAND, LONDON, RULES, TOMORROW, booking_on, ledger


async def booked(*people: Person) -> Talking:
    bot = await talking(LONDON, AUCKLAND, rules=replace(RULES, default_allowance=5))
    for who in people or (ANNA,):
        await bot.press(who, Verb.HOME, {"office": "london"})
        await bot.house.book(who, ask=f"of {who.name}")
    return bot


async def test_an_empty_box_finds_my_bookings() -> None:
    bot = await booked(ANNA, BEN)
    await bot.house.book(ANNA, TOMORROW + timedelta(days=1), office=AUCKLAND, parking=True, ask="second")
    found = await bot.search(ANNA)
    assert [(one.title, one.text) for one in found.results] == [
        ("Wednesday 25 November", "London"),
        ("Thursday 26 November", "Auckland · with parking"),
    ]
    assert (await bot.search(CLEO)).message == "You have no office days booked."


async def test_pages_follow_one_another() -> None:
    bot = await booked()
    for ahead in range(1, 4):
        await bot.house.book(ANNA, TOMORROW + timedelta(days=ahead), ask=f"more-{ahead}")
    pages = [await bot.search(ANNA, "bookings", skip=skip, count=2) for skip in (0, 2, 4)]
    assert [len(page.results) for page in pages] == [2, 2, 0]
    assert len({one.title for page in pages for one in page.results}) == 4


async def test_words_narrow_the_search() -> None:
    bot = await booked()
    await bot.house.book(ANNA, TOMORROW + timedelta(days=1), office=AUCKLAND, ask="second")
    assert [one.text for one in (await bot.search(ANNA, "bookings", "thursday")).results] == ["Auckland"]
    assert len((await bot.search(ANNA, "bookings", "my bookings")).results) == 2


async def test_who_is_in_is_told_by_day_with_the_names_that_one_may_know() -> None:
    bot = await booked(ANNA, BEN, CLEO)
    await bot.press(BEN, Verb.SHARE, {"on": True})
    found = await bot.search(ANNA, "who")
    assert (found.results[0].title, found.results[0].text) == ("Tuesday 24 November · London", "Nobody is in")
    assert (found.results[1].title, found.results[1].text) == ("Wednesday 25 November · London", "3 are in: you, Ben and 1 more")
    assert [one.title for one in (await bot.search(ANNA, "who", "tomorrow")).results] == ["Wednesday 25 November · London"]
    assert [one.title for one in (await bot.search(ANNA, "", "who is in tomorrow at London")).results] == ["Wednesday 25 November · London"]
    assert (await bot.search(CLEO, "who", count=1)).results[0].title == "Tuesday 24 November · London"


async def test_what_is_put_into_a_message_holds_nothing_of_anybodys_own() -> None:
    bot = await booked(ANNA, BEN)
    await bot.press(BEN, Verb.SHARE, {"on": True})
    for command in ("bookings", "who"):
        for one in (await bot.search(ANNA, command)).results:
            card = written(NewCard(one.card))
            assert not [word for word in ("Anna", "Ben", ".anna", ".ben", "Booked", "/pass/") if word in card]


async def test_a_colleague_books_the_same_day_from_the_card_in_the_message() -> None:
    bot = await booked()
    [found] = (await bot.search(ANNA)).results
    shown = NewCard(found.card)
    await bot.press(BEN, *next((verb, data) for title, verb, data in buttons(shown) if title == "Book"), where=GROUP)
    assert {one.person for one in (await ledger(bot.store)).active} == {ANNA.id, BEN.id}


async def test_the_search_answers_in_german() -> None:
    bot = await booked()
    bot.locale = "de-AT"
    assert [one.title for one in (await bot.search(ANNA)).results] == ["Mittwoch, 25. November"]


async def dialog(
    bot: Talking, data: Mapping[str, object], *, sent: bool = True, is_extension: bool = True, command: str = "book", activity: str = "d"
) -> Answer:
    kind = DialogSent if sent else DialogOpened
    return await bot.talk.answer(
        kind(id=activity, sender=bot.sender(ANNA), conversation=chat_of(ANNA), command=command, data=data, is_extension=is_extension),
        bot.roster,
    )


FORM: Mapping[str, object] = {"office": "london", "day": TOMORROW.isoformat(), "parking": "true", "ask": "drawing-1"}


async def test_the_dialog_opens_with_the_days_of_the_home_office() -> None:
    bot = await talking()
    await bot.press(ANNA, Verb.HOME, {"office": "auckland"})
    opened = await dialog(bot, {}, sent=False)
    assert isinstance(opened, Dialog)
    assert '"value": "auckland"' in written(opened)
    assert '"min": "2026-11-25"' in written(opened)
    asked = await dialog(bot, {"office": "london", "day": TOMORROW.isoformat()}, sent=False)
    assert '"value": "london"' in written(asked)


async def test_the_dialog_books_once_and_puts_a_card_into_the_message() -> None:
    bot = await talking(LONDON)
    first, again = await dialog(bot, FORM), await dialog(bot, FORM, activity="other")
    for answer in (first, again):
        assert isinstance(answer, DialogCard)
        assert answer.result.title == "Wednesday 25 November"
        assert ".anna" not in written(answer)
    [booking] = (await ledger(bot.store)).active
    assert booking.parking


async def test_the_dialog_of_a_card_ends_with_a_sentence() -> None:
    bot = await talking(LONDON)
    assert await dialog(bot, FORM, is_extension=False) == DialogWord("Booked with parking: Wednesday 25 November in London.")


async def test_a_no_brings_the_form_back_as_it_was_with_its_sentence() -> None:
    bot = await talking(replace(LONDON, capacity=0))
    answer = await dialog(bot, FORM)
    assert isinstance(answer, Dialog)
    assert "London is full on Wednesday 25 November." in written(answer)
    assert '"value": "true"' in written(answer)


@pytest.mark.parametrize(
    "data",
    [{"day": "x"}, {"office": "/"}, {"parking": "maybe"}, {"ask": "no"}, {"reason": 5}],
    ids=["day", "office", "parking", "ask", "reason"],
)
async def test_an_odd_form_is_a_fault(data: Mapping[str, object]) -> None:
    bot = await talking(LONDON)
    assert isinstance(await dialog(bot, {**FORM, **data}), Fault)
    assert isinstance(await dialog(bot, FORM, command="drop"), Fault)
    assert not (await ledger(bot.store)).bookings


async def test_a_form_without_a_day_comes_back() -> None:
    bot = await talking(LONDON)
    assert isinstance(await dialog(bot, {"office": "london", "day": None}), Dialog)


async def link(bot: Talking, who: Person, url: str) -> Results:
    answer = await bot.talk.answer(Link(id="", sender=bot.sender(who), conversation=GROUP, url=url), bot.roster)
    assert isinstance(answer, Results)
    return answer


async def test_a_pass_is_never_unfolded() -> None:
    bot = await booked()
    [booking] = (await ledger(bot.store)).active
    url = f"{PUBLIC_URL}/pass/{await Passes(bot.ring).issue(booking)}"
    mine, theirs = await link(bot, ANNA, url), await link(bot, BEN, url)
    for found in (mine, theirs):
        assert "/pass/" not in written(found)
        assert "Anna" not in written(found)
    assert mine.results[0].text == "Wednesday 25 November · London"
    assert "Wednesday" not in written(theirs)
    assert "guard can check it" in theirs.results[0].text
    assert written(await link(bot, ANNA, f"{PUBLIC_URL}/pass/not-a-pass")) == written(theirs)


async def test_a_booking_is_unfolded_for_its_owner_alone() -> None:
    bot = await booked()
    url = f"{PUBLIC_URL}/bookings/{booking_on(TOMORROW, LONDON, ANNA)}"
    assert [one.title for one in (await link(bot, ANNA, url)).results] == ["Wednesday 25 November"]
    assert not (await link(bot, BEN, url)).results
    assert not (await link(bot, ROOT, url)).results
    await bot.say(ANNA, "cancel tomorrow")
    assert not (await link(bot, ANNA, url)).results


async def test_an_office_is_unfolded_as_its_free_places() -> None:
    bot = await booked()
    [found] = (await link(bot, BEN, f"{PUBLIC_URL}/?office=london")).results
    assert found.title == "London"
    assert "9 of 10 left" in written(NewCard(found.card))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "https://[",
        "https://desks.contoso.example.evil.example/?office=london",
        "https://evil.example/?office=london",
        "https://desks.contoso.example@evil.example/?office=london",
        "https://user@desks.contoso.example/?office=london",
        "http://desks.contoso.example/?office=london",
        "https://desks.contoso.example:444/?office=london",
        f"{PUBLIC_URL}/",
        f"{PUBLIC_URL}/?office=atlantis",
        f"{PUBLIC_URL}/?office=london&office=auckland",
        f"{PUBLIC_URL}/elsewhere?office=london",
        f"{PUBLIC_URL}/bookings/%00",
        f"{PUBLIC_URL}/bookings/..%2F..",
        f"{PUBLIC_URL}/?office={'x' * 2000}",
    ],
)
async def test_addresses_that_are_not_ours_are_left_alone(url: str) -> None:
    bot = await booked()
    assert await link(bot, ANNA, url) == Results(())


async def test_the_card_of_a_link_lets_each_see_who_is_in() -> None:
    bot = await booked(ANNA, BEN)
    [found] = (await link(bot, ANNA, f"{PUBLIC_URL}/bookings/{booking_on(TOMORROW, LONDON, ANNA)}")).results
    bot.roster = type(bot.roster)([ANNA, BEN])
    answer = await press_texts(bot, BEN, Card(found.card, ""), "Who is in?")
    assert isinstance(answer, NewCard)

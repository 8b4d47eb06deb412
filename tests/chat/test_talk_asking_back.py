"""What is asked back has a button for each answer, whose sentence means just that and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.chat.incoming import Message
from bot.chat.outgoing import Card, Text
from bot.chat.talk import asking_back, reading
from bot.chat.talk.sentences import Doubtful, sentence_for
from bot.chat.talk.visit import Visit, begin
from bot.chat.understand.meaning import AskBack, Book, Cancel, Doubt, MyBookings, ShowPass, ShowWeek, WaitFor, WhoIsIn
from core.model import Office, OfficeId
from tests.chat.talking import ANNA, GROUP, Talking, buttons, chat_of, press_texts, said, talking
from tests.house_of import AUCKLAND, LONDON, TODAY, TOMORROW, ledger

FRIDAY = date(2026, 11, 27)
HERE = LONDON.id
DEEDS: list[Doubtful] = [
    Book(days=(FRIDAY,), office=HERE),
    Book(days=(TOMORROW, FRIDAY), office=HERE, parking=True),
    WaitFor(days=(FRIDAY,), office=HERE),
    WaitFor(days=(FRIDAY,), office=HERE, parking=True),
    Cancel(spans=((FRIDAY, FRIDAY),), office=HERE),
    Cancel(spans=((TOMORROW, TOMORROW), (FRIDAY, FRIDAY)), office=HERE),
    Cancel(spans=((FRIDAY, FRIDAY),)),
    WhoIsIn(day=FRIDAY, office=HERE),
    ShowPass(day=FRIDAY),
    ShowWeek(day=FRIDAY, office=HERE),
    MyBookings(first=FRIDAY, last=FRIDAY),
]
NAMES = ["London", "Studio 12", "The Hague", "São Paulo - Centro", "Büro Süd", "Building 4, Floor 2"]


async def visit_of(bot: Talking, language: str) -> Visit:
    message = Message(id="1", sender=bot.sender(ANNA), conversation=chat_of(ANNA), text="")
    return replace(await begin(bot.talk.desk, message), language=language)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("deed", DEEDS, ids=[f"{number}-{type(deed).__name__}" for number, deed in enumerate(DEEDS)])
async def test_the_sentence_of_a_button_means_the_deed_it_was_made_of(deed: Doubtful, name: str, language: str) -> None:
    bot = await talking(replace(LONDON, name=name), AUCKLAND)
    visit = await visit_of(bot, language)
    sentence = sentence_for(visit, deed)
    assert reading.read(visit, sentence).meaning == deed, sentence


async def test_an_office_whose_id_could_be_anything_is_called_by_its_name() -> None:
    bot = await talking(replace(LONDON, id=OfficeId("2026"), name="Glass House"), AUCKLAND)
    visit = await visit_of(bot, "en")
    deed = Book(days=(FRIDAY,), office=OfficeId("2026"))
    assert reading.read(visit, sentence_for(visit, deed)).meaning == deed


async def asked(bot: Talking, doubt: AskBack) -> Card | Text:
    return await asking_back.ask_back(await visit_of(bot, "en"), doubt)


async def test_each_day_that_it_could_be_is_a_button() -> None:
    bot = await talking(LONDON)
    doubt = AskBack(doubt=Doubt.AMBIGUOUS_DAY, deed=Book(days=(TOMORROW,), office=HERE), days=(FRIDAY, date(2026, 12, 4)))
    reply = await asked(bot, doubt)
    assert [title for title, _, _ in buttons(reply)] == ["Friday 27 November", "Friday 4 December"]
    await press_texts(bot, ANNA, reply, "Friday 4 December")
    assert {one.day for one in (await ledger(bot.store)).active} == {TOMORROW, date(2026, 12, 4)}


async def test_for_a_day_that_is_over_the_next_of_its_name_is_offered() -> None:
    bot = await talking(LONDON)
    reply = await asked(bot, AskBack(doubt=Doubt.PAST_DAY, deed=Book(days=(), office=HERE), days=(TODAY - timedelta(days=1),)))
    assert "Monday 23 November is over." in said(reply)
    assert [title for title, _, _ in buttons(reply)] == ["Monday 30 November"]
    other = await asked(bot, AskBack(doubt=Doubt.PAST_DAY, deed=Cancel(spans=()), days=(TODAY - timedelta(days=1),)))
    assert isinstance(other, Text)


@pytest.mark.parametrize("doubt", list(Doubt))
async def test_every_doubt_is_a_question_even_where_nothing_is_known_of_it(doubt: Doubt) -> None:
    bot = await talking(LONDON, AUCKLAND)
    for deed in (None, *DEEDS):
        assert said(await asked(bot, AskBack(doubt=doubt, deed=deed, said="Atlantis")))
    assert not (await ledger(bot.store)).bookings


async def test_which_day_to_cancel_is_asked_with_what_is_booked_and_never_in_a_group() -> None:
    bot = await talking(LONDON)
    await bot.house.book(ANNA)
    doubt = AskBack(doubt=Doubt.NO_DAY, deed=ShowPass())
    assert [title for title, _, _ in buttons(await asked(bot, doubt))] == ["Wednesday 25 November"]
    message = Message(id="1", sender=bot.sender(ANNA), conversation=GROUP, text="")
    assert isinstance(await asking_back.ask_back(await begin(bot.talk.desk, message), doubt), Text)


async def test_of_many_offices_the_first_ones_are_buttons() -> None:
    many = [replace(LONDON, id=OfficeId(f"office-{number:02}"), name=f"Office {number:02}") for number in range(30)]
    bot = await talking(*many)
    reply = await asked(bot, AskBack(doubt=Doubt.WHICH_OFFICE, deed=Book(days=(FRIDAY,), office=None)))
    assert len(buttons(reply)) == asking_back.MOST_CHOICES


async def test_two_offices_that_a_word_could_be_are_the_buttons() -> None:
    places: list[Office] = [replace(LONDON, id=OfficeId(f"london-{part}"), name=f"London {part.title()}") for part in ("east", "west")]
    bot = await talking(*places, AUCKLAND)
    reply = await bot.say(ANNA, "book friday at london")
    assert [title for title, _, _ in buttons(reply)] == ["London East", "London West"]
    await press_texts(bot, ANNA, reply, "London West")
    assert [(one.office, one.day) for one in (await ledger(bot.store)).active] == [("london-west", FRIDAY)]

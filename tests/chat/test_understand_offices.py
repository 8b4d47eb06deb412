"""Which office a sentence is about, and what is asked if that isn't clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.chat.understand.meaning import (
    AskBack,
    Book,
    ChangeOffice,
    Doubt,
    Help,
    Scene,
    ShowWeek,
)
from bot.chat.understand.reader import understand
from core.model import OfficeId
from tests.chat.understanding import (
    ALPHA,
    AUCKLAND,
    BERLIN,
    NORTH,
    SOUTH,
    book,
    cancel,
    door,
    meaning,
    nowhere,
    one_of,
    past,
    scene,
    scene_of,
    who,
)


def test_tomorrow_is_the_named_offices_tomorrow() -> None:
    assert meaning("book tomorrow") == book("11-25")
    assert meaning("book tomorrow at Auckland") == book("11-26", at=AUCKLAND)
    assert meaning("who is in tomorrow at Auckland?") == who("11-26", at=AUCKLAND)
    assert understand("book tomorrow", scene(home=AUCKLAND)).meaning == book("11-26", at=AUCKLAND)
    assert understand("cancel tomorrow", scene(home=AUCKLAND)).meaning == cancel("11-26")
    assert understand("cancel tomorrow", scene(home=None)).meaning == cancel("11-25")


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("book tomorrow at Berlin", BERLIN),
        ("book tomorrow in berlin", BERLIN),
        ("book tomorrow @berlin", BERLIN),
        ("book tomorrow @ BERLIN", BERLIN),
        ("book tomorrow berlin", BERLIN),
        ("book berlin tomorrow", BERLIN),
        ("book a desk in the Berlin office tomorrow", BERLIN),
        ("book tomorrow at beta north", NORTH),
        ("book tomorrow at beta-south", SOUTH),
        ("book tomorrow at South", SOUTH),
        ("book tomorrow at Belrin", BERLIN),
        ("book tomorrow at berlni", BERLIN),
        ("Buche morgen bei Berlin", BERLIN),
        ("Buche morgen im Büro Berlin", BERLIN),
        ("Buche morgen am Standort Berlin", BERLIN),
    ],
)
def test_an_office_is_known_by_its_name(text: str, office: str) -> None:
    meant = meaning(text)
    assert isinstance(meant, Book)
    assert (meant.office, len(meant.days)) == (office, 1)


def test_an_office_that_is_not_known_is_asked_back() -> None:
    assert meaning("book tomorrow at Hamburg") == nowhere("Hamburg", Book(days=(date(2026, 11, 25),), office=None))
    assert meaning("Buche morgen in Bad Homburg") == nowhere("Bad Homburg", Book(days=(date(2026, 11, 25),), office=None))
    assert meaning("cancel tomorrow at Hamburg") == nowhere("Hamburg", cancel("11-25"))
    assert meaning("book 31 feb at Hamburg") == nowhere("Hamburg", None)


def test_a_name_that_could_be_two_offices_is_asked_back() -> None:
    assert meaning("book tomorrow at Beta") == one_of(NORTH, SOUTH, deed=Book(days=(date(2026, 11, 25),), office=None))
    assert meaning("book tomorrow at Alpha and Berlin") == one_of(ALPHA, BERLIN, deed=None)
    assert meaning("change office to Beta") == ChangeOffice(None)


def test_without_an_office_the_home_office_is_meant_else_the_only_one_else_it_is_asked() -> None:
    everywhere = (ALPHA, BERLIN, AUCKLAND, NORTH, SOUTH)
    homeless = scene(home=None)
    day = date(2026, 11, 25)
    assert understand("book tomorrow", scene(home=BERLIN)).meaning == book("11-25", at=BERLIN)
    assert understand("book tomorrow", homeless).meaning == one_of(*everywhere, deed=Book(days=(day,), office=None))
    assert understand("who is in tomorrow", homeless).meaning == one_of(*everywhere, deed=replace(who("11-25"), office=None))
    assert understand("tomorrow", homeless).meaning == one_of(*everywhere, deed=ShowWeek(day=day))
    assert understand("book tomorrow", scene_of(("alpha", "Alpha"))).meaning == book("11-25")
    assert understand("book tomorrow", scene_of(("alpha", "Alpha"), home="gone")).meaning == book("11-25")
    assert understand("book yesterday", homeless).meaning == replace(past("11-23", Book(days=(), office=None)), said="yesterday")


def test_where_there_is_no_office_nothing_with_a_day_is_meant() -> None:
    nowhere_at_all = Scene(offices=[], home=None, language=None)
    for text in ("book tomorrow", "cancel everything", "who is in", "week", "wait for friday"):
        meant = understand(text, nowhere_at_all).meaning
        assert isinstance(meant, AskBack)
        assert (meant.doubt, meant.offices) == (Doubt.WHICH_OFFICE, ())
    assert understand("hello", nowhere_at_all).meaning == Help()
    assert understand("pass", nowhere_at_all).meaning == door()


def test_at_most_ten_offices_are_offered() -> None:
    many = scene_of(*((f"o{number}", f"Office Number{number}x") for number in range(40)))
    meant = understand("book tomorrow", many).meaning
    assert isinstance(meant, AskBack)
    assert len(meant.offices) == 10


@pytest.mark.parametrize(
    ("text", "office", "day"),
    [
        ("book 3 may", None, date(2027, 5, 3)),
        ("book tomorrow at May", "may", date(2026, 11, 25)),
        ("book monday", None, date(2026, 11, 30)),
        ("book friday at Monday House", "monday-house", date(2026, 11, 27)),
        ("book friday Monday House", "monday-house", date(2026, 11, 27)),
        ("book friday at Book", "book", date(2026, 11, 27)),
        ("book friday", None, date(2026, 11, 27)),
        ("book friday at St. Mary's", "mary", date(2026, 11, 27)),
        ("book friday at st marys", "mary", date(2026, 11, 27)),
        ("Buche Freitag in Zürich", "zrh", date(2026, 11, 27)),
        ("book friday in Zurich", "zrh", date(2026, 11, 27)),
        ("Buche Freitag in Zuerich", "zrh", date(2026, 11, 27)),
        ("book friday in zrh", "zrh", date(2026, 11, 27)),
    ],
)
def test_an_office_may_be_called_like_a_word(text: str, office: str | None, day: date) -> None:
    offices = scene_of(("may", "May"), ("monday-house", "Monday House"), ("book", "Book"), ("mary", "St. Mary's"), ("zrh", "Zürich"))
    meant = understand(text, offices).meaning
    expected = Book(days=(day,), office=OfficeId(office) if office else None)
    assert (meant.deed if isinstance(meant, AskBack) else meant) == expected

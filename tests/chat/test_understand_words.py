"""Languages, and words with slips in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.understand.meaning import (
    AskBack,
    Book,
    Cancel,
    Doubt,
    Meaning,
    NotUnderstood,
)
from bot.chat.understand.reader import understand
from tests.chat.understanding import (
    BERLIN,
    book,
    cancel,
    changes,
    meaning,
    mine,
    not_done,
    scene,
    wait,
    week,
    which,
    without_words,
)


@pytest.mark.parametrize(
    ("text", "chosen", "locale", "language"),
    [
        ("Buche morgen", None, "", "de"),
        ("book tomorrow", None, "", "en"),
        ("Buche morgen", "en", "", "en"),
        ("book tomorrow", "de", "", "de"),
        ("book tomorrow", None, "de-DE", "en"),
        ("Buche morgen", None, "en-GB", "de"),
        ("3.12.", None, "de-DE", "de"),
        ("3.12.", None, "en-GB", "en"),
        ("xyzzy", None, "de-AT", "de"),
        ("xyzzy", None, "fr-FR", "en"),
        ("xyzzy", "fr", "", "en"),
        ("", "de", "", "de"),
        ("Hallo", None, "", "de"),
    ],
)
def test_the_answers_language_is_the_chosen_one_else_the_sentences_own(text: str, chosen: str | None, locale: str, language: str) -> None:
    assert understand(text, scene(language=chosen, locale=locale)).language == language


def test_a_sentence_is_understood_whatever_language_was_chosen() -> None:
    for chosen in (None, "en", "de"):
        assert understand("Buche morgen in Berlin mit Parkplatz", scene(language=chosen)).meaning == book("11-25", at=BERLIN, car=True)
        assert understand("book tomorrow in Berlin with parking", scene(language=chosen)).meaning == book("11-25", at=BERLIN, car=True)
        assert understand("cancel Freitag", scene(language=chosen)).meaning == cancel("11-27")
        assert understand("book morgen bitte", scene(language=chosen)).meaning == book("11-25")


@pytest.mark.parametrize(
    "text",
    [
        "bokk tomorrow",
        "boot tomorrow",
        "boom tomorrow",
        "look tomorrow",
        "cancer tomorrow",
        "council friday",
        "carcel everything",
        "removes friday",
        "unbooks friday",
        "undoes friday",
        "bucht",
        "tuche morgen",
    ],
)
def test_a_slip_never_makes_a_deed_of_another_word(text: str) -> None:
    assert not changes(meaning(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("book tommorrow", book("11-25")),
        ("book tomorow", book("11-25")),
        ("boook wensday", book("11-25")),
        ("bokk", NotUnderstood()),
        ("resevre friday", book("11-27")),
        ("cancle fridya", cancel("11-27")),
        ("cnacel thrusday", cancel("11-26")),
        ("my boookings", mine()),
        ("shwo next week", week("11-30")),
        ("waiting lsit friday", wait("11-27")),
        ("Bcuhe Donerstag", book("11-26")),
        ("stronire freitag", NotUnderstood()),
        ("stonriere freitag", cancel("11-27")),
        ("book tursday", None),
    ],
)
def test_slips_of_the_finger_are_forgiven(text: str, expected: Meaning | None) -> None:
    meant = without_words(meaning(text))
    assert meant == expected if expected is not None else not changes(meant)


def test_no_more_days_are_booked_than_anybody_could_mean() -> None:
    meant = meaning("book 2027-01-01 to 2027-03-31")
    assert isinstance(meant, AskBack)
    assert meant.doubt is Doubt.NOT_DONE
    many = meaning(" ".join(["book", *(f"2027-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29))]))
    assert not isinstance(many, Book) or len(many.days) <= 31


def test_a_doubt_about_a_day_keeps_what_is_clear() -> None:
    assert without_words(meaning("book thursday, next friday with parking at Berlin")) == which(
        "11-27", "12-04", deed=book("11-26", at=BERLIN, car=True)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("book tomorrow for Priya", "Priya"),
        ("book tomorrow for Priya Raman please", "Priya Raman"),
        ("book a desk for my boss tomorrow", "boss"),
        ("Buche morgen für Herrn Müller", "Herrn Müller"),
        ("cancel tomorrow for him", "him"),
        ("we are coming tomorrow", "we"),
    ],
)
def test_nothing_is_done_for_somebody_else_and_the_answer_can_name_them(text: str, said: str) -> None:
    assert meaning(text) == replace(not_done(), said=said)


@pytest.mark.parametrize(
    "text",
    ["give me back my desk tomorrow", "give me my desk for friday back", "gib mir Freitag, was frei ist", "gib mir einen Platz frei"],
)
def test_who_wants_something_back_gives_nothing_back(text: str) -> None:
    assert not isinstance(meaning(text), Cancel)


def test_a_reason_changes_nothing_and_ends_with_its_sentence() -> None:
    assert meaning("book friday because I can't work at home") == book("11-27")
    assert meaning("cancel friday because I'm ill.") == cancel("11-27")
    assert not changes(meaning("book friday because of a visit. Not!"))
    assert not changes(meaning("book friday because I can't come on thursday"))

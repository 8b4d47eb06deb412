"""What people type, and what it means: tables of sentences in two languages, offices, languages, and what must never be done."""

from __future__ import annotations

from itertools import permutations

import pytest

from bot.chat.understand.meaning import (
    ChangeOffice,
    Help,
    Meaning,
)
from bot.chat.understand.reader import understand
from tests.chat import (
    sentences_english_asking,
    sentences_english_booking,
    sentences_english_cancelling,
    sentences_english_tricky,
    sentences_german_asking,
    sentences_german_booking,
    sentences_german_cancelling,
)
from tests.chat.nonsense import NONSENSE
from tests.chat.sentences_dates import FROM_TODAYS, TODAYS
from tests.chat.sentences_day_forms import FORMS, LOCALES
from tests.chat.understanding import (
    BERLIN,
    book,
    cancel,
    changes,
    meaning,
    not_done,
    scene,
    without_words,
)

ENGLISH = [
    *sentences_english_booking.BOOKING,
    *sentences_english_cancelling.CANCELLING,
    *sentences_english_asking.ASKING,
    *sentences_english_tricky.TRICKY,
]
GERMAN = [*sentences_german_booking.BOOKING, *sentences_german_cancelling.CANCELLING, *sentences_german_asking.ASKING]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_sentences_mean_what_they_say(text: str, expected: Meaning) -> None:
    assert without_words(meaning(text)) == expected


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german_sentences_mean_what_they_say(text: str, expected: Meaning) -> None:
    understood = understand(text, scene())
    assert (without_words(understood.meaning), understood.language) == (expected, "de")


def test_there_are_sentences_enough() -> None:
    assert len({text for text, _ in ENGLISH}) > 400
    assert len({text for text, _ in GERMAN}) > 200
    assert len(set(NONSENSE)) > 150


@pytest.mark.parametrize(("today", "text", "expected"), FROM_TODAYS)
def test_days_are_seen_from_the_offices_own_today(today: str, text: str, expected: Meaning) -> None:
    assert without_words(meaning(text, TODAYS[today])) == expected


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_days_are_known_in_every_form(text: str, expected: Meaning) -> None:
    assert without_words(meaning(text)) == expected


@pytest.mark.parametrize(("locale", "text", "expected"), LOCALES)
def test_slashes_are_read_as_where_one_lives_or_asked_back(locale: str, text: str, expected: Meaning) -> None:
    assert without_words(meaning(text, locale=locale)) == expected


@pytest.mark.parametrize("text", NONSENSE)
@pytest.mark.parametrize("language", [None, "en", "de"])
def test_nonsense_changes_nothing(text: str, language: str | None) -> None:
    assert not changes(understand(text, scene(language=language)).meaning)


@pytest.mark.parametrize(
    "text",
    [
        "book " * 50_000,
        "a" * 100_000,
        "<" * 100_000,
        "&nbsp;" * 30_000,
        "1." * 50_000,
        "cancel everything " * 9_000,
        "😀" * 100_000,
        "\n" * 100_000,
    ],
)
def test_a_very_long_text_is_cut_and_changes_nothing(text: str) -> None:
    assert not changes(meaning(text))


def test_a_wish_whose_end_was_cut_off_is_not_done() -> None:
    assert without_words(meaning("book tomorrow " + "please " * 2_000 + "not")) == not_done()
    assert without_words(meaning("cancel tomorrow" + " " * 100_000)) == cancel("11-25")
    assert without_words(meaning(" " * 100_000 + "cancel tomorrow")) == cancel("11-25")


@pytest.mark.parametrize("text", ["", " ", "\n\t", "&nbsp;", "\u200b", "😀", "?", "🙂🙂"])
def test_who_says_nothing_is_helped(text: str) -> None:
    assert meaning(text) == Help()


@pytest.mark.parametrize(
    "text",
    [
        "book&nbsp;tomorrow",
        "book\u00a0tomorrow\u00a0",
        "<p>book tomorrow</p>",
        "book<br>tomorrow<br/>",
        "\u201cbook tomorrow\u201d",
        "BOOK TOMORROW",
        "book tomorrow :-)",
        "book tomorrow :)",
        "\ufeffbook tomorrow",
        "book\r\ntomorrow",
        "*book* tomorrow",
        "• book tomorrow",
        "ｂｏｏｋ tomorrow",  # noqa: RUF001 - full width, as some keyboards write
    ],
)
def test_what_teams_and_keyboards_add_is_taken_away(text: str) -> None:
    assert meaning(text) == book("11-25")


@pytest.mark.parametrize("mark", ["'", "\u2019", "\u2018", "\u00b4", "`", "\u02bc", ""])
def test_any_apostrophe_will_do_and_none(mark: str) -> None:
    assert meaning(f"I can{mark}t come tomorrow") == cancel("11-25")
    assert meaning(f"I won{mark}t be in tomorrow") == cancel("11-25")
    assert meaning(f"i{mark}m in tomorrow") == book("11-25")


@pytest.mark.parametrize("text", ["Büro wechseln", "Buero wechseln", "Buro wechseln", "BÜRO WECHSELN", "Bu\u0308ro wechseln"])
def test_umlauts_may_be_written_in_every_way(text: str) -> None:
    assert meaning(text) == ChangeOffice(None)


@pytest.mark.parametrize("parts", list(permutations(["book", "tomorrow", "in Berlin", "with parking", "please"])), ids=" ".join)
def test_the_order_of_words_does_not_matter(parts: tuple[str, ...]) -> None:
    assert meaning(" ".join(parts)) == book("11-25", at=BERLIN, car=True)


@pytest.mark.parametrize(
    "before", ["", "hi, ", "Hello bot! ", "please ", "could you please ", "hey, can you ", "I want to ", "I'd like to "]
)
@pytest.mark.parametrize("behind", ["", " please", ", thanks!", " 🙏", " asap", "!!!", " if possible", ".", " for me"])
def test_politeness_changes_nothing(before: str, behind: str) -> None:
    assert meaning(f"{before}book friday{behind}") == book("11-27")
    assert meaning(f"{before}cancel friday{behind}") == cancel("11-27")


@pytest.mark.parametrize("before", ["", "Hallo, ", "Moin! ", "bitte ", "kannst du bitte ", "Könnten Sie ", "ich möchte ", "ich will "])
@pytest.mark.parametrize("behind", ["", " bitte", ", danke!", " 🙏", " wenn möglich", "!!!", "."])
def test_german_politeness_changes_nothing(before: str, behind: str) -> None:
    assert meaning(f"{before}Freitag buchen{behind}") == book("11-27")
    assert meaning(f"{before}Freitag stornieren{behind}") == cancel("11-27")

"""The chat's words: complete in every language, in the tab's wording, and safe around what people wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from string import Formatter
from typing import cast, get_args, get_type_hints

import pytest

from bot.chat.understand.meaning import AskBack, KnownOffice, NotUnderstood, Scene
from bot.chat.understand.reader import understand
from bot.chat.words.dates import clock, listed, short_day, weekday, whole_week
from bot.chat.words.english import ENGLISH
from bot.chat.words.german import GERMAN
from bot.chat.words.languages import LANGUAGE_NAMES, WORDS, words_of
from bot.chat.words.plain import harmless, plain
from core.model import OfficeId
from core.words import LANGUAGES

DAY = date(2026, 11, 25)
SAMPLES: dict[object, object] = {int: 7, str: "Zanzibar", bool: True, date: DAY}


def sentences(words: object, path: str = "") -> dict[str, str]:
    """Every sentence by its name, with samples in its gaps."""
    said: dict[str, str] = {}
    hints = get_type_hints(type(words))
    for one in fields(words):  # pyright: ignore[reportArgumentType] - a dataclass, as all words are
        value, name = getattr(words, one.name), f"{path}{one.name}"
        if is_dataclass(value):
            said |= sentences(value, f"{name}.")
        elif isinstance(value, str):
            said[name] = value
        elif isinstance(value, Sequence):
            said[name] = str(cast("object", value))
        else:
            said[name] = filled(value, hints[one.name])
    return said


def filled(sentence: Callable[..., str], hint: object) -> str:
    gaps = cast("Sequence[object]", get_args(hint)[0])
    return sentence(*[SAMPLES.get(gap, time(18)) for gap in gaps])


SAME = {"language", "talk.day_in_office"}


def test_every_language_of_the_core_is_spoken() -> None:
    assert set(WORDS) == set(LANGUAGES) == set(LANGUAGE_NAMES)
    assert words_of("tlh") is ENGLISH
    assert words_of("de") is GERMAN


def test_a_sentence_has_the_same_gaps_in_every_language() -> None:
    gaps = [{name: _gaps(said) for name, said in sentences(words).items()} for words in WORDS.values()]
    assert all(one == gaps[0] for one in gaps)
    assert gaps[0]["talk.waits"] == ["day", "office", "place"]


def _gaps(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name)


def test_every_sentence_is_there_and_translated() -> None:
    english, german = sentences(ENGLISH), sentences(GERMAN)
    assert english.keys() == german.keys()
    assert len(english) > 90
    assert not [name for name, said in (english | german).items() if not said.strip() or ("{" in said and not name.startswith("talk."))]
    assert [name for name in english if english[name] == german[name] and name not in SAME] == []


def test_a_sentence_says_the_same_facts_in_every_language() -> None:
    """Whatever name, number or day of the month is in one is in the other."""
    english, german = sentences(ENGLISH), sentences(GERMAN)
    for name, said in english.items():
        for fact in ("Zanzibar", "7", "25"):
            assert (fact in said) == (fact in german[name]), name


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (112, "112th")],
)
def test_places_in_line_are_counted_as_people_do(place: int, said: str) -> None:
    assert ENGLISH.day.in_line(place) == f"You are {said} in line"


def test_one_is_not_several() -> None:
    assert ENGLISH.week.allowance(0, 1) == "0 of 1 day left"
    assert GERMAN.week.allowance(1, 3) == "1 von 3 Tagen übrig"
    assert GERMAN.day.waiting(1) == "1 Person wartet"
    assert ENGLISH.booking.confirm(1) == "Cancel this day?"
    assert ENGLISH.booking.confirm(3) == "Cancel these 3 days?"
    assert GERMAN.day.cars_left(1, 1) == "1 von 1 Parkplatz frei"


def test_the_tab_says_it_in_the_same_words() -> None:
    assert ENGLISH.day.places_left(7, 10) == "7 of 10 left"
    assert ENGLISH.day.cars_left(3, 4) == "3 of 4 car places left"
    assert [ENGLISH.week.week(ahead) for ahead in range(4)] == ["This week", "Next week", "In two weeks", "In 3 weeks"]


def test_what_is_waited_for_is_said_with_its_end() -> None:
    assert ENGLISH.day.waits_for(True, time(18), DAY) == "You wait for a place with parking until 18:00 on Tue 24 Nov."
    assert GERMAN.day.waits_for(False, None, DAY) == "Sie warten auf einen Platz."


def test_whoever_did_it_is_named_if_known() -> None:
    assert ENGLISH.news.booked_by(DAY, "London", True, "Root") == "Booked for you by Root: Wednesday 25 November, London, with parking."
    assert GERMAN.news.cancelled_by(DAY, "Wien", "") == "Für Sie abgesagt: Mittwoch, 25. November, Wien."


def test_a_closed_day_says_why() -> None:
    assert ENGLISH.news.closed_day(DAY, "London", "") == "London is closed on Wednesday 25 November, so your booking was cancelled."
    assert ENGLISH.news.closed_day(DAY, "London", "Painters").endswith("cancelled: Painters")


def test_days_are_said_as_in_each_language() -> None:
    assert (weekday(DAY, "en"), weekday(DAY, "de")) == ("Wednesday", "Mittwoch")
    assert (short_day(DAY, "en"), short_day(DAY, "de")) == ("Wed 25 Nov", "Mi., 25. Nov.")
    assert whole_week(date(2026, 11, 30), "en").split()[:2] == ["30", "Nov"]
    assert clock(time(9, 5), "en") == "09:05"
    assert (listed(["a", "b", "c"], "en"), listed(["a", "b"], "de")) == ("a, b and c", "a und b")


@pytest.mark.parametrize("language", WORDS)
def test_the_bot_understands_every_example_that_it_gives(language: str) -> None:
    """On a Saturday, when no weekday could be two days."""
    london = KnownOffice(id=OfficeId("london"), name="London", today=date(2026, 11, 28))
    scene = Scene(offices=[london], home=london.id, language=language)
    house = words_of(language).house
    examples = [example for _, line in house.help_lines for example in line.split(" · ")] + [says for _, says in house.help_buttons]
    for example in examples:
        assert not isinstance(understand(example, scene).meaning, NotUnderstood | AskBack), example


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("London", "London"),
        ("R&D (HQ), 5th floor!", "R&D (HQ), 5th floor!"),
        ("*bold* _it_ `code` ~~no~~", r"\*bold\* \_it\_ \`code\` \~\~no\~\~"),
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        ("<at>Ada</at> <b>", "&lt;at&gt;Ada&lt;/at&gt; &lt;b&gt;"),
        ("&lt;b&gt; &#42;", r"&amp;lt;b&amp;gt; &amp;\#42;"),
        ("# title\n\n## more", r"\# title \#\# more"),
        ("1. London", r"1\. London"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("-5 °C", "-5 °C"),
        ("a\\*b", r"a\\\*b"),
        ("  two\tlines\r\nof it ", "two lines of it"),
        ("2.5 km", "2.5 km"),
    ],
)
def test_what_people_wrote_is_no_markdown(written: str, said: str) -> None:
    assert plain(written) == said


def test_what_is_shown_instead_of_a_card_has_no_links_and_no_escapes() -> None:
    assert harmless("HQ #2 [x](https://evil.example)\n<at>Ada</at>") == "HQ #2 (x)(https://evil.example) (at)Ada(/at)"

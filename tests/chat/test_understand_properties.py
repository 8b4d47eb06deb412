"""What holds for every sentence: no error, no long wait, a day that is said is that day, and a slip never makes another deed."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.understand import english, english_days, german, german_days
from bot.chat.understand.meaning import AskBack, Book, Cancel, Meaning, MyBookings, ShowPass, ShowWeek, WaitFor, WhoIsIn
from bot.chat.understand.reader import understand
from core.days import monday_of
from tests.chat.nonsense import NONSENSE
from tests.chat.sentences_english_booking import BOOKING
from tests.chat.sentences_english_cancelling import CANCELLING
from tests.chat.sentences_german_booking import BOOKING as GERMAN_BOOKING
from tests.chat.understanding import ALPHA, TUESDAY, book, cancel, changes, meaning, scene, without_words

WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
LONGEST_AHEAD = 333
"""Days; a date without a year that is farther off was meant as the one that is just over."""
SIGNS = ["3", "3.12.", "3/12", "31", "9am", "-", ",", ".", "/", "?", "berlin", "beta", "xyzzy"]
VOCABULARY = sorted(
    {
        word
        for words in (english.ENGLISH.words, german.GERMAN.words, english_days.WORDS, german_days.WORDS)
        for phrases in words.values()
        for phrase in phrases.split(",")
        for word in phrase.split()
    }
)
ROWS = [*BOOKING, *CANCELLING, *GERMAN_BOOKING]
PIECES = ["book ", "monday and ", "3 - ", "1/", "<", "next week ", "xyzzy ", "in a ", "'", "i'm ", "tomorrw ", "&amp;", "sag "]
TYPICAL = ["book tomorrow", "cancel friday", "Hi, could you please book me a desk for friday? Thanks!", "Buche Mo, Mi und Fr in Berlin"]
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def nth(number: int) -> str:
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def english_forms(day: date, ahead: int) -> list[str]:
    weekday, month = WEEKDAYS["en"].split()[day.weekday()], MONTHS["en"].split()[day.month - 1]
    forms = [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {nth(day.day)}, {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
    ]
    forms += [f"{nth(day.day)} of {month} {day.year}", f"{weekday} {day.day} {month[:3]} {day.year}"]
    if ahead <= LONGEST_AHEAD:
        forms += [
            f"{day.day} {month}",
            f"{month[:3]} {day.day}",
            f"on the {nth(day.day)} of {month}",
            f"{weekday[:3]} {day.day} {month[:3]}",
        ]
    if 2 <= ahead <= 60:
        forms += [f"in {ahead} days", f"{ahead} days from now"]
    if 1 <= ahead <= 6:
        forms += [weekday, f"on {weekday}", weekday[:3], f"the coming {weekday}"]
    if ahead < 7 and monday_of(day) > monday_of(day - timedelta(days=ahead)):
        forms += [f"next {weekday}", f"{weekday} next week"]
    return forms


def german_forms(day: date, ahead: int) -> list[str]:
    weekday, month = WEEKDAYS["de"].split()[day.weekday()], MONTHS["de"].split()[day.month - 1]
    forms = [day.isoformat(), f"{day.day}. {month} {day.year}", f"am {weekday}, den {day.day}. {month} {day.year}", f"{day:%d.%m.%Y}"]
    forms += [f"{day.day}.{day.month}.{day.year % 100}", f"{weekday[:2]}., {day.day}.{day.month}.{day.year}"]
    if ahead <= LONGEST_AHEAD:
        forms += [f"{day.day}. {month}", f"{day.day}.{day.month}.", f"am {day.day}.{day.month:02}.", f"{weekday}, {day.day}. {month}"]
    if 2 <= ahead <= 60:
        forms += [f"in {ahead} Tagen"]
    if 1 <= ahead <= 6:
        forms += [weekday, f"am {weekday}", f"am {weekday[:2]}", f"kommenden {weekday}"]
    if ahead < 7 and monday_of(day) > monday_of(day - timedelta(days=ahead)):
        forms += [f"nächsten {weekday}", f"{weekday} nächster Woche"]
    return forms


@settings(max_examples=300, deadline=None)
@given(today=days, ahead=st.integers(0, 365))
def test_every_day_of_the_next_year_is_that_day_in_every_form(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for form in english_forms(day, ahead):
        assert meaning(f"book {form}", today) == Book(days=(day,), office=ALPHA), form
    for form in german_forms(day, ahead):
        assert meaning(f"Buche {form}", today) == Book(days=(day,), office=ALPHA), form


@settings(max_examples=100, deadline=None)
@given(today=days, number=st.integers(0, 6))
def test_a_weekday_is_never_guessed_and_never_over(today: date, number: int) -> None:
    for which in ("", "next ", "coming ", "on "):
        meant = meaning(f"book {which}{WEEKDAYS['en'].split()[number]}", today)
        deed = meant.deed if isinstance(meant, AskBack) else meant
        assert isinstance(deed, Book)
        possible = meant.days if isinstance(meant, AskBack | Book) else ()
        assert possible
        assert all(today <= day <= today + timedelta(days=14) and day.weekday() == number for day in possible)


@settings(max_examples=100, deadline=None)
@given(today=days)
def test_next_week_is_the_five_working_days_after_the_next_sunday(today: date) -> None:
    monday = monday_of(today) + timedelta(days=7)
    for text in ("book next week", "book all next week", "Buche nächste Woche", "book mon-fri next week", "Buche nächste Woche Mo-Fr"):
        assert meaning(text, today) == Book(days=tuple(monday + timedelta(days=ahead) for ahead in range(5)), office=ALPHA)
    assert meaning("cancel next week", today) == Cancel(spans=((monday, monday + timedelta(days=6)),), is_sweeping=True)
    assert meaning("show next week", today) == ShowWeek(day=monday, office=ALPHA)


@settings(max_examples=400, deadline=None)
@given(text=st.text(max_size=300), home=st.sampled_from([ALPHA, None]), locale=st.sampled_from(["", "en-US", "de-DE", "x"]))
def test_no_text_raises(text: str, home: None, locale: str) -> None:
    assert understand(text, scene(home=home, locale=locale)).language in {"en", "de"}


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Lu", "Ll", "Lt"]), max_size=200))
def test_no_text_without_our_letters_changes_anything(text: str) -> None:
    assert not changes(meaning(text))


@settings(max_examples=500, deadline=None)
@given(
    words=st.lists(st.sampled_from([*VOCABULARY, *SIGNS]), max_size=14),
    today=days,
)
def test_no_heap_of_our_own_words_raises(words: list[str], today: date) -> None:
    meant = understand(" ".join(words), scene(today)).meaning
    if isinstance(meant, Book | WaitFor):
        assert meant.days
        assert min(meant.days) >= today
        assert len(set(meant.days)) == len(meant.days) <= 31
    if isinstance(meant, Cancel):
        assert all(today <= first <= last for first, last in meant.spans)


@settings(max_examples=300, deadline=None)
@given(
    row=st.sampled_from([*BOOKING, *CANCELLING, *GERMAN_BOOKING]),
    strange=st.sampled_from(["xyzzy", "blorft", "Priya", "Kühlschrank"]),
    at=st.integers(0, 30),
)
def test_one_strange_word_is_enough_to_do_nothing(row: tuple[str, Meaning], strange: str, at: int) -> None:
    words = row[0].split()
    words.insert(min(at, len(words)), strange)
    meant = meaning(" ".join(words))
    assert not changes(meant) or " because " in row[0] or " as " in row[0]


def swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@settings(max_examples=600, deadline=None)
@given(row=st.sampled_from(ROWS), seed=st.integers(0, 10_000))
def test_two_swapped_letters_make_no_other_deed_and_no_other_day(row: tuple[str, Meaning], seed: int) -> None:
    text = row[0]
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return
    spot = long[seed % len(long)]
    slip = swapped(words[spot], seed % (len(words[spot]) - 1))
    if slip == words[spot]:
        return
    words[spot] = slip
    meant, intended = meaning(" ".join(words)), meaning(text)
    assert without_words(meant) == without_words(intended) or not changes(meant)


@pytest.mark.parametrize("deed", ["book", "cancel", "my bookings", "show", "pass", "who is in", "wait for"])
def test_every_deed_with_a_day_takes_that_day(deed: str) -> None:
    day = TUESDAY + timedelta(days=2)
    for form in english_forms(day, 2):
        meant = meaning(f"{deed} {form}")
        assert not isinstance(meant, AskBack), (form, meant)
        match meant:
            case Book() | WaitFor():
                assert meant.days == (day,)
            case Cancel():
                assert meant.spans == ((day, day),)
            case MyBookings():
                assert (meant.first, meant.last) == (day, day)
            case ShowPass() | ShowWeek() | WhoIsIn():
                assert meant.day == day
            case _:
                pytest.fail(f"{form}: {meant}")


def test_a_sentence_is_read_in_well_under_a_millisecond() -> None:
    texts = [
        "book tomorrow",
        "cancel friday",
        "Hi, could you please book me a desk for friday? Thanks!",
        "Buche Mo, Mi und Fr nächste Woche in Berlin",
    ]
    for text in texts:
        understand(text, scene())
    fastest = min(_took(texts) for _ in range(20)) / len(texts)
    assert fastest < 0.005  # ten times what it takes, for a busy machine


def _took(texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        understand(text, scene())
    return time.perf_counter() - start


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_times_the_text_takes_no_longer_than_the_bound(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    meaning(text)
    start = time.perf_counter()
    meaning(text)
    assert time.perf_counter() - start < 0.5


def test_the_tables_agree_with_themselves_in_capitals_and_with_spaces() -> None:
    for text, _ in BOOKING:
        assert without_words(meaning(f"  {text.replace(' ', '   ')}\n")) == without_words(meaning(text))
    assert meaning("BOOK TOMORROW") == book("11-25")
    assert meaning("CANCEL TOMORROW") == cancel("11-25")
    assert all(not changes(meaning(text.upper())) for text in NONSENSE)

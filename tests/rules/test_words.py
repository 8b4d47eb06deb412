"""Every no has a sentence and a status."""

from __future__ import annotations

import string

import pytest

from bot.errors import STATUS
from core.decision import Code, Refusal
from core.words import ENGLISH, LANGUAGES, sentence

FACTS = {"day": "2026-11-25", "last": "2026-12-07", "office": "London", "allowance": 3, "own": True, "least": 0, "most": 200}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", Code)
def test_every_refusal_has_a_whole_sentence(code: Code, language: str) -> None:
    for more in ({}, {"own": False}, {"note": "Painters"}, {"allowance": 0}, {"allowance": 1}, {"field": "capacity"}, {"field": "zone"}):
        said = sentence(Refusal(code, FACTS | more), language)
        assert said[0] in string.ascii_uppercase
        assert "{" not in said


def test_every_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Code)


def test_the_sentence_says_what_a_person_wants_to_know() -> None:
    assert sentence(Refusal(Code.OFFICE_FULL, FACTS)) == "London is full on Wednesday 25 November."
    assert sentence(Refusal(Code.ALLOWANCE_USED, FACTS | {"allowance": 1})).startswith("You have used your 1 day of that week.")
    assert (
        sentence(Refusal(Code.ALREADY_BOOKED, FACTS | {"own": False}))
        == "This person already has a place in London on Wednesday 25 November."
    )
    assert sentence(Refusal(Code.OFFICE_CLOSED, FACTS | {"note": "Painters"})) == "London is closed on Wednesday 25 November: Painters"


def test_every_language_has_the_same_sentences_with_the_same_facts() -> None:
    for catalogue in LANGUAGES.values():
        assert {code: _facts_of(text) for code, text in catalogue.items()} == {code: _facts_of(text) for code, text in ENGLISH.items()}


def _facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_german_says_it_in_german() -> None:
    assert sentence(Refusal(Code.OFFICE_FULL, FACTS), "de") == "London ist am Mittwoch, 25. November voll."
    assert "Kontingent von 1 Tag für" in sentence(Refusal(Code.ALLOWANCE_USED, FACTS | {"allowance": 1}), "de")
    assert "Kontingent von 3 Tagen für jene Woche" in sentence(Refusal(Code.ALLOWANCE_USED, FACTS), "de")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert sentence(Refusal(Code.NO_SUCH_OFFICE), "tlh") == "There is no such office."

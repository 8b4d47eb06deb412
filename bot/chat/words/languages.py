"""Which languages the chat speaks."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.words.catalogue import Words
from bot.chat.words.english import ENGLISH
from bot.chat.words.german import GERMAN
from core.words import DEFAULT

WORDS: Mapping[str, Words] = {words.language: words for words in (ENGLISH, GERMAN)}
LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
"""Each in its own language, so that whoever speaks it finds it."""


def words_of(language: str) -> Words:
    """What is said in that language; in English for one that is not spoken."""
    return WORDS.get(language, WORDS[DEFAULT])


def language_of(locale: str) -> str:
    """The language of a client with that locale, such as "de-DE", if it is spoken here."""
    language = locale[:2].lower()
    return language if language in WORDS else DEFAULT

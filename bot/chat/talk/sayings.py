"""What the bot says around its cards. A language is a file; a test holds them to the same gaps."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.talk.sayings_english import ENGLISH
from bot.chat.talk.sayings_german import GERMAN
from bot.chat.talk.sayings_shape import Sayings
from core.words import DEFAULT

SAYINGS: Mapping[str, Sayings] = {"en": ENGLISH, "de": GERMAN}


def sayings_of(language: str) -> Sayings:
    """What is said in that language; in English for one that is not known."""
    return SAYINGS.get(language, SAYINGS[DEFAULT])

"""Which language to speak."""

from __future__ import annotations

from bot.chat.cards.actions import Verb
from bot.chat.cards.elements import button, buttons, card, text
from bot.chat.cards.facts import Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import LANGUAGE_NAMES, words_of


def language_card(viewer: Viewer) -> CardJson:
    """The languages, each by its own name."""
    question = words_of(viewer.language).house.which_language
    row = [button(name, Verb.LANGUAGE, {"language": language}) for language, name in LANGUAGE_NAMES.items()]
    return card(viewer, [text(question, weight="Bolder"), *buttons(row)], question)

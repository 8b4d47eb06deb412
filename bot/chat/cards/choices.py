"""A question with a button for each answer, which says it for the person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.cards.actions import Verb
from bot.chat.cards.elements import button, buttons, card, text
from bot.chat.cards.facts import Choice, Viewer
from bot.chat.outgoing import CardJson

MOST_CHOICES = 24
"""More is no help, and would not fit what Teams takes as one message."""


def choices_card(question: str, choices: Sequence[Choice], viewer: Viewer) -> CardJson:
    """The question and its answers."""
    answers = [button(choice.title, Verb.SAY, {"text": choice.says}) for choice in choices[:MOST_CHOICES]]
    return card(viewer, [text(question, weight="Bolder"), *buttons(answers)], question)

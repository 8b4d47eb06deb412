"""What the bot can do, and how it greets."""

from __future__ import annotations

from bot.chat.cards.actions import Verb
from bot.chat.cards.elements import Part, button, buttons, card, heading, small, text
from bot.chat.cards.facts import Viewer
from bot.chat.incoming import Kind
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of


def help_card(viewer: Viewer) -> CardJson:
    """What to say, by example."""
    words = words_of(viewer.language).house
    lines = [part for name, examples in words.help_lines for part in (text(name, weight="Bolder", spacing="Small"), small(examples))]
    return card(viewer, [heading(words.help), text(words.help_intro), *lines, *buttons(_first_steps(viewer))], words.help)


def welcome_card(viewer: Viewer, kind: Kind = Kind.PERSONAL) -> CardJson:
    """The greeting; where others read along it has no buttons that do anything of one's own."""
    words = words_of(viewer.language).house
    is_personal = kind is Kind.PERSONAL
    body = [
        heading(words.welcome),
        text(words.welcome_personal if is_personal else words.welcome_shared),
        *buttons([*(_first_steps(viewer) if is_personal else []), button(words.more_help, Verb.HELP)]),
    ]
    return card(viewer, body, words.welcome)


def _first_steps(viewer: Viewer) -> list[Part]:
    return [button(title, Verb.SAY, {"text": says}) for title, says in words_of(viewer.language).house.help_buttons]

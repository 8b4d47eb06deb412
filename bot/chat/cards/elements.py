"""The parts of a card. Every text is escaped here and only here; looks are said by properties, never by markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeVar

from bot.chat.cards.actions import Verb
from bot.chat.cards.facts import Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.plain import harmless, plain
from core.decision import Code, Refusal
from core.store.port import Json
from core.words import sentence

Part = dict[str, Json]
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
MOST_REFRESHED = 60
"""Teams draws a card anew for no more people."""
MOST_BUTTONS = 6
"""In one row; Teams hides the rest."""
ROW = 32
FRAME = 4
"""What fits beside each other on a phone, in letters, and what the frame of a button takes: Teams cuts titles off that don't fit."""
MOST_REASON = 500
MOST_BYTES = 18_000
"""Teams takes messages of 28 KB; so much of that is for what there may be many of."""

_Thing = TypeVar("_Thing", Part, str)


def fitting(things: Sequence[_Thing], most: int = MOST_BYTES) -> Sequence[_Thing]:
    """As many of them, from the first on, as fit into so many bytes."""
    for count, thing in enumerate(things):
        most -= len(json.dumps(thing))
        if most < 0:
            return things[:count]
    return things


def text(said: str, **look: Json) -> Part:
    """A paragraph."""
    return {"type": "TextBlock", "text": plain(said), "wrap": True, **look}


def heading(said: str, **look: Json) -> Part:
    """What the card is about; screen readers find it as a heading."""
    return text(said, style="heading", size="Medium", weight="Bolder", **look)


def small(said: str, **look: Json) -> Part:
    """A paragraph that steps back, right under the one before."""
    return text(said, **{"size": "Small", "isSubtle": True, "spacing": "None", **look})


def news(said: str) -> list[Part]:
    """What was just done: first in the card, so that it is read first; nothing if there is none."""
    if not said:
        return []
    return [{"type": "Container", "style": "emphasis", "bleed": True, "items": [text(said, weight="Bolder")]}]


def group(items: Sequence[Part], **look: Json) -> Part:
    """Parts that belong together."""
    return {"type": "Container", "items": [*items], **look}


def beside(left: Sequence[Part], right: Sequence[Part]) -> Part:
    """Two columns; the right one takes what it needs."""
    columns: list[Json] = [
        {"type": "Column", "width": "stretch", "items": [*left]},
        {"type": "Column", "width": "auto", "items": [*right]},
    ]
    return {"type": "ColumnSet", "columns": columns}


def facts(rows: Sequence[tuple[str, str]]) -> Part:
    """Names and what they stand for."""
    return {"type": "FactSet", "facts": [{"title": plain(name), "value": plain(value)} for name, value in rows]}


def button(
    title: str, verb: Verb, data: Mapping[str, Json] | None = None, *, tooltip: str = "", style: str = "default", with_inputs: bool = False
) -> Part:
    """A button, for old clients as well: they send a message with the same data. `tooltip`: the whole of it, for screen readers.

    `with_inputs`: what was typed into the card is sent along, and must be there first.
    """
    carried, look = data or {}, _look(title, tooltip, style)
    inputs: Part = {"associatedInputs": "auto" if with_inputs else "none"}
    old: Part = {"type": "Action.Submit", "data": {"verb": verb.value, **carried}, **look, **inputs}
    return {"type": "Action.Execute", "verb": verb.value, "data": {**carried}, **look, **inputs, "fallback": old}


def link(title: str, url: str) -> Part:
    """A button that opens a page."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def buttons(row: Sequence[Part]) -> list[Part]:
    """The buttons in rows that fit on a phone; nothing if there are none."""
    rows: list[list[Part]] = []
    left = 0
    for one in row:
        needed = len(str(one["title"])) + FRAME
        if not rows or needed > left or len(rows[-1]) == MOST_BUTTONS:
            rows.append([])
            left = ROW
        rows[-1].append(one)
        left -= needed
    sets = [action_set(some) for some in rows]
    return [*sets[:1], *[{**one, "spacing": "Small"} for one in sets[1:]]]


def action_set(row: Sequence[Part]) -> Part:
    """Buttons in one row."""
    return {"type": "ActionSet", "actions": [*row]}


def reason_input(viewer: Viewer, label: str) -> list[Part]:
    """Where the house wants a reason: the one field that every button of the card that books sends along."""
    if not viewer.needs_reason:
        return []
    missing = sentence(Refusal(Code.REASON_MISSING), viewer.language)
    return [{"type": "Input.Text", "id": "reason", "label": label, "isRequired": True, "errorMessage": missing, "maxLength": MOST_REASON}]


def card(viewer: Viewer, body: Sequence[Part], fallback: str, *, refresh: Part | None = None, is_wide: bool = False) -> CardJson:
    """The whole. `fallback`: for clients that can't show it; `refresh`: what asks for it anew, for those who are named for that."""
    whole: Part = {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "lang": viewer.language,
        "fallbackText": harmless(fallback),
        "body": [*body],
    }
    if refresh is not None and viewer.refreshed_for:
        whole["refresh"] = {"action": refresh, "userIds": [*viewer.refreshed_for[:MOST_REFRESHED]]}
    if is_wide:
        whole["msteams"] = {"width": "Full"}
    return whole


def refreshing(title: str, verb: Verb, data: Mapping[str, Json] | None = None) -> Part:
    """What a client asks by itself when somebody looks at the card."""
    return {"type": "Action.Execute", "title": title, "verb": verb.value, "data": {**(data or {})}}


def _look(title: str, tooltip: str, style: str) -> Part:
    look: Part = {"title": title}
    if tooltip:
        look["tooltip"] = tooltip
    if style != "default":
        look["style"] = style
    return look

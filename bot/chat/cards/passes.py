"""The pass to show at the door: whose day it is stands beside a code that the guard scans."""

from __future__ import annotations

import segno

from bot.chat.cards.actions import Verb
from bot.chat.cards.elements import Part, button, buttons, card, facts, group, heading, link, text
from bot.chat.cards.facts import PassFacts, Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of
from core.words import spoken_day

DRAWN, SHOWN = 6, 3
"""Pixels of a module: in the picture, for screens that have several to the point, and in the card. A multiple, so that edges stay sharp."""
QUIET = 4
"""White modules around the code, which it must have to be read on a dark card."""


def pass_card(shown: PassFacts, viewer: Viewer) -> CardJson:
    """The pass of a booking. Only ever for the one it belongs to."""
    words = words_of(viewer.language)
    day = spoken_day(shown.booking.day, viewer.language)
    valid = words.door.today if shown.is_today else words.door.later(shown.booking.day)
    car = words.door.with_car if shown.booking.parking else words.door.without_car
    place = f"{shown.office.name}, {shown.office.location}" if shown.office.location else shown.office.name
    body = [
        heading(words.door.title),
        group([text(valid, weight="Bolder")], style="good" if shown.is_today else "warning"),
        _code(shown.url, words.door.code(shown.booking.day)),
        facts([(words.booking.day, day), (words.booking.office, place), (words.door.parking, car)]),
        *buttons([link(words.door.open, shown.url), button(words.booking.mine, Verb.BOOKINGS)]),
    ]
    return card(viewer, body, f"{words.door.title} · {day} · {shown.office.name}")


def _code(url: str, said: str) -> Part:
    code = segno.make_qr(url, error="h")
    width = code.symbol_size(scale=SHOWN, border=QUIET)[0]
    picture = code.png_data_uri(scale=DRAWN, border=QUIET, dark="black", light="white")
    return {"type": "Image", "url": picture, "altText": said, "width": f"{width}px", "horizontalAlignment": "Center"}

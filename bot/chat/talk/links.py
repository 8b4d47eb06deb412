"""Addresses of ours that somebody pastes into a message. What is shown of them is read by all who read the message."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from bot.chat.outgoing import Result, Results
from bot.chat.talk import drawn
from bot.chat.talk.shared_views import shared_week
from bot.chat.talk.visit import Visit
from bot.chat.words.languages import words_of
from core import bookings
from core.decision import Refusal
from core.model import BookingId, OfficeId
from core.pass_keys import PassesUnavailable
from core.passes import MAX_LENGTH
from core.words import spoken_day

MOST = 1_000
_PASS = re.compile(r"/pass/([A-Za-z0-9_-]+)/?")
_BOOKING = re.compile(r"/bookings/([^/]+)/?")
NOTHING = Results(())


async def unfurl(visit: Visit, url: str) -> Results:
    """What may be shown of it; nothing of addresses that are not ours. Raises Unavailable."""
    path = _path(visit, url)
    if path is None:
        return NOTHING
    at, query = path
    if found := _PASS.fullmatch(at):
        return await _pass(visit, found[1])
    if found := _BOOKING.fullmatch(at):
        return await _booking(visit, unquote(found[1]))
    named = query.get("office", [])
    return await _office(visit, named[0]) if at in {"", "/"} and len(named) == 1 else NOTHING


def _path(visit: Visit, url: str) -> tuple[str, dict[str, list[str]]] | None:
    """What follows our own address. The whole origin counts: a host that only begins like ours is a stranger's."""
    if len(url) > MOST:
        return None
    try:
        given, ours = urlsplit(url), urlsplit(visit.desk.public_url)
        same = (given.scheme, given.hostname, given.port, given.username) == (ours.scheme, ours.hostname, ours.port, None)
        query = parse_qs(given.query, max_num_fields=20)
    except ValueError:
        return None
    if not same or not given.path.startswith(ours.path):
        return None
    return given.path.removeprefix(ours.path), query


async def _pass(visit: Visit, token: str) -> Results:
    """Never the pass itself: whoever has it can show it. Only its owner is told which day it is for."""
    words = words_of(visit.language).talk
    try:
        shown = await visit.desk.passes.check(token) if len(token) <= MAX_LENGTH else None
    except PassesUnavailable:
        shown = None
    office = visit.office(shown.office) if shown and shown.person == visit.person.id else None
    if shown is None or office is None:
        card = drawn.notice(visit, words.link_text)
        return Results([Result(words.link_title, words.link_text, card)])
    day = spoken_day(shown.day, visit.language)
    return Results([Result(words.link_title, f"{day} · {office.name}", drawn.invitation(visit, office, shown.day))])


async def _booking(visit: Visit, named: str) -> Results:
    """A booking of the one who pasted it; nothing of anybody else's."""
    found = await bookings.read(visit.desk.store, visit.person, BookingId(named)) if len(named) <= MOST else None
    if found is None or isinstance(found, Refusal) or found.person != visit.person.id or not found.is_active:
        return NOTHING
    office = visit.office_of(found)
    return Results([Result(spoken_day(found.day, visit.language), office.name, drawn.invitation(visit, office, found.day))])


async def _office(visit: Visit, named: str) -> Results:
    """The free places of an office."""
    office = visit.office(OfficeId(named))
    if office is None:
        return NOTHING
    facts = await shared_week(visit, office, visit.today(office))
    card = drawn.shared_week(visit, facts, ())
    return Results([Result(office.name, card.summary, card.card)])

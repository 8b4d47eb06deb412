"""Gives days back and leaves lines: at once what was named plainly, after a yes what is more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.cards.facts import WaitFacts
from bot.chat.outgoing import Reply, Text
from bot.chat.talk import drawn, reading, telling, views
from bot.chat.talk.lines import lines_in
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import Cancel
from bot.chat.words.languages import words_of
from core.decision import Cancelled, Refusal, Repeated
from core.model import Booking, BookingId, Office, OfficeId, parse_booking_id
from core.service import Leave
from core.words import spoken_day

MOST_AT_ONCE = 50
Spans = Sequence[tuple[date, date]]
Line = tuple[OfficeId, date]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a wish to cancel is about: bookings that are not over, and lines."""

    bookings: Sequence[Booking]
    lines: Sequence[WaitFacts]

    @property
    def is_one(self) -> bool:
        """Whether there is no doubt which."""
        return len(self.bookings) + len(self.lines) == 1


async def cancel(visit: Visit, deed: Cancel) -> Reply:
    """Give back what is meant, or ask first."""
    if not deed.spans:
        return await _pick(visit)
    found = await meant(visit, deed)
    if not found.bookings and not found.lines:
        return await _pick(visit) if deed.of_lines else Text(_nothing(visit, deed))
    if found.is_one and not deed.is_sweeping:
        return drawn.bookings(visit, await views.mine(visit, await give_back(visit, found)))
    if not found.bookings or is_plain(deed):
        first, last = _around(deed.spans)
        return drawn.bookings(visit, await views.mine(visit, words_of(visit.language).talk.which_booking, first, last))
    return _confirm(visit, found)


def is_plain(deed: Cancel) -> bool:
    """Whether one single day was named."""
    return not deed.is_sweeping and len(deed.spans) == 1 and deed.spans[0][0] == deed.spans[0][1]


async def meant(visit: Visit, deed: Cancel) -> Meant:
    """The person's bookings and lines of those days: tomorrow in Auckland is Auckland's, wherever they are. Raises Unavailable."""
    by_today = _spans_by_today(visit)

    def is_in(office: Office, day: date) -> bool:
        spans = by_today.get(visit.today(office), deed.spans)
        return deed.office in {None, office.id} and any(first <= day <= last for first, last in spans)

    first, last = _around([span for spans in (deed.spans, *by_today.values()) for span in spans])
    held, _ = await views.held_in(visit, first, last, MOST_AT_ONCE)
    here = [one for one in held if is_in(visit.office_of(one), one.day)]
    lines = [line for line in await lines_in(visit, first, last, deed.office) if is_in(line.office, line.day)]
    return Meant([] if deed.of_lines else here, lines)


async def give_back(visit: Visit, found: Meant) -> str:
    """Give back all of it; what became of it. Raises Busy and Unavailable."""
    return await give_up(visit, [one.id for one in found.bookings], [(line.office.id, line.day) for line in found.lines])


async def give_up(visit: Visit, booked: Sequence[BookingId], lines: Sequence[Line], card_ask: str | None = None) -> str:
    """Give back what is booked and leave the lines; these first, or a day that is free again could make a booking of one.

    Raises Busy and Unavailable.
    """
    left = [await leave_one(visit, office, day, card_ask) for office, day in lines]
    decisions = [await cancel_one(visit, one, card_ask) for one in booked]
    return telling.joined([telling.cancelled(visit, decisions)] if decisions else [], left)


async def leave_one(visit: Visit, office: OfficeId, day: date, card_ask: str | None = None) -> str:
    """Leave one line; what became of it. Raises Busy and Unavailable."""
    wish = Leave(ask=visit.ask("leave", office, day, drawn=card_ask), office=office, day=day)
    return telling.left(visit, wish, await visit.desk.service.leave(visit.person, wish, visit.correlation))


async def cancel_one(visit: Visit, booking: BookingId, card_ask: str | None = None) -> Cancelled | Repeated | Refusal:
    """Give one day back. In a chat everybody acts for themselves alone, admins too. Raises Busy and Unavailable."""
    refusal = visit.refuse_others(parse_booking_id(booking))
    if refusal is not None:
        return refusal
    ask = visit.ask("cancel", booking, drawn=card_ask)
    return await visit.desk.service.cancel(visit.person, booking, ask, visit.correlation)


def _confirm(visit: Visit, found: Meant) -> Reply:
    """Nothing is done yet. What can't be given back at all is not asked about."""
    facts = [views.booking(visit, one) for one in found.bookings]
    can_go = [one for one in facts if one.can_cancel]
    if not can_go and not found.lines:
        return Text(telling.joined([visit.says(one.refusal) for one in facts if one.refusal]))
    return drawn.confirm(visit, can_go, found.lines)


async def _pick(visit: Visit) -> Reply:
    facts = await views.mine(visit)
    words = words_of(visit.language).talk
    if not facts.bookings and not facts.waits:
        return Text(words_of(visit.language).booking.none)
    return drawn.bookings(visit, views.with_news(facts, words.which_booking))


def _nothing(visit: Visit, deed: Cancel) -> str:
    words = words_of(visit.language).talk
    if is_plain(deed):
        return words.nothing_that_day.format(day=spoken_day(deed.spans[0][0], visit.language))
    return words.nothing_those_days


def _around(spans: Spans) -> tuple[date, date]:
    return min(first for first, _ in spans), max(last for _, last in spans)


def _spans_by_today(visit: Visit) -> Mapping[date, Spans]:
    """The days that the sentence means, for each day that it is now in some office."""
    there = {visit.today(office): office for office in visit.open_offices}
    found = {today: reading.read_in(visit, office).meaning for today, office in there.items()}
    return {today: meaning.spans for today, meaning in found.items() if isinstance(meaning, Cancel) and meaning.spans}

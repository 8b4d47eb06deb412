"""What became of a deed, in a sentence or two: what was done first, then each no once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.talk.visit import Visit
from bot.chat.words.dates import listed
from bot.chat.words.languages import words_of
from core.decision import Booked, Cancelled, Joined, Left, Refusal, Repeated, Waits
from core.model import Booking, Office
from core.service import Book, Leave
from core.words import spoken_day


def booked(visit: Visit, decisions: Sequence[Booked | Repeated | Refusal]) -> str:
    """What became of an ask to book one day or several."""
    held: list[Booking] = []
    others: list[str] = []
    for one in decisions:
        if isinstance(one, Refusal):
            others.append(visit.says(one))
        elif one.booking.is_active:
            held.append(one.booking)
        else:
            others.append(booked_no_more(visit, one.booking))
    return joined([_holds(visit, held)] if held else [], others)


def cancelled(visit: Visit, decisions: Sequence[Cancelled | Repeated | Refusal]) -> str:
    """What became of giving one day back or several."""
    given: list[Booking] = []
    others: list[str] = []
    for one in decisions:
        if isinstance(one, Refusal):
            others.append(visit.says(one))
        elif one.booking.is_active:  # booked anew since this very ask cancelled it
            others.append(_holds(visit, [one.booking]))
        else:
            given.append(one.booking)
    return joined([_given_back(visit, given)] if given else [], others)


def waits(visit: Visit, wish: Book, decision: Joined | Waits | Repeated | Refusal) -> str:
    """What became of standing in line."""
    if isinstance(decision, Refusal):
        return visit.says(decision)
    if isinstance(decision, Repeated):
        return _holds(visit, [decision.booking])
    place = decision.place if isinstance(decision, Waits) else decision.queue.place_of(visit.person.id)
    words = words_of(visit.language).talk
    template = words.waits if place else words.waits_no_more
    return template.format(day=spoken_day(wish.day, visit.language), office=_name(visit, wish), place=place)


def left(visit: Visit, wish: Leave, decision: Left | Waits | Refusal) -> str:
    """What became of leaving a line."""
    if isinstance(decision, Refusal):
        return visit.says(decision)
    words = words_of(visit.language).talk
    # Somebody who stood in line again since this ask was granted still does.
    place = decision.place if isinstance(decision, Waits) else None
    template = words.waits if place else words.waits_no_more
    return template.format(day=spoken_day(wish.day, visit.language), office=_name(visit, wish), place=place)


def joined(*parts: Sequence[str]) -> str:
    """Sentences one after the other, each once."""
    return " ".join(dict.fromkeys(sentence for part in parts for sentence in part))


def _holds(visit: Visit, held: Sequence[Booking]) -> str:
    words = words_of(visit.language).talk
    template = words.booked_with_car if all(one.parking for one in held) else words.booked
    return template.format(places=_places(visit, held))


def _given_back(visit: Visit, given: Sequence[Booking]) -> str:
    return words_of(visit.language).talk.cancelled.format(places=_places(visit, given))


def booked_no_more(visit: Visit, booking: Booking) -> str:
    """That a booking was given back."""
    day, office = spoken_day(booking.day, visit.language), visit.office_of(booking).name
    return words_of(visit.language).talk.booked_no_more.format(day=day, office=office)


def _places(visit: Visit, held: Sequence[Booking]) -> str:
    """Which days, and where: once, if it is the same place for all of them."""
    words, language = words_of(visit.language).talk, visit.language
    where = {visit.office_of(one).name for one in held}
    if len(where) == 1:
        return words.day_in_office.format(day=listed([spoken_day(one.day, language) for one in held], language), office=where.pop())
    places = [words.day_in_office.format(day=spoken_day(one.day, language), office=visit.office_of(one).name) for one in held]
    return listed(places, language)


def _name(visit: Visit, wish: Book | Leave) -> str:
    office: Office | None = visit.offices.get(wish.office)
    return office.name if office else wish.office

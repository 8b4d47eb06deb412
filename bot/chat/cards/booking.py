"""One booking."""

from __future__ import annotations

from bot.chat.cards.actions import Then, Verb
from bot.chat.cards.day_buttons import back_to, book_button, cancel_button, pass_button
from bot.chat.cards.elements import Part, button, buttons, card, heading, news, small, text
from bot.chat.cards.facts import BookingFacts, Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of
from core.words import sentence, spoken_day


def booking_card(facts: BookingFacts, viewer: Viewer) -> CardJson:
    """The booking as it is now, and what can be done about it."""
    words, booking = words_of(viewer.language), facts.booking
    state = words.day.booked(booking.parking) if booking.is_active else words.booking.cancelled
    day = spoken_day(booking.day, viewer.language)
    body = [
        *news(facts.news),
        heading(day),
        *where(facts),
        text(state, weight="Bolder"),
        *_why_not(facts, viewer),
        *buttons([*booking_buttons(facts, viewer), button(words.booking.mine, Verb.BOOKINGS)]),
    ]
    return card(viewer, body, facts.news or f"{state} · {day} · {facts.office.name}")


def where(facts: BookingFacts) -> list[Part]:
    """The office, and where that is."""
    place = facts.office.location
    return [text(facts.office.name, spacing="None"), *([small(place)] if place else [])]


def booking_buttons(facts: BookingFacts, viewer: Viewer) -> list[Part]:
    """What can be done about the booking; one that was cancelled can be had again, if nothing has to be typed for that."""
    booking = facts.booking
    if booking.is_active:
        return [pass_button(booking, viewer), *([cancel_button(booking, viewer, back_to(facts.then))] if facts.can_cancel else [])]
    if viewer.needs_reason:
        return []
    return [book_button(booking.office, booking.day, viewer, back_to(Then.BOOKING), parking=booking.parking)]


def _why_not(facts: BookingFacts, viewer: Viewer) -> list[Part]:
    can_say = facts.booking.is_active and not facts.can_cancel and facts.refusal is not None
    return [small(sentence(facts.refusal, viewer.language))] if can_say and facts.refusal is not None else []

"""What the bot tells unasked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.cards.actions import Then, Verb
from bot.chat.cards.booking import booking_buttons
from bot.chat.cards.day_buttons import back_to, cancel_button, pass_button
from bot.chat.cards.elements import button, buttons, card, heading, text
from bot.chat.cards.facts import BookingFacts, MissingEntries, Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of

MOST_ROWS = 30


def told_card(title: str, said: str, booking: BookingFacts | None, viewer: Viewer) -> CardJson:
    """What somebody else did. `booking`: as it is now, if anything can be done about it."""
    mine = button(words_of(viewer.language).booking.mine, Verb.BOOKINGS)
    row = [*(booking_buttons(booking, viewer) if booking and booking.booking.is_active else []), mine]
    return card(viewer, [heading(title), text(said), *buttons(row)], said)


def reminder_card(facts: BookingFacts, viewer: Viewer) -> CardJson:
    """The evening before: where one is expected, and how to say no."""
    words, booking = words_of(viewer.language).news, facts.booking
    said = words.reminder_of(booking.day, facts.office.name, booking.parking)
    cancel = [cancel_button(booking, viewer, back_to(Then.BOOKING), words.cannot_come)] if facts.can_cancel else []
    stop = button(words.stop_reminding, Verb.REMIND, {"on": False})
    body = [heading(words.reminder), text(said), *buttons([pass_button(booking, viewer), *cancel, stop])]
    return card(viewer, body, f"{words.reminder}: {said}")


def sync_failed_card(why: str, rows: Sequence[MissingEntries], viewer: Viewer) -> CardJson:
    """For admins: which bookings have no calendar entry, as numbers, and why that may be."""
    words = words_of(viewer.language).news
    said = [words.sync_failed_of(row.office, row.day, row.count) for row in rows[:MOST_ROWS]]
    body = [heading(words.sync_failed), text(why), *[text(one, spacing="Small") for one in said], text(words.sync_counts)]
    return card(viewer, body, f"{words.sync_failed}: {why}")

"""The buttons that act on a day or on a booking, alike in every card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.chat.cards.actions import Then, Verb
from bot.chat.cards.elements import Part, button
from bot.chat.cards.facts import Viewer
from bot.chat.words.languages import words_of
from core.model import Booking, OfficeId
from core.store.port import Json


def back_to_week(office: OfficeId, monday: date) -> Mapping[str, Json]:
    """That the card of the week follows."""
    return {"then": Then.WEEK.value, "office": office, "monday": monday.isoformat()}


def back_to(then: Then) -> Mapping[str, Json]:
    """That this card follows."""
    return {"then": then.value}


def book_button(office: OfficeId, day: date, viewer: Viewer, then: Mapping[str, Json], *, parking: bool) -> Part:
    """Book the day."""
    words = words_of(viewer.language).day
    title, tooltip = (words.book_parking, words.book_day_parking(day)) if parking else (words.book, words.book_day(day))
    return button(title, Verb.BOOK, _wish(office, day, viewer, then, parking=parking), tooltip=tooltip, with_inputs=viewer.needs_reason)


def wait_button(office: OfficeId, day: date, viewer: Viewer, then: Mapping[str, Json], *, parking: bool) -> Part:
    """Stand in line for the day."""
    words = words_of(viewer.language).day
    data = _wish(office, day, viewer, then, parking=parking)
    return button(words.wait(parking), Verb.WAIT, data, tooltip=words.wait_day(day, parking), with_inputs=viewer.needs_reason)


def leave_button(office: OfficeId, day: date, viewer: Viewer, then: Mapping[str, Json]) -> Part:
    """Leave the line of the day."""
    words = words_of(viewer.language).day
    data: Part = {**then, "office": office, "day": day.isoformat(), "ask": viewer.ask}
    return button(words.leave_line, Verb.LEAVE, data, tooltip=words.leave_line_day(day))


def pass_button(booking: Booking, viewer: Viewer) -> Part:
    """Show the pass of the booking."""
    words = words_of(viewer.language).day
    return button(words.show, Verb.PASS, {"booking": booking.id}, tooltip=words.show_day(booking.day))


def cancel_button(booking: Booking, viewer: Viewer, then: Mapping[str, Json], title: str = "") -> Part:
    """Give the booking back."""
    words = words_of(viewer.language).day
    data: Part = {**then, "booking": booking.id, "ask": viewer.ask}
    return button(title or words.cancel, Verb.CANCEL, data, tooltip=words.cancel_day(booking.day))


def _wish(office: OfficeId, day: date, viewer: Viewer, then: Mapping[str, Json], *, parking: bool) -> Part:
    return {**then, "office": office, "day": day.isoformat(), "parking": parking, "ask": viewer.ask}

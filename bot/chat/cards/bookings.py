"""A person's coming days, and the question before several of them are given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.cards.actions import Then, Verb
from bot.chat.cards.booking import booking_buttons
from bot.chat.cards.day_buttons import back_to, leave_button
from bot.chat.cards.elements import Part, beside, button, buttons, card, fitting, group, heading, news, refreshing, small, text
from bot.chat.cards.facts import BookingFacts, BookingsFacts, Viewer, WaitFacts
from bot.chat.outgoing import CardJson
from bot.chat.words.dates import day_and_month, weekday
from bot.chat.words.languages import words_of
from core.store.port import Json
from core.words import sentence, spoken_day


def bookings_card(facts: BookingsFacts, viewer: Viewer) -> CardJson:
    """What the person has booked and waits for, by day."""
    words = words_of(viewer.language)
    rows = _rows(facts, viewer)
    shown = fitting(rows)
    body = [
        *news(facts.news),
        heading(words.booking.mine),
        *shown,
        *([] if rows else [text(words.booking.none)]),
        *([] if facts.is_all and shown == rows else [small(words.booking.more, spacing="Medium")]),
        *([] if rows else buttons([button(words.booking.book_a_day, Verb.SAY, {"text": words.house.help_buttons[0][1]})])),
    ]
    return card(viewer, body, facts.news or words.booking.mine, refresh=refreshing(words.booking.mine, Verb.BOOKINGS))


def confirm_cancel_card(facts: BookingsFacts, viewer: Viewer) -> CardJson:
    """Which days would go, and whether they shall."""
    words, count = words_of(viewer.language).booking, len(facts.bookings) + len(facts.waits)
    in_line = words_of(viewer.language).day.in_line
    said = [f"{spoken_day(one.booking.day, viewer.language)} · {one.office.name}" for one in facts.bookings]
    said += [f"{spoken_day(one.day, viewer.language)} · {one.office.name} · {in_line(one.place)}" for one in facts.waits]
    data: dict[str, Json] = {"bookings": [one.booking.id for one in facts.bookings], "ask": viewer.ask}
    if facts.waits:
        data["lines"] = [{"office": one.office.id, "day": one.day.isoformat()} for one in facts.waits]
    body = [
        *news(facts.news),
        heading(words.confirm(count)),
        *[text(one, spacing="Small") for one in said],
        *buttons([button(words.confirm_yes(count), Verb.CANCEL_ALL, data, style="destructive"), button(words.keep, Verb.LEAVE_ALONE)]),
    ]
    return card(viewer, body, words.confirm(count))


def _rows(facts: BookingsFacts, viewer: Viewer) -> Sequence[Part]:
    """Bookings and lines, by day."""
    rows = [(one.booking.day, _booked(one, viewer)) for one in facts.bookings]
    rows += [(one.day, _waited_for(one, viewer)) for one in facts.waits]
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _booked(facts: BookingFacts, viewer: Viewer) -> Part:
    words, booking = words_of(viewer.language), facts.booking
    place = [text(facts.office.name, horizontalAlignment="Right")]
    if booking.parking:
        place.append(small(words.day.with_parking, horizontalAlignment="Right"))
    why = [] if facts.can_cancel or facts.refusal is None else [small(sentence(facts.refusal, viewer.language))]
    head = beside(_when(booking.day, viewer.language), place)
    return group([head, *why, *buttons(booking_buttons(facts, viewer))], separator=True, spacing="Medium")


def _waited_for(facts: WaitFacts, viewer: Viewer) -> Part:
    words, waiter = words_of(viewer.language).day, facts.waiter
    head = beside(_when(facts.day, viewer.language), [text(facts.office.name, horizontalAlignment="Right")])
    status = [
        text(words.in_line(facts.place), weight="Bolder", spacing="Small"),
        small(words.waits_for(waiter.parking, waiter.until, facts.day)),
    ]
    leave = leave_button(facts.office.id, facts.day, viewer, back_to(Then.BOOKINGS))
    return group([head, *status, *buttons([leave])], separator=True, spacing="Medium")


def _when(day: date, language: str) -> list[Part]:
    return [text(weekday(day, language), weight="Bolder"), small(day_and_month(day, language))]

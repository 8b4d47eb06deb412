"""The dialog "Book an office day": from the message extension, or from a card. What it sends is checked like a button's data."""

from __future__ import annotations

from datetime import date

from bot.chat.cards.facts import BookForm
from bot.chat.incoming import DialogOpened, DialogSent
from bot.chat.outgoing import Answer, Dialog, DialogCard, DialogWord, Result
from bot.chat.talk import drawn, telling, views
from bot.chat.talk.button_data import ButtonData, Odd
from bot.chat.talk.visit import Visit
from bot.chat.words.languages import words_of
from core.decision import Refusal
from core.model import Office, OfficeId
from core.service import Book
from core.words import spoken_day

BOOK = "book"


def opened(visit: Visit, dialog: DialogOpened) -> Answer:
    """The form. Raises Odd for a dialog that there is not."""
    data = _data(dialog)
    office = _office(visit, data)
    if office is None:
        return DialogWord(words_of(visit.language).house.no_offices)
    return _form(visit, office, data.day() if data.has("day") else None)


async def sent(visit: Visit, dialog: DialogSent) -> Answer:
    """Book what the form says. A no brings the form back with its sentence. Raises Odd, Busy and Unavailable."""
    data = _data(dialog)
    office = _office(visit, data)
    if office is None:
        return DialogWord(words_of(visit.language).house.no_offices)
    if not data.has("day"):
        return _form(visit, office, fault=words_of(visit.language).house.form_day_fault)
    day, parking = data.day(), data.is_on("parking")
    ask = visit.ask("book", office.id, day, parking, drawn=data.ask() if data.has("ask") else None)
    wish = Book(ask=ask, office=office.id, day=day, parking=parking, reason=data.reason())
    decision = await visit.desk.service.book(visit.person, wish, visit.correlation)
    news = telling.booked(visit, [decision])
    if isinstance(decision, Refusal) or not decision.booking.is_active:
        return _form(visit, office, day, parking=parking, fault=news)
    if not dialog.is_extension:
        return DialogWord(news)
    return DialogCard(Result(spoken_day(day, visit.language), office.name, drawn.invitation(visit, office, day)))


def _data(dialog: DialogOpened | DialogSent) -> ButtonData:
    if dialog.command not in {BOOK, ""}:
        raise Odd
    return ButtonData(dialog.data)


def _office(visit: Visit, data: ButtonData) -> Office | None:
    """The office that was chosen, or the person's own, or the first there is."""
    named: OfficeId | None = data.office() if data.has("office") else visit.home
    return (visit.office(named) if named else None) or next(iter(visit.open_offices), None)


def _form(visit: Visit, office: Office, day: date | None = None, *, parking: bool = False, fault: str = "") -> Dialog:
    span = views.window(visit, office)
    form = BookForm(
        offices=tuple(visit.open_offices),
        office=office.id,
        first=span.first,
        last=span.last,
        day=day,
        parking=parking,
        fault=fault,
    )
    return Dialog(words_of(visit.language).house.form_title, drawn.form(visit, form))

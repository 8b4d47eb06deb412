"""What is done and answered when somebody says something in their own chat: one answer for each meaning."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.outgoing import Reply, Text
from bot.chat.talk import asking_back, booking, cancelling, choosing, drawn, showing, views
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import (
    AskBack,
    Book,
    Cancel,
    ChangeLanguage,
    ChangeOffice,
    Help,
    ListOffices,
    Meaning,
    MyBookings,
    NotUnderstood,
    Reminders,
    ShareDays,
    ShowPass,
    ShowWeek,
    Thanks,
    WaitFor,
    WhoIsIn,
)
from bot.chat.words.languages import words_of
from core.model import OfficeId


async def answer(visit: Visit, meaning: Meaning) -> Reply:
    """Do it and say what became of it. Raises Busy and Unavailable."""
    match meaning:
        case Book():
            return await booking.book(visit, meaning)
        case WaitFor():
            return await booking.wait_for(visit, meaning)
        case Cancel():
            return await cancelling.cancel(visit, meaning)
        case MyBookings():
            return await showing.my_bookings(visit, meaning)
        case ShowWeek():
            return await showing.show_week(visit, meaning)
        case ShowPass():
            return await showing.show_pass(visit, meaning)
        case WhoIsIn():
            return await showing.who_is_in(visit, meaning)
        case AskBack():
            return await asking_back.ask_back(visit, meaning)
        case _:
            return await _of_oneself(visit, meaning)


async def _of_oneself(
    visit: Visit, meaning: ListOffices | ChangeOffice | ChangeLanguage | Reminders | ShareDays | Help | Thanks | NotUnderstood
) -> Reply:
    match meaning:
        case ListOffices():
            return drawn.offices(visit, await views.office_rows(visit))
        case ChangeOffice(office):
            return await home_office(visit, office) if office else drawn.offices(visit, await views.office_rows(visit))
        case ChangeLanguage(language):
            return Text(await choosing.language(visit, language)) if language else drawn.language(visit)
        case Reminders(on):
            return Text(await choosing.reminders(visit, on=on))
        case ShareDays(on):
            return Text(await choosing.sharing(visit, on=on))
        case Help() | NotUnderstood():
            return drawn.help_me(visit)
        case Thanks():
            return Text(words_of(visit.language).talk.thanks)


async def home_office(visit: Visit, office: OfficeId) -> Reply:
    """Make it the home office, and show its week. Raises Busy and Unavailable."""
    after, news = await choosing.home_office(visit, office)
    place = after.office(office)
    return drawn.week(after, replace(await views.coming_week(after, place), news=news)) if place else Text(news)

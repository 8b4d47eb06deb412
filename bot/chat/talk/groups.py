"""Where others read along: what is asked is done for the one who asks, and the answer holds nothing of anybody's own.

Whether something became of it, and what, must not be read from the answer either: it is the same whatever the core decided. What is one's
own is in the view that Teams draws for that person alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.chat.cards.actions import Verb
from bot.chat.cards.facts import TeamDay
from bot.chat.outgoing import Reply, Text
from bot.chat.ports import Roster
from bot.chat.talk import asking_back, booking, buttons, cancelling, deeds, drawn, showing, views
from bot.chat.talk.button_data import ButtonData
from bot.chat.talk.shared_views import shared_week
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import AskBack, Book, Cancel, Help, ListOffices, Meaning, NotUnderstood, ShowWeek, Thanks, WaitFor, WhoIsIn
from bot.chat.words.languages import words_of
from core import presence
from core.decision import Code, Refusal
from core.model import Office, OfficeId

FEWEST = 4
"""Of fewer people a number tells who it is. Where Teams does not say who reads along, nobody but the asker is known: then as well."""


async def answer(visit: Visit, meaning: Meaning, roster: Roster) -> Sequence[Reply]:
    """Do it and answer for all to read. Raises Busy and Unavailable."""
    match meaning:
        case Book() | WaitFor():
            return await _wish(visit, meaning)
        case Cancel():
            return await _cancel(visit, meaning)
        case ShowWeek(day=day):
            office = _office(visit, meaning.office)
            return [await _week(visit, office, day) if office else asking_back.which_office(visit, meaning)]
        case WhoIsIn(day=day):
            office = _office(visit, meaning.office)
            return [await _team_day(visit, office, day, roster) if office else asking_back.which_office(visit, meaning)]
        case AskBack():
            return [await asking_back.ask_back(visit, meaning)]
        case ListOffices():
            return [drawn.offices(visit, [replace(row, is_home=False) for row in await views.office_rows(visit)])]
        case Help() | NotUnderstood() | Thanks():
            return [await deeds.answer(visit, meaning)]
        case _:
            return [Text(words_of(visit.language).talk.only_between_us)]


async def submitted(visit: Visit, verb: Verb, data: ButtonData, roster: Roster) -> Sequence[Reply]:
    """The button of a client so old that all see what it leads to. Raises Odd, Busy and Unavailable."""
    if verb in {Verb.BOOK, Verb.WAIT, Verb.LEAVE}:
        await buttons.do(visit, verb, data)
        return await _done(visit, _office(visit, data.office()), data.day())
    office = _office(visit, data.office()) if verb in {Verb.WEEK, Verb.WHO} else None
    if office is None:
        return [Text(words_of(visit.language).talk.only_between_us)]
    if verb is Verb.WHO:
        return [await _team_day(visit, office, data.day(), roster)]
    return [await _week(visit, office, data.day("monday") if data.has("monday") else None)]


async def of_team(visit: Visit, data: ButtonData, roster: Roster) -> Reply:
    """Who of the team is in, for the one who looks. Raises Odd and Unavailable."""
    office = visit.office(data.office())
    if office is None:
        return Text(visit.says(Refusal(Code.NO_SUCH_OFFICE)))
    among = {member.person for member in await roster.members(visit.incoming.conversation)}
    return await showing.who(visit, office, data.day(), among if len(among) >= FEWEST else None)


async def _wish(visit: Visit, wish: Book | WaitFor) -> Sequence[Reply]:
    office = _office(visit, wish.office)
    if office is None:
        return [asking_back.which_office(visit, wish)]
    if isinstance(wish, Book):
        await booking.book_all(visit, wish, office)
    else:
        await booking.wait_for_all(visit, wish, office)
    return await _done(visit, office, wish.days[0])


async def _cancel(visit: Visit, deed: Cancel) -> Sequence[Reply]:
    """Only what the sentence names plainly: the rest needs a list of what is booked."""
    if not cancelling.is_plain(deed):
        return [Text(words_of(visit.language).talk.only_between_us)]
    found = await cancelling.meant(visit, deed)
    if found.is_one:
        await cancelling.give_back(visit, found)
    return await _done(visit, _office(visit, deed.office), deed.spans[0][0])


async def _done(visit: Visit, office: Office | None, day: date) -> Sequence[Reply]:
    """The same whatever was decided."""
    said = Text(words_of(visit.language).talk.done_for_you)
    return [said, await _week(visit, office, day)] if office else [said]


async def _week(visit: Visit, office: Office, day: date | None) -> Reply:
    """Free places for all; for the one who asked, their own week when they look."""
    return drawn.shared_week(visit, await shared_week(visit, office, day or visit.today(office)), [visit.incoming.sender.channel_id])


async def _team_day(visit: Visit, office: Office, day: date, roster: Roster) -> Reply:
    """How many of them are in; names are for each alone."""
    members = await roster.members(visit.incoming.conversation)
    people = {member.person for member in members} | {visit.person.id}
    if len(people) < FEWEST:
        return await _week(visit, office, day)
    coming = await presence.count(visit.desk.store, office, day, people)
    names = [visit.incoming.sender.channel_id, *(member.channel_id for member in members if member.person != visit.person.id)]
    return drawn.team_day(visit, TeamDay(office=office, day=day, coming=coming, members=len(people)), names)


def _office(visit: Visit, named: OfficeId | None) -> Office | None:
    named = named or visit.home
    return visit.office(named) if named else None

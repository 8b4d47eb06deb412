"""A sentence whose deed is clear and something else is not: asks, with a button for each thing that it could mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.chat.cards.facts import Choice
from bot.chat.outgoing import Reply, Text
from bot.chat.talk import drawn, reading, views
from bot.chat.talk.sentences import Doubtful, days_of, office_of, sentence_for
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import AskBack, Book, Cancel, Doubt, MyBookings, ShowPass, ShowWeek, WaitFor, WhoIsIn
from bot.chat.words.languages import words_of
from core.days import days_between
from core.model import Office, OfficeId
from core.words import spoken_day

MOST_CHOICES = 6
"""Buttons that still can be read on a phone."""
WEEK = timedelta(days=7)


async def ask_back(visit: Visit, doubt: AskBack) -> Reply:
    """The question, and what can be answered with a click."""
    words, deed = words_of(visit.language).talk, doubt.deed
    match doubt.doubt:
        case Doubt.NO_DAY:
            return _ask(visit, words.which_day, _of_days(visit, deed, await _likely_days(visit, deed)))
        case Doubt.PAST_DAY:
            past = spoken_day(doubt.days[0], visit.language) if doubt.days else ""
            return _ask(visit, words.past_day.format(day=past), _of_days(visit, deed, _same_weekday(visit, deed, doubt.days)))
        case Doubt.AMBIGUOUS_DAY:
            return _ask(visit, words.which_of_days, _of_days(visit, deed, doubt.days))
        case Doubt.NO_SUCH_DAY:
            return Text(words.no_such_day.format(said=doubt.said))
        case Doubt.WHICH_OFFICE:
            return which_office(visit, deed, doubt.offices)
        case Doubt.UNKNOWN_OFFICE:
            return _ask(visit, words.unknown_office.format(said=doubt.said), _of_offices(visit, deed, doubt.offices))
        case Doubt.NOT_DONE:
            return Text(words.not_done)


def which_office(visit: Visit, deed: Doubtful | None, wanted: Sequence[OfficeId] = ()) -> Reply:
    """Somebody without a home office named none, or a word that could be several."""
    if not visit.open_offices:
        return Text(words_of(visit.language).house.no_offices)
    words = words_of(visit.language).talk
    question = words.which_office_first if visit.home is None and not visit.is_shared else words.which_office
    return _ask(visit, question, _of_offices(visit, deed, wanted))


def _ask(visit: Visit, question: str, choices: Sequence[Choice]) -> Reply:
    return drawn.choices(visit, question, choices[:MOST_CHOICES]) if choices else Text(question)


def _of_days(visit: Visit, deed: Doubtful | None, days: Sequence[date]) -> list[Choice]:
    if deed is None:
        return []
    return [Choice(title=spoken_day(day, visit.language), says=sentence_for(visit, _on(deed, day))) for day in days[:MOST_CHOICES]]


def _of_offices(visit: Visit, deed: Doubtful | None, wanted: Sequence[OfficeId]) -> list[Choice]:
    """A button for each office it could be; for the first ones of all, if nothing is known of it."""
    if deed is None or isinstance(deed, ShowPass | MyBookings):
        return []
    offices = [office for named in wanted if (office := visit.office(named))] or visit.open_offices
    return [Choice(title=office.name, says=sentence_for(visit, _in(visit, deed, office))) for office in offices[:MOST_CHOICES]]


def _in(visit: Visit, deed: Book | WaitFor | Cancel | WhoIsIn | ShowWeek, office: Office) -> Doubtful:
    """The deed in that office, on the days that its own calendar makes of the sentence."""
    again = reading.read_in(visit, office).meaning
    meant = again.deed if isinstance(again, AskBack) else again
    if isinstance(meant, Book | WaitFor | Cancel | WhoIsIn | ShowWeek) and type(meant) is type(deed):
        return replace(meant, office=office.id)
    return replace(deed, office=office.id)


def _on(deed: Doubtful, day: date) -> Doubtful:
    """The deed on that day, besides those that are clear."""
    match deed:
        case Book() | WaitFor():
            return replace(deed, days=tuple(sorted({*deed.days, day})))
        case Cancel():
            return replace(deed, spans=tuple(sorted({*deed.spans, (day, day)})))
        case MyBookings():
            return replace(deed, first=day, last=day)
        case ShowPass() | ShowWeek() | WhoIsIn():
            return replace(deed, day=day)


async def _likely_days(visit: Visit, deed: Doubtful | None) -> list[date]:
    """The days it is probably about. What somebody has booked is asked about only where nobody reads along."""
    if isinstance(deed, Cancel | ShowPass):
        held = [] if visit.is_shared else (await views.held_in(visit))[0]
        return sorted({one.day for one in held})
    office = _office(visit, deed)
    if office is None:
        return []
    span = views.window(visit, office)
    taken = set(days_of(deed)) if deed else set[date]()
    return [day for day in days_between(span.first, span.last) if day not in taken and not office.limits_on(day).closed][:MOST_CHOICES]


def _same_weekday(visit: Visit, deed: Doubtful | None, days: Sequence[date]) -> list[date]:
    """For somebody who booked a day that is over: the next one of its name that can be booked."""
    office = _office(visit, deed)
    if office is None or not isinstance(deed, Book | WaitFor) or not days:
        return []
    span = views.window(visit, office)
    ahead = (days[0] - span.first).days % WEEK.days
    day = span.first + timedelta(days=ahead)
    return [day] if day <= span.last else []


def _office(visit: Visit, deed: Doubtful | None) -> Office | None:
    named = (office_of(deed) if deed else None) or visit.home
    return visit.office(named) if named else None

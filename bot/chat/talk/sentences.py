"""From what is meant back to a sentence: what a button says for a person, with nothing left to guess. Days are written as 2026-12-01."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.talk import reading
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import Book, Cancel, MyBookings, ShowPass, ShowWeek, WaitFor, WhoIsIn
from bot.chat.words.catalogue import TalkWords
from bot.chat.words.languages import words_of
from core.model import OfficeId

Doubtful = Book | WaitFor | Cancel | WhoIsIn | ShowPass | ShowWeek | MyBookings
"""The deeds that are asked back."""


def sentence_for(visit: Visit, deed: Doubtful) -> str:
    """A sentence that means just that: the office by its id, or by its name where the id alone could be something else."""
    named = office_of(deed)
    office = visit.office(named) if named else None
    tried = [_sentence(visit, deed, called) for called in (office.id, office.name)] if office else [_sentence(visit, deed, "")]
    return next((sentence for sentence in tried if reading.read(visit, sentence).meaning == deed), tried[-1])


def _sentence(visit: Visit, deed: Doubtful, office: str) -> str:
    words = words_of(visit.language).talk
    car = words.says_with_car if isinstance(deed, Book | WaitFor) and deed.parking else ""
    where = words.says_in_office.format(office=office) if office else ""
    days = " ".join(day.isoformat() for day in days_of(deed))
    return " ".join(_template(words, deed).format(days=days, office=where, car=car).split())


def _template(words: TalkWords, deed: Doubtful) -> str:
    match deed:
        case Book():
            return words.says_book
        case WaitFor():
            return words.says_wait
        case Cancel(of_lines=True):
            return words.says_leave
        case Cancel():
            return words.says_cancel
        case WhoIsIn():
            return words.says_who
        case ShowPass():
            return words.says_door
        case ShowWeek():
            return words.says_week
        case MyBookings():
            return words.says_mine


def days_of(deed: Doubtful) -> Sequence[date]:
    """The days that are clear already."""
    match deed:
        case Book() | WaitFor():
            return deed.days
        case Cancel():
            return [first for first, last in deed.spans if first == last]
        case MyBookings():
            return [deed.first] if deed.first else []
        case ShowPass() | ShowWeek() | WhoIsIn():
            return [deed.day] if deed.day else []


def office_of(deed: Doubtful) -> OfficeId | None:
    """The office that is clear already."""
    return None if isinstance(deed, ShowPass | MyBookings) else deed.office

"""The search box where people write messages: what they have booked, and who is in. What is picked is read by others: days and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.chat.incoming import Search
from bot.chat.outgoing import Result, Results
from bot.chat.talk import drawn, reading, views
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import (
    AskBack,
    Book,
    Cancel,
    Meaning,
    MyBookings,
    ShowPass,
    ShowWeek,
    WaitFor,
    WhoIsIn,
)
from bot.chat.words.dates import listed
from bot.chat.words.languages import words_of
from core import presence
from core.days import days_between
from core.model import Booking, Office, OfficeId
from core.presence import Presence
from core.words import spoken_day

MOST_DAYS = 7
"""Days whose people are looked up for one answer."""
MOST_NAMES = 3
MOST_BOOKINGS = 100
Between = tuple[date, date] | None


async def search(visit: Visit, asked: Search) -> Results:
    """A page of what was searched for. Raises Unavailable."""
    understood = reading.read_search(visit, asked.words) if asked.words else None
    meaning = understood.meaning if understood else None
    visit = visit.saying(asked.words, understood.language) if understood else visit
    if asked.command == "who" or (asked.command != "bookings" and isinstance(meaning, WhoIsIn)):
        return await _who(visit, asked, meaning)
    return await _bookings(visit, asked, meaning)


async def _bookings(visit: Visit, asked: Search, meaning: Meaning | None) -> Results:
    first, last = days_named(meaning) or (None, None)
    office = office_named(meaning)
    held, _ = await views.held_in(visit, first, last, MOST_BOOKINGS)
    here = [one for one in held if office in {None, one.office}]
    page = here[asked.skip : asked.skip + asked.count]
    return Results([_booked(visit, one) for one in page], "" if here else words_of(visit.language).booking.none)


def _booked(visit: Visit, held: Booking) -> Result:
    office = visit.office_of(held)
    text = f"{office.name} · {words_of(visit.language).day.with_parking}" if held.parking else office.name
    return Result(spoken_day(held.day, visit.language), text, drawn.invitation(visit, office, held.day))


async def _who(visit: Visit, asked: Search, meaning: Meaning | None) -> Results:
    named = office_named(meaning) or visit.home
    offices = [office] if named and (office := visit.office(named)) else visit.open_offices
    if not offices:
        return Results((), words_of(visit.language).house.no_offices)
    days = [
        (office, day) for day, office in sorted(((day, office) for office in offices for day in _days(visit, office, meaning)), key=_by_day)
    ]
    page = days[asked.skip : asked.skip + min(asked.count, MOST_DAYS)]
    return Results([await _in(visit, office, day) for office, day in page])


def _by_day(place: tuple[date, Office]) -> tuple[date, str]:
    return place[0], place[1].name


def _days(visit: Visit, office: Office, meaning: Meaning | None) -> Sequence[date]:
    span = views.window(visit, office)
    first, last = days_named(meaning) or (span.first, span.last)
    return list(days_between(max(first, span.first), min(last, span.last)))


async def _in(visit: Visit, office: Office, day: date) -> Result:
    desk = visit.desk
    present = await presence.find(desk.store, desk.people, visit.person, office, day)
    title = f"{spoken_day(day, visit.language)} · {office.name}"
    return Result(title, said(visit, present), drawn.invitation(visit, office, day))


def said(visit: Visit, present: Presence) -> str:
    """Who is in, in one line: "5 are in: you, Mei, Noah and 2 more"."""
    words = words_of(visit.language).talk
    count = len(present.named) + present.unnamed + int(present.is_in)
    if count == 0:
        return words.in_nobody
    names = [*([words.you] if present.is_in else []), *(one.name for one in present.named)][:MOST_NAMES]
    if names and count > len(names):
        names.append(words.and_more.format(count=count - len(names)))
    told = f": {listed(names, visit.language)}" if names else ""
    return (words.in_one if count == 1 else words.in_many).format(count=count, names=told)


def days_named(meaning: Meaning | None) -> Between:
    """From which day to which one the words are about, whatever they are taken to mean."""
    match meaning:
        case AskBack(deed=deed):
            return days_named(deed)
        case Book(days=days) | WaitFor(days=days) if days:
            return min(days), max(days)
        case Cancel(spans=spans) if spans:
            return min(first for first, _ in spans), max(last for _, last in spans)
        case MyBookings(first=first, last=last) if first:
            return first, last or first
        case ShowWeek(day=day) | ShowPass(day=day) | WhoIsIn(day=day) if day:
            return day, day
        case _:
            return None


def office_named(meaning: Meaning | None) -> OfficeId | None:
    """The office that the words name."""
    match meaning:
        case AskBack(deed=deed):
            return office_named(deed)
        case Book() | WaitFor() | Cancel() | ShowWeek() | WhoIsIn():
            return meaning.office
        case _:
            return None

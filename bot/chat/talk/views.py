"""What a person's own cards are made of, read anew each time: a card shows what is so, never what was meant to become so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.chat.cards.actions import Then
from bot.chat.cards.booking_facts import booking_facts
from bot.chat.cards.facts import BookingFacts, BookingsFacts, OfficeRow, WeekFacts
from bot.chat.talk.lines import lines_in
from bot.chat.talk.visit import Visit
from core import availability, bookings, policy
from core.availability import Span
from core.days import monday_of
from core.decision import Refusal
from core.model import Booking, Office
from core.store import documents

SUNDAY = timedelta(days=6)
WEEK = timedelta(days=7)
MOST_SHOWN = 10
"""Bookings on one card: a card has to stay small, and nobody books more days in a fortnight."""


def window(visit: Visit, office: Office) -> Span:
    """The days of the office that can be booked now."""
    return availability.window(office, visit.now, visit.rules)


def is_in_window(visit: Visit, office: Office, day: date) -> bool:
    """Whether there is a week to show that holds the day."""
    open_days = window(visit, office)
    return open_days.first <= day <= open_days.last


def week_span(visit: Visit, office: Office, day: date) -> tuple[date, Span]:
    """The Monday of the week that holds the day, or of the nearest one, and the days of it that can be booked."""
    open_days = window(visit, office)
    monday = monday_of(min(max(day, open_days.first), open_days.last))
    return monday, Span(max(monday, open_days.first), min(monday + SUNDAY, open_days.last))


def neighbours(visit: Visit, office: Office, monday: date) -> tuple[date | None, date | None]:
    """The Mondays before and after, if their weeks have days to show."""
    open_days = window(visit, office)
    previous, following = monday - WEEK, monday + WEEK
    return previous if monday > open_days.first else None, following if following <= open_days.last else None


async def week(visit: Visit, office: Office, day: date, news: str = "") -> WeekFacts:
    """The week of that day as the person sees it."""
    monday, span = week_span(visit, office, day)
    person = visit.person
    found = await availability.find(visit.desk.store.recently, person.id, office.id, span)
    [held] = availability.weeks_of(found)
    days = tuple(availability.day_view(person, office, held, one, visit.now, visit.rules) for one in held.days)
    previous, following = neighbours(visit, office, monday)
    return WeekFacts(
        office=office,
        monday=monday,
        today=visit.today(office),
        days=days,
        allowance=visit.rules.allowance_of(person),
        used=held.person_week.used,
        previous=previous,
        next=following,
        news=news,
        can_cancel_today=person.can_manage(office.id),
    )


async def coming_week(visit: Visit, office: Office) -> WeekFacts:
    """The present week; the next one, once all that is left of this one is closed."""
    present = await week(visit, office, visit.today(office))
    if present.next is not None and all(one.tally.closed for one in present.days):
        return await week(visit, office, present.next)
    return present


def booking(visit: Visit, held: Booking, news: str = "", then: Then = Then.BOOKING) -> BookingFacts:
    """One booking of the person."""
    return booking_facts(visit.person, held, visit.office_of(held), visit.now, visit.rules, news=news, then=then)


async def held_in(visit: Visit, first: date | None = None, last: date | None = None, most: int = MOST_SHOWN) -> tuple[list[Booking], bool]:
    """The person's own bookings of those days that are not over, by day, and whether that is all."""
    question = bookings.Question(person=visit.person.id, first=first, last=last)
    found = await bookings.find(visit.desk.store, visit.person, question, visit.offices, visit.now, limit=most, after=None)
    if isinstance(found, Refusal):  # own bookings are open to everyone
        return [], True
    return [one for one in found.bookings if one.day >= visit.today(visit.office_of(one))], found.next is None


async def mine(visit: Visit, news: str = "", first: date | None = None, last: date | None = None) -> BookingsFacts:
    """The person's coming bookings and lines; of certain days, if they were named."""
    held, is_all = await held_in(visit, first, last)
    return BookingsFacts(
        bookings=tuple(booking(visit, one, then=Then.BOOKINGS) for one in held),
        waits=await lines_in(visit, first, last),
        is_all=is_all,
        news=news,
    )


def with_news(facts: BookingsFacts, news: str) -> BookingsFacts:
    """The same, with what is to be said above it."""
    return replace(facts, news=news)


async def office_rows(visit: Visit) -> tuple[OfficeRow, ...]:
    """The offices, and what is free there on their today."""
    offices = visit.open_offices
    keys = {office.id: documents.office_day_key(office.id, visit.today(office)) for office in offices}
    found = await visit.desk.store.recently(list(keys.values()))
    rows: list[OfficeRow] = []
    for office in offices:
        kept = found.get(keys[office.id])
        tally = documents.office_day_of(kept) if kept else policy.fresh_tally(office, visit.today(office))
        rows.append(OfficeRow(office=office, is_home=office.id == visit.person.home_office, left=None if tally.closed else tally.left))
    return tuple(rows)

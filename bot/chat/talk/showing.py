"""What people ask to see of their own: their bookings, a week, their pass, and who is in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import structlog

from bot.chat.cards.facts import PassFacts
from bot.chat.outgoing import Reply, Text
from bot.chat.talk import asking_back, drawn, views
from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import MyBookings, ShowPass, ShowWeek, WhoIsIn
from bot.chat.words.languages import words_of
from core import presence
from core.model import Booking, Office, PersonId
from core.pass_keys import PassesUnavailable
from core.words import spoken_day

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def my_bookings(visit: Visit, deed: MyBookings) -> Reply:
    """What is booked and waited for; of certain days, if they were named."""
    return drawn.bookings(visit, await views.mine(visit, "", deed.first, deed.last or deed.first))


async def show_week(visit: Visit, deed: ShowWeek) -> Reply:
    """A week to book in."""
    named = deed.office or visit.home
    office = visit.office(named) if named else None
    if office is None:
        return asking_back.which_office(visit, deed)
    facts = await (views.week(visit, office, deed.day) if deed.day else views.coming_week(visit, office))
    return drawn.week(visit, facts)


async def show_pass(visit: Visit, deed: ShowPass) -> Reply:
    """The pass of that day, or of the next booking. Where there are two offices on one day, asks which."""
    words = words_of(visit.language).talk
    if visit.is_shared:
        return Text(words.only_between_us)
    held, _ = await views.held_in(visit, deed.day, deed.day)
    if not held:
        return Text(
            words.nothing_that_day.format(day=spoken_day(deed.day, visit.language)) if deed.day else words_of(visit.language).booking.none
        )
    if len([one for one in held if one.day == held[0].day]) > 1:
        return drawn.bookings(visit, await views.mine(visit, words.which_booking, held[0].day, held[0].day))
    return await pass_of(visit, held[0])


async def pass_of(visit: Visit, held: Booking) -> Reply:
    """The pass of an active booking of the person."""
    try:
        token = await visit.desk.passes.issue(held)
    except PassesUnavailable as error:
        log.warning("A pass could not be signed just now.", action="unavailable", error=str(error))
        return Text(words_of(visit.language).talk.signed_later)
    office = visit.office_of(held)
    facts = PassFacts(booking=held, office=office, url=f"{visit.desk.public_url}/pass/{token}", is_today=held.day == visit.today(office))
    return drawn.office_pass(visit, facts)


async def who_is_in(visit: Visit, deed: WhoIsIn) -> Reply:
    """Who is in, as this person may know it."""
    named = deed.office or visit.home
    office = visit.office(named) if named else None
    if office is None:
        return asking_back.which_office(visit, deed)
    return await who(visit, office, deed.day)


async def who(visit: Visit, office: Office, day: date, among: Collection[PersonId] | None = None) -> Reply:
    """Who of these people is in, or of all. Raises Unavailable."""
    desk = visit.desk
    return drawn.who(visit, await presence.find(desk.store, desk.people, visit.person, office, day, among=among))

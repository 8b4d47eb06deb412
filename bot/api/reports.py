"""The addresses that tell admins what was and will be: how full offices are, who comes, what was changed by whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import date, datetime

from bot.api.admin_types import BookingsCsvQuery, JournalQuery, JournalView, StatsQuery, StatsView
from bot.api.admin_views import entry_view, stats_view
from bot.api.downloads import Download
from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.errors import bad_request, refused
from bot.keys import Parts
from core import bookings, journal_lists, offices, people_lists, stats
from core.cells import lines, yes_no
from core.days import zone_named
from core.decision import Code, Refusal
from core.model import Booking, Office, OfficeId, Person, PersonId
from core.stats import OfficeStats
from core.store.port import MAX_PAGE

STATS_COLUMNS = ("day", "office", "name", "closed", "capacity", "bookings", "parking_capacity", "parking", "waiting")
BOOKINGS_COLUMNS = ("day", "office", "office_name", "person", "name", "email", "parking", "reason", "made_at")


async def list_stats(call: PersonCall[StatsQuery, Nothing]) -> Answer:
    """How full the caller's offices are."""
    return Answer(StatsView([stats_view(one) async for one in await _stats(call)]))


async def stats_csv(call: PersonCall[StatsQuery, Nothing]) -> Download:
    """The same as a table."""
    return Download("stats.csv", _stats_pieces(await _stats(call)))


async def bookings_csv(call: PersonCall[BookingsCsvQuery, Nothing]) -> Download:
    """Who comes to the caller's offices, as a table: office by office, day by day."""
    query = call.query
    first, last = query.date or query.first, query.date or query.last
    managed = await _managed(call.parts, call.person, query.office, with_removed=True)
    return Download("bookings.csv", _bookings_pieces(call.parts, call.person, managed, first, last))


async def list_journal(call: PersonCall[JournalQuery, Nothing]) -> Answer:
    """What was changed, by whom, the newest first."""
    query, parts = call.query, call.parts
    question = journal_lists.Question(
        office=OfficeId(query.office) if query.office else None,
        person=PersonId(query.person) if query.person else None,
        first=query.first,
        last=query.last,
    )
    known = await offices.read_all(parts.store)
    try:
        found = await journal_lists.find(parts.store, call.person, question, known, limit=query.limit, after=query.next)
    except ValueError as error:
        raise bad_request(f"The query is not right: {error}.") from None
    if isinstance(found, Refusal):
        raise refused(found)
    mentioned = {person for entry in found.found for person in (entry.actor, entry.person) if person}
    names = await people_lists.names(parts.people, mentioned)
    return Answer(JournalView([entry_view(entry, names) for entry in found.found], found.next))


async def _stats(call: PersonCall[StatsQuery, Nothing]) -> AsyncGenerator[OfficeStats]:
    query = call.query
    is_whole = query.first is not None and query.last is not None
    if is_whole and query.first and query.last and not 0 <= (query.last - query.first).days < stats.MAX_DAYS:
        raise bad_request(f"The days must run from an earlier to a later one, {stats.MAX_DAYS} at most.")
    managed = await _managed(call.parts, call.person, query.office, with_removed=query.office is not None)
    return _stats_of(call.parts, managed, query.first, query.last)


async def _stats_of(parts: Parts, managed: Sequence[Office], first: date | None, last: date | None) -> AsyncGenerator[OfficeStats]:
    now, rules = parts.clock.now(), await parts.rules.read()
    for office in managed:
        yield await stats.of_office(parts.store, office, stats.span(office, now, rules, first, last))
        await asyncio.sleep(0)  # the embedded store answers at once; others want their turn


async def _stats_pieces(told: AsyncGenerator[OfficeStats]) -> AsyncGenerator[str]:
    yield lines([STATS_COLUMNS])
    async for one in told:
        yield lines(
            (
                tally.day.isoformat(),
                one.office.id,
                one.office.name,
                yes_no(value=tally.closed),
                str(tally.capacity),
                str(tally.taken),
                str(tally.parking_capacity),
                str(tally.parking_taken),
                str(tally.waiting),
            )
            for tally in one.days
        )


async def _bookings_pieces(
    parts: Parts, asker: Person, managed: Sequence[Office], first: date | None, last: date | None
) -> AsyncGenerator[str]:
    yield lines([BOOKINGS_COLUMNS])
    now = parts.clock.now()
    for office in managed:
        question = bookings.Question(office=office.id, first=first, last=last)
        after: str | None = None
        while True:
            found = await bookings.find(parts.store, asker, question, {office.id: office}, now, limit=MAX_PAGE, after=after)
            if isinstance(found, Refusal):
                raise refused(found)
            people = await parts.people.read_many([booking.person for booking in found.bookings])
            yield lines(_booking_row(booking, office, people.get(booking.person)) for booking in found.bookings)
            after = found.next
            if after is None:
                break


def _booking_row(booking: Booking, office: Office, person: Person | None) -> Sequence[str]:
    made_at = _local(booking.made_at, office).isoformat(timespec="seconds")
    name, email = (person.name, person.email) if person else ("", "")
    parking = yes_no(value=booking.parking)
    return (booking.day.isoformat(), office.id, office.name, booking.person, name, email, parking, booking.reason, made_at)


def _local(instant: datetime, office: Office) -> datetime:
    return instant.astimezone(zone_named(office.zone))


async def _managed(parts: Parts, person: Person, named: str | None, *, with_removed: bool) -> list[Office]:
    """The offices that the caller may ask about, by name; or the one that was named. Raises Problem."""
    known = await offices.read_all(parts.store)
    if named is None:
        return [office for office in known.values() if person.can_manage(office.id) and (with_removed or not office.removed)]
    office = known.get(OfficeId(named))
    if not person.can_manage(OfficeId(named)):
        raise refused(Refusal(Code.NOT_FOR_YOU))
    if office is None:
        raise refused(Refusal(Code.NO_SUCH_OFFICE))
    return [office]

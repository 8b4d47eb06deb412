"""Lists of bookings: a person's own, an office's for its admins. Only active ones; a cancelled one is nobody's list entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.days import today_in
from core.decision import Code, Refusal
from core.model import Booking, BookingId, Office, OfficeId, Person, PersonId, parse_booking_id
from core.store import documents
from core.store.port import MAX_PAGE, Listing, Store

_FURTHEST_BEHIND = timedelta(hours=12)
"""The last place on earth to end a day is UTC-12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which bookings: of a person, of an office, or of a person in an office; days both included. Nobody named: the asker's own."""

    person: PersonId | None = None
    office: OfficeId | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Some bookings by day, and where to go on; None when that was all."""

    bookings: tuple[Booking, ...]
    next: str | None


def may_see(asker: Person, question: Question) -> Refusal | None:
    """Own bookings are open to everyone; those of others to admins: of the office asked for, or System Admins."""
    own = question.person == asker.id or (question.person is None and question.office is None)
    if own or asker.is_system_admin or (question.office is not None and asker.can_manage(question.office)):
        return None
    return Refusal(Code.NOT_YOURS)


async def find(
    store: Store, asker: Person, question: Question, offices: Mapping[OfficeId, Office], now: datetime, *, limit: int, after: str | None
) -> Answer | Refusal:
    """A page of bookings. Without `first`, from today on, where today is each office's own. ValueError for an unknown `after`."""
    refusal = may_see(asker, question)
    if refusal is not None:
        return refusal
    if question.office is not None and question.office not in offices:
        return Refusal(Code.NO_SUCH_OFFICE)
    person = question.person or (None if question.office else asker.id)
    if question.office is not None and not (asker.is_system_admin or person == asker.id):
        person = None  # through the list of their own office: a place in that of a person would name another office's booking
    field, value = ("active_person", person) if person else ("active_office", question.office)
    first = question.first or _earliest_today(now)
    listing = Listing("booking", field, str(value), "day", first.isoformat(), question.last.isoformat() if question.last else "9999-12-31")
    page = await store.list(listing, limit=limit, next=after)
    bookings = (documents.booking_of(document) for document in page.documents)
    kept = (
        booking
        for booking in bookings
        if (question.office is None or booking.office == question.office)
        and (question.person is None or booking.person == question.person)
        and (question.first is not None or booking.day >= _today_at(offices.get(booking.office), now))
    )
    return Answer(tuple(kept), page.next)


async def read(store: Store, asker: Person, booking: BookingId) -> Booking | Refusal:
    """One booking, cancelled or not; another person's only for an admin of its office."""
    named = parse_booking_id(booking)
    if named is None:
        return Refusal(Code.NO_SUCH_BOOKING)
    if named.person != asker.id and not asker.can_manage(named.office):
        return Refusal(Code.NOT_YOURS)
    document = await store.read(documents.booking_key(booking, named.day))
    return documents.booking_of(document) if document else Refusal(Code.NO_SUCH_BOOKING)


async def count_coming(store: Store, person: PersonId, offices: Mapping[OfficeId, Office], now: datetime) -> int:
    """How many bookings a person holds from today on, today being each office's own; of more than MAX_PAGE the nearest are counted."""
    listing = Listing("booking", "active_person", person, "day", _earliest_today(now).isoformat(), "9999-12-31")
    page = await store.list(listing, limit=MAX_PAGE)
    return sum(booking.day >= _today_at(offices.get(booking.office), now) for booking in map(documents.booking_of, page.documents))


def _earliest_today(now: datetime) -> date:
    return (now.astimezone(UTC) - _FURTHEST_BEHIND).date()


def _today_at(office: Office | None, now: datetime) -> date:
    return today_in(office.zone if office else "UTC", now)

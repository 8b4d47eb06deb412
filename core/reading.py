"""What is read before the rules decide. Of one week it is one snapshot: the versions that come with it vouch for the batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core import changes, policy
from core.days import week_of
from core.journal import Action, BookingSnapshot, Occasion, WaitSnapshot, entry_key, entry_of
from core.model import Booking, Office, OfficeDay, OfficeId, Person, PersonId, PersonWeek, Queue, booking_id
from core.people import People
from core.store import documents
from core.store.port import Document, Store, Version
from core.waiting import Candidate


@dataclass(frozen=True, slots=True)
class WishFacts:
    """What a wish to book or to wait is decided on. `line` is there if it was asked for."""

    known: policy.Known
    found: changes.Found
    line: changes.Line


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """What giving a day back is decided on."""

    booking: Booking | None
    version: Version | None
    asked: policy.Asked | None
    line: changes.Line


@dataclass(frozen=True, slots=True)
class Hopeful:
    """Somebody in line, and what of theirs exists already."""

    candidate: Candidate
    booking_version: Version | None


async def wish_facts(store: Store, wish: policy.Wish, occasion: Occasion, *, with_line: bool) -> WishFacts:
    """The facts of a wish at the instant of the occasion."""
    week = week_of(wish.day)
    tally_key = documents.office_day_key(wish.office.id, wish.day)
    week_key = documents.person_week_key(wish.person.id, week)
    booking_key = documents.booking_key(booking_id(wish.day, wish.office.id, wish.person.id), wish.day)
    asked_key = entry_key(occasion, documents.week_partition(week))
    queue_key = documents.queue_key(wish.office.id, wish.day)
    found = await store.read_many([tally_key, week_key, booking_key, asked_key, *([queue_key] if with_line else [])])
    tally, person_week = found.get(tally_key), found.get(week_key)
    booking, asked = found.get(booking_key), found.get(asked_key)
    known = policy.Known(
        now=occasion.at,
        tally=documents.office_day_of(tally) if tally else None,
        person_week=documents.person_week_of(person_week) if person_week else None,
        booking=documents.booking_of(booking) if booking else None,
        asked=_asked(asked) if asked else None,
    )
    exists = changes.Found(booking.version if booking else None, tally is not None, person_week is not None)
    return WishFacts(known, exists, _line(policy.fresh_tally(wish.office, wish.day), tally, found.get(queue_key)))


async def cancel_facts(store: Store, wish: policy.Return, occasion: Occasion) -> CancelFacts:
    """The booking, its day and who waits for it."""
    day, office = wish.named.day, wish.named.office
    booking_key = documents.booking_key(booking_id(day, office, wish.named.person), day)
    tally_key, queue_key = documents.office_day_key(office, day), documents.queue_key(office, day)
    asked_key = entry_key(occasion, booking_key.partition)
    found = await store.read_many([booking_key, tally_key, queue_key, asked_key])
    booking, asked = found.get(booking_key), found.get(asked_key)
    nothing = OfficeDay(office=office, day=day, capacity=0, parking_capacity=0, closed=True)  # the office is long gone
    line = _line(policy.fresh_tally(wish.office, day) if wish.office else nothing, found.get(tally_key), found.get(queue_key))
    return CancelFacts(
        documents.booking_of(booking) if booking else None, booking.version if booking else None, _asked(asked) if asked else None, line
    )


async def line_of(store: Store, office: Office, day: date) -> changes.Line:
    """An office day and who waits for it."""
    tally_key, queue_key = documents.office_day_key(office.id, day), documents.queue_key(office.id, day)
    found = await store.read_many([tally_key, queue_key])
    return _line(policy.fresh_tally(office, day), found.get(tally_key), found.get(queue_key))


async def leave_facts(store: Store, office: Office, day: date, occasion: Occasion) -> tuple[changes.Line, policy.Asked | None]:
    """The line somebody wants to leave, and what this very ask was granted before."""
    tally_key, queue_key = documents.office_day_key(office.id, day), documents.queue_key(office.id, day)
    asked_key = entry_key(occasion, tally_key.partition)
    found = await store.read_many([tally_key, queue_key, asked_key])
    line = _line(policy.fresh_tally(office, day), found.get(tally_key), found.get(queue_key))
    return line, _asked(found[asked_key]) if asked_key in found else None


async def hopefuls(store: Store, people: People, office: OfficeId, day: date, wanted: Iterable[PersonId]) -> Mapping[PersonId, Hopeful]:
    """What is known of people in line; who was forgotten meanwhile is left out."""
    week = week_of(day)
    known = await people.read_many(list(wanted))
    weeks = {person: documents.person_week_key(person, week) for person in known}
    held = {person: documents.booking_key(booking_id(day, office, person), day) for person in known}
    found = await store.read_many([*weeks.values(), *held.values()])
    return {person: _hopeful(one, found.get(weeks[person]), found.get(held[person])) for person, one in known.items()}


def _hopeful(person: Person, week: Document | None, booking: Document | None) -> Hopeful:
    person_week: PersonWeek | None = documents.person_week_of(week) if week else None
    return Hopeful(Candidate(person, person_week, documents.booking_of(booking) if booking else None), booking.version if booking else None)


def _line(fresh: OfficeDay, tally: Document | None, queue: Document | None) -> changes.Line:
    kept = documents.office_day_of(tally) if tally else fresh
    line = documents.queue_of(queue) if queue else Queue(fresh.office, fresh.day)
    return changes.Line(kept, line, tally.version if tally else None, queue.version if queue else None)


_DEEDS = {
    Action.BOOKING_MADE: policy.Deed.BOOK,
    Action.BOOKING_CANCELLED: policy.Deed.CANCEL,
    Action.WAIT_JOINED: policy.Deed.JOIN,
    Action.WAIT_LEFT: policy.Deed.LEAVE,
}


def _asked(document: Document) -> policy.Asked:
    entry = entry_of(document)
    deed = _DEEDS.get(entry.action) if entry else None
    if entry is None or deed is None or entry.day is None or entry.office is None or entry.person is None:
        return policy.Asked(deed=policy.Deed.OTHER)
    parking = isinstance(entry.after, BookingSnapshot | WaitSnapshot) and entry.after.parking
    until = entry.after.until if isinstance(entry.after, WaitSnapshot) else None
    return policy.Asked(deed=deed, booking=booking_id(entry.day, entry.office, entry.person), parking=parking, until=until)

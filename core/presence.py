"""Who is in an office on a day, as one person may see it: colleagues by name if they share their days, the others as a number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.model import Office, Person, PersonId, booking_id
from core.people import People
from core.store import documents
from core.store.port import MAX_PAGE, Listing, Store

MOST = 1_000
"""Bookings of an office day that are looked at; of a fuller day the rest is neither named nor counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """`named`: whom the asker may know to be in; `unnamed`: how many more. `is_in`: so is the asker, counted in neither."""

    office: Office
    day: date
    named: tuple[Person, ...]
    unnamed: int
    is_in: bool


async def find(
    store: Store, people: People, asker: Person, office: Office, day: date, *, among: Collection[PersonId] | None = None
) -> Presence:
    """Who is in; only those `among` these people, if they are named. Nobody on a day that is forgotten already. Raises Unavailable."""
    if among is None:
        present = await _listed(store, office, day) | await _of(store, office, day, [asker.id])
    else:
        present = await _of(store, office, day, {*among, asker.id})
    known: dict[PersonId, Person] = {}
    for some in _batches(present - {asker.id}):
        known |= await people.read_many(some)
    return as_seen(asker, office, day, present, known)


async def count(store: Store, office: Office, day: date, among: Collection[PersonId]) -> int:
    """How many of these people are in, whoever asks. Raises Unavailable."""
    return len(await _of(store, office, day, among))


def as_seen(asker: Person, office: Office, day: date, present: Collection[PersonId], known: Mapping[PersonId, Person]) -> Presence:
    """What the asker may know of those present. Admins of the office know everybody; somebody without a name is only counted. Pure."""
    others = set(present) - {asker.id}
    is_told_all = asker.can_manage(office.id)
    named = [one for one in map(known.get, others) if one and one.name and (is_told_all or one.shares_days)]
    return Presence(
        office=office,
        day=day,
        named=tuple(sorted(named, key=lambda one: (one.name.casefold(), one.id))),
        unnamed=len(others) - len(named),
        is_in=asker.id in present,
    )


async def _listed(store: Store, office: Office, day: date) -> set[PersonId]:
    listing = Listing("booking", "active_office", office.id, "day", day.isoformat(), day.isoformat())
    found: set[PersonId] = set()
    after: str | None = None
    while len(found) < MOST:
        page = await store.list(listing, limit=min(MAX_PAGE, MOST - len(found)), next=after)
        found |= {booking.person for booking in map(documents.booking_of, page.documents)}
        after = page.next
        if after is None:
            break
    return found


async def _of(store: Store, office: Office, day: date, people: Collection[PersonId]) -> set[PersonId]:
    """Those of the people who are in: their bookings have names that can be looked up."""
    found: set[PersonId] = set()
    for some in _batches(people):
        keys = [documents.booking_key(booking_id(day, office.id, person), day) for person in some]
        bookings = map(documents.booking_of, (await store.read_many(keys)).values())
        found |= {booking.person for booking in bookings if booking.is_active}
    return found


def _batches(people: Collection[PersonId]) -> Iterator[list[PersonId]]:
    ordered = sorted(set(people))
    for first in range(0, len(ordered), MAX_PAGE):
        yield ordered[first : first + MAX_PAGE]

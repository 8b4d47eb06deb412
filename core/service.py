"""The doorway every room uses: read what is known, let the rules decide, commit in one batch; if the week moved meanwhile, again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from core import changes, offices, policy
from core.clock import Clock
from core.days import week_of
from core.decision import Booked, Cancelled, Code, Refusal, Repeated
from core.journal import Occasion, entry_key, entry_of
from core.model import AskId, BookingId, OfficeId, Person, PersonId, Rules, booking_id, parse_booking_id
from core.people import People
from core.store import documents
from core.store.port import Conflict, Document, Store

TRIES = 8
"""Attempts at one wish; the week moves under it only while others commit at the same instant (DESIGN, consistency boundary)."""


class Busy(Exception):
    """The week kept moving; nothing was written. Asking again with the same ask is safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One ask to book: `ask` is made by the caller, so that sending it twice books once. `person` None means the actor."""

    ask: AskId
    office: OfficeId
    day: date
    parking: bool = False
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    known: policy.Known
    found: changes.Found
    occasion: Occasion


class Service:
    """Books and cancels. `pause(attempt)` waits a random moment before the next attempt."""

    def __init__(self, store: Store, people: People, clock: Clock, rules: Rules, pause: Callable[[int], Awaitable[None]]) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._rules = rules
        self._pause = pause

    async def book(self, actor: Person, command: Book, correlation: str) -> Booked | Repeated | Refusal:
        """Book a day. Raises Busy and Unavailable; after either the same ask can be sent again."""
        office = await offices.read(self._store, command.office)
        if office is None:
            return Refusal(Code.NO_SUCH_OFFICE)
        person = actor
        if command.person is not None and command.person != actor.id:
            if not actor.can_manage(office.id):
                return Refusal(Code.NOT_YOURS)
            known = await self._people.read(command.person)
            if known is None:
                return Refusal(Code.NO_SUCH_PERSON)
            person = known
        wish = policy.Wish(ask=command.ask, actor=actor, person=person, office=office, day=command.day, parking=command.parking)
        for attempt in range(TRIES):
            decision = await self._attempt_booking(wish, correlation)
            if decision is not None:
                return decision
            await self._pause(attempt)
        raise Busy

    async def _attempt_booking(self, wish: policy.Wish, correlation: str) -> Booked | Repeated | Refusal | None:
        """One round of read, decide, commit; None if the week moved between the reading and the writing."""
        read = await self._read(wish, correlation)
        decision = policy.book(wish, read.known, self._rules)
        if not isinstance(decision, Booked):
            return decision
        tally = read.known.tally or policy.fresh_tally(wish.office, wish.day)
        batch = changes.booked(decision, self._rules.allowance_of(wish.person), tally, read.found, read.occasion, self._rules)
        try:
            await self._store.commit(documents.week_partition(week_of(wish.day)), batch)
        except Conflict:
            return None
        return decision

    async def _read(self, wish: policy.Wish, correlation: str) -> _Read:
        occasion = Occasion(wish.actor.id, wish.ask, self._clock.now(), correlation)
        week = week_of(wish.day)
        tally_key = documents.office_day_key(wish.office.id, wish.day)
        person_week_key = documents.person_week_key(wish.person.id, week)
        booking_key = documents.booking_key(booking_id(wish.day, wish.office.id, wish.person.id), wish.day)
        asked_key = entry_key(occasion, wish.day)
        found = await self._store.read_many([tally_key, person_week_key, booking_key, asked_key])
        tally, person_week = found.get(tally_key), found.get(person_week_key)
        booking, asked = found.get(booking_key), found.get(asked_key)
        known = policy.Known(
            now=occasion.at,
            tally=documents.office_day_of(tally) if tally else None,
            person_week=documents.person_week_of(person_week) if person_week else None,
            booking=documents.booking_of(booking) if booking else None,
            asked=_asked(asked) if asked else None,
        )
        exists = changes.Found(booking.version if booking else None, tally is not None, person_week is not None)
        return _Read(known, exists, occasion)

    async def cancel(self, actor: Person, booking: BookingId, ask: AskId, correlation: str) -> Cancelled | Repeated | Refusal:
        """Give a day back; one that is given back already answers the same. Raises Busy and Unavailable."""
        named = parse_booking_id(booking)
        if named is None:
            return Refusal(Code.NO_SUCH_BOOKING)
        office = await offices.read(self._store, named.office)
        key = documents.booking_key(booking, named.day)
        for attempt in range(TRIES):
            document = await self._store.read(key)
            kept = documents.booking_of(document) if document else None
            now = self._clock.now()
            decision = policy.cancel(actor, named, office, kept, now)
            if not isinstance(decision, Cancelled) or document is None:
                return decision
            batch = changes.cancelled(decision, document.version, Occasion(actor.id, ask, now, correlation), self._rules)
            try:
                await self._store.commit(key.partition, batch)
            except Conflict:
                await self._pause(attempt)
                continue
            return decision
        raise Busy


def _asked(document: Document) -> policy.Asked:
    entry = entry_of(document)
    return policy.Asked(booking=entry.booking, parking=entry.after.parking)

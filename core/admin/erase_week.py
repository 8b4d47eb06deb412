"""Takes a person out of one week: their bookings, their count of the week, lines that are over, and the journal.

Bookings and the counts of the week move to the other name together, some at a time, each batch whole: at every instant each week says
exactly what its bookings say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core import changes
from core.admin.counts import first_day_of
from core.admin.mentions import Mentions
from core.admin.tools import Tools
from core.days import forgotten_after
from core.journal import entry_of
from core.model import Booking, PersonId, PersonWeek, Week, booking_id, parse_booking_id
from core.service import insist
from core.store import documents
from core.store.port import MAX_PAGE, Create, Document, Key, Listing, Operation, Patch, Replace, Version
from core.tombstones import buried

BOOKINGS_AT_ONCE = 15
"""Each is three operations of the hundred that a batch may hold, and there are the two weeks."""
ENTRIES_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read of the week, as one snapshot."""

    found: Mapping[Key, Document]
    bookings: Sequence[tuple[Document, Booking]]


class EraseWeek:
    """One week's partition. `name` takes the place of the person."""

    def __init__(self, tools: Tools, person: PersonId, name: PersonId, partition: str) -> None:
        self._tools = tools
        self._person = person
        self._name = name
        self._partition = partition
        self._week = Week(partition.removeprefix("week|"))
        self._monday = first_day_of(self._week)
        self._mentions = Mentions(person)

    async def erase(self, keys: Sequence[Key]) -> None:
        """Raises Busy and Unavailable."""
        own = [key for key in keys if self._is_own(key)]
        others = [key for key in keys if key.id.startswith("booking|") and key not in own]
        chunks = [own[first : first + BOOKINGS_AT_ONCE] for first in range(0, len(own), BOOKINGS_AT_ONCE)] or [[]]
        for chunk in chunks:
            await insist(lambda chunk=chunk: self._move(chunk, is_last=chunk is chunks[-1]), self._tools.pause)
        for key in others:
            await insist(lambda key=key: self._forget_maker(key), self._tools.pause)
        for key in keys:
            if key.id.startswith("queue|"):
                await insist(lambda key=key: self._rename_waiter(key), self._tools.pause)
        entries = [key for key in keys if key.id.startswith("journal|")]
        for first in range(0, len(entries), ENTRIES_AT_ONCE):
            await insist(lambda first=first: self._rename_entries(entries[first : first + ENTRIES_AT_ONCE]), self._tools.pause)

    def _is_own(self, key: Key) -> bool:
        named = parse_booking_id(key.id.removeprefix("booking|")) if key.id.startswith("booking|") else None
        return named is not None and named.person == self._person

    async def _move(self, keys: Sequence[Key], *, is_last: bool) -> None:
        kept = await self._read(keys)
        # Should the person have booked since the store was read, their count of that stays for the next reading.
        is_last = is_last and await self._are_all(keys)
        now = self._tools.clock.now()
        batch: list[Operation] = []
        for document, booking in kept.bookings:
            batch += [self._under_the_name(booking), buried(document, now), *self._stir_tally(booking, kept)]
        batch += self._move_counts([booking for _, booking in kept.bookings if booking.is_active], kept, is_last=is_last)
        if batch:
            await self._tools.store.commit(self._partition, batch)

    async def _read(self, keys: Sequence[Key]) -> _Kept:
        weeks = [documents.person_week_key(person, self._week) for person in (self._person, self._name)]
        named = [parse_booking_id(key.id.removeprefix("booking|")) for key in keys]
        tallies = {documents.office_day_key(one.office, one.day) for one in named if one}
        found = await self._tools.store.read_many([*weeks, *keys, *tallies])
        return _Kept(found, [(found[key], documents.booking_of(found[key])) for key in keys if key in found])

    async def _are_all(self, keys: Sequence[Key]) -> bool:
        """Whether these are the last active bookings of the week. One that is made after this changes the version of the week's count."""
        sunday = self._monday + timedelta(days=6)
        listing = Listing("booking", "active_person", self._person, "day", self._monday.isoformat(), sunday.isoformat())
        page = await self._tools.store.list(listing, limit=MAX_PAGE)
        return {document.key for document in page.documents} <= set(keys)

    def _under_the_name(self, booking: Booking) -> Operation:
        """The same booking under the other name; the reason goes. Whoever made it for them stays."""
        made_by = self._name if booking.made_by == self._person else booking.made_by
        moved = replace(booking, person=self._name, made_by=made_by, reason="")
        key = documents.booking_key(booking_id(moved.day, moved.office, self._name), moved.day)
        return Create(id=key.id, fields=documents.booking_fields(moved), expires=self._forgotten(moved.day))

    def _stir_tally(self, booking: Booking, kept: _Kept) -> list[Operation]:
        """Nothing is added, but whoever compares the tally with its bookings meanwhile sees that they moved."""
        key = documents.office_day_key(booking.office, booking.day)
        is_first = next(one for _, one in kept.bookings if (one.office, one.day) == (booking.office, booking.day)) is booking
        return [Patch(id=key.id, add=(("desks.used", 0),))] if is_first and key in kept.found else []

    def _move_counts(self, moved: Sequence[Booking], kept: _Kept, *, is_last: bool) -> list[Operation]:
        before_key, after_key = (documents.person_week_key(person, self._week) for person in (self._person, self._name))
        before_document, after_document = kept.found.get(before_key), kept.found.get(after_key)
        before = documents.person_week_of(before_document) if before_document else None
        after = documents.person_week_of(after_document) if after_document else PersonWeek(person=self._name, week=self._week)
        if before is None and not moved:
            return []
        counted = tuple(sum(booking.day.weekday() == number for booking in moved) for number in range(7))
        # With the last bookings goes whatever else the week counts, such as days whose bookings are forgotten already.
        going = before.by_weekday if before and is_last else counted
        operations = [self._week_operation(_plus(after, going, 1), after_document.version if after_document else None)]
        if before is not None and before_document is not None:
            rest = _plus(before, going, -1)
            left = self._week_operation(rest, before_document.version)
            operations.append(buried(before_document, self._tools.clock.now()) if is_last else left)
        return operations

    def _week_operation(self, week: PersonWeek, version: Version | None) -> Operation:
        return changes.person_week_operation(week, self._monday, version, self._tools.rules)

    async def _forget_maker(self, key: Key) -> None:
        """Somebody else's booking, made by the person."""
        document = await self._tools.store.read(key)
        booking = documents.booking_of(document) if document else None
        if document is None or booking is None or booking.made_by != self._person:
            return
        fields = documents.booking_fields(replace(booking, made_by=self._name))
        operation = Replace(id=key.id, fields=fields, version=document.version, expires=self._forgotten(booking.day))
        await self._tools.store.commit(self._partition, [operation])

    async def _rename_waiter(self, key: Key) -> None:
        """In the line of a day that is over, which nobody can leave any more; those of days to come were left."""
        document = await self._tools.store.read(key)
        queue = documents.queue_of(document) if document else None
        if document is None or queue is None or queue.waiter(self._person) is None:
            return
        waiters = tuple(replace(one, person=self._name, reason="") if one.person == self._person else one for one in queue.waiters)
        fields = documents.queue_fields(replace(queue, waiters=waiters))
        operation = Replace(id=key.id, fields=fields, version=document.version, expires=self._forgotten(queue.day))
        await self._tools.store.commit(self._partition, [operation])

    async def _rename_entries(self, keys: Sequence[Key]) -> None:
        found = await self._tools.store.read_many(keys)
        batch = [operation for document in found.values() for operation in self._renamed(document)]
        if batch:
            await self._tools.store.commit(self._partition, batch)

    def _renamed(self, document: Document) -> list[Operation]:
        entry = entry_of(document)
        day = entry.day if entry and entry.day else self._monday + timedelta(days=6)
        fields = self._mentions.renamed_entry(document.fields, self._name)
        identifier = self._mentions.renamed_text(document.key.id, self._name)
        if identifier == document.key.id:
            return [Replace(id=identifier, fields=fields, version=document.version, expires=self._forgotten(day))]
        return [Create(id=identifier, fields=fields, expires=self._forgotten(day)), buried(document, self._tools.clock.now())]

    def _forgotten(self, day: date) -> datetime:
        return forgotten_after(day, self._tools.rules.retention_days)


def _plus(week: PersonWeek, by_weekday: Sequence[int], sign: int) -> PersonWeek:
    """The week with so many more or fewer days."""
    days = tuple(one + sign * other for one, other in zip(week.by_weekday, by_weekday, strict=True))
    return replace(week, used=week.used + sign * sum(by_weekday), by_weekday=days)

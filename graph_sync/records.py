"""How projections and the place in the change feed are kept: documents of the clerk's own, never a change of a booking's."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec

from core.days import forgotten_after
from core.model import BookingId, PersonId, parse_booking_id
from core.store.port import Conflict, Create, Document, Fields, Key, Listing, Replace, Store, Unavailable, Version
from graph_sync.projection import Projection

CURSOR = Key("calendar", "cursor")
KEPT_BEYOND_DAYS = 60
"""Entries outlive their bookings by so much, so that nothing is dirty without a record."""
TRIES = 6


class _Entry(msgspec.Struct, kw_only=True):
    kind: str = "entry"
    booking: str
    person: str
    wanted: int
    applied: int
    event: str | None
    generation: int
    unsure_until: datetime | None
    attempts: int
    trouble: str
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class Record:
    """A projection as it was read."""

    projection: Projection
    version: Version


def entry_key(booking: BookingId, person: PersonId) -> Key:
    """Where a booking's projection is kept."""
    return Key(f"calendar|{person}", f"entry|{booking}")


class Records:
    """Reads and keeps projections."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def due(self, now: datetime, *, limit: int) -> list[Record]:
        """Dirty projections whose time has come, the longest waiting first."""
        page = await self._store.list(Listing("entry", "state", "dirty", "due", "", _stamp(now)), limit=limit)
        return [_record(document) for document in page.documents]

    async def want(self, booking: BookingId, revision: int, now: datetime) -> None:
        """Note that the calendar must come to say what this revision says; noting it again changes nothing."""
        named = parse_booking_id(booking)
        if named is None:
            return
        person = named.person
        for _ in range(TRIES):
            document = await self._store.read(entry_key(booking, person))
            if document is None:
                wanted = Projection(booking=booking, person=person, wanted=revision, due=now)
                if await self._put(wanted, None):
                    return
                continue
            known = _record(document)
            if known.projection.wanted >= revision:
                return
            # Due at once, unless it is in hand or its mailbox is being left alone for a while: then it waits for that.
            due = known.projection.due if known.projection.trouble else now
            if await self._put(replace(known.projection, wanted=revision, due=due), known.version):
                return
        raise Unavailable("a calendar entry's record kept changing")

    async def take(self, record: Record, projection: Projection) -> bool:
        """Keep what was decided before a call; False if the record changed meanwhile: then decide again."""
        return await self._put(projection, record.version)

    async def keep(self, projection: Projection) -> None:
        """Keep what became of a call for an entry that was taken; a revision that came to be wanted meanwhile stays wanted."""
        for _ in range(TRIES):
            document = await self._store.read(entry_key(projection.booking, projection.person))
            if document is None:
                return
            newer = _record(document)
            wanted = max(projection.wanted, newer.projection.wanted)
            if await self._put(replace(projection, wanted=wanted), newer.version):
                return
        raise Unavailable("a calendar entry's record kept changing")

    async def cursor(self) -> str | None:
        """Where the change feed was read up to; None at the very first start."""
        document = await self._store.read(CURSOR)
        token = document.fields.get("token") if document else None
        return token if isinstance(token, str) else None

    async def move_cursor(self, token: str) -> None:
        """Never before everything up to there is noted as wanted. Where two clerks move it at once, either place will do."""
        document = await self._store.read(CURSOR)
        fields: Fields = {"kind": "cursor", "token": token}
        operation = Replace(id=CURSOR.id, fields=fields, version=document.version) if document else Create(id=CURSOR.id, fields=fields)
        with suppress(Conflict):
            await self._store.commit(CURSOR.partition, [operation])

    async def _put(self, projection: Projection, version: Version | None) -> bool:
        key = entry_key(projection.booking, projection.person)
        expires = _expiry(projection)
        fields = _fields(projection)
        operation = (
            Create(id=key.id, fields=fields, expires=expires)
            if version is None
            else Replace(id=key.id, fields=fields, version=version, expires=expires)
        )
        try:
            await self._store.commit(key.partition, [operation])
        except Conflict:
            return False
        return True


def _fields(projection: Projection) -> Fields:
    return msgspec.to_builtins(
        _Entry(
            booking=projection.booking,
            person=projection.person,
            wanted=projection.wanted,
            applied=projection.applied,
            event=projection.event,
            generation=projection.generation,
            unsure_until=projection.unsure_until,
            attempts=projection.attempts,
            trouble=projection.trouble,
            state="dirty" if projection.is_dirty else "settled",
            due=_stamp(projection.due),
        )
    )


def _record(document: Document) -> Record:
    entry = msgspec.convert(document.fields, _Entry)
    projection = Projection(
        booking=BookingId(entry.booking),
        person=PersonId(entry.person),
        wanted=entry.wanted,
        due=datetime.fromisoformat(entry.due),
        applied=entry.applied,
        event=entry.event,
        generation=entry.generation,
        unsure_until=entry.unsure_until,
        attempts=entry.attempts,
        trouble=entry.trouble,
    )
    return Record(projection, document.version)


def _stamp(instant: datetime) -> str:
    """Of one width and in UTC, so that the order of the text is the order of time."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _expiry(projection: Projection) -> datetime | None:
    named = parse_booking_id(projection.booking)
    return forgotten_after(named.day, KEPT_BEYOND_DAYS) + timedelta(days=1) if named else None

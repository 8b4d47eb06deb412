"""How errands are kept: documents of the clerk's own, never a change of a booking's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import msgspec

from core.backlog import DIRTY, SETTLED, Duty
from core.days import forgotten_after
from core.errands.errand import Errand, still_wanted
from core.house_rules import RulesSource
from core.model import BookingId, parse_booking_id
from core.store.port import Conflict, Create, Document, Fields, Replace, Store, Unavailable, Version

KEPT_BEYOND = timedelta(days=1)
"""A record outlives its booking by so much, so that nothing is done again for want of a record."""
TRIES = 6

_Errand = TypeVar("_Errand", bound=Errand)


@dataclass(frozen=True, slots=True)
class Record(Generic[_Errand]):
    """An errand as it was read."""

    errand: _Errand
    version: Version


class Records(Generic[_Errand]):
    """Reads and keeps the errands of one duty, which are of one shape, in partitions of their own for each person.

    `beside`: what to keep of an errand after a call, and of a newer one that came to be kept meanwhile.
    """

    def __init__(
        self,
        store: Store,
        shape: type[_Errand],
        duty: Duty,
        rules: RulesSource,
        beside: Callable[[_Errand, _Errand], _Errand] = still_wanted,
    ) -> None:
        self._store = store
        self._shape = shape
        self._duty = duty
        self._rules = rules
        self._beside = beside

    async def due(self, now: datetime, *, limit: int) -> list[Record[_Errand]]:
        """What is to be done and whose time has come, the longest waiting first."""
        page = await self._store.list(self._duty.dirty(_stamp(now)), limit=limit)
        return [self._record(document) for document in page.documents]

    async def want(self, booking: BookingId, revision: int, now: datetime) -> None:
        """Note that the world must come to know this revision; noting it again changes nothing."""
        named = parse_booking_id(booking)
        if named is None:
            return
        first = self._shape(booking=booking, person=named.person, wanted=revision, due=now)

        def wanted(known: _Errand | None) -> _Errand | None:
            if known is None:
                return first
            return None if known.wanted >= revision else known.renewed(revision, now)

        await self.note(booking, wanted)

    async def note(self, booking: BookingId, change: Callable[[_Errand | None], _Errand | None]) -> None:
        """Keep what is to be done by now, decided by what is kept already; None: nothing changes. It may be asked more than once."""
        named = parse_booking_id(booking)
        if named is None:
            return
        for _ in range(TRIES):
            document = await self._store.read(self._duty.record(booking, named.person))
            known = self._record(document) if document else None
            noted = change(known.errand if known else None)
            if noted is None or await self._put(noted, known.version if known else None):
                return
        raise Unavailable("the record of an errand kept changing")

    async def take(self, record: Record[_Errand], errand: _Errand) -> bool:
        """Keep what was decided before a call; False if the record changed meanwhile: then decide again."""
        return await self._put(errand, record.version)

    async def keep(self, errand: _Errand) -> None:
        """Keep what became of a call for an errand that was taken; a revision that came to be wanted meanwhile stays wanted."""
        for _ in range(TRIES):
            document = await self._store.read(self._duty.record(errand.booking, errand.person))
            if document is None:
                return
            newer = self._record(document)
            if await self._put(self._beside(errand, newer.errand), newer.version):
                return
        raise Unavailable("the record of an errand kept changing")

    async def _put(self, errand: _Errand, version: Version | None) -> bool:
        key = self._duty.record(errand.booking, errand.person)
        expires = await self._expiry(errand)
        fields = self._fields(errand)
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

    def _fields(self, errand: _Errand) -> Fields:
        plain: Fields = msgspec.to_builtins(errand)
        state = DIRTY if errand.is_dirty else SETTLED
        return {**plain, "kind": self._duty.kind, "state": state, "due": _stamp(errand.due)}

    def _record(self, document: Document) -> Record[_Errand]:
        return Record(msgspec.convert(document.fields, self._shape), document.version)

    async def _expiry(self, errand: _Errand) -> datetime | None:
        named = parse_booking_id(errand.booking)
        return forgotten_after(named.day, (await self._rules.read()).retention_days) + KEPT_BEYOND if named else None


def _stamp(instant: datetime) -> str:
    """Of one width and in UTC, so that the order of the text is the order of time."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")

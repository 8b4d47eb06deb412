"""Documents as they were a moment ago: for what is shown to many, never for what is decided.

Hundreds of people who look at one office ask for the same few documents. One that was read less than FRESH_FOR_S ago is not read again;
what this process writes is seen at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.clock import Clock
from core.store.port import Changes, Conflict, Document, Key, Listing, Operation, Page, Store

FRESH_FOR_S = 1.0
MOST = 20_000
"""Documents kept, of about 1 KB; then all are let go, which costs no more than one second's reads."""
UNSURE_S = 60.0
"""For so long a batch of which nothing was heard may still be written: longer than any call and any store's own patience."""


@dataclass(frozen=True, slots=True)
class _Kept:
    document: Document | None
    read_at: float


class RecentStore:
    """The Store port over another store. Every commit of the process must go through it: then nothing is shown as it was before."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._kept: dict[Key, _Kept] = {}
        self._written: dict[Key, int] = {}
        self._writes = 0
        self._forgotten = 0
        self._unsure: dict[Key, float] = {}

    def mark(self) -> int:
        """A number that is another after every batch of this process, and all the time while one may be written behind its back."""
        self._settle(self._clock.now().timestamp())
        if self._unsure:
            self._writes += 1
        return self._writes

    async def recently(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        """Those of the documents that exist, or did less than FRESH_FOR_S ago. Raises Unavailable."""
        now = self._clock.now().timestamp()
        found: dict[Key, Document] = {}
        missing: list[Key] = []
        for key in keys:
            kept = self._kept.get(key)
            if kept is None or key in self._unsure or not 0 <= now - kept.read_at < FRESH_FOR_S:
                missing.append(key)
            elif kept.document is not None:
                found[key] = kept.document
        if missing:
            found |= await self._read(missing, now)
        return found

    async def _read(self, keys: Sequence[Key], now: float) -> Mapping[Key, Document]:
        begun = self._writes
        self._settle(now)
        found = await self._store.read_many(keys)
        if len(self._kept) + len(keys) > MOST:
            self._let_go()
        for key in keys:
            # What was written while it was read may have been read as it was before.
            if max(self._written.get(key, 0), self._forgotten) <= begun:
                self._kept[key] = _Kept(found.get(key), now)
        return found

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        """See the port."""
        keys = [Key(partition, operation.id) for operation in operations]
        is_settled = False
        try:
            await self._store.commit(partition, operations)
            is_settled = True
        except Conflict:
            is_settled = True
            raise
        finally:  # also after a lost answer: it may have been written, or may yet be
            self._wipe(keys, is_settled=is_settled)

    def _wipe(self, keys: Sequence[Key], *, is_settled: bool) -> None:
        self._writes += 1
        if len(self._written) + len(keys) > MOST:
            self._let_go()
        for key in keys:
            self._kept.pop(key, None)
            self._written[key] = self._writes
        if not is_settled:
            until = self._clock.now().timestamp() + UNSURE_S
            self._unsure |= dict.fromkeys(keys, until)

    def _settle(self, now: float) -> None:
        """What nothing was heard of for so long will not be written any more."""
        if self._unsure:
            self._unsure = {key: until for key, until in self._unsure.items() if now < until <= now + UNSURE_S}

    def _let_go(self) -> None:
        self._kept.clear()
        self._written.clear()
        self._forgotten = self._writes

    async def read(self, key: Key) -> Document | None:
        """See the port."""
        return await self._store.read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        """See the port."""
        return await self._store.read_many(keys)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        """See the port."""
        return await self._store.list(listing, limit=limit, next=next)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        """See the port."""
        return await self._store.changes(token, limit=limit)

    async def close(self) -> None:
        """See the port."""
        await self._store.close()

"""The Store port in memory, for models and simulations; it keeps the promises that the engine relies on, not every limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.clock import Clock
from core.store.documents import LISTINGS
from core.store.port import (
    Changes,
    Conflict,
    Create,
    Document,
    Fields,
    Key,
    Listing,
    Operation,
    Page,
    Patch,
    Refused,
    Replace,
    Version,
)
from core.store.tree import holds, patched


@dataclass(frozen=True, slots=True)
class Kept:
    fields: Fields
    sequence: int
    expires: datetime | None


class MemoryStore:
    """Nothing awaits inside: every call is atomic, and a coroutine over it can be driven by hand."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sequence = 0
        self.kept: dict[Key, Kept] = {}

    async def read(self, key: Key) -> Document | None:
        kept = self._live(key)
        return _document(key, kept) if kept else None

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        return {key: _document(key, kept) for key in keys if (kept := self._live(key))}

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:  # noqa: A002 - the port's word
        if (listing.kind, listing.field, listing.order) not in LISTINGS:
            raise ValueError("no such listing")
        rows = sorted(
            (str(document.fields[listing.order]), document.key.id, document) for document in self._documents() if _fits(document, listing)
        )
        if next is not None:
            order, _, identifier = next.partition("\n")
            if not identifier:
                raise ValueError("that is no place in a list")
            rows = [row for row in rows if row[:2] > (order, identifier)]
        page = rows[:limit]
        return Page(tuple(row[2] for row in page), f"{page[-1][0]}\n{page[-1][1]}" if len(rows) > limit else None)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        before = dict(self.kept)
        for index, operation in enumerate(operations):
            refused = self._apply(Key(partition, operation.id), operation)
            if refused is not None:
                self.kept = before
                raise Conflict(index, refused)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        since = int(token or 0)
        newer = sorted(
            (document for document in self._documents() if int(document.version) > since), key=lambda document: int(document.version)
        )
        page = tuple(newer[:limit])
        return Changes(page, page[-1].version if page else str(since))

    async def close(self) -> None:
        return

    def _apply(self, key: Key, operation: Operation) -> Refused | None:
        held = self._live(key)
        match operation:
            case Create():
                if held:
                    return Refused.EXISTS
                self._put(key, operation.fields, operation.expires)
            case Replace():
                if not held:
                    return Refused.MISSING
                if str(held.sequence) != operation.version:
                    return Refused.CHANGED
                self._put(key, operation.fields, operation.expires)
            case Patch():
                if not held:
                    return Refused.MISSING
                if not all(holds(condition, held.fields) for condition in operation.where):
                    return Refused.UNMET
                self._put(key, patched(operation, held.fields), held.expires)
        return None

    def _put(self, key: Key, fields: Fields, expires: datetime | None) -> None:
        self._sequence += 1
        self.kept[key] = Kept(fields, self._sequence, expires)

    def _live(self, key: Key) -> Kept | None:
        kept = self.kept.get(key)
        return kept if kept and (kept.expires is None or kept.expires > self._clock.now()) else None

    def _documents(self) -> list[Document]:
        return [_document(key, kept) for key in self.kept if (kept := self._live(key))]


def _document(key: Key, kept: Kept) -> Document:
    return Document(key, kept.fields, Version(str(kept.sequence)))


def _fits(document: Document, listing: Listing) -> bool:
    fields = document.fields
    is_asked = fields.get("kind") == listing.kind and fields.get(listing.field) == listing.value
    return is_asked and listing.first <= str(fields.get(listing.order)) <= listing.last

"""The Store port in memory, for models and simulations; the contract suite holds it to every promise and every limit of the port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import msgspec

from core.clock import Clock
from core.store.documents import LISTINGS
from core.store.port import (
    MAX_BATCH,
    MAX_PAGE,
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
    Unavailable,
    Version,
)
from core.store.tree import holds, patched


@dataclass(frozen=True, slots=True)
class Kept:
    fields: Fields
    sequence: int
    expires: datetime | None


@dataclass(slots=True)
class Shelf:
    """What is kept. Several stores over one shelf are several processes of one house."""

    kept: dict[Key, Kept] = field(default_factory=dict[Key, Kept])
    sequence: int = 0


class MemoryStore:
    """Nothing awaits inside: every call is atomic, and a coroutine over it can be driven by hand."""

    def __init__(self, clock: Clock, shelf: Shelf | None = None) -> None:
        self._clock = clock
        self._shelf = shelf or Shelf()
        self._is_closed = False
        self.kept = self._shelf.kept

    async def read(self, key: Key) -> Document | None:
        return self._read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        return {key: document for key in keys if (document := self._read(key))}

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        if (listing.kind, listing.field, listing.order) not in LISTINGS:
            raise ValueError(f"there is no listing of {listing.kind} by {listing.field} and {listing.order}")
        after = _place(next) if next else None
        limit = max(1, min(limit, MAX_PAGE))
        rows = [(order, document.key.id, document) for document in self._documents() if (order := _order_in(listing, document)) is not None]
        rows = sorted((row for row in rows if after is None or row[:2] > after), key=lambda row: row[:2])
        page = rows[:limit]
        return Page(tuple(row[2] for row in page), f"{page[-1][0]}\n{page[-1][1]}" if len(rows) > limit else None)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        self._must_be_open()
        if not 0 < len(operations) <= MAX_BATCH:
            raise ValueError(f"a batch holds 1 to {MAX_BATCH} operations")
        made: dict[Key, Kept] = {}
        for index, operation in enumerate(operations):
            key = Key(partition, operation.id)
            after = _after(operation, self._living(made.get(key) or self.kept.get(key)), self._shelf.sequence + index + 1)
            if isinstance(after, Refused):
                raise Conflict(index, after)
            made[key] = after
        self._shelf.sequence += len(operations)
        self.kept.update(made)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        self._must_be_open()
        since = int(token) if token else 0
        newer = sorted(
            (document for document in self._documents() if int(document.version) > since), key=lambda document: int(document.version)
        )
        page = tuple(newer[: max(1, limit)])
        return Changes(page, page[-1].version if page else str(since))

    async def close(self) -> None:
        self._is_closed = True

    def _must_be_open(self) -> None:
        if self._is_closed:
            raise Unavailable("the store is closed")

    def _read(self, key: Key) -> Document | None:
        self._must_be_open()
        kept = self._living(self.kept.get(key))
        return _document(key, kept) if kept else None

    def _living(self, kept: Kept | None) -> Kept | None:
        return kept if kept and (kept.expires is None or kept.expires > self._clock.now()) else None

    def _documents(self) -> list[Document]:
        return [document for key in self.kept if (document := self._read(key))]


def _document(key: Key, kept: Kept) -> Document:
    return Document(key, kept.fields, Version(str(kept.sequence)), kept.expires.timestamp() if kept.expires else None)


def _after(operation: Operation, held: Kept | None, sequence: int) -> Kept | Refused:
    """What is kept after the operation, or why it is refused."""
    match operation:
        case Create():
            return Refused.EXISTS if held else Kept(_as_json(operation.fields), sequence, operation.expires)
        case Replace():
            if not held:
                return Refused.MISSING
            if str(held.sequence) != operation.version:
                return Refused.CHANGED
            return Kept(_as_json(operation.fields), sequence, operation.expires)
        case Patch():
            if not held:
                return Refused.MISSING
            if not all(holds(condition, held.fields) for condition in operation.where):
                return Refused.UNMET
            return Kept(_as_json(patched(operation, held.fields)), sequence, held.expires)


def _as_json(fields: Fields) -> Fields:
    """As a database would give them back: a copy, and of plain values only."""
    return cast("Fields", msgspec.json.decode(msgspec.json.encode(fields)))


def _order_in(listing: Listing, document: Document) -> str | None:
    """Where the document stands in the list; None if it is not of it."""
    fields = document.fields
    order = fields.get(listing.order)
    is_asked = fields.get("kind") == listing.kind and fields.get(listing.field) == listing.value
    return order if is_asked and isinstance(order, str) and listing.first <= order <= listing.last else None


def _place(token: str) -> tuple[str, str]:
    order, newline, identifier = token.partition("\n")
    if not newline:
        raise ValueError("that is no place in a list")
    return order, identifier

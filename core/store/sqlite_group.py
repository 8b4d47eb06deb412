"""A group of batches in one transaction: read what they touch, decide in memory, write what came of it.

SQLite is asked a few long questions rather than many short ones, because each costs a hand-over of Python's interpreter between the writer
and the event loop. The transaction has begun and holds the file's one write lock, so nothing read here can grow old before it is written.
A refused batch leaves nothing behind, because only what a whole batch made is taken over. A tally that a hundred batches count up is
written once.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, cast

import msgspec

from core.store.documents import LISTINGS
from core.store.port import Conflict, Create, Fields, Operation, Refused, Replace
from core.store.sqlite_file import COLUMNS, LISTED
from core.store.tree import holds, patched

_LONGEST = 128
"""Ids in one question and rows in one insert, at most; a power of two."""
_LISTED_KINDS = frozenset(kind for kind, _, _ in LISTINGS)
_NOT_LISTED = [None] * len(LISTED)
_Value = str | int | float | None
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Batch:
    """What one caller wants written, at an instant of that caller's clock."""

    partition: str
    operations: Sequence[Operation]
    now: float


@dataclass(frozen=True, slots=True)
class _Kept:
    fields: Fields
    body: str
    sequence: int
    expires: float | None


class Group:
    """The batches of one transaction; `sequence` is the number of the last write ever made."""

    def __init__(self, connection: sqlite3.Connection, sequence: int, batches: Sequence[Batch]) -> None:
        self.sequence = sequence
        self._connection = connection
        self._kept: defaultdict[str, dict[str, _Kept]] = defaultdict(dict)
        self._made: defaultdict[str, dict[str, _Kept]] = defaultdict(dict)
        touched: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for batch in batches:
            touched[batch.partition].update((operation.id, None) for operation in batch.operations)
        for partition, ids in touched.items():
            for some in _pieces(list(ids)):
                self._read(partition, some)

    def add(self, batch: Batch) -> None:
        """Take the batch in. Raises Conflict, or what else is wrong with it; then it is as if it had never been."""
        kept = self._kept[batch.partition]
        made: dict[str, _Kept] = {}
        sequence = self.sequence
        for index, operation in enumerate(batch.operations):
            held = made.get(operation.id) or kept.get(operation.id)
            if held is not None and held.expires is not None and held.expires <= batch.now:
                held = None
            sequence += 1
            after = _after(operation, held, sequence)
            if isinstance(after, Refused):
                raise Conflict(index, after)
            made[operation.id] = after
        self.sequence = sequence
        kept |= made
        self._made[batch.partition] |= made

    def write(self) -> None:
        """Write what the batches made; the transaction is the caller's."""
        rows = [_row(partition, identifier, kept) for partition, made in self._made.items() for identifier, kept in made.items()]
        for some in _pieces(rows):
            self._connection.execute(_insert(len(some)), [value for row in some for value in row])

    def _read(self, partition: str, ids: Sequence[str]) -> None:
        kept = self._kept[partition]
        for identifier, body, sequence, expires in self._connection.execute(_select(len(ids)), (partition, *ids)).fetchall():
            kept[identifier] = _Kept(cast("Fields", msgspec.json.decode(body)), body, sequence, expires)


def _after(operation: Operation, held: _Kept | None, sequence: int) -> _Kept | Refused:
    """What the document is after the operation, or why it can't be carried out."""
    if isinstance(operation, Create):
        return Refused.EXISTS if held else _new(operation, sequence)
    if held is None:
        return Refused.MISSING
    if isinstance(operation, Replace):
        return _new(operation, sequence) if str(held.sequence) == operation.version else Refused.CHANGED
    if not all(holds(condition, held.fields) for condition in operation.where):
        return Refused.UNMET
    fields = patched(operation, held.fields)
    return _Kept(fields, msgspec.json.encode(fields).decode(), sequence, held.expires)


def _new(operation: Create | Replace, sequence: int) -> _Kept:
    expires = operation.expires.timestamp() if operation.expires else None
    return _Kept(operation.fields, msgspec.json.encode(operation.fields).decode(), sequence, expires)


def _row(partition: str, identifier: str, kept: _Kept) -> list[_Value]:
    kind = _text(kept.fields, "kind")
    listed = [_text(kept.fields, name) for name in LISTED] if kind in _LISTED_KINDS else _NOT_LISTED
    return [kept.sequence, partition, identifier, kept.body, kept.expires, kind, *listed]


def _text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None


def _pieces(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """All of them, in lengths that are powers of two: so there are few different statements, and each is prepared once."""
    begin = 0
    while begin < len(things):
        length = min(_LONGEST, 1 << (len(things) - begin).bit_length() - 1)
        yield things[begin : begin + length]
        begin += length


@cache
def _select(count: int) -> str:
    return f"SELECT id, body, seq, expires FROM documents WHERE pk = ? AND id IN ({','.join('?' * count)})"  # noqa: S608 - marks only


@cache
def _insert(count: int) -> str:
    row = f"({','.join('?' * len(COLUMNS))})"
    return f"INSERT OR REPLACE INTO documents ({', '.join(COLUMNS)}) VALUES {','.join([row] * count)}"  # noqa: S608 - names of ours and marks

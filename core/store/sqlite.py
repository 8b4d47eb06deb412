"""The embedded store: one SQLite file, shared by the processes of one machine.

One thread writes (`sqlite_writer.py`), many batches in one go (`sqlite_group.py`). Reads are indexed look-ups of a few microseconds in the
page cache, and WAL never makes them wait for a writer, so they run on the event loop: a hop to a thread would cost ten times the read.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import cast

import msgspec

from core.clock import Clock
from core.store.documents import LISTINGS
from core.store.port import MAX_BATCH, MAX_PAGE, Changes, Document, Fields, Key, Listing, Operation, Page, Unavailable, Version
from core.store.sqlite_file import connect, prepare_file
from core.store.sqlite_writer import Writer

_Row = tuple[str, str, str, int, float | None]
_ROW = "pk, id, body, seq, expires"
_LIVE = "(expires IS NULL OR expires > ?)"
_ONE = f"SELECT {_ROW} FROM documents WHERE pk = ? AND id = ? AND {_LIVE}"  # noqa: S608 - constants only


class SqliteStore:
    """The Store port on one file. Must be opened inside a running event loop."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        prepare_file(path)
        self._reader = connect(path, read_only=True)
        self._writer = Writer(path)

    async def read(self, key: Key) -> Document | None:
        """See the port."""
        rows = self._rows(_ONE, key.partition, key.id, self._now())
        return _document(cast("_Row", rows[0])) if rows else None

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        """See the port."""
        if not keys:
            return {}
        names = itertools.chain.from_iterable(keys)
        return {document.key: document for document in self._select(_several(len(keys)), *names, self._now())}

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        """See the port."""
        query = listing_query(listing.kind, listing.field, listing.order)
        limit = max(1, min(limit, MAX_PAGE))
        after_order, after_id = _read_token(next) if next else (listing.first, "")
        rows = self._rows(query, listing.value, after_order, after_id, listing.last, self._now(), limit + 1)
        documents = tuple(_document(cast("_Row", row[:5])) for row in rows[:limit])
        token = _make_token(str(rows[limit - 1][5]), str(rows[limit - 1][1])) if len(rows) > limit else None
        return Page(documents, token)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        """See the port."""
        if not 0 < len(operations) <= MAX_BATCH:
            raise ValueError(f"a batch holds 1 to {MAX_BATCH} operations")
        await self._writer.commit(partition, operations, self._now())

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        """See the port. One writer numbers all writes, so a lower number is never committed after a higher one was seen."""
        since = int(token) if token else 0
        query = f"SELECT {_ROW} FROM documents WHERE seq > ? AND {_LIVE} ORDER BY seq LIMIT ?"  # noqa: S608 - constants only
        documents = tuple(self._select(query, since, self._now(), max(1, limit)))
        return Changes(documents, documents[-1].version if documents else str(since))

    async def sweep(self) -> int:
        """Delete what has expired, a bounded number at a time; how many went."""
        return await self._writer.sweep(self._now())

    async def close(self) -> None:
        """See the port."""
        await self._writer.close()
        self._reader.close()

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _select(self, query: str, *arguments: str | float) -> list[Document]:
        return [_document(cast("_Row", row)) for row in self._rows(query, *arguments)]

    def _rows(self, query: str, *arguments: str | float) -> list[tuple[str | float | None, ...]]:
        try:
            return self._reader.execute(query, arguments).fetchall()
        except sqlite3.Error as error:
            raise Unavailable(str(error)) from error


@cache
def listing_query(kind: str, field: str, order: str) -> str:
    """The question behind a list; ValueError for one that no index answers."""
    if (kind, field, order) not in LISTINGS:
        raise ValueError(f"there is no listing of {kind} by {field} and {order}")
    return (
        f"SELECT {_ROW}, listed_{order} FROM documents WHERE kind = '{kind}' AND listed_{field} = ?"  # noqa: S608 - named listings only
        f" AND (listed_{order}, id) > (?, ?) AND listed_{order} <= ? AND {_LIVE} ORDER BY listed_{order}, id LIMIT ?"
    )


@cache
def _several(count: int) -> str:
    """One statement, and so one snapshot. CROSS JOIN tells SQLite to go through what is wanted and look each up."""
    wanted = ",".join(["(?,?)"] * count)
    return f"WITH wanted (p, i) AS (VALUES {wanted}) SELECT {_ROW} FROM wanted CROSS JOIN documents ON pk = p AND id = i WHERE {_LIVE}"  # noqa: S608 - marks only


def _document(row: _Row) -> Document:
    partition, identifier, body, sequence, expires = row
    return Document(Key(partition, identifier), cast("Fields", msgspec.json.decode(body)), Version(str(sequence)), expires)


def _make_token(order: str, identifier: str) -> str:
    return base64.urlsafe_b64encode(f"{order}\n{identifier}".encode()).decode()


def _read_token(token: str) -> tuple[str, str]:
    try:
        order, identifier = base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode().split("\n")
    except (binascii.Error, UnicodeError, ValueError):
        raise ValueError("that is no place in a list") from None
    return order, identifier

"""The one thread that writes to the file.

It takes every batch that waits, gives each its own savepoint, and makes them durable together: a hundred people who book in the same moment
cost one flush of the disk. A batch that is refused rolls back to its savepoint and leaves the others alone.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import msgspec

from core.store.port import Conflict, Create, Fields, Operation, Patch, Refused, Replace, Unavailable
from core.store.sqlite_file import connect
from core.store.tree import holds, patched

GROUP_LIMIT = 256
"""Batches made durable together at most; bounds how long the first of them waits."""
SWEEP_LIMIT = 5_000
"""Documents deleted in one go; bounds how long a booking waits behind a sweep."""


@dataclass(slots=True)
class _Turn:
    """The numbering of one transaction."""

    sequence: int

    def next(self) -> int:
        self.sequence += 1
        return self.sequence


_Work = Callable[[sqlite3.Connection, _Turn], int]


@dataclass(frozen=True, slots=True)
class _Job:
    work: _Work
    done: asyncio.Future[int]


class Writer:
    """Takes batches from the event loop and answers when they are on the disk."""

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._connection = connect(path)
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def commit(self, partition: str, operations: Sequence[Operation], now: float) -> None:
        """Raises Conflict or Unavailable, see the port."""
        await self._put(lambda connection, turn: _apply(connection, turn, partition, operations, now))

    async def sweep(self, now: float) -> int:
        """Delete expired documents, SWEEP_LIMIT at most; how many went."""
        return await self._put(lambda connection, _: _sweep(connection, now))

    async def close(self) -> None:
        """Write what waits, then end the thread."""
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    async def _put(self, work: _Work) -> int:
        if self._closed:
            raise Unavailable("the store is closed")
        done: asyncio.Future[int] = self._loop.create_future()
        self._jobs.put(_Job(work, done))
        return await done

    def _run(self) -> None:
        closing = False
        while not closing:
            group, closing = self._next_group()
            if group:
                results = _write(self._connection, group)
                self._loop.call_soon_threadsafe(_resolve, group, results)
        self._connection.close()

    def _next_group(self) -> tuple[list[_Job], bool]:
        """All that waits, up to the limit; blocks for the first. True: the end was asked for."""
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP_LIMIT or self._jobs.empty():
                return group, False
            job = self._jobs.get()
        return group, True


def _resolve(group: list[_Job], results: list[int | Exception]) -> None:
    for job, result in zip(group, results, strict=True):
        if job.done.done():  # the one who asked has gone; the write stands
            continue
        if isinstance(result, Exception):
            job.done.set_exception(result)
        else:
            job.done.set_result(result)


def _write(connection: sqlite3.Connection, group: list[_Job]) -> list[int | Exception]:
    """One transaction for the whole group; a fault of the disk or a lock that never came is the same answer for all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        (sequence,) = connection.execute("SELECT seq FROM sequence").fetchone()
        turn = _Turn(cast("int", sequence))
        results = [_in_savepoint(connection, turn, job.work) for job in group]
        connection.execute("UPDATE sequence SET seq = ?", (turn.sequence,))
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [Unavailable(str(error)) for _ in group]
    return results


def _in_savepoint(connection: sqlite3.Connection, turn: _Turn, work: _Work) -> int | Exception:
    connection.execute("SAVEPOINT batch")
    try:
        result = work(connection, turn)
    except sqlite3.Error:
        raise
    except Exception as refused:  # noqa: BLE001 - carried to the one who asked; the other batches of the group go on
        connection.execute("ROLLBACK TO batch")
        connection.execute("RELEASE batch")
        return refused
    connection.execute("RELEASE batch")
    return result


def _apply(connection: sqlite3.Connection, turn: _Turn, partition: str, operations: Sequence[Operation], now: float) -> int:
    for index, operation in enumerate(operations):
        refused = _operate(connection, turn, partition, operation, now)
        if refused is not None:
            raise Conflict(index, refused)
    return len(operations)


def _operate(connection: sqlite3.Connection, turn: _Turn, partition: str, operation: Operation, now: float) -> Refused | None:
    held = connection.execute(
        "SELECT body, seq, expires FROM documents WHERE pk = ? AND id = ? AND (expires IS NULL OR expires > ?)",
        (partition, operation.id, now),
    ).fetchone()
    match operation:
        case Create():
            if held is not None:
                return Refused.EXISTS
            expires = operation.expires.timestamp() if operation.expires else None
            _put(connection, turn, partition, operation.id, operation.fields, expires)
        case Replace():
            if held is None:
                return Refused.MISSING
            if str(held[1]) != operation.version:
                return Refused.CHANGED
            expires = operation.expires.timestamp() if operation.expires else None
            _put(connection, turn, partition, operation.id, operation.fields, expires)
        case Patch():
            if held is None:
                return Refused.MISSING
            fields = cast("Fields", msgspec.json.decode(cast("str", held[0])))
            if not all(holds(condition, fields) for condition in operation.where):
                return Refused.UNMET
            _put(connection, turn, partition, operation.id, patched(operation, fields), cast("float | None", held[2]))
    return None


def _put(connection: sqlite3.Connection, turn: _Turn, partition: str, identifier: str, fields: Fields, expires: float | None) -> None:
    body = msgspec.json.encode(fields).decode()
    connection.execute(
        "INSERT OR REPLACE INTO documents (pk, id, body, seq, expires) VALUES (?, ?, ?, ?, ?)",
        (partition, identifier, body, turn.next(), expires),
    )


def _sweep(connection: sqlite3.Connection, now: float) -> int:
    query = "DELETE FROM documents WHERE (pk, id) IN (SELECT pk, id FROM documents WHERE expires <= ? LIMIT ?)"
    return connection.execute(query, (now, SWEEP_LIMIT)).rowcount

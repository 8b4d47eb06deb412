"""The one thread that writes to the file.

It takes every batch that waits and makes them durable together: a hundred people who book in the same moment cost one flush of the disk.
A batch that is refused leaves the others alone.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from core.store.port import Operation, Unavailable
from core.store.sqlite_file import connect
from core.store.sqlite_group import Batch, Group

GATHER_LIMIT = 64
"""Batches handed to the thread at once at most. A thread woken by the first of a crowd would flush that one alone; one that is woken by the
last would do nothing while the loop works for all the others."""
GROUP_LIMIT = 256
"""Batches made durable together, or a few more; bounds how long the first of them waits."""
SWEEP_LIMIT = 5_000
"""Documents deleted in one go; bounds how long a booking waits behind a sweep."""


@dataclass(frozen=True, slots=True)
class _Sweep:
    now: float


@dataclass(frozen=True, slots=True)
class _Job:
    work: Batch | _Sweep
    done: asyncio.Future[int]


class Writer:
    """Takes batches from the event loop and answers when they are on the disk."""

    def __init__(self, path: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._gathered: list[_Job] = []
        self._jobs: queue.SimpleQueue[list[_Job] | None] = queue.SimpleQueue()
        self._closed = False
        self._connection = connect(path)
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def commit(self, partition: str, operations: Sequence[Operation], now: float) -> None:
        """Raises Conflict or Unavailable, see the port; ValueError for a name that can't be written at all."""
        for name in (partition, *(operation.id for operation in operations)):
            name.encode()  # half a character in one batch must not fail the group's one question
        await self._put(Batch(partition, operations, now))

    async def sweep(self, now: float) -> int:
        """Delete expired documents, SWEEP_LIMIT at most; how many went."""
        return await self._put(_Sweep(now))

    async def close(self) -> None:
        """Write what waits, then end the thread."""
        self._closed = True
        self._hand_over()
        self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    async def _put(self, work: Batch | _Sweep) -> int:
        if self._closed:
            raise Unavailable("the store is closed")
        if not self._gathered:
            self._loop.call_soon(self._hand_over)
        done: asyncio.Future[int] = self._loop.create_future()
        self._gathered.append(_Job(work, done))
        if len(self._gathered) == GATHER_LIMIT:
            self._hand_over()
        return await done

    def _hand_over(self) -> None:
        """What was asked for in one turn of the loop goes to the thread in one piece."""
        if self._gathered:
            self._jobs.put(self._gathered)
            self._gathered = []

    def _run(self) -> None:
        closing = False
        while not closing:
            group, closing = self._next_group()
            if group:
                results = _write(self._connection, [job.work for job in group])
                self._loop.call_soon_threadsafe(_resolve, group, results)
        self._connection.close()

    def _next_group(self) -> tuple[list[_Job], bool]:
        """All that waits, up to the limit; blocks for the first. True: the end was asked for."""
        group: list[_Job] = []
        gathered = self._jobs.get()
        while gathered is not None:
            group += gathered
            if len(group) >= GROUP_LIMIT or self._jobs.empty():
                return group, False
            gathered = self._jobs.get()
        return group, True


def _resolve(group: list[_Job], results: list[int | Exception]) -> None:
    for job, result in zip(group, results, strict=True):
        if job.done.done():  # the one who asked has gone; the write stands
            continue
        if isinstance(result, Exception):
            job.done.set_exception(result)
        else:
            job.done.set_result(result)


def _write(connection: sqlite3.Connection, works: Sequence[Batch | _Sweep]) -> list[int | Exception]:
    """One transaction for all; a fault of the disk or a lock that never came is the same answer for all."""
    try:
        return _transact(connection, works)
    except Exception as error:  # noqa: BLE001 - carried to those who asked; the thread must live on
        with suppress(sqlite3.Error):
            connection.rollback()
        return [Unavailable(str(error)) if isinstance(error, sqlite3.Error) else error for _ in works]


def _transact(connection: sqlite3.Connection, works: Sequence[Batch | _Sweep]) -> list[int | Exception]:
    connection.execute("BEGIN IMMEDIATE")
    (sequence,) = connection.execute("SELECT seq FROM sequence").fetchone()
    group = Group(connection, cast("int", sequence), [work for work in works if isinstance(work, Batch)])
    results = [_add(group, work) if isinstance(work, Batch) else 0 for work in works]
    if group.sequence != sequence:
        group.write()
        connection.execute("UPDATE sequence SET seq = ?", (group.sequence,))
    for index, work in enumerate(works):
        if isinstance(work, _Sweep):
            results[index] = _sweep(connection, work.now)
    connection.execute("COMMIT")
    return results


def _add(group: Group, batch: Batch) -> int | Exception:
    try:
        group.add(batch)
    except Exception as refused:  # noqa: BLE001 - carried to the one who asked; the other batches of the group go on
        return refused
    return len(batch.operations)


def _sweep(connection: sqlite3.Connection, now: float) -> int:
    query = "DELETE FROM documents WHERE seq IN (SELECT seq FROM documents WHERE expires <= ? LIMIT ?)"
    return connection.execute(query, (now, SWEEP_LIMIT)).rowcount

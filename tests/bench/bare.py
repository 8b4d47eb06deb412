"""What the disk allows: one row per transaction, written and flushed one after the other, by the thinnest possible program.

The row is as big as a booking. The settings are the store's own (WAL, synchronous FULL), the file lies where the store's file lies, and
nothing else is done: no index but the number's, no second row, no JSON, no event loop. Every insert waits for its own flush.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time

BODY = "x" * 400


def bare_inserts(count: int) -> float:
    """Rows a second."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT)")
        started = time.perf_counter()
        for number in range(count):
            connection.execute("INSERT INTO rows VALUES (?, ?)", (number, BODY))
        rate = count / (time.perf_counter() - started)
        connection.close()
    return rate

"""The file itself: its tables, its indexes, and how a connection to it is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from core.store.documents import LISTINGS
from core.store.port import Unavailable

SCHEMA_VERSION = 1
BUSY_TIMEOUT_S = 5.0
"""How long a writer waits for the other process's turn before it says Unavailable."""

_COLUMNS = sorted({name for _, field, order in LISTINGS for name in (field, order)})
_GENERATED = "".join(f", {name} TEXT GENERATED ALWAYS AS (json_extract(body, '$.{name}')) VIRTUAL" for name in ("kind", *_COLUMNS))
_STORED = "pk TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL, expires REAL"
_SCHEMA = (
    f"CREATE TABLE documents ({_STORED}{_GENERATED}, PRIMARY KEY (pk, id)) WITHOUT ROWID",
    "CREATE UNIQUE INDEX documents_by_seq ON documents (seq)",
    "CREATE INDEX documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL",
    *(
        f"CREATE INDEX {kind}_by_{field}_{order} ON documents ({field}, {order}, id) WHERE kind = '{kind}'"
        for kind, field, order in LISTINGS
    ),
    # One row that numbers every write: the version of a document and its place in the change feed are the same number.
    "CREATE TABLE sequence (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL)",
    "INSERT INTO sequence VALUES (1, 0)",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit; transactions are begun by hand. Durable: WAL with a flush at every commit."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def create_schema(path: Path) -> None:
    """Make the tables of a new file; raises Unavailable for a file of a newer product."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = connect(path)
    except sqlite3.Error as error:
        raise Unavailable(f"{path.name} can't be opened: {error}") from error
    try:
        _create_tables(connection, path.name)
    except sqlite3.Error as error:
        raise Unavailable(f"{path.name} can't be used: {error}") from error
    finally:
        connection.close()


def _create_tables(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise Unavailable(f"{name} was written by a newer version of this product (schema {version})")
    if version == 0:
        for statement in _SCHEMA:
            connection.execute(statement)
    connection.execute("COMMIT")

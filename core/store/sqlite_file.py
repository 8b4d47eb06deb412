"""The file itself: its tables, its indexes, and how a connection to it is opened."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from core.store.documents import LISTINGS
from core.store.port import Unavailable

SCHEMA_VERSION = 2
BUSY_TIMEOUT_S = 5.0
"""How long a writer waits for the other process's turn before it says Unavailable."""

LISTED: Final = tuple(sorted({name for _, field, order in LISTINGS for name in (field, order)}))
"""Fields that lists are asked by and ordered by. Each has a column that the writer fills: SQLite would parse the body for every index."""
COLUMNS: Final = ("seq", "pk", "id", "body", "expires", "kind", *(f"listed_{name}" for name in LISTED))

_TYPES = ("INTEGER PRIMARY KEY", "TEXT NOT NULL", "TEXT NOT NULL", "TEXT NOT NULL", "REAL", *("TEXT" for _ in COLUMNS[5:]))
_TABLE = "documents"
# Rows lie in the order in which they were written: the four of a booking share a page or two, and the change feed is read front to back.
_DOCUMENTS = (
    f"CREATE TABLE {_TABLE} ({', '.join(map(' '.join, zip(COLUMNS, _TYPES, strict=True)))})",
    f"CREATE UNIQUE INDEX documents_by_key ON {_TABLE} (pk, id)",
    f"CREATE INDEX documents_by_expiry ON {_TABLE} (expires) WHERE expires IS NOT NULL",
    *(
        f"CREATE INDEX {kind}_by_{field}_{order} ON {_TABLE} (listed_{field}, listed_{order}, id)"
        f" WHERE kind = '{kind}' AND listed_{field} IS NOT NULL"
        for kind, field, order in LISTINGS
    ),
)
# One row that numbers every write: the version of a document and its place in the change feed are the same number. The highest of the
# documents wouldn't do, since that one may have expired.
_SEQUENCE = (
    "CREATE TABLE sequence (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL)",
    "INSERT INTO sequence VALUES (1, 0)",
)


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to a prepared file, in autocommit; transactions are begun by hand. Durable: a flush at every commit."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    # What was erased must not be found in the file by whoever gets hold of it.
    connection.execute("PRAGMA secure_delete = ON")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def rewrite(path: Path) -> None:
    """Write all of the file anew and shorten its log; raises Unavailable, and others wait for their turn to write meanwhile.

    SQLite overwrites what is deleted, but not what it leaves behind where it moves documents from one page to another. A reader may hold
    on to old pages in the log a moment longer; then the next checkpoint does it.
    """
    with closing(connect(path)) as connection:
        try:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            raise Unavailable(str(error)) from error


def prepare_file(path: Path) -> None:
    """Make a new file's tables, or bring an older file's up to date; raises Unavailable for a file of a newer product."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.touch(mode=0o600)  # SQLite gives its other files the mode of this one
        connection = connect(path)
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(f"{path.name} can't be opened: {error}") from error
    try:
        _write_ahead(connection)
        _bring_up_to_date(connection, path.name)
    except sqlite3.Error as error:
        raise Unavailable(f"{path.name} can't be used: {error}") from error
    finally:
        connection.close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, once for ever. SQLite waits for no other process here, and on a first start there are two."""
    ends = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.01)
        else:
            return


def _bring_up_to_date(connection: sqlite3.Connection, name: str) -> None:
    """All of it or nothing, however it ends: closing the connection rolls an open transaction back."""
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise Unavailable(f"{name} was written by a newer version of this product (schema {version})")
    if version == 0:
        _run(connection, *_DOCUMENTS, *_SEQUENCE)
    elif version < SCHEMA_VERSION or _tables_differ(connection):
        _make_anew(connection)
    if version != SCHEMA_VERSION:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _tables_differ(connection: sqlite3.Connection) -> bool:
    """Whether the lists that can be asked for were others when the file was made."""
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL", (_TABLE,))
    return {str(sql) for (sql,) in found} != set(_DOCUMENTS)


def _make_anew(connection: sqlite3.Connection) -> None:
    """The same documents, versions and feed in a table as it is wanted now; whatever an older one lacks is in the bodies."""
    older = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (_TABLE,)
    ).fetchall()
    _run(connection, *(f'DROP INDEX "{index}"' for (index,) in older), f"ALTER TABLE {_TABLE} RENAME TO older", _DOCUMENTS[0])
    # Before version 2 a tally knew of no line and of no edits.
    _run(connection, *(_with_number("day", name) for name in ("waiting", "office_revision")))
    values = ("seq", "pk", "id", "body", "expires", *(_text_at(name) for name in ("kind", *LISTED)))
    _run(connection, f"INSERT INTO {_TABLE} SELECT {', '.join(values)} FROM older", "DROP TABLE older", *_DOCUMENTS[1:])  # noqa: S608 - names of ours


def _with_number(kind: str, name: str) -> str:
    return (
        f"UPDATE older SET body = json_set(body, '$.{name}', 0)"  # noqa: S608 - names of ours
        f" WHERE json_extract(body, '$.kind') = '{kind}' AND json_type(body, '$.{name}') IS NULL"
    )


def _text_at(name: str) -> str:
    """Only text is listed, as in Azure Cosmos DB: a number never equals the text of it."""
    return f"CASE json_type(body, '$.{name}') WHEN 'text' THEN json_extract(body, '$.{name}') END"


def _run(connection: sqlite3.Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(statement)

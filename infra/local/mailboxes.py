"""Everybody's calendar, kept in the database. Ids come in two kinds, as in Outlook: immutable ones, and the ordinary ones."""

import secrets
import sqlite3
from collections.abc import Callable

import msgspec

from infra.local.graph_rules import fingerprint
from infra.local.graph_types import Content, Entry


class Mailboxes:
    """Reads and writes single entries; each write is one statement, so it is whole or absent."""

    def __init__(self, database: sqlite3.Connection, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    def entries(self, mailbox: str) -> list[Entry]:
        """All of a mailbox, in the order they were made."""
        query = "select document from events where mailbox = ? and deleted = 0 order by rowid"
        return [_entry(document) for (document,) in self._database.execute(query, (mailbox,))]

    def counts(self) -> dict[str, int]:
        """How many entries each mailbox holds."""
        query = "select mailbox, count(*) from events where deleted = 0 group by mailbox"
        return dict(self._database.execute(query))

    def find(self, mailbox: str, entry_id: str) -> Entry | None:
        """By either kind of id."""
        query = "select document from events where mailbox = ? and deleted = 0 and (id = ? or mutable_id = ?)"
        row = self._database.execute(query, (mailbox, entry_id, entry_id)).fetchone()
        return None if row is None else _entry(row[0])

    def was_deleted(self, mailbox: str, immutable_id: str) -> bool:
        """Whether it lies in Deleted Items, where an immutable id still reaches it."""
        query = "select 1 from events where mailbox = ? and deleted = 1 and id = ?"
        return self._database.execute(query, (mailbox, immutable_id)).fetchone() is not None

    def by_transaction(self, mailbox: str, transaction_id: str, *, also_deleted: bool) -> Entry | None:
        """The entry that this transaction id made."""
        query = "select document from events where mailbox = ? and transaction_id = ? and deleted <= ? order by deleted, rowid desc"
        row = self._database.execute(query, (mailbox, transaction_id, int(also_deleted))).fetchone()
        return None if row is None else _entry(row[0])

    def add(self, mailbox: str, content: Content, asked: Content) -> Entry:
        """A new entry; `asked` is what the request said, to know it again."""
        now = self._now()
        entry = Entry(
            id=f"AAkALg{secrets.token_urlsafe(45)}",
            mutable_id=f"AAMkAG{secrets.token_urlsafe(81)}",
            mailbox=mailbox,
            change_key=_change_key(),
            ical_uid=secrets.token_hex(28).upper(),
            created_s=now,
            modified_s=now,
            fingerprint=fingerprint(asked),
            content=content,
        )
        transaction = content.transaction_id if isinstance(content.transaction_id, str) else None
        self._database.execute(
            "insert into events (id, mutable_id, mailbox, transaction_id, document) values (?, ?, ?, ?, ?)",
            (entry.id, entry.mutable_id, mailbox, transaction, msgspec.json.encode(entry).decode()),
        )
        return entry

    def change(self, entry: Entry, content: Content) -> Entry:
        """The entry with new content and a new change key."""
        new = msgspec.structs.replace(entry, content=content, change_key=_change_key(), modified_s=self._now())
        self._database.execute("update events set document = ? where id = ?", (msgspec.json.encode(new).decode(), new.id))
        return new

    def delete(self, entry: Entry) -> None:
        """Moves it to Deleted Items."""
        self._database.execute("update events set deleted = 1 where id = ?", (entry.id,))


def _entry(document: str) -> Entry:
    return msgspec.json.decode(document, type=Entry)


def _change_key() -> str:
    return secrets.token_urlsafe(16)

"""Mails that were sent, kept in the database: one row in each mailbox that holds the mail."""

import secrets
import sqlite3
from collections.abc import Callable, Iterable

import msgspec

from infra.local.graph_types import ItemBody
from infra.local.people import People
from infra.local.world import Person

INBOX = "Inbox"
SENT = "Sent Items"


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as it is kept; blind copies are known only by where it lies."""

    subject: str
    body: ItemBody
    to: list[str]
    cc: list[str]
    headers: list[tuple[str, str]]
    sender: str = ""
    folder: str = INBOX
    sent_s: float = 0.0
    id: str = ""


class Mails:
    """Delivers and reads mails."""

    def __init__(self, database: sqlite3.Connection, people: People, now: Callable[[], float]) -> None:
        self._database = database
        self._people = people
        self._now = now

    def deliver(self, sender: Person, recipients: Iterable[str], mail: Mail, *, save: bool) -> None:
        """Into the mailboxes of this world that it goes to; what goes elsewhere is gone. `save`: a copy for the sender."""
        stamped = msgspec.structs.replace(mail, sender=sender.email, sent_s=self._now())
        owners = {owner.oid for owner in map(self._people.mailbox, recipients) if owner is not None}
        rows = [(oid, msgspec.structs.replace(stamped, folder=INBOX, id=_new_id())) for oid in sorted(owners)]
        if save:
            rows.append((sender.oid, msgspec.structs.replace(stamped, folder=SENT, id=_new_id())))
        # One statement, so that a mail has arrived everywhere or nowhere.
        places = ", ".join("(?, ?, ?)" for _ in rows)
        values = [value for oid, row in rows for value in (row.id, oid, msgspec.json.encode(row).decode())]
        if rows:
            self._database.execute(f"insert into mails (id, mailbox, document) values {places}", values)  # noqa: S608 - places only

    def of(self, mailbox: str) -> list[Mail]:
        """All of a mailbox, the newest first."""
        rows = self._database.execute("select document from mails where mailbox = ? order by rowid desc", (mailbox,))
        return [msgspec.json.decode(document, type=Mail) for (document,) in rows]


def _new_id() -> str:
    return f"AAMkAM{secrets.token_urlsafe(45)}"

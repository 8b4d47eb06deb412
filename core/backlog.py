"""What waits for the calendar clerk, told by what it keeps. The names under which it keeps that are here, since two rooms read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.journal import entry_of
from core.model import BookingId, PersonId
from core.store import documents
from core.store.port import MAX_PAGE, Document, Key, Listing, Store

DIRTY, SETTLED = "dirty", "settled"
MOST_CHANGES = 1_000
"""More than a clerk that keeps up ever has behind its place: it does not note its place for every change that is no journal entry."""
LATE = timedelta(minutes=15)
"""How long an entry of the journal may stay unread. A clerk reads it within seconds, whatever Outlook says."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One of the clerk's duties, by where its records and its place in the journal lie, and what the records are listed as."""

    partition: str
    kind: str

    @property
    def cursor(self) -> Key:
        """Where its place in the journal is kept."""
        return Key(self.partition, "cursor")

    def record(self, booking: BookingId, person: PersonId) -> Key:
        """Where the record of a booking is: in a partition of the person's own."""
        return Key(f"{self.partition}|{person}", f"{self.kind}|{booking}")

    def dirty(self, until: str = "\U0010ffff") -> Listing:
        """The records with something left to do that are due by then, the longest due first."""
        return Listing(self.kind, "state", DIRTY, "due", "", until)


CALENDAR = Duty("calendar", "entry")
NOTICES = Duty("notice", "notice")
MESSAGES = Duty("chat", "message")
"""What a person is written to in their chat; beside the chat's own reference, in the partition `chat|<person>`."""
REMINDERS = Duty("chat-reminder", "reminder")
"""What a person is reminded of; a partition and a place in the journal of its own: `chat-reminder|<person>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How far a duty is. `waiting`: records with something left to do; `oldest_due`: when the first of them may be tried.

    `unread`: entries of the journal behind its place, `unread_since` the oldest of them. Where there may be more than were counted, the
    `…_or_more` of a number is set.
    """

    waiting: int
    waiting_or_more: bool
    oldest_due: datetime | None
    unread: int
    unread_or_more: bool
    unread_since: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Whether the journal was not followed for so long that nobody does."""
        return self.unread_since is not None and now - self.unread_since > LATE


async def place(store: Store, cursor: Key) -> str | None:
    """Up to where the journal was read; None before the very first time. Raises Unavailable."""
    document = await store.read(cursor)
    token = document.fields.get("token") if document else None
    return token if isinstance(token, str) else None


async def read(store: Store, duty: Duty) -> Backlog:
    """How far the duty is. Reads a bounded number of documents. Raises Unavailable."""
    page = await store.list(duty.dirty(), limit=MAX_PAGE)
    unread, is_all = await _unread(store, await place(store, duty.cursor))
    return Backlog(
        waiting=len(page.documents),
        waiting_or_more=page.next is not None,
        oldest_due=_due(page.documents[0]) if page.documents else None,
        unread=len(unread),
        unread_or_more=not is_all,
        unread_since=min(unread, default=None),
    )


async def _unread(store: Store, token: str | None) -> tuple[list[datetime], bool]:
    """When the changes were made that the journal tells of after the place, and whether these are all of them."""
    found: list[datetime] = []
    looked_at = 0
    while looked_at < MOST_CHANGES:
        changes = await store.changes(token, limit=MOST_CHANGES - looked_at)
        if not changes.documents:
            return found, True
        entries = (entry_of(document) for document in changes.documents if documents.kind_of(document) == "journal")
        found += [entry.at for entry in entries if entry is not None]
        looked_at += len(changes.documents)
        token = changes.token
    return found, False


def _due(document: Document) -> datetime:
    return datetime.fromisoformat(str(document.fields["due"]))

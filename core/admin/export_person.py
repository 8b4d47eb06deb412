"""`export --person`: everything that is kept of one person, as they may be given it. Other people appear in it without their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import msgspec

from core import conversations
from core.admin.console import counted
from core.admin.feed import pages
from core.admin.mentions import Mentions
from core.admin.tools import OPERATOR, Ending, Tools
from core.admin.unfinished import write_whole
from core.backlog import CALENDAR, MESSAGES, REMINDERS
from core.journal import THE_HOUSE
from core.model import PersonId
from core.store import documents
from core.store.port import Document, Fields, Json

SOMEBODY_ELSE = "somebody else"
_SECTIONS = {
    "person": "profile",
    "booking": "bookings",
    "person_week": "weeks",
    "queue": "lines",
    "journal": "journal",
    CALENDAR.kind: "calendar",
    conversations.KIND: "chat",
    MESSAGES.kind: "messages",
    REMINDERS.kind: "reminders",
}
_PEOPLE = ("person", "actor", "made_by", "active_person")


async def export_person(tools: Tools, person: PersonId, file: Path) -> Ending:
    """Write the file. Raises Unavailable and OSError; then run it again, it starts over."""
    found = await _found(tools, Mentions(person))
    sections: dict[str, list[Fields]] = {name: [] for name in (*_SECTIONS.values(), "made_for_others", "other")}
    for document in found:
        kind = documents.kind_of(document)
        section = _SECTIONS.get(kind, "other")
        if kind == "booking" and documents.booking_of(document).person != person:
            section = "made_for_others"
        sections[section].append(_told(document, person))
    content: Mapping[str, object] = {"person": person, "exported_at": tools.clock.now().isoformat(timespec="seconds"), **sections}
    write_whole(file, msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n")
    what = ", ".join(f"{name.replace('_', ' ')} {len(fields)}" for name, fields in sections.items() if fields)
    tools.console.tell(f"{file}: {what or 'nothing is kept of this person'}")
    return Ending.DONE


async def _found(tools: Tools, mentions: Mentions) -> Sequence[Document]:
    """Every document that names the person, once, in its newest state."""
    found: dict[tuple[str, str], Document] = {}
    seen = 0
    async for page in pages(tools.store):
        seen += len(page.documents)
        tools.console.progress(f"Reading the store: {counted(seen, 'document')}")
        for document in page.documents:
            key = (document.key.partition, document.key.id)
            if mentions.in_document(document):
                found[key] = document
            else:
                found.pop(key, None)  # somebody who has left the line meanwhile
    return [found[key] for key in sorted(found)]


def _told(document: Document, person: PersonId) -> Fields:
    fields = document.fields
    match documents.kind_of(document):
        case "queue":
            return _line(document, person)
        case "booking" if fields.get("person") != person:
            return {name: value for name, value in _veiled(fields, person).items() if name != "reason"}
        case "journal":
            # An ask of the house's own names the booking, and with it whose it is.
            return {name: value for name, value in _veiled(fields, person).items() if name != "ask"}
        case "office":
            return {"kind": "office", "id": fields["id"]}
        case _:
            return fields


def _line(document: Document, person: PersonId) -> Fields:
    queue = documents.queue_of(document)
    waiters = cast("Sequence[Mapping[str, Json]]", document.fields["waiters"])
    own = [waiter for waiter in waiters if waiter["person"] == person]
    return {"office": queue.office, "day": queue.day.isoformat(), "place": queue.place_of(person), "waiting": own}


def _veiled(fields: Fields, person: PersonId) -> Fields:
    """Whoever else it was is nobody's business."""
    known = {person, THE_HOUSE, OPERATOR.id, None}
    return {name: SOMEBODY_ELSE if name in _PEOPLE and value not in known else value for name, value in fields.items()}

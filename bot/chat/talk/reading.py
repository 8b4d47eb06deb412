"""Reads a sentence with what is known of the one who says it."""

from __future__ import annotations

from bot.chat.talk.visit import Visit
from bot.chat.understand.meaning import KnownOffice, Scene, Understood
from bot.chat.understand.reader import understand
from core.model import Office, OfficeId


def read(visit: Visit, text: str) -> Understood:
    """What it means to this person now."""
    return _read(visit, text, visit.home)


def read_in(visit: Visit, office: Office) -> Understood:
    """What the visit's sentence means in that office: its tomorrow can be another day."""
    return _read(visit, visit.said, office.id)


def read_search(visit: Visit, text: str) -> Understood:
    """The same for words that only narrow a list: no office is meant unless it is named."""
    return _read(visit, text, None)


def _read(visit: Visit, text: str, home: OfficeId | None) -> Understood:
    # Without a home office, today is that of the first.
    there = sorted(visit.open_offices, key=lambda office: office.id != visit.home)
    offices = [KnownOffice(id=office.id, name=office.name, today=visit.today(office)) for office in there]
    scene = Scene(offices=offices, home=home, language=visit.person.language, locale=visit.incoming.sender.locale)
    # Half a character, which JSON can carry and no card can show, is none.
    return understand(text.encode("utf-8", "ignore").decode(), scene)

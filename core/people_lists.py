"""Lists of people for admins: by name, and only those who were asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from core import offices
from core.decision import Code, Refusal
from core.model import OfficeId, Person, PersonId
from core.paging import Taken, take
from core.people import People
from core.store import documents
from core.store.port import MAX_PAGE, Document, Listing, Store, Version


class Role(StrEnum):
    """What somebody may do beside booking for themselves."""

    PERSON = "person"
    OFFICE_ADMIN = "officeAdmin"
    SYSTEM_ADMIN = "systemAdmin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which people. `text`: words, each of which is part of the name or of the address. None: whatever it is."""

    text: str = ""
    role: Role | None = None
    custom_allowance: bool | None = None
    auto_approved: bool | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out."""
        return self == Question()

    def asks_for(self, person: Person, there: Collection[OfficeId]) -> bool:
        """Whether this is one of them."""
        return (
            (self.role is None or role_of(person, there) is self.role)
            and (self.custom_allowance is None or (person.allowance is not None) is self.custom_allowance)
            and (self.auto_approved is None or person.auto_approved is self.auto_approved)
            and _holds_words(f"{person.name}\n{person.email}", self.text)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a list and the version to name in an edit."""

    person: Person
    version: Version


def role_of(person: Person, there: Collection[OfficeId]) -> Role:
    """The person's role; `there` are the offices that exist. Who managed only offices that were removed manages nothing."""
    if person.is_system_admin:
        return Role.SYSTEM_ADMIN
    return Role.OFFICE_ADMIN if any(office in there for office in person.admin_of) else Role.PERSON


async def existing(store: Store, named: Iterable[OfficeId]) -> frozenset[OfficeId]:
    """Those of the offices that exist and were not removed."""
    found = await store.read_many([documents.office_key(office) for office in set(named)])
    return frozenset(office.id for office in map(documents.office_of, found.values()) if not office.removed)


async def may_see(store: Store, asker: Person) -> Refusal | None:
    """People are seen by System Admins and by the admins of any office that there is."""
    if asker.is_system_admin or await existing(store, asker.admin_of):
        return None
    return Refusal(Code.NOT_FOR_YOU)


async def find(
    store: Store, people: People, asker: Person, question: Question, *, limit: int, after: str | None
) -> Taken[Listed] | Refusal:
    """A page of people by name. ValueError for an unknown `after`."""
    refusal = await may_see(store, asker)
    if refusal is not None:
        return refusal
    there = frozenset(office.id for office in (await offices.read_all(store)).values() if not office.removed)

    def asked_for(document: Document) -> Listed | None:
        person = people.person_of(document)
        return Listed(person, document.version) if question.asks_for(person, there) else None

    listing = Listing("person", "house", documents.HOUSE, "sort_name")
    at_once = limit + 1 if question.is_everybody else MAX_PAGE
    return await take(store, [listing], asked_for, limit=limit, after=after, at_once=at_once)


async def names(people: People, wanted: Iterable[PersonId]) -> dict[PersonId, str]:
    """What those who are known are called."""
    return {person.id: person.name for person in (await people.read_many(list(wanted))).values()}


def _holds_words(text: str, words: str) -> bool:
    searched = _plain(text)
    return all(word in searched for word in _plain(words).split())


def _plain(text: str) -> str:
    """Letters as they are compared: large and small alike, and accents however they were typed."""
    return unicodedata.normalize("NFKC", text).casefold()

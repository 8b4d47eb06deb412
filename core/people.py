"""People: known from their first sign-in on, by tenant and object id; name and address are labels that follow the directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.model import OfficeId, Person, PersonId
from core.store import documents
from core.store.port import Conflict, Create, Document, Replace, Store, Unavailable

TRIES = 4


class People:
    """Reads and keeps people; who is a System Admin comes from the settings and is never kept."""

    def __init__(self, store: Store, system_admins: frozenset[PersonId]) -> None:
        self._store = store
        self._system_admins = system_admins

    async def read(self, person: PersonId) -> Person | None:
        """The person, or None before the first sign-in."""
        document = await self._store.read(documents.person_key(person))
        return self._person(document) if document else None

    async def read_many(self, people: Sequence[PersonId]) -> Mapping[PersonId, Person]:
        """Those of the people who are known."""
        found = await self._store.read_many([documents.person_key(person) for person in set(people)])
        return {person.id: person for person in map(self._person, found.values())}

    async def signed_in(self, person: PersonId, name: str, email: str) -> Person:
        """The person as of this sign-in: made on first sight, renamed when the directory says so. Raises Unavailable."""
        for _ in range(TRIES):
            document = await self._store.read(documents.person_key(person))
            known = self._person(document) if document else None
            told = self._told(known, person, name, email)
            if told == known:
                return told
            try:
                await self._keep(told, document)
            except Conflict:
                continue
            return told
        raise Unavailable("the person's profile kept changing")

    async def seed_admins(self, admins: Mapping[PersonId, frozenset[OfficeId]]) -> None:
        """Make people Office Admins before they ever signed in; for the first start only."""
        for person, offices in admins.items():
            known = Person(id=person, admin_of=offices)
            try:
                await self._keep(known, None)
            except Conflict:
                continue

    def _told(self, known: Person | None, person: PersonId, name: str, email: str) -> Person:
        before = known or Person(id=person, is_system_admin=person in self._system_admins)
        return replace(before, name=name or before.name, email=email or before.email)

    def _person(self, document: Document) -> Person:
        person = documents.person_of(document)
        return replace(person, is_system_admin=person.id in self._system_admins)

    async def _keep(self, person: Person, document: Document | None) -> None:
        key = documents.person_key(person.id)
        fields = documents.person_fields(person)
        operation = Create(id=key.id, fields=fields) if document is None else Replace(id=key.id, fields=fields, version=document.version)
        await self._store.commit(key.partition, [operation])

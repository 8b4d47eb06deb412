"""People: known from their first sign-in on, by tenant and object id; name and address are labels that follow the directory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.days import forgotten_after
from core.house_rules import RulesSource
from core.model import OfficeId, Person, PersonId, Rules, is_id
from core.store import documents
from core.store.port import Conflict, Create, Document, Key, Operation, Replace, Store, Unavailable, Version

TRIES = 4
MOST_APART = 10_000
SEEN_WITHIN = timedelta(days=7)
"""How exactly it is known when somebody was last seen: a write a week, not one a click."""


class People:
    """Reads and keeps people; who is a System Admin comes from the settings and is never kept."""

    def __init__(self, store: Store, system_admins: frozenset[PersonId], rules: RulesSource) -> None:
        self._store = store
        self._system_admins = system_admins
        self._rules = rules
        self._apart: dict[Key, tuple[Version, Person]] = {}

    async def read(self, person: PersonId) -> Person | None:
        """The person, or None before the first sign-in."""
        if not is_id(person):
            return None
        document = await self._store.read(documents.person_key(person))
        return self.person_of(document) if document else None

    async def read_many(self, people: Sequence[PersonId]) -> Mapping[PersonId, Person]:
        """Those of the people who are known."""
        found = await self._store.read_many([documents.person_key(person) for person in set(people)])
        return {person.id: person for person in map(self.person_of, found.values())}

    async def signed_in(self, person: PersonId, name: str, email: str, now: datetime) -> Person:
        """The person as of this sign-in: made on first sight, renamed when the directory says so, kept for longer. Raises Unavailable.

        In a read-only house nothing is kept of it.
        """
        for _ in range(TRIES):
            document = await self._store.read(documents.person_key(person))
            known = self._at_version(document) if document else None
            told = self._told(known, person, name, email, now)
            rules = await self._rules.read()
            if rules.read_only or (document is not None and told is known and not _is_forgotten_early(document, told, rules)):
                return told
            try:
                await self._keep(told, document, rules)
            except Conflict:
                continue
            return told
        raise Unavailable("the person's profile kept changing")

    async def remembered(self, person: PersonId, now: datetime) -> Person | None:
        """The person somebody else acts for; being booked for counts as being seen. Raises Unavailable."""
        known = await self.read(person)
        return None if known is None else await self.signed_in(person, "", "", now)

    async def seed_admins(self, admins: Mapping[PersonId, frozenset[OfficeId]]) -> None:
        """Make people Office Admins before they ever signed in; for the first start only."""
        rules = await self._rules.read()
        for person, offices in admins.items():
            known = Person(id=person, admin_of=offices)
            try:
                await self._keep(known, None, rules)
            except Conflict:
                continue

    def _told(self, known: Person | None, person: PersonId, name: str, email: str, now: datetime) -> Person:
        before = known or Person(id=person, is_system_admin=person in self._system_admins)
        today = now.astimezone(UTC).date()
        is_fresh = before.seen_on is not None and today - before.seen_on < SEEN_WITHIN
        name, email = name or before.name, email or before.email
        if is_fresh and (name, email) == (before.name, before.email):
            return before
        return replace(before, name=name, email=email, seen_on=before.seen_on if is_fresh else today)

    def _at_version(self, document: Document) -> Person:
        """The person that is kept there; taken apart once for each version, for people call often and change seldom."""
        version, person = self._apart.get(document.key, (None, None))
        if person is None or version != document.version:
            if len(self._apart) >= MOST_APART:
                self._apart.clear()
            person = self.person_of(document)
            self._apart[document.key] = (document.version, person)
        return person

    def person_of(self, document: Document) -> Person:
        """The person that is kept there, with what the settings say of them."""
        person = documents.person_of(document)
        return replace(person, is_system_admin=True) if person.id in self._system_admins else person

    async def _keep(self, person: Person, document: Document | None, rules: Rules) -> None:
        operation = person_operation(person, document.version if document else None, rules)
        await self._store.commit(documents.person_key(person.id).partition, [operation])


def _is_forgotten_early(document: Document, person: Person, rules: Rules) -> bool:
    """Whether it was kept while people were remembered for less long than now."""
    wanted = forgotten_after(person.seen_on, rules.people_retention_days).timestamp() if person.seen_on else None
    return document.expires is not None and (wanted is None or document.expires < wanted)


def person_operation(person: Person, version: Version | None, rules: Rules) -> Operation:
    """A person's profile as a whole. Somebody who was never seen, such as an admin named in the settings, is kept until they are."""
    key, fields = documents.person_key(person.id), documents.person_fields(person)
    expires = forgotten_after(person.seen_on, rules.people_retention_days) if person.seen_on else None
    if version is None:
        return Create(id=key.id, fields=fields, expires=expires)
    return Replace(id=key.id, fields=fields, version=version, expires=expires)

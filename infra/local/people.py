"""The directory: the dozen people of the world and those who were added by name, which are kept in the database."""

import sqlite3
import unicodedata

from infra.local.graph_error import GraphError, invalid_user
from infra.local.world import MAIL_DOMAIN, NOTICES, PEOPLE, Person, oid_of

NAME_LENGTH_MAX = 60
PEOPLE_MAX = 5000


class BadName(ValueError):
    """A name is 1 to 60 characters and holds no control characters."""


class People:
    """Finds people by any name they go by, and takes in new ones."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._people: dict[str, Person] = {person.oid: person for person in PEOPLE}
        rows: list[tuple[str, str, str]] = database.execute("select oid, name, email from people order by rowid").fetchall()
        for oid, name, email in rows:
            self._people[oid] = _added(oid, name, email)

    def all(self) -> tuple[Person, ...]:
        """The dozen first, then the added ones in the order they came."""
        return tuple(self._people.values())

    def by_oid(self, oid: str) -> Person | None:
        """The person with exactly this object id."""
        return self._people.get(oid.lower())

    def by_id_or_address(self, key: str) -> Person | None:
        """As Graph looks a user up: by object id or by user principal name, never by a display name."""
        wanted = key.casefold()
        return self._people.get(wanted) or next((p for p in self.all() if p.email.casefold() == wanted), None)

    def mailbox(self, key: str) -> Person | None:
        """The same, or the shared mailbox; None where there is no mailbox."""
        person = NOTICES if key.casefold() in (NOTICES.oid, NOTICES.email) else self.by_id_or_address(key)
        return person if person is not None and person.mailbox else None

    def owner_of_mailbox(self, key: str) -> Person:
        """The same; raises GraphError as Graph does."""
        person = self.mailbox(key) or self.by_id_or_address(key)
        if person is None:
            raise invalid_user(key)
        if not person.mailbox:
            message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise GraphError(404, "MailboxNotEnabledForRESTAPI", message)
        return person

    def find(self, key: str) -> Person | None:
        """By object id, address, full name or first name, whatever the case."""
        wanted = key.strip().casefold()
        exact = self.by_id_or_address(wanted)
        if exact is not None:
            return exact
        full = (p for p in self.all() if p.name.casefold() == wanted)
        first = (p for p in self.all() if p.first.casefold() == wanted)
        return next(full, None) or next(first, None)

    def find_or_add(self, key: str) -> Person:
        """The person who goes by this name, else a new one of this name."""
        name = _clean(key)
        return self.find(name) or self._add(name)

    def _add(self, name: str) -> Person:
        if len(self._people) >= PEOPLE_MAX:
            msg = f"There are already {PEOPLE_MAX} people."
            raise BadName(msg)
        email = self._free_address(name)
        person = _added(oid_of(email), name, email)
        self._database.execute("insert into people (oid, name, email) values (?, ?, ?)", (person.oid, person.name, person.email))
        self._people[person.oid] = person
        return person

    def _free_address(self, name: str) -> str:
        """Different names may fold to one address ("Zoé", "Zoe"): the later one gets a number."""
        local = _address_part(name)
        taken = {person.email.casefold() for person in (*self.all(), NOTICES)}
        candidates = (f"{local}{n or ''}@{MAIL_DOMAIN}" for n in (0, *range(2, PEOPLE_MAX + 2)))
        return next(address for address in candidates if address not in taken)


def _added(oid: str, name: str, email: str) -> Person:
    return Person(oid=oid, name=name, first=name.split(maxsplit=1)[0], email=email, note="Added here")


def _clean(key: str) -> str:
    name = " ".join(part for part in key.split(" ") if part)
    if not 1 <= len(name) <= NAME_LENGTH_MAX or any(unicodedata.category(c).startswith("C") for c in name) or not name.split():
        raise BadName(BadName.__doc__)
    return name


def _address_part(name: str) -> str:
    """A plain-letter local part; a name without any plain letter gets its code points, so that it stays its own."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ["".join(c for c in word if c.isalnum()) for word in folded.split()]
    return ".".join(word for word in words if word) or "person-" + "-".join(f"{ord(c):x}" for c in name if c.isalnum())[:40].strip("-")

"""Who talks with whom: everybody alone with the bot, and the groups of the world. Ids look like Teams' and are the same at each start."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Literal

from infra.local.people import People
from infra.local.world import BOT_APP_ID, GROUPS, TENANT, Group, Person

BOT_NAME = "Office Booker"
BOT_ID = f"28:{BOT_APP_ID}"
"""The bot's name inside Teams."""
Kind = Literal["personal", "groupChat", "channel"]


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation. `group` is what the world says of it, unless it is somebody's own with the bot."""

    id: str
    kind: Kind
    members: tuple[Person, ...]
    group: Group | None = None

    @property
    def title(self) -> str:
        """What the list of conversations shows."""
        if self.group is None:
            return BOT_NAME
        return f"{self.group.team_name} / {self.group.name}" if self.group.team else self.group.name

    def id_in(self, thread: str) -> str:
        """The id that the bot knows it by: in a channel every thread counts as one conversation."""
        return f"{self.id};messageid={thread}" if self.kind == "channel" and thread else self.id


class Rooms:
    """All conversations of the local Teams; those of the groups have members that are people of the world."""

    def __init__(self, people: People) -> None:
        self._people = people
        by_first = {person.first: person for person in people.all()}
        self._groups = tuple(
            Room(group.id, "channel" if group.team else "groupChat", tuple(by_first[name] for name in group.members), group)
            for group in GROUPS
        )

    def of(self, person: Person) -> list[Room]:
        """Everything somebody sees, their own chat with the bot first."""
        return [personal_room(person), *(room for room in self._groups if person in room.members)]

    def find(self, conversation: str) -> tuple[Room, str] | None:
        """A conversation by the id that the bot knows, and the thread that it names."""
        plain, _, thread = conversation.partition(";messageid=")
        found = next((room for room in self._groups if room.id == plain), None)
        if found is None:
            found = next((room for room in map(personal_room, self._people.all()) if room.id == plain), None)
        return None if found is None else (found, thread)

    def team(self, team: str) -> Room | None:
        """The first channel of a team."""
        return next((room for room in self._groups if room.group is not None and room.group.team and room.group.team == team), None)

    def person(self, key: str) -> Person | None:
        """By the name inside Teams or by object id."""
        return self._people.by_oid(key) or next((one for one in self._people.all() if teams_id(one) == key), None)


def personal_room(person: Person) -> Room:
    """Somebody's own conversation with the bot."""
    return Room(f"a:1{_opaque('chat', person.oid)}", "personal", (person,))


def teams_id(person: Person) -> str:
    """The name that the bot knows somebody by inside Teams; another bot would know another one."""
    return f"29:1{_opaque('person', person.oid)}"


def _opaque(kind: str, value: str) -> str:
    digest = hashlib.sha512(f"{TENANT}:{BOT_APP_ID}:{kind}:{value}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

"""What comes from Teams, as values of ours. Who sent it was proved by the channel; everything else in it is a stranger's word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.model import PersonId

Data = Mapping[str, object]
"""What a card or a dialog carried. The client could have written anything there."""


class Kind(StrEnum):
    """Who reads along: nobody else, the members of a group chat (or a meeting), or those of a team."""

    PERSONAL = "personal"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Where something was said. `service_url`: the connector to answer by, on the list of allowed hosts. `team`: of a channel."""

    id: str
    kind: Kind
    service_url: str
    tenant: str
    team: str | None = None

    @property
    def is_shared(self) -> bool:
        """Whether others read along: then nothing of anybody's own may be shown."""
        return self.kind is not Kind.PERSONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Somebody of an allowed tenant. `channel_id`: their name inside Teams ("29:…"); `locale`: of their client, such as "de-DE"."""

    person: PersonId
    name: str
    channel_id: str
    locale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Anything that came. `id`: Teams' own of the activity; one that is sent again carries the same."""

    id: str
    sender: Sender
    conversation: Conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Incoming):
    """A sentence, without the mention of the bot. `data`: what the button of an old client (Action.Submit) carried, else empty."""

    text: str
    data: Data = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Incoming):
    """A button of a card (Action.Execute). `is_refresh`: nobody pressed it, the card is being looked at again."""

    verb: str
    data: Data
    is_refresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Incoming):
    """The message extension's search box. `command`: as in the manifest, or empty; `skip` and `count`: the page wanted."""

    command: str
    words: str
    skip: int = 0
    count: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Incoming):
    """An address of ours that somebody pasted into a message and that can be unfurled."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogOpened(Incoming):
    """Somebody opened a dialog: by an action of the message extension, or a card's button (`task/fetch`)."""

    command: str
    data: Data
    is_extension: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogSent(Incoming):
    """Somebody sent a dialog off."""

    command: str
    data: Data
    is_extension: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed(Incoming):
    """The app was added to this conversation, or the bot was. Teams says so in two activities at nearly the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled(Incoming):
    """The app was taken away from this conversation."""

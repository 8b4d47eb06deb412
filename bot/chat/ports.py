"""What the rooms of the chat need of each other; the channel has the only one of these that knows Teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.chat.incoming import Conversation, Incoming
from bot.chat.outgoing import Answer, CardJson, Reply
from core.conversations import Reference
from core.model import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a shared conversation; `channel_id` is their name inside Teams, which a card's refresh asks for."""

    person: PersonId
    channel_id: str


class Roster(Protocol):
    """Who is in a shared conversation."""

    async def members(self, conversation: Conversation) -> Sequence[Member]:
        """The members of allowed tenants, `MOST_MEMBERS` at most; empty where Teams does not say. Never raises."""
        ...


class Talker(Protocol):
    """Answers whatever comes; the channel calls it once for each activity."""

    async def answer(self, incoming: Incoming, roster: Roster) -> Answer:
        """What to say. Raises Busy and Unavailable, which the channel turns into a word to try again."""
        ...


class Gone(Exception):
    """There is no such conversation any more, or the bot was blocked there: the reference is to be forgotten."""


class NotNow(Exception):
    """It was certainly not sent: throttled, or no connection. `after_s`: not before so many seconds."""

    def __init__(self, after_s: float | None = None) -> None:
        super().__init__("not now")
        self.after_s = after_s


class Unsure(Exception):
    """Whether it was sent is not known: the answer was lost."""


class Post(Protocol):
    """Sends without being asked. All throttling by Teams' limits is inside."""

    async def send(self, to: Reference, reply: Reply) -> str:
        """The id of the new message. Raises Gone, NotNow and Unsure."""
        ...

    async def update(self, to: Reference, message: str, card: CardJson, summary: str) -> None:
        """Show another card in place of that message. Raises Gone, NotNow and Unsure."""
        ...

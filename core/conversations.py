"""Where the bot can write to a person without being asked: one personal chat each, as Teams last named it."""

from __future__ import annotations

from dataclasses import dataclass

from core.model import PersonId
from core.store.port import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A personal chat. `channel_id`: the person's name inside Teams ("29:…"); `service_url`: by which connector it is reached.

    `welcomed`: whether the greeting was sent there.
    """

    person: PersonId
    conversation: str
    service_url: str
    channel_id: str
    welcomed: bool = False


def partition_of(person: PersonId) -> str:
    """Where all that the chat keeps of a person lies."""
    return f"chat|{person}"


def reference_key(person: PersonId) -> Key:
    """Where the person's chat is kept."""
    return Key(partition_of(person), "reference")

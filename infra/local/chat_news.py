"""Tells open pages that something changed in a conversation, so that they look."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from infra.local.chat_rooms import Room

What = Literal["changed", "typing"]
News = tuple[What, str]
"""What happened, and in which conversation."""


class NewsDesk:
    """Each listener hears what happens in the conversations of one person."""

    def __init__(self) -> None:
        self._listeners: set[tuple[str, asyncio.Queue[News | None]]] = set()

    def tell(self, room: Room, what: What = "changed") -> None:
        """Everybody in the conversation hears it, the one who did it too."""
        oids = {person.oid for person in room.members}
        for oid, queue in self._listeners:
            if oid in oids:
                queue.put_nowait((what, room.id))

    @contextmanager
    def listen(self, oid: str) -> Generator[asyncio.Queue[News | None]]:
        """News of one person's conversations; None says that this world ends."""
        queue: asyncio.Queue[News | None] = asyncio.Queue()
        listener = (oid, queue)
        self._listeners.add(listener)
        try:
            yield queue
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """Lets every listener go."""
        for _, queue in self._listeners:
            queue.put_nowait(None)

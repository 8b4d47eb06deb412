"""A clerk's place in the journal: what stands there is noted first, and only then does the place move on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from core.backlog import place
from core.journal import Entry, entry_of
from core.store import documents
from core.store.port import Conflict, Create, Fields, Key, Replace, Store

PAGE = 500
AT_ONCE = 32
"""Side by side, because a store makes writes durable together that come together."""

_Item = TypeVar("_Item")


class Feed:
    """Reads the journal from where it was last read up to; `cursor` is where that place is kept."""

    def __init__(self, store: Store, cursor: Key) -> None:
        self._store = store
        self._cursor = cursor
        self._read_up_to: str | None = None
        self._unsaved = 0

    async def follow(self, note: Callable[[Sequence[Entry]], Awaitable[None]]) -> bool:
        """Have what is new noted; whether there was anything."""
        changes = await self._store.changes(self._read_up_to or await self.place(), limit=PAGE)
        found = [entry_of(document) for document in changes.documents if documents.kind_of(document) == "journal"]
        entries = [entry for entry in found if entry is not None]
        await note(entries)
        self._read_up_to = changes.token
        self._unsaved += len(changes.documents)
        # The place is a change, too: keeping it for every page would feed the clerks with their own writes for ever.
        if entries or self._unsaved >= PAGE:
            await self.move(changes.token)
            self._unsaved = 0
        return bool(changes.documents)

    async def place(self) -> str | None:
        """Where the journal was read up to; None at the very first start."""
        return await place(self._store, self._cursor)

    async def move(self, token: str) -> None:
        """Never before everything up to there is noted. Where two clerks move it at once, either place will do."""
        key, document = self._cursor, await self._store.read(self._cursor)
        fields: Fields = {"kind": "cursor", "token": token}
        operation = Replace(id=key.id, fields=fields, version=document.version) if document else Create(id=key.id, fields=fields)
        with suppress(Conflict):
            await self._store.commit(key.partition, [operation])


async def each(items: Sequence[_Item], work: Callable[[_Item], Awaitable[None]]) -> None:
    """The same work for every item, a bounded number side by side."""

    async def one(item: _Item) -> None:
        await work(item)

    for first in range(0, len(items), AT_ONCE):
        async with asyncio.TaskGroup() as group:
            for item in items[first : first + AT_ONCE]:
                group.create_task(one(item))

"""For control tests: a feed without its one protection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from core.errands.feed import PAGE, Feed
from core.journal import Entry, entry_of
from core.store import documents


class HastyFeed(Feed):
    """Moves its place before what stands there is noted."""

    async def follow(self, note: Callable[[Sequence[Entry]], Awaitable[None]]) -> bool:
        changes = await self._store.changes(self._read_up_to or await self.place(), limit=PAGE)
        found = [entry_of(one) for one in changes.documents if documents.kind_of(one) == "journal"]
        entries = [entry for entry in found if entry is not None]
        self._read_up_to = changes.token
        await self.move(changes.token)
        await note(entries)
        return bool(entries)

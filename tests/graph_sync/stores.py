"""The store as an unlucky clerk sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.store.port import Changes, Create, Document, Key, Listing, Operation, Page, Replace, Store, Unavailable


class Passing:
    """Passes everything on."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def read(self, key: Key) -> Document | None:
        return await self.store.read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        return await self.store.read_many(keys)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        return await self.store.list(listing, limit=limit, next=next)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await self.store.commit(partition, operations)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        return await self.store.changes(token, limit=limit)

    async def close(self) -> None:
        return


class ShortPages(Passing):
    """Gives fewer changes than it was asked for, as a store of several partitions does: that is not the end of them."""

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        return await super().changes(token, limit=min(limit, 3))


class Fickle(Passing):
    """Goes away once at each of the named moments, in that order."""

    def __init__(self, store: Store, *moments: str) -> None:
        super().__init__(store)
        self.moments = list(moments)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        self._fail("list")
        return await super().list(listing, limit=limit, next=next)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        for operation in operations:
            if operation.id.startswith(("entry|", "notice|")):
                self._fail(_moment(operation))
        await super().commit(partition, operations)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        self._fail("changes")
        return await super().changes(token, limit=limit)

    def _fail(self, moment: str) -> None:
        if self.moments and self.moments[0] == moment:
            self.moments.pop(0)
            raise Unavailable(moment)


def _moment(operation: Operation) -> str:
    if isinstance(operation, Create):
        return "wanting"
    return "taking" if isinstance(operation, Replace) and operation.fields["trouble"] == "in hand" else "keeping"

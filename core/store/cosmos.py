"""The Store port on Azure Cosmos DB, for a house that is served by several machines.

One batch of the port is one transactional batch of the database: one request, all or nothing. Consistency is the account's Session level:
a process reads what it wrote; what it decides is decided by the conditions of its batches and never by what it read.
"""

from __future__ import annotations

import asyncio
import heapq
import math
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from azure.core.exceptions import AzureError
from azure.cosmos.aio import ContainerProxy
from azure.cosmos.exceptions import CosmosBatchOperationError, CosmosHttpResponseError, CosmosResourceNotFoundError

from core.clock import Clock
from core.store import cosmos_items as items
from core.store.cosmos_doorway import Doorway
from core.store.cosmos_feed import Feed
from core.store.cosmos_patience import Patience, sub_status_of
from core.store.cosmos_session import Session
from core.store.cosmos_sql import Query, listed, several
from core.store.cosmos_token import make_place, read_place
from core.store.documents import LISTINGS
from core.store.port import (
    MAX_BATCH,
    MAX_PAGE,
    Changes,
    Conflict,
    Document,
    Key,
    Listing,
    Operation,
    Page,
    Patch,
    Refused,
    Replace,
    Version,
)
from core.turns import Turns, together

PARALLEL_READS = 16
_CHARGE = "x-ms-request-charge"
_REFUSALS = {404: Refused.MISSING, 409: Refused.EXISTS}
_PRECONDITION_FAILED = 412
_MALFORMED = frozenset({400, 413})


class _TornAnswerError(AzureError):
    """The answer came in two pieces, which are not of the same instant."""


class CosmosStore:
    """The Store port on one container; opened by `cosmos_client.open_cosmos`."""

    def __init__(
        self,
        container: ContainerProxy,
        feed: ContainerProxy,
        clock: Clock,
        patience: Patience,
        on_charge: Callable[[str, float], None],
        let_go: Callable[[], Awaitable[None]],
    ) -> None:
        self._container = container
        self._feed = Feed(feed, patience, partial(self._charge, "changes"))
        self._clock = clock
        self._patience = patience
        self._on_charge = on_charge
        self._let_go = let_go
        # Azure Cosmos DB takes one update of an item at a time and answers 449 to the others. Three hundred people who want the same
        # office day would repeat themselves for seconds; queueing for the item costs them nothing (facts/cosmos, contention).
        self._turns = Turns()
        self._session = Session()
        self._doorway = Doorway()
        self._feed_turn = asyncio.Lock()
        self._readers = asyncio.Semaphore(PARALLEL_READS)

    async def read(self, key: Key) -> Document | None:
        """See the port."""
        async with self._doorway.inside(), self._patience.within("read"):
            return await self._read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        """See the port.

        One key of a partition is a point read, 1 request unit. Several are one query, about 3 units and one round trip: cheaper than four
        point reads, and unlike them one snapshot, which the engine needs. A booking read before and its journal entry read after the same
        commit would make an ask that was granted look like one that was used for something else.
        """
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for key in keys:
            ids[key.partition].add(key.id)
        async with self._doorway.inside(), self._patience.within("read_many"):
            found = await together([self._read_partition(partition, sorted(wanted)) for partition, wanted in ids.items()])
        return {document.key: document for documents in found for document in documents}

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        """See the port. Every physical partition answers with its first ones, and the first of those are the page."""
        if (listing.kind, listing.field, listing.order) not in LISTINGS:
            raise ValueError(f"there is no listing of {listing.kind} by {listing.field} and {listing.order}")
        limit = max(1, min(limit, MAX_PAGE))
        query = listed(listing, read_place(next) if next else None, limit + 1, self._now())
        async with self._doorway.inside(), self._patience.within("list"):
            ranges = await self._patience.insist("list", self._ranges)
            answers = await together([self._patience.insist("list", partial(self._in_range, query, one)) for one in ranges])

        def place(item: items.Item) -> tuple[str, str]:
            return str(item["fields"][listing.order]), str(item["id"])

        first = heapq.nsmallest(limit + 1, (item for answer in answers for item in answer), key=place)
        token = make_place(*place(first[limit - 1])) if len(first) > limit else None
        return Page(tuple(items.document_of(item) for item in first[:limit]), token)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        """See the port.

        A batch whose answer was lost is sent again. If it had been written, the second meets the first: its own create EXISTS, its own
        replace finds the version CHANGED, and the caller is told so, because from here it can't be known whose write it met. A batch of
        patches alone would count twice; it is never sent again once it may have been written.
        """
        if not 0 < len(operations) <= MAX_BATCH:
            raise ValueError(f"a batch holds 1 to {MAX_BATCH} operations")
        items.check(operations)
        patched = [Key(partition, operation.id) for operation in operations if isinstance(operation, Patch)]
        is_repeatable = len(patched) < len(operations)
        async with self._doorway.inside(), self._patience.within("commit"), self._turns.of(patched):
            await self._patience.insist("commit", lambda: self._commit(partition, operations), is_repeatable=is_repeatable)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        """See the port. A page may be longer than asked for: the documents of one batch stay together.

        Oldest first holds within a physical partition; they take turns.
        """
        async with self._doorway.inside(), self._patience.within("changes"), self._feed_turn:
            while True:
                page = await self._feed.page(token, max(1, limit))
                now = self._now()
                living = tuple(items.document_of(item) for item in page.items if not items.is_expired(item, now))
                if living or not page.items:
                    return Changes(living, page.token)
                token = page.token

    async def close(self) -> None:
        """See the port."""
        if await self._doorway.shut():
            await self._let_go()

    async def _read(self, key: Key) -> Document | None:
        item = await self._patience.insist("read", lambda: self._item(key))
        return items.document_of(item) if item is not None and not items.is_expired(item, self._now()) else None

    def _now(self) -> int:
        return math.floor(self._clock.now().timestamp())

    def _charge(self, operation: str, headers: Mapping[str, Any]) -> None:
        self._on_charge(operation, float(headers.get(_CHARGE, 0)))

    async def _item(self, key: Key) -> items.Item | None:
        """A point read. Only a plain 404 means that there is no such item; others are about the session or the container."""
        try:
            with self._session.kept():
                item = await self._container.read_item(key.id, key.partition, session_token=self._session.token)
        except CosmosResourceNotFoundError as error:
            self._charge("read", _headers_of(error))
            if sub_status_of(error):
                raise
            return None
        self._charge("read", item.get_response_headers())
        return cast("items.Item", item)

    async def _read_partition(self, partition: str, ids: Sequence[str]) -> Sequence[Document]:
        if len(ids) == 1:
            async with self._readers:
                document = await self._read(Key(partition, ids[0]))
            return [document] if document else []
        query = several(ids, self._now())
        async with self._readers:
            found = await self._patience.insist("read_many", lambda: self._snapshot(partition, query))
        return [items.document_of(item) for item in found]

    async def _snapshot(self, partition: str, query: Query) -> Sequence[items.Item]:
        """The query's answer in one page: one request to one replica is one snapshot."""
        pages = self._container.query_items(
            query.text,
            parameters=query.parameters,
            partition_key=partition,
            max_item_count=len(query.values),
            response_hook=lambda headers, _: self._charge("read_many", headers),
            session_token=self._session.token,
        ).by_page()
        with self._session.kept():
            first = await anext(pages, None)
            found = [item async for item in first] if first is not None else []
            if first is not None and await anext(pages, None) is not None:
                raise _TornAnswerError("several documents were read in several pieces")
        return found

    async def _ranges(self) -> Sequence[dict[str, Any]]:
        return [feed_range async for feed_range in self._container.read_feed_ranges()]

    async def _in_range(self, query: Query, feed_range: dict[str, Any]) -> Sequence[items.Item]:
        answer = self._container.query_items(
            query.text,
            parameters=query.parameters,
            feed_range=feed_range,
            max_item_count=MAX_PAGE + 1,
            response_hook=lambda headers, _: self._charge("list", headers),
            session_token=self._session.token,
        )
        with self._session.kept():
            return [item async for item in answer]

    async def _commit(self, partition: str, operations: Sequence[Operation]) -> None:
        """One try, once more for every create that met an item which has expired but is still kept."""
        over: dict[int, Version] = {}
        while True:
            refused = await self._send(partition, operations, over)
            if refused is None:
                return
            if refused.index not in over and refused.why in {Refused.EXISTS, Refused.UNMET}:
                expired = await self._expired(Key(partition, operations[refused.index].id))
                if expired is not None and refused.why is Refused.EXISTS:
                    over[refused.index] = expired
                    continue
                if expired is not None:
                    raise Conflict(refused.index, Refused.MISSING)
            raise refused

    async def _send(self, partition: str, operations: Sequence[Operation], over: Mapping[int, Version]) -> Conflict | None:
        steps = items.steps(partition, operations, self._clock.now().timestamp(), over)
        try:
            answer = await self._container.execute_item_batch(steps, partition_key=partition)
        except CosmosBatchOperationError as error:
            self._answered_commit(_headers_of(error))
            index = cast("int", error.error_index)
            why = _refusal(error.status_code, operations[index])
            if why is not None:
                return Conflict(index, Refused.EXISTS if index in over else why)
            if error.status_code in _MALFORMED:
                raise ValueError(f"operation {index} can't be carried out ({error.status_code})") from error
            raise
        except CosmosHttpResponseError as error:
            if error.status_code in _MALFORMED:
                raise ValueError(f"the batch can't be carried out ({error.status_code})") from error
            raise
        self._answered_commit(answer.get_response_headers())
        return None

    def _answered_commit(self, headers: Mapping[str, Any]) -> None:
        self._charge("commit", headers)
        self._session.saw(headers)

    async def _expired(self, key: Key) -> Version | None:
        """The version of the item if it is there although its time is over."""
        item = await self._item(key)
        return items.version_of(item) if item is not None and items.is_expired(item, self._now()) else None


def _headers_of(error: CosmosHttpResponseError | CosmosBatchOperationError) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", error.headers or {})


def _refusal(status: int | None, operation: Operation) -> Refused | None:
    """What the database's status for one operation means; None if it is no answer about the documents."""
    if status == _PRECONDITION_FAILED:
        return Refused.CHANGED if isinstance(operation, Replace) else Refused.UNMET
    return _REFUSALS.get(status or 0)

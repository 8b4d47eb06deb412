"""The container's change feed, read page by page from any place in it.

The SDK can read all physical partitions as one feed, but refuses its own continuation until each of them was read once. So each is read as
a feed of its own, and our token holds all of their places. A partition that splits later is the SDK's business: its continuation knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from azure.cosmos.aio import ContainerProxy

from core.store.cosmos_items import Item
from core.store.cosmos_patience import Patience
from core.store.cosmos_token import FeedPlace, make_feed, read_feed


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Items in the order in which they were written to one physical partition; empty: there is nothing new in any."""

    items: Sequence[Item]
    token: str


class Feed:
    """Reads the feed with a client of its own: the place is found in the headers of that client's last answer."""

    def __init__(self, container: ContainerProxy, patience: Patience, on_charge: Callable[[Mapping[str, Any]], None]) -> None:
        self._container = container
        self._patience = patience
        self._on_charge = on_charge

    async def page(self, token: str | None, limit: int) -> FeedPage:
        """What follows the token. Partitions take turns, so that one that is always busy can't hide the others."""
        places = read_feed(token) if token else await self._patience.insist("changes", self._beginnings)
        for _ in range(len(places)):
            first, *others = places
            items, continuation = await self._patience.insist("changes", partial(self._read, first, limit))
            places = [*others, FeedPlace(first.feed_range, continuation)]
            if items:
                return FeedPage(items, make_feed(places))
        return FeedPage((), make_feed(places))

    async def _beginnings(self) -> Sequence[FeedPlace]:
        return [FeedPlace(feed_range, None) async for feed_range in self._container.read_feed_ranges(force_refresh=True)]

    async def _read(self, place: FeedPlace, limit: int) -> tuple[Sequence[Item], str]:
        answers: list[Mapping[str, Any]] = []

        def keep(headers: Mapping[str, Any], _: object) -> None:
            self._on_charge(headers)
            answers.append(headers)

        start: dict[str, Any] = {"continuation": place.continuation}
        if place.continuation is None:
            # The SDK's default is now, which would lose what was written while nobody read.
            start = {"feed_range": place.feed_range, "start_time": "Beginning"}
        pages = self._container.query_items_change_feed(max_item_count=limit, response_hook=keep, **start).by_page()
        page = await anext(pages, None)
        found = [item async for item in page] if page is not None else []
        # With nothing new there is no page to ask for a continuation, but the headers have it all the same.
        return found, str(answers[-1]["etag"])

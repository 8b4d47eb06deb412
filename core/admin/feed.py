"""The whole store, page by page, from the change feed."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from core.store.port import Changes, Store

PAGE = 500
SHORT = PAGE // 4
SHORT_PAGES = 64
"""So many short pages in a row, and the reader has caught up with those who write: more than there are physical partitions.

While people book, a page without anything may never come.
"""


async def pages(store: Store, token: str | None = None) -> AsyncGenerator[Changes]:
    """Everything that is kept, oldest first; what is written meanwhile comes again or comes later. Raises Unavailable."""
    short = 0
    while short < SHORT_PAGES:
        page = await store.changes(token, limit=PAGE)
        if not page.documents:
            return
        token = page.token
        short = short + 1 if len(page.documents) < SHORT else 0
        yield page

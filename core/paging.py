"""Several of the store's lists as one, in pages, without what was not asked for.

A page ends where enough was found, or where enough was looked at: one call costs a bounded number of reads, however rare what is looked
for. So a page may be short, or empty, although there is more; `next` says so.
"""

from __future__ import annotations

import base64
import binascii
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import msgspec

from core.store.port import MAX_PAGE, Document, Listing, Store
from core.turns import together

MOST_LOOKED_AT = 2_000

_Thing = TypeVar("_Thing")
_Place = tuple[str, str]
"""Where a document stands in a list: what it is ordered by, then its id."""


@dataclass(frozen=True, slots=True)
class Taken(Generic[_Thing]):
    """What was found, and where to go on; None when that was all."""

    found: tuple[_Thing, ...]
    next: str | None


async def take(
    store: Store, listings: Sequence[Listing], keep: Callable[[Document], _Thing | None], *, limit: int, after: str | None, at_once: int
) -> Taken[_Thing]:
    """The first of all the lists together, as far as `keep` makes something of them. ValueError for an `after` that was not given here.

    `at_once`: how many are read of each list in one go; one more than the limit where nothing is left out.
    """
    place = _read_token(after) if after else None
    strands = [_Strand(store, listing, place, min(at_once, MAX_PAGE)) for listing in listings]
    found: list[_Thing] = []
    for _ in range(MOST_LOOKED_AT):
        empty = [strand.fill() for strand in strands if strand.is_empty]
        if empty:
            await together(empty)
        nearest = min((strand for strand in strands if strand.waiting), key=lambda strand: strand.waiting[0][0], default=None)
        if nearest is None:
            return Taken(tuple(found), None)
        if len(found) == limit:
            break
        place, document = nearest.waiting.popleft()
        thing = keep(document)
        if thing is not None:
            found.append(thing)
    return Taken(tuple(found), _make_token(place) if place else None)


class _Strand:
    """One of the lists, read page by page as it is wanted."""

    def __init__(self, store: Store, listing: Listing, after: _Place | None, size: int) -> None:
        self._store = store
        self._listing = replace(listing, first=max(listing.first, after[0])) if after else listing
        self._after = after
        self._size = size
        self._token: str | None = None
        self._is_read = False
        self.waiting: deque[tuple[_Place, Document]] = deque()

    @property
    def is_empty(self) -> bool:
        """Whether the store must be asked for more."""
        return not self.waiting and not self._is_read

    async def fill(self) -> None:
        """Read on until something is there or the list is over."""
        while self.is_empty:
            page = await self._store.list(self._listing, limit=self._size, next=self._token)
            self._token = page.next
            self._is_read = page.next is None
            placed = ((_place(self._listing, document), document) for document in page.documents)
            self.waiting.extend(one for one in placed if self._after is None or one[0] > self._after)


def _place(listing: Listing, document: Document) -> _Place:
    return str(document.fields[listing.order]), document.key.id


def _make_token(place: _Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _read_token(token: str) -> _Place:
    try:
        return msgspec.json.decode(base64.b64decode(token.encode(), altchars=b"-_", validate=True), type=_Place)
    except (binascii.Error, UnicodeError, ValueError):
        raise ValueError("that is no place in a list") from None

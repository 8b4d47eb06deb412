"""What the core asks of a database. Small on purpose: every adapter passes the one suite in `tests/contract`.

Documents live in partitions. A batch is all or nothing inside one partition, and every operation of it is safe to send twice: a create
collides with itself, a replace names the version it saw, a patch carries a condition and stands beside a create or a replace.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType, Protocol

Scalar = bool | int | float | str | None
Json = Scalar | Sequence["Json"] | Mapping[str, "Json"]
Fields = Mapping[str, Json]
Version = NewType("Version", str)

MAX_BATCH = 100
"""Operations in one batch; Azure Cosmos DB's limit for a transactional batch (facts/cosmos, limits)."""
MAX_PAGE = 200


class Key(NamedTuple):
    """Where a document lives; a tuple, for it is looked up everywhere.

    Ids keep to ASCII without slashes, `?` and `#`, which Azure Cosmos DB refuses.
    """

    partition: str
    id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read; `version` changes with every write of it. `expires`: seconds since 1970, UTC; None: never."""

    key: Key
    fields: Fields
    version: Version
    expires: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Refused as EXISTS if the id is taken."""

    id: str
    fields: Fields
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replace:
    """Refused as CHANGED unless the document still has this version."""

    id: str
    fields: Fields
    version: Version
    expires: datetime | None = None


class Relation(StrEnum):
    """How a condition compares."""

    EQUAL = "="
    LESS = "<"
    GREATER = ">"


@dataclass(frozen=True, slots=True)
class Field:
    """Another field of the same document, by its dotted path."""

    path: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison that must hold at the instant of writing. Paths are dotted names of our own, never input."""

    path: str
    relation: Relation
    than: Field | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Add to numbers and set fields while every condition holds; refused as MISSING without the document, as UNMET otherwise.

    The parents of a path must exist. A batch of patches alone is not safe to send twice, so after a lost answer it is Unavailable.
    """

    id: str
    add: tuple[tuple[str, int], ...] = ()
    set: tuple[tuple[str, int | bool | str], ...] = ()
    where: tuple[Condition, ...] = ()


Operation = Create | Replace | Patch


@dataclass(frozen=True, slots=True)
class Listing:
    """One indexed question: documents of a kind whose `field` equals `value`, in the order of `order`, from first to last.

    The questions that can be asked are named in `documents.LISTINGS`; an adapter refuses any other with ValueError.
    """

    kind: str
    field: str
    value: str
    order: str
    first: str = ""
    last: str = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Page:
    """Some documents, and where to go on; None when that was all."""

    documents: tuple[Document, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Documents written since a token, each in its newest state, and the token to go on from."""

    documents: tuple[Document, ...]
    token: str


class Refused(StrEnum):
    """Why a batch was refused; then none of it was written."""

    EXISTS = "exists"
    MISSING = "missing"
    CHANGED = "changed"
    UNMET = "unmet"


class Conflict(Exception):
    """The batch met a state that it did not expect; nothing was written by this attempt. Read again and decide again.

    After a lost answer it may be one's own batch that was met.
    """

    def __init__(self, index: int, why: Refused) -> None:
        super().__init__(f"operation {index}: {why}")
        self.index = index
        self.why = why


class Unavailable(Exception):
    """The store can't be reached or can't write now; whether a batch in flight was written is not known."""


ReadMany = Callable[[Sequence[Key]], Awaitable[Mapping[Key, Document]]]
"""How documents are looked up: a store's `read_many`, or `RecentStore.recently` where many people look at the same ones."""


class Store(Protocol):
    """A database of documents."""

    async def read(self, key: Key) -> Document | None:
        """One document, or None. An expired document is never seen."""
        ...

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        """Those of the documents that exist; of one partition they are one consistent snapshot."""
        ...

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        """A page in the listing's order; ValueError for a `next` that this store did not give."""
        ...

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        """All of the operations or none. Raises Conflict or Unavailable."""
        ...

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        """What was written since the token (None: since ever), oldest first; at least once, newest state only."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        ...

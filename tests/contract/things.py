"""Documents and questions that the suite's tests share."""

from __future__ import annotations

from collections.abc import Sequence

from core.store.documents import LISTINGS
from core.store.port import Condition, Conflict, Create, Document, Field, Fields, Key, Listing, Operation, Patch, Refused, Relation, Store

TALLY: Fields = {"kind": "day", "open": True, "note": "", "desks": {"used": 0, "capacity": 10}, "parking": {"used": 0, "capacity": 2}}
PLACE_FREE = (
    Condition("open", Relation.EQUAL, True),
    Condition("desks.used", Relation.LESS, Field("desks.capacity")),
)


def take_place(identifier: str = "tally", amount: int = 1) -> Patch:
    return Patch(id=identifier, add=(("desks.used", amount),), where=PLACE_FREE)


def booking_like(person: str, day: str, **more: str | int) -> Fields:
    return {"kind": "booking", "active_person": person, "day": day, **more}


def bookings_of(person: str, first: str = "", last: str = "\U0010ffff") -> Listing:
    kind, field, order = LISTINGS[0]
    return Listing(kind, field, person, order, first, last)


async def put(store: Store, partition: str, identifier: str, fields: Fields) -> Document:
    """Create one document and read it back."""
    await store.commit(partition, [Create(id=identifier, fields=fields)])
    return await get(store, partition, identifier)


async def get(store: Store, partition: str, identifier: str) -> Document:
    """The document, which must exist."""
    document = await store.read(Key(partition, identifier))
    assert document is not None, f"{identifier} is not there"
    return document


async def refusal_of(store: Store, partition: str, operations: Sequence[Operation]) -> tuple[int, Refused] | None:
    """Which operation was refused and why; None if the batch was accepted."""
    try:
        await store.commit(partition, operations)
    except Conflict as conflict:
        return conflict.index, conflict.why
    return None


async def all_ids(store: Store, listing: Listing, *, limit: int) -> list[str]:
    """The ids of the whole list, page by page."""
    ids: list[str] = []
    token: str | None = None
    while True:
        page = await store.list(listing, limit=limit, next=token)
        assert len(page.documents) <= limit
        ids += [document.key.id for document in page.documents]
        if page.next is None:
            return ids
        token = page.next


async def changes_in(store: Store, partition: str, token: str | None, *, limit: int = 50) -> tuple[list[Document], str]:
    """Everything written in the partition since the token, and the token at the end of the feed."""
    seen: list[Document] = []
    while True:
        changes = await store.changes(token, limit=limit)
        token = changes.token
        if not changes.documents:
            return seen, token
        seen += [document for document in changes.documents if document.key.partition == partition]

"""The offices: seeded from the settings on the first start, read from the store ever after."""

from __future__ import annotations

from collections.abc import Sequence

from core.model import Office, OfficeId
from core.store import documents
from core.store.port import MAX_PAGE, Conflict, Create, Listing, Store, Version

_LISTING = Listing("office", "house", "house", "name")


async def seed(store: Store, offices: Sequence[Office]) -> bool:
    """Keep the offices if none was ever kept; whether they were. Two processes that start together seed once."""
    if (await store.list(_LISTING, limit=1)).documents:
        return False
    operations = [Create(id=documents.office_key(office.id).id, fields=documents.office_fields(office)) for office in offices]
    try:
        await store.commit("house", operations)
    except Conflict:
        return False
    return True


async def read(store: Store, office: OfficeId) -> Office | None:
    """One office, or None if there is none of that id."""
    document = await store.read(documents.office_key(office))
    return documents.office_of(document) if document else None


async def read_version(store: Store, office: OfficeId) -> tuple[Office, Version] | None:
    """One office and the version of its document."""
    document = await store.read(documents.office_key(office))
    return (documents.office_of(document), document.version) if document else None


async def read_page(store: Store, *, limit: int, after: str | None) -> tuple[list[Office], str | None]:
    """Some offices by name, and where to go on. Raises ValueError for an `after` that was not given by this list."""
    page = await store.list(_LISTING, limit=limit, next=after)
    offices = [documents.office_of(document) for document in page.documents]
    return [office for office in offices if not office.removed], page.next


async def read_all(store: Store) -> dict[OfficeId, Office]:
    """Every office by id, removed ones too while they are remembered; a house has few."""
    offices: dict[OfficeId, Office] = {}
    after: str | None = None
    while True:
        page = await store.list(_LISTING, limit=MAX_PAGE, next=after)
        offices |= {office.id: office for office in map(documents.office_of, page.documents)}
        after = page.next
        if after is None:
            return offices

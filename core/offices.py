"""The offices: seeded from the settings on the first start, read from the store ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from core.clock import Clock
from core.model import Office, OfficeId, is_id
from core.store import documents
from core.store.port import MAX_PAGE, Conflict, Create, Listing, ReadMany, Store, Version

FRESH_FOR = timedelta(seconds=1)
_LISTING = Listing("office", "house", "house", "name")


async def is_empty(store: Store) -> bool:
    """Whether no office was ever kept."""
    return not (await store.list(_LISTING, limit=1)).documents


async def seed(store: Store, offices: Sequence[Office]) -> bool:
    """Keep the offices if none was ever kept; whether they were. Two processes that start together seed once."""
    if not await is_empty(store):
        return False
    operations = [Create(id=documents.office_key(office.id).id, fields=documents.office_fields(office)) for office in offices]
    try:
        await store.commit(documents.HOUSE, operations)
    except Conflict:
        return False
    return True


async def read(store: Store, office: OfficeId) -> Office | None:
    """One office, or None if there is none of that id."""
    if not is_id(office):
        return None
    document = await store.read(documents.office_key(office))
    return documents.office_of(document) if document else None


class Offices:
    """Reads offices for those who book: one that was read a moment ago is not read again.

    What an office takes on a day stands in the day's tally, and after an edit every day that can be booked gets one (`roll_out.py`); so an
    office that is a moment old decides nothing wrongly.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[OfficeId, tuple[datetime, Office]] = {}
        self._all: tuple[datetime, dict[OfficeId, Office]] | None = None

    async def read(self, office: OfficeId) -> Office | None:
        """One office, as it was less than FRESH_FOR ago."""
        now = self._clock.now()
        kept = self._known.get(office)
        if kept is not None and _is_fresh(kept[0], now):
            return kept[1]
        known = await read(self._store, office)
        if known is not None:  # made-up ids must not fill the memory
            self._known[office] = (now, known)
        return known

    async def read_all(self) -> Mapping[OfficeId, Office]:
        """Every office by id, removed ones too, as they were less than FRESH_FOR ago."""
        now = self._clock.now()
        if self._all is None or not _is_fresh(self._all[0], now):
            self._all = (now, await read_all(self._store))
        return self._all[1]


def _is_fresh(read_at: datetime, now: datetime) -> bool:
    return timedelta() <= now - read_at < FRESH_FOR


class RecentOffices:
    """Offices for those who look: no older than what `read` reads, and taken apart once for each version."""

    def __init__(self, read: ReadMany) -> None:
        self._read = read
        self._known: dict[OfficeId, tuple[Version, Office]] = {}

    async def read(self, office: OfficeId) -> Office | None:
        """One office, or None if there is none of that id."""
        if not is_id(office):
            return None
        key = documents.office_key(office)
        document = (await self._read([key])).get(key)
        if document is None:
            return None
        kept = self._known.get(office)
        if kept is not None and kept[0] == document.version:
            return kept[1]
        known = documents.office_of(document)
        self._known[office] = (document.version, known)
        return known


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
    """Every office by id, removed ones too; a house has few."""
    offices: dict[OfficeId, Office] = {}
    after: str | None = None
    while True:
        page = await store.list(_LISTING, limit=MAX_PAGE, next=after)
        offices |= {office.id: office for office in map(documents.office_of, page.documents)}
        after = page.next
        if after is None:
            return offices

"""What the exported sheets are made of: rows of the store, page by page, each page with the place to go on from."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from core import offices
from core.admin.feed import pages
from core.admin.mentions import ERASED_ENTRY
from core.admin.sheets import office_row, person_row
from core.cells import yes_no
from core.days import zone_named
from core.journal import Entry, entry_of
from core.model import Booking, Office, OfficeId
from core.store import documents
from core.store.port import MAX_PAGE, Listing, Store

FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, and the place after them; None after the last."""

    rows: Sequence[Sequence[str]]
    place: str | None


Source = Callable[[str | None], AsyncGenerator[Rows]]
"""Rows from a place on; None: from the beginning. Raises Unavailable, and ValueError for a place that the store no longer knows."""


class Sources:
    """The sheets of one export. Times are told in the zone of the office that they are about, and in UTC without one."""

    def __init__(self, store: Store, known: Mapping[OfficeId, Office], first: date = FIRST, last: date = LAST) -> None:
        self._store = store
        self._known = known
        self._first = first
        self._last = last

    async def offices(self, place: str | None) -> AsyncGenerator[Rows]:
        """The offices by name, without those that were removed."""
        while True:
            found, place = await offices.read_page(self._store, limit=MAX_PAGE, after=place)
            yield Rows([office_row(office) for office in found], place)
            if place is None:
                return

    async def people(self, place: str | None) -> AsyncGenerator[Rows]:
        """The people by name."""
        listing = Listing("person", "house", documents.HOUSE, "sort_name")
        while True:
            page = await self._store.list(listing, limit=MAX_PAGE, next=place)
            place = page.next
            yield Rows([person_row(documents.person_of(document)) for document in page.documents], place)
            if place is None:
                return

    async def bookings(self, place: str | None) -> AsyncGenerator[Rows]:
        """Bookings that hold a place, office by office, by day."""
        done, after = json.loads(place) if place else ("", None)
        for office in sorted(one for one in self._known if one > done):
            while True:
                listing = Listing("booking", "active_office", office, "day", self._first.isoformat(), self._last.isoformat())
                page = await self._store.list(listing, limit=MAX_PAGE, next=after)
                rows = [self._booking_row(documents.booking_of(document)) for document in page.documents]
                after = page.next
                if after is None:
                    break
                yield Rows(rows, json.dumps([done, after]))
            done = office
            yield Rows(rows, json.dumps([done, None]))
        yield Rows([], None)

    async def journal(self, place: str | None) -> AsyncGenerator[Rows]:
        """The journal in the order in which the store kept it."""
        async for page in pages(self._store, place):
            entries = [entry_of(document) for document in page.documents if documents.kind_of(document) in {"journal", ERASED_ENTRY}]
            asked = [entry for entry in entries if entry is not None and self._first <= self._day_of(entry) <= self._last]
            yield Rows([self._entry_row(entry) for entry in asked], page.token)
        yield Rows([], None)

    def _day_of(self, entry: Entry) -> date:
        return entry.day or self._local(entry.at, entry.office).date()

    def _booking_row(self, booking: Booking) -> Sequence[str]:
        made_at = self._local(booking.made_at, booking.office).isoformat(timespec="seconds")
        parking = yes_no(value=booking.parking)
        return (booking.day.isoformat(), booking.office, booking.person, parking, booking.reason, made_at, booking.made_by)

    def _entry_row(self, entry: Entry) -> Sequence[str]:
        at = self._local(entry.at, entry.office).isoformat(timespec="seconds")
        day = entry.day.isoformat() if entry.day else ""
        before, after = (msgspec.json.encode(one).decode() if one else "" for one in (entry.before, entry.after))
        return (at, entry.action, entry.actor, entry.person or "", entry.office or "", day, before, after, entry.correlation)

    def _local(self, instant: datetime, office: OfficeId | None) -> datetime:
        known = self._known.get(office) if office else None
        return instant.astimezone(zone_named(known.zone) if known else UTC)

"""The present state of a booking: a clerk never acts on what an event said."""

from __future__ import annotations

from core.model import Booking, BookingId, parse_booking_id
from core.store import documents
from core.store.port import Store


async def present(store: Store, booking: BookingId) -> Booking | None:
    """The booking, cancelled or not; None once it is forgotten."""
    named = parse_booking_id(booking)
    document = await store.read(documents.booking_key(booking, named.day)) if named else None
    return documents.booking_of(document) if document else None

"""The journal: one entry for every change, written with the change or not at all. Audit log and outbox in one.

An entry holds ids and facts, never a name, an address or a reason; it is never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from core.days import week_of
from core.decision import Booked, Cancelled
from core.model import AskId, Booking, BookingId, OfficeId, PersonId, State
from core.store.documents import journal_key
from core.store.port import Document, Fields, Key


class Action(StrEnum):
    """What happened, in the past tense."""

    BOOKING_MADE = "booking.made"
    BOOKING_CANCELLED = "booking.cancelled"


class Snapshot(msgspec.Struct, frozen=True):
    """What a booking was before or after a change."""

    state: State
    parking: bool
    revision: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One change: who, for whom, what, before and after."""

    kind: str = "journal"
    at: datetime
    action: Action
    actor: PersonId
    person: PersonId
    office: OfficeId
    day: date
    booking: BookingId
    ask: AskId
    correlation: str
    before: Snapshot | None
    after: Snapshot


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who caused a change, when, by which ask; `correlation` ties the logs of one request to it."""

    actor: PersonId
    ask: AskId
    at: datetime
    correlation: str


def entry_key(occasion: Occasion, day: date) -> Key:
    """Where the entry of this occasion is or will be."""
    return journal_key(occasion.actor, occasion.ask, week_of(day))


def entry_fields(change: Booked | Cancelled, occasion: Occasion) -> Fields:
    """The entry that is written with the change."""
    booking = change.booking
    entry = Entry(
        at=occasion.at,
        action=Action.BOOKING_MADE if isinstance(change, Booked) else Action.BOOKING_CANCELLED,
        actor=occasion.actor,
        person=booking.person,
        office=booking.office,
        day=booking.day,
        booking=booking.id,
        ask=occasion.ask,
        correlation=occasion.correlation,
        before=_snapshot(change.before) if change.before else None,
        after=_snapshot(booking),
    )
    return msgspec.to_builtins(entry)


def entry_of(document: Document) -> Entry:
    """The entry that is kept there."""
    return msgspec.convert(document.fields, Entry)


def _snapshot(booking: Booking) -> Snapshot:
    return Snapshot(booking.state, booking.parking, booking.revision)

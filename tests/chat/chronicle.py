"""What became of bookings and which messages came, in order; and whether the messages said what was so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from bot.chat.words.languages import words_of
from core.journal import Action, BookingSnapshot, Entry
from core.model import BookingId, Office, OfficeId, State
from core.store.port import Create, Operation, Store
from tests.graph_sync.stores import Passing

EAST = Office(id=OfficeId("east"), name="East", zone="Europe/London", capacity=99, parking_capacity=99)
WEST = Office(id=OfficeId("west"), name="West", zone="America/Los_Angeles", capacity=1, parking_capacity=1)
PLACES = (EAST, WEST)
NEWS = words_of("en").news


class Told(NamedTuple):
    """What a message says."""

    office: OfficeId
    day: date
    state: State | None
    """None: a reminder."""
    parking: bool = False


def catalogue(days: Sequence[date]) -> Mapping[str, Told]:
    """Every sentence that may come, and what it says."""
    found: dict[str, Told] = {}
    for office in PLACES:
        for day in days:
            for parking in (False, True):
                active = Told(office.id, day, State.ACTIVE, parking)
                found[NEWS.booked_by(day, office.name, parking, "Root")] = active
                found[NEWS.promoted(day, office.name, parking)] = active
                found[f"{NEWS.reminder}: {NEWS.reminder_of(day, office.name, parking)}"] = Told(office.id, day, None, parking)
            found[NEWS.cancelled_by(day, office.name, "")] = Told(office.id, day, State.CANCELLED)
            found[NEWS.closed_day(day, office.name, "Painters")] = Told(office.id, day, State.CANCELLED)
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """A booking came to be this."""

    after: BookingSnapshot
    own: bool
    action: Action


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message came. `since`: the booking's revision when the process began its round; `now`: when it came."""

    told: Told
    since: int
    now: int
    at: datetime


class Chronicle(Passing):
    """The house's own way to the store; writes down what becomes of bookings, and what comes, in order."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.events: dict[BookingId, list[Change | Arrival]] = {}

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await super().commit(partition, operations)
        for one in operations:
            entry = _entry(one)
            if entry is not None and entry.booking is not None and isinstance(entry.after, BookingSnapshot):
                change = Change(entry.after, entry.actor == entry.person, entry.action)
                self.events.setdefault(entry.booking, []).append(change)

    def revision(self, booking: BookingId) -> int:
        return max((one.after.revision for one in self.events.get(booking, []) if isinstance(one, Change)), default=0)


def _entry(operation: Operation) -> Entry | None:
    if not isinstance(operation, Create) or not operation.id.startswith("journal|"):
        return None
    return msgspec.convert(operation.fields, Entry)


def faults_of_news(events: Sequence[Change | Arrival], lost: int, *, doubted: bool, is_reachable: bool) -> Iterator[str]:
    """Of one booking, in the order of what happened."""
    changes = {one.after.revision: one for one in events if isinstance(one, Change)}
    known: tuple[State | None, bool] = (State.CANCELLED, False)
    told: Counter[int] = Counter()
    for event in events:
        if isinstance(event, Change):
            known = _state(event.after) if event.own else known
            continue
        says = (event.told.state, event.told.parking)
        true = [number for number in range(event.now, event.since - 1, -1) if number in changes and _state(changes[number].after) == says]
        if not true:
            yield f"told of a state that was not: {says}"
            continue
        change = changes[true[0]]
        if true[0] == event.now and known == says and not doubted and change.action is not Action.BOOKING_PROMOTED:
            yield f"told what was known: {says}"
        if change.own:
            yield "told of an own deed"
        if not any(changes[number].own for number in range(true[0] + 1, event.now + 1)):
            known = says
        told[true[0]] += 1
    if sum(count - 1 for count in told.values()) > lost:
        yield f"told twice: {dict(told)}, lost {lost}"
    last = changes[max(changes)] if changes else None
    if last is not None and not last.own and known != _state(last.after) and is_reachable:
        yield f"nobody was told of {last.action}"


def _state(snapshot: BookingSnapshot) -> tuple[State, bool]:
    return snapshot.state, snapshot.parking and snapshot.state is State.ACTIVE

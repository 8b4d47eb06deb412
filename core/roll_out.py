"""Makes the days of an office follow an edit of it. May stop anywhere and be run again: every step looks at what is true by now.

The edit is a fact as soon as the office is kept; each tally then follows by a batch of its own, in its own week. A day that nobody booked
yet gets its tally now, so that nobody who read the office before the edit can make one by its old rule. Days a step beyond the window are
taken in, because the window moves on while a replica may still hold the old office.

Where people wait, capacity grows only as fast as places are handed to them: nobody can slip in between the edit and the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core import changes, hand_over, offices, policy, reading
from core.clock import Clock
from core.days import days_between, today_in, week_of, window_end
from core.house_rules import RulesSource
from core.journal import THE_HOUSE, Occasion
from core.model import AskId, Booking, Clearing, Office, OfficeDay, OfficeId, Rules
from core.people import People
from core.service import TRIES, Busy, Pause, insist
from core.store import documents
from core.store.port import Conflict, Listing, Operation, Replace, Store, Version
from core.turns import Turns, together

STEP_BEYOND = timedelta(days=2)
AT_ONCE = 16
CLEARING_PASSES = 5
"""Looks for bookings of a closed day; a list may lag a moment behind the tally, which says how many are left."""


def horizon(office: Office, now: datetime, rules: Rules) -> list[date]:
    """The days that must follow the office by now: those that can be booked, and a step beyond."""
    today = today_in(office.zone, now)
    return list(days_between(today, window_end(today, rules.advance_booking_days) + STEP_BEYOND))


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work on an office has come: days that follow the edit, and bookings that were cancelled for it."""

    office: OfficeId
    days: int
    cleared: int


def ignore_progress(_: Step) -> None:
    """For those who don't watch."""


class RollOut:
    """Brings the days of offices up to date. Two that work on one office at once do each other no harm."""

    def __init__(self, store: Store, people: People, clock: Clock, rules: RulesSource, pause: Pause, turns: Turns | None = None) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._rules = rules
        self._pause = pause
        self._turns = turns or Turns()

    async def run(self, office_id: OfficeId, watch: Callable[[Step], None] = ignore_progress) -> Office | None:
        """Until all days follow the office's newest edit; the office. Raises Busy and Unavailable; then run it again.

        In a read-only house everything stays as it is until it is one no more.
        """
        self._rules.forget()  # the window may have become wider since they were read: those days must follow, too
        for number in range(TRIES):
            kept = await offices.read_version(self._store, office_id)
            if kept is None or (await self._rules.read()).read_only or kept[0].rolled_out >= kept[0].revision:
                return kept[0] if kept else None
            office, version = kept
            await self._bring_up_to_date(office, watch)
            try:
                await self._finish(office, version)
            except Conflict:  # edited again meanwhile: its days follow that edit, too
                await self._pause(number)
        raise Busy

    async def follow(self, office: Office, days: Iterable[date]) -> None:
        """Make single days follow the office. Raises Busy and Unavailable."""
        for day in days:
            async with self._turns.of([documents.office_day_key(office.id, day)]):
                while not await insist(lambda day=day: self._follow(office, day), self._pause):
                    pass

    async def catch_up(self, office: Office, days: Sequence[date]) -> list[OfficeDay]:
        """Make those of the days follow the office that were out of the window when it was edited; what was found of all of them.

        They come into the window when it, or the zone, is changed. Raises Busy and Unavailable.
        """
        found = await self._store.read_many([documents.office_day_key(office.id, day) for day in days])
        tallies = [documents.office_day_of(document) for document in found.values()]
        await self.follow(office, [tally.day for tally in tallies if tally.office_revision < office.revision])
        return tallies

    async def _bring_up_to_date(self, office: Office, watch: Callable[[Step], None]) -> None:
        rules = await self._rules.read()
        days = horizon(office, self._clock.now(), rules)
        cleared = 0
        for done, day in enumerate(days, start=1):
            await self.follow(office, [day])
            watch(Step(office.id, done, cleared))
        stuck = False
        for clearing in office.clearing:
            if clearing.day < days[0]:
                continue
            try:
                await self.follow(office, [clearing.day])  # the window may have been larger when it was booked
                cleared += await self._clear(office, clearing)
            except Busy:  # the others are cleared all the same
                stuck = True
            watch(Step(office.id, len(days), cleared))
        if stuck:
            raise Busy

    async def _follow(self, office: Office, day: date) -> bool:
        """One batch that brings a tally nearer to the office; whether it follows it now."""
        rules = await self._rules.read()
        line = await reading.line_of(self._store, office, day)
        if line.tally_version is not None and line.tally.office_revision >= office.revision:
            return True
        target = _resized(line.tally, office)
        if line.tally_version is None:
            await self._commit(day, [changes.tally_operation(target, None, rules)])
            return True
        if not line.tally.waiting:
            await self._commit(day, [changes.resized(documents.office_day_key(office.id, day), target)])
            return True
        return await self._follow_with_line(office, replace(line, tally=target), line.tally.office_revision)

    async def _follow_with_line(self, office: Office, line: changes.Line, revision: int) -> bool:
        rules = await self._rules.read()
        now = self._clock.now()
        promotions = await hand_over.chosen(self._store, self._people, office, line, now, rules)
        is_last = len(promotions) < hand_over.MOST_AT_ONCE
        opened = line if is_last else replace(line, tally=_only_for(line.tally, promotions, revision))
        await self._commit(line.tally.day, changes.handed_over(opened, promotions, Occasion(THE_HOUSE, AskId(""), now, ""), rules))
        return is_last

    async def _clear(self, office: Office, clearing: Clearing) -> int:
        """Cancel what is booked on a closed day; how many."""
        day = clearing.day.isoformat()
        listing = Listing("booking", "active_office", office.id, "day", day, day)
        cleared = 0
        for number in range(CLEARING_PASSES):
            line = await reading.line_of(self._store, office, clearing.day)
            if not _is_closed_by(office, line.tally) or line.tally.taken == 0:
                return cleared
            after: str | None = None
            while True:
                page = await self._store.list(listing, limit=AT_ONCE, next=after)
                bookings = [documents.booking_of(document) for document in page.documents]
                cleared += sum(await together([self._clear_one(office, clearing, booking) for booking in bookings]))
                after = page.next
                if after is None:
                    break
            await self._pause(number)
        raise Busy

    async def _clear_one(self, office: Office, clearing: Clearing, booking: Booking) -> bool:
        return await insist(lambda: self._try_to_clear(office, clearing, booking), self._pause)

    async def _try_to_clear(self, office: Office, clearing: Clearing, listed: Booking) -> bool:
        """Cancel one booking, unless it is gone or the office was edited again meanwhile; whether it was cancelled."""
        rules = await self._rules.read()
        booking_key = documents.booking_key(listed.id, listed.day)
        tally_key = documents.office_day_key(listed.office, listed.day)
        found = await self._store.read_many([booking_key, tally_key])
        kept, tally = found.get(booking_key), found.get(tally_key)
        booking = documents.booking_of(kept) if kept else None
        if kept is None or booking is None or not booking.is_active:
            return False
        if tally is None or not _is_closed_by(office, documents.office_day_of(tally)):
            return False
        ask = AskId(f"{clearing.ask}|{booking.id}|{booking.revision}")
        occasion = Occasion(clearing.actor, ask, self._clock.now(), clearing.correlation)
        await self._commit(booking.day, changes.cleared(policy.cancelled(booking), kept.version, office.revision, occasion, rules))
        return True

    async def _finish(self, office: Office, version: Version) -> None:
        """Note that all days follow. A removed office is remembered for ever: under its id used anew, old rights would live on."""
        key = documents.office_key(office.id)
        done = replace(office, rolled_out=office.revision, clearing=())
        await self._store.commit(key.partition, [Replace(id=key.id, fields=documents.office_fields(done), version=version)])

    async def _commit(self, day: date, batch: Sequence[Operation]) -> None:
        await self._store.commit(documents.week_partition(week_of(day)), batch)


def _is_closed_by(office: Office, tally: OfficeDay) -> bool:
    return tally.closed and tally.office_revision == office.revision


def _resized(tally: OfficeDay, office: Office) -> OfficeDay:
    """The tally with the limits that the office sets for its day by now."""
    limits = office.limits_on(tally.day)
    return replace(
        tally,
        capacity=limits.capacity,
        parking_capacity=limits.parking_capacity,
        closed=limits.closed,
        note=limits.note,
        office_revision=office.revision,
    )


def _only_for(target: OfficeDay, promotions: Sequence[changes.Promotion], revision: int) -> OfficeDay:
    """The tally on its way to the target: open for those who are promoted with it and for nobody else yet."""
    parked = sum(promotion.change.booking.parking for promotion in promotions)
    return replace(
        target,
        capacity=target.taken + len(promotions),
        parking_capacity=target.parking_taken + parked,
        office_revision=revision,
    )

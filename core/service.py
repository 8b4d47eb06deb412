"""The doorway every room uses: read what is known, let the rules decide, commit in one batch; if the week moved meanwhile, again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TypeVar

from core import changes, hand_over, policy, reading, waiting
from core.clock import Clock
from core.days import week_of
from core.decision import Booked, Cancelled, Code, Joined, Left, Refusal, Repeated, Waits
from core.house_rules import RulesSource
from core.journal import THE_HOUSE, Occasion
from core.model import AskId, BookingId, Office, OfficeId, Person, PersonId, parse_booking_id
from core.offices import Offices
from core.people import People
from core.store import documents
from core.store.port import Conflict, Operation, Store
from core.turns import Turns

TRIES = 8
"""Attempts at one wish; the week moves under it only while others commit at the same instant (DESIGN, consistency boundary)."""

Pause = Callable[[int], Awaitable[None]]
_Answer = TypeVar("_Answer")


class Busy(Exception):
    """The week kept moving. Of a booking or a cancel nothing was written; an edit of an office may be a fact whose days follow later.

    Asking again with the same ask is safe.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One ask to book: `ask` is made by the caller, so that sending it twice books once. `person` None means the actor."""

    ask: AskId
    office: OfficeId
    day: date
    parking: bool = False
    reason: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Book):
    """One ask to stand in line for a day. `until`: a place that frees later than this on the day before comes too late."""

    until: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """One ask to leave the line of a day. `person` None means the actor."""

    ask: AskId
    office: OfficeId
    day: date
    person: PersonId | None = None


async def insist(attempt: Callable[[], Awaitable[_Answer]], pause: Pause) -> _Answer:
    """The attempt's answer; made again, TRIES times at most, while it meets a conflict. Raises Busy."""
    for number in range(TRIES):
        try:
            return await attempt()
        except Conflict:
            await pause(number)
    raise Busy


class Service:
    """Books, cancels, and keeps the lines of those who wait. `pause(attempt)` waits a random moment before the next attempt."""

    def __init__(self, store: Store, people: People, clock: Clock, rules: RulesSource, pause: Pause, turns: Turns | None = None) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._rules = rules
        self._pause = pause
        self._turns = turns or Turns()
        self._offices = Offices(store, clock)

    async def book(self, actor: Person, command: Book, correlation: str) -> Booked | Repeated | Refusal:
        """Book a day. Raises Busy and Unavailable; after either the same ask can be sent again."""
        wish = await self._wish(actor, command)
        if isinstance(wish, Refusal):
            return wish
        return await insist(lambda: self._try_to_book(wish, correlation), self._pause)

    async def cancel(self, actor: Person, booking: BookingId, ask: AskId, correlation: str) -> Cancelled | Repeated | Refusal:
        """Give a day back; one that is given back already answers the same. Raises Busy and Unavailable."""
        named = parse_booking_id(booking)
        if named is None:
            return Refusal(Code.NO_SUCH_BOOKING)
        office = await self._offices.read(named.office)
        wish = policy.Return(actor=actor, named=named, office=office)
        return await insist(lambda: self._try_to_cancel(wish, ask, correlation), self._pause)

    async def join(self, actor: Person, command: Wait, correlation: str) -> Joined | Waits | Repeated | Refusal:
        """Stand in line for a full day, or change what one waits for. Raises Busy and Unavailable, as booking does."""
        wish = await self._wish(actor, command)
        if isinstance(wish, Refusal):
            return wish
        return await insist(lambda: self._try_to_join(wish, command.until, correlation), self._pause)

    async def leave(self, actor: Person, command: Leave, correlation: str) -> Left | Waits | Refusal:
        """Leave the line of a day. Raises Busy and Unavailable."""
        office = await self._offices.read(command.office)
        if office is None:
            return Refusal(Code.NO_SUCH_OFFICE)
        return await insist(lambda: self._try_to_leave(actor, command, office, correlation), self._pause)

    async def settle(self, office: Office, day: date, correlation: str) -> int:
        """Hand over places that became free for somebody in line by other ways than a cancel; how many. Raises Busy and Unavailable."""
        total = 0
        while handed := await insist(lambda: self._try_to_settle(office, day, correlation), self._pause):
            total += handed
        return total

    async def _wish(self, actor: Person, command: Book) -> policy.Wish | Refusal:
        office = await self._offices.read(command.office)
        if office is None:
            return Refusal(Code.NO_SUCH_OFFICE)
        person = actor
        if command.person is not None and command.person != actor.id:
            if not actor.can_manage(office.id):
                return Refusal(Code.NOT_YOURS)
            known = await self._people.remembered(command.person, self._clock.now())
            if known is None:
                return Refusal(Code.NO_SUCH_PERSON)
            person = known
        return policy.Wish(
            ask=command.ask,
            actor=actor,
            person=person,
            office=office,
            day=command.day,
            parking=command.parking,
            reason=command.reason,
        )

    async def _try_to_book(self, wish: policy.Wish, correlation: str, *, with_line: bool = False) -> Booked | Repeated | Refusal:
        """The line is read only where somebody waits and a place can be had all the same."""
        rules = await self._rules.read()
        occasion = Occasion(wish.actor.id, wish.ask, self._clock.now(), correlation)
        facts = await reading.wish_facts(self._store, wish, occasion, with_line=with_line)
        decision = policy.book(wish, facts.known, rules)
        if not isinstance(decision, Booked):
            return decision
        if facts.line.tally.waiting and not with_line:
            return await self._try_to_book(wish, correlation, with_line=True)
        allowance = rules.allowance_of(wish.person)
        if facts.line.queue.waiter(wish.person.id) is None:
            batch = changes.booked(decision, allowance, facts.line.tally, facts.found, occasion, rules)
        else:
            batch = changes.booked_out_of_line(decision, allowance, facts.line, facts.found, occasion, rules)
        await self._commit(wish.day, batch)
        return decision

    async def _try_to_cancel(
        self, wish: policy.Return, ask: AskId, correlation: str, *, in_turn: bool = False
    ) -> Cancelled | Repeated | Refusal:
        rules = await self._rules.read()
        named, office, now = wish.named, wish.office, self._clock.now()
        occasion = Occasion(wish.actor.id, ask, now, correlation)
        facts = await reading.cancel_facts(self._store, wish, occasion)
        decision = policy.cancel(wish, facts.booking, facts.asked, now, rules)
        if not isinstance(decision, Cancelled) or facts.version is None:
            return decision
        if not facts.line.tally.waiting:
            await self._commit(named.day, changes.cancelled(decision, facts.version, occasion, rules))
            return decision
        if not in_turn:
            async with self._turn(named.office, named.day):
                return await self._try_to_cancel(wish, ask, correlation, in_turn=True)
        free = replace(facts.line, tally=changes.freed(facts.line.tally, decision.before))
        promotions = await hand_over.chosen(self._store, self._people, office, free, now, rules) if office else []
        await self._commit(named.day, changes.cancelled_from_line(decision, facts.version, free, promotions, occasion, rules))
        return decision

    async def _try_to_join(self, wish: policy.Wish, until: time | None, correlation: str) -> Joined | Waits | Repeated | Refusal:
        rules = await self._rules.read()
        async with self._turn(wish.office.id, wish.day):
            occasion = Occasion(wish.actor.id, wish.ask, self._clock.now(), correlation)
            facts = await reading.wish_facts(self._store, wish, occasion, with_line=True)
            decision = waiting.join(wish, until, facts.line.queue, facts.known, rules)
            if isinstance(decision, Joined):
                await self._commit(wish.day, changes.queued(decision, facts.line, occasion, rules))
            return decision

    async def _try_to_leave(self, actor: Person, command: Leave, office: Office, correlation: str) -> Left | Waits | Refusal:
        rules = await self._rules.read()
        async with self._turn(office.id, command.day):
            occasion = Occasion(actor.id, command.ask, self._clock.now(), correlation)
            line, asked = await reading.leave_facts(self._store, office, command.day, occasion)
            decision = waiting.leave(actor, command.person or actor.id, office, line.queue, asked, occasion.at, rules)
            if isinstance(decision, Left):
                await self._commit(command.day, changes.queued(decision, line, occasion, rules))
            return decision

    async def _try_to_settle(self, office: Office, day: date, correlation: str) -> int:
        rules = await self._rules.read()
        async with self._turn(office.id, day):
            line = await reading.line_of(self._store, office, day)
            now = self._clock.now()
            promotions = await hand_over.chosen(self._store, self._people, office, line, now, rules)
            if promotions:
                by_the_rules = Occasion(THE_HOUSE, AskId(""), now, correlation)
                await self._commit(day, changes.handed_over(line, promotions, by_the_rules, rules))
            return len(promotions)

    def _turn(self, office: OfficeId, day: date) -> AbstractAsyncContextManager[None]:
        """Where somebody waits, changes of one office day go one by one: each replaces the same two documents."""
        return self._turns.of([documents.office_day_key(office, day)])

    async def _commit(self, day: date, batch: list[Operation]) -> None:
        await self._store.commit(documents.week_partition(week_of(day)), batch)

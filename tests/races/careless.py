"""An engine as careless as the original's: counters apart from the booking, one call after the other, and no memory of an ask."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

from core.days import week_of
from core.model import Person


class Fails(Exception):
    """The database, or whoever was to be told, did not answer."""


class CarelessEngine:
    """What the original did, in its order (facts on Office Booker, 1.4 and 1.7). Every call to its database lets others in."""

    def __init__(self, capacity: int, allowance: int) -> None:
        self.capacity = capacity
        self.allowance = allowance
        self.taken: Counter[date] = Counter()
        self.used: Counter[tuple[str, str]] = Counter()
        self.bookings: set[tuple[str, date]] = set()
        self.fails_at = ""

    async def book(self, who: Person, day: date, ask: str) -> str:
        await asyncio.sleep(0)
        if self.taken[day] >= self.capacity:
            return "office_full"
        self.taken[day] += 1
        await asyncio.sleep(0)
        if self.used[who.id, week_of(day)] >= self.allowance:
            await asyncio.sleep(0)
            self.taken[day] -= 1
            return "allowance_used"
        self.used[who.id, week_of(day)] += 1
        await self._may_fail("booking")
        if (who.id, day) in self.bookings:
            self.taken[day] -= 1
            self.used[who.id, week_of(day)] -= 1
            return "already_booked"
        self.bookings.add((who.id, day))
        await self._may_fail("answer")
        return "booked"

    async def cancel(self, who: Person, day: date, ask: str) -> str:
        known = (who.id, day) in self.bookings
        await asyncio.sleep(0)
        if not known:
            return "no_such_booking"
        self.bookings.discard((who.id, day))
        await asyncio.sleep(0)
        self.taken[day] -= 1
        self.used[who.id, week_of(day)] -= 1
        return "cancelled"

    async def counted(self, day: date) -> tuple[int, int]:
        """What the counter says, and how many bookings there are."""
        return self.taken[day], sum(booked == day for _, booked in self.bookings)

    async def _may_fail(self, step: str) -> None:
        await asyncio.sleep(0)
        if self.fails_at == step:
            self.fails_at = ""
            raise Fails

"""`verify`: are all counters what the bookings say? Walks through the whole store, then looks at every suspect again, exactly.

Right while people book: only what an exact look confirms is a difference. A run that is killed has changed nothing but what it reported as
repaired; the next one starts over.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from core import offices
from core.admin import exact
from core.admin.console import counted
from core.admin.counts import Counts, first_day_of, is_exceeded
from core.admin.exact import Difference
from core.admin.feed import pages
from core.admin.repair import repair
from core.admin.tools import Ending, Tools
from core.days import days_between, today_in, window_end
from core.model import Office
from core.store import documents
from core.store.port import Conflict

TRIES = 20
"""Looks at one counter; it moves under all of them only in a rush."""

_Look = Callable[[], Awaitable[Difference | None]]


@dataclass(slots=True)
class Report:
    """What was found."""

    documents: int = 0
    office_days: int = 0
    person_weeks: int = 0
    differences: list[Difference] = field(default_factory=list[Difference])
    repaired: int = 0
    undecided: list[str] = field(default_factory=list[str])

    @property
    def ending(self) -> Ending:
        """Differences that are still there, before counters that never stood still."""
        if len(self.differences) > self.repaired:
            return Ending.FOUND
        return Ending.UNFINISHED if self.undecided else Ending.DONE


class Verify:
    """One run. `with_repair`: set what is wrong to what the bookings say."""

    def __init__(self, tools: Tools, *, with_repair: bool) -> None:
        self._tools = tools
        self._with_repair = with_repair
        self._report = Report()

    async def run(self) -> Report:
        """Walk, look again, report. Raises Busy and Unavailable."""
        counts = await self._walk()
        self._report.documents, self._report.office_days = counts.documents, counts.office_days
        self._report.person_weeks = counts.person_weeks
        await self._look_at_suspects(counts)
        await self._look_at_days_behind(counts)
        await self._tell_exceeded(counts)
        self._tell_result()
        return self._report

    async def _walk(self) -> Counts:
        counts = Counts(self._tools.rules, self._tools.clock.now())
        async for page in pages(self._tools.store):
            for document in page.documents:
                counts.add(document)
            self._tools.console.progress(f"Reading the store: {counted(counts.documents, 'document')}")
        return counts

    async def _look_at_suspects(self, counts: Counts) -> None:
        store, now, rules = self._tools.store, self._tools.clock.now, self._tools.rules
        days, weeks = counts.suspect_days(), counts.suspect_weeks()
        looks: list[tuple[str, _Look]] = []
        for day, office in days:
            looks.append((f"{office} {day}", lambda day=day, office=office: exact.look_at_day(store, office, day, now(), rules)))
        for week, person in weeks:
            monday = first_day_of(week)
            looks.append((f"{person} {week}", lambda monday=monday, person=person: exact.look_at_week(store, person, monday, now(), rules)))
        for number, (name, look) in enumerate(looks, start=1):
            self._tools.console.progress(f"Looking again: {number:,} of {len(looks):,}")
            await self._settle(name, look)

    async def _look_at_days_behind(self, counts: Counts) -> None:
        for office in (await offices.read_all(self._tools.store)).values():
            for day in self._window(office):
                follows = counts.follows(office.id, day)
                if follows is not None and follows < office.rolled_out:
                    await self._settle(f"{office.id} {day}", partial(exact.look_whether_behind, self._tools.store, office.id, day))

    def _window(self, office: Office) -> list[date]:
        today = today_in(office.zone, self._tools.clock.now())
        return list(days_between(today, window_end(today, self._tools.rules.advance_booking_days)))

    async def _settle(self, name: str, look: _Look) -> None:
        """Look until the counter stands still, report a difference, and repair it if that was asked for."""
        reported = False
        for number in range(TRIES):
            try:
                difference = await look()
                if difference is None:
                    self._report.repaired += int(reported)  # a repair whose answer was lost, or somebody else's
                    return
                if not reported:
                    self._report.differences.append(difference)
                    self._tools.console.tell(f"{difference}")
                    reported = True
                if not self._with_repair:
                    return
                await repair(self._tools, difference)
            except Conflict:
                await self._tools.pause(number)
            else:
                self._report.repaired += 1
                self._tools.console.tell(f"{name}: repaired")
                return
        if not reported:
            self._report.undecided.append(name)
            self._tools.console.tell(f"{name}: changed at every look; run this again when fewer people book")

    async def _tell_exceeded(self, counts: Counts) -> None:
        told = {(one.told.day, one.told.office) for one in self._report.differences if isinstance(one, exact.DayDifference)}
        for day, office in counts.exceeded():
            document = await self._tools.store.read(documents.office_day_key(office, day))
            tally = documents.office_day_of(document) if document else None
            if tally is None or not is_exceeded(tally) or (day, office) in told:
                continue
            limits = "is closed" if tally.closed else f"takes {tally.capacity}, {tally.parking_capacity} parked"
            self._tools.console.tell(
                f"{office} {day}: {tally.taken} taken, {tally.parking_taken} parked, yet the day {limits} since an edit; no difference"
            )

    def _tell_result(self) -> None:
        report = self._report
        looked = f"{counted(report.office_days, 'office day')}, {counted(report.person_weeks, 'week')} of people"
        repaired = f", {report.repaired} repaired" if self._with_repair and report.differences else ""
        undecided = f", {len(report.undecided)} undecided" if report.undecided else ""
        self._tools.console.tell(f"{looked}: {counted(len(report.differences), 'difference')}{repaired}{undecided}.")

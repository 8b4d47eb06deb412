"""Sets counters to what the bookings say, each in one batch with its journal entry, at the version that was compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from core import changes, offices
from core.admin.exact import BehindDifference, DayDifference, Difference, WeekDifference
from core.admin.tools import Tools
from core.days import forgotten_after
from core.journal import CountersSnapshot, Occasion, counters_entry, entry_key
from core.model import OfficeDay, OfficeId, PersonId, PersonWeek
from core.store import documents
from core.store.port import Create, Replace


async def repair(tools: Tools, difference: Difference) -> None:
    """Raises Conflict if it is no longer as it was compared, Busy and Unavailable; then look again."""
    match difference:
        case DayDifference():
            await _repair_day(tools, difference)
        case WeekDifference():
            await _repair_week(tools, difference)
        case BehindDifference():
            await _repair_behind(tools, difference)


async def _repair_day(tools: Tools, difference: DayDifference) -> None:
    told = difference.told
    partition = documents.office_day_key(told.office, told.day).partition
    entry = _entry(tools, partition, _of_day(difference.kept), _of_day(told), told.day, tools.rules.retention_days, office=told.office)
    await tools.store.commit(partition, [changes.tally_operation(told, difference.version, tools.rules), entry])


async def _repair_week(tools: Tools, difference: WeekDifference) -> None:
    told = difference.told
    partition = documents.person_week_key(told.person, told.week).partition
    entry = _entry(
        tools,
        partition,
        _of_week(difference.kept),
        _of_week(told),
        difference.monday,
        tools.rules.retention_days,
        person=told.person,
    )
    operation = changes.person_week_operation(told, difference.monday, difference.version, tools.rules)
    await tools.store.commit(partition, [operation, entry])


async def _repair_behind(tools: Tools, difference: BehindDifference) -> None:
    """Noting that the office's days don't all follow is enough: the roll-out then makes them, and hands places to those who wait."""
    kept = await offices.read_version(tools.store, difference.office)
    tally = await tools.store.read(documents.office_day_key(difference.office, difference.day))
    if kept is None or tally is None:
        return
    office, version = kept
    if office.rolled_out > difference.follows:
        counters = _of_day(documents.office_day_of(tally))
        entry = _entry(tools, documents.HOUSE, counters, counters, difference.day, tools.rules.retention_days, office=office.id)
        behind = replace(office, rolled_out=difference.follows)
        operation = Replace(id=documents.office_key(office.id).id, fields=documents.office_fields(behind), version=version)
        await tools.store.commit(documents.HOUSE, [operation, entry])
    await tools.roll_out.run(difference.office)


def _entry(
    tools: Tools,
    partition: str,
    before: CountersSnapshot,
    after: CountersSnapshot,
    day: date,
    retention_days: int,
    *,
    office: OfficeId | None = None,
    person: PersonId | None = None,
) -> Create:
    occasion: Occasion = tools.occasion()
    expires: datetime = forgotten_after(day, retention_days)
    fields = counters_entry(before, after, occasion, day, office=office, person=person)
    return Create(id=entry_key(occasion, partition).id, fields=fields, expires=expires)


def _of_day(tally: OfficeDay | None) -> CountersSnapshot:
    return CountersSnapshot(tally.taken, tally.parking_taken, tally.waiting) if tally else CountersSnapshot(0)


def _of_week(week: PersonWeek | None) -> CountersSnapshot:
    return CountersSnapshot(week.used if week else 0)

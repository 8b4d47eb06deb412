"""`import offices`: checks every row, shows what would change and whom it would hit, and with `--apply` changes it, row by row.

Rows that are already so are passed over, so a run that was killed goes on when it is started again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core import office_edits, offices, words
from core.admin.console import counted
from core.admin.sheets import OFFICE_COLUMNS, BadSheet, Row, office_row, read_rows
from core.admin.tools import OPERATOR, Ending, Tools
from core.decision import Refusal
from core.model import Office, OfficeId
from core.office_edits import OfficeEdit
from core.roll_out import Step

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_WEEKDAYS = re.compile(r"([1-7]( +[1-7])*)?")
_NEEDED = ("name", "zone", "capacity")


@dataclass(frozen=True, slots=True)
class Planned:
    """An office as the file wants it; `before` None: it is new."""

    row: Row
    before: Office | None
    after: Office

    @property
    def is_done(self) -> bool:
        """Whether it is so already, its days included."""
        return self.before is not None and _edit_of(self.before) == _edit_of(self.after) and self.before.rolled_out >= self.before.revision


async def import_offices(tools: Tools, file: Path, *, apply: bool) -> Ending:
    """Check, show, and apply if that was asked for. Raises Busy and Unavailable; then run it again."""
    known = await offices.read_all(tools.store)
    try:
        rows = read_rows(file, OFFICE_COLUMNS)
    except BadSheet as bad:
        tools.console.tell(str(bad))
        return Ending.FOUND
    plan, faults = planned(tools, rows, known)
    if faults:
        for fault in faults:
            tools.console.tell(fault)
        tools.console.tell(f"{counted(len(faults), 'fault')}; nothing was changed.")
        return Ending.FOUND
    for one in plan:
        await _show(tools, one)
    waiting = [one for one in plan if not one.is_done]
    if not waiting:
        tools.console.tell("All of it is so already.")
        return Ending.DONE
    if not apply:
        tools.console.tell(f"{counted(len(waiting), 'office')} would change. Nothing was changed: add --apply to do it.")
        return Ending.DONE
    return await _apply(tools, waiting)


def planned(tools: Tools, rows: Sequence[Row], known: Mapping[OfficeId, Office]) -> tuple[list[Planned], list[str]]:
    """What the rows want, and every fault in them."""
    plan: list[Planned] = []
    faults: list[str] = []
    seen: dict[str, Row] = {}
    for row in rows:
        name = row.cells["id"]
        if name in seen:
            faults.append(f"{row}: id: {name!r} is already on {seen[name]}")
            continue
        seen[name] = row
        own = _cell_faults(row)
        before = known.get(OfficeId(name))
        if before is not None and before.removed:
            own.append(f"{row}: id: {name!r} was removed; what is booked there is still remembered, so the id can't be used yet")
        if before is None:
            own += [f"{row}: {column}: is missing" for column in _NEEDED if not row.cells.get(column)]
        if not own:
            after = _after(row, before)
            refusal = _refused(tools, before, after)
            own += [f"{row}: {refusal.facts.get('field', 'id')}: {words.sentence(refusal)}"] if refusal else []
            plan.append(Planned(row, before, after))
        faults += own
    return plan, faults


def _cell_faults(row: Row) -> list[str]:
    faults = [
        f"{row}: {column}: {row.cells[column]!r} is no whole number"
        for column in ("capacity", "parking_capacity")
        if column in row.cells and not _WHOLE_NUMBER.fullmatch(row.cells[column])
    ]
    weekdays = row.cells.get("open_weekdays", "")
    if not _WEEKDAYS.fullmatch(weekdays):
        faults.append(f"{row}: open_weekdays: {weekdays!r} must be numbers such as 1 2 3 4 5, Monday being 1")
    return faults


def _after(row: Row, before: Office | None) -> Office:
    """The office with the cells that the file has."""
    base = before or Office(id=OfficeId(row.cells["id"]), name="", zone="", capacity=0)
    cells = row.cells
    weekdays = frozenset(int(number) - 1 for number in cells["open_weekdays"].split()) if "open_weekdays" in cells else base.open_weekdays
    return replace(
        base,
        name=cells.get("name", base.name),
        location=cells.get("location", base.location),
        zone=cells.get("zone", base.zone),
        capacity=int(cells.get("capacity", base.capacity)),
        parking_capacity=int(cells.get("parking_capacity", base.parking_capacity)),
        open_weekdays=weekdays,
    )


def _edit_of(office: Office) -> OfficeEdit:
    return OfficeEdit(
        name=office.name,
        zone=office.zone,
        location=office.location,
        capacity=office.capacity,
        parking_capacity=office.parking_capacity,
        open_weekdays=office.open_weekdays,
    )


def _refused(tools: Tools, before: Office | None, after: Office) -> Refusal | None:
    """The rules of the house, asked beforehand."""
    answer = (
        office_edits.edited(OPERATOR, before, _edit_of(after), tools.rules) if before else office_edits.added(OPERATOR, after, tools.rules)
    )
    return answer if isinstance(answer, Refusal) else None


async def _show(tools: Tools, one: Planned) -> None:
    office = one.after
    if one.before is None:
        tools.console.tell(f"{office.id}: new, takes {office.capacity} and {office.parking_capacity} cars")
        return
    if one.is_done:
        return
    cells = zip(OFFICE_COLUMNS, office_row(one.before), office_row(office), strict=True)
    changed = [f"{column} {old!r} → {new!r}" for column, old, new in cells if old != new]
    tools.console.tell(f"{office.id}: {', '.join(changed) or 'its days do not all follow its last edit yet'}")
    for day in await tools.administration.impact(office):
        exceeding = counted(len(day.exceeding), "booking")
        tools.console.tell(f"  {day.day}: {exceeding} more than it would take; nobody is thrown out, no more can be booked")


async def _apply(tools: Tools, plan: Sequence[Planned]) -> Ending:
    refused = 0
    for number, one in enumerate(plan, start=1):
        answer = await _apply_one(tools, one)
        if isinstance(answer, Refusal):
            refused += 1
            tools.console.tell(f"{one.row}: {one.after.id}: {words.sentence(answer)}")
        else:
            tools.console.tell(f"{one.after.id}: done ({number} of {len(plan)})")
    return Ending.FOUND if refused else Ending.DONE


async def _apply_one(tools: Tools, one: Planned) -> Office | Refusal:
    if one.before is None:
        return await tools.administration.add_office(tools.edit(), one.after)
    seen = str(one.before.revision)
    answer = await tools.administration.edit_office(tools.edit(seen), one.after.id, _edit_of(one.after))
    if isinstance(answer, Refusal):
        return answer

    def watch(step: Step) -> None:
        tools.console.progress(f"{step.office}: {counted(step.days, 'day')} follow")

    # The edit brings the days along; this is for one whose run was killed before its days were.
    return await tools.roll_out.run(one.after.id, watch) or answer

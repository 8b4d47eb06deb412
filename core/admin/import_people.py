"""`import people`: checks every row, shows what would change, and with `--apply` changes it, row by row.

Names and addresses of people who are known already stay: they follow the directory at every sign-in. Somebody not yet known is made, with
the rights of the row, and finds them at the first sign-in.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgspec import UNSET, UnsetType

from core import offices, people_edits, words
from core.admin.console import counted
from core.admin.settings import person_named
from core.admin.sheets import PEOPLE_COLUMNS, BadSheet, Row, person_row, read_rows
from core.admin.tools import OPERATOR, Ending, Tools
from core.decision import Code, Refusal
from core.model import OfficeId, Person, PersonId
from core.people import person_operation
from core.people_edits import PersonEdit
from core.store import documents
from core.store.port import MAX_PAGE, Conflict

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_SWITCH = {"yes": True, "no": False}
_MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """A person as the file wants them; `before` None: they are not known yet."""

    row: Row
    before: Person | None
    after: Person
    edit: PersonEdit


async def import_people(tools: Tools, file: Path, tenants: Sequence[str], *, apply: bool) -> Ending:
    """Check, show, and apply if that was asked for. Raises Busy and Unavailable; then run it again."""
    there = frozenset(office.id for office in (await offices.read_all(tools.store)).values() if not office.removed)
    try:
        rows = read_rows(file, PEOPLE_COLUMNS)
    except BadSheet as bad:
        tools.console.tell(str(bad))
        return Ending.FOUND
    ids, faults = _ids(rows, tenants)
    plan = _planned(ids, await _known(tools, list(ids)), there, tools, faults)
    if faults:
        for fault in faults:
            tools.console.tell(fault)
        tools.console.tell(f"{counted(len(faults), 'fault')}; nothing was changed.")
        return Ending.FOUND
    return await _carry_out(tools, [one for one in plan if one.before != one.after], apply=apply)


def _ids(rows: Sequence[Row], tenants: Sequence[str]) -> tuple[dict[PersonId, Row], list[str]]:
    """Whose row is whose; a person can have one only."""
    ids: dict[PersonId, Row] = {}
    faults: list[str] = []
    for row in rows:
        text = row.cells["id"]
        person = person_named(text, tenants)
        if person is None:
            faults.append(f"{row}: id: {text!r} must be tenant.object, both as GUIDs, or an object id if exactly one tenant signs in")
        elif person in ids:
            faults.append(f"{row}: id: this person is already on {ids[person]}")
        else:
            ids[person] = row
    return ids, faults


async def _known(tools: Tools, people: Sequence[PersonId]) -> dict[PersonId, Person]:
    known: dict[PersonId, Person] = {}
    for first in range(0, len(people), MAX_PAGE):
        known |= await tools.people.read_many(people[first : first + MAX_PAGE])
        tools.console.progress(f"Reading people: {first:,} of {len(people):,}")
    return known


def _planned(
    ids: Mapping[PersonId, Row], known: Mapping[PersonId, Person], there: Container[OfficeId], tools: Tools, faults: list[str]
) -> list[Planned]:
    """What the rows want; faults are added to the others."""
    plan: list[Planned] = []
    for person, row in ids.items():
        own = _cell_faults(row, there)
        if not own:
            before, edit = known.get(person), _edit(row)
            base = before or Person(id=person, name=row.cells.get("name", ""), email=row.cells.get("email", ""))
            answer = people_edits.edited(OPERATOR, base, edit, there, tools.rules)
            if isinstance(answer, Refusal):
                own = [f"{row}: {answer.facts.get('field', 'id')}: {words.sentence(answer)}"]
            else:
                plan.append(Planned(row, before, answer, edit))
        faults += own
    return plan


def _cell_faults(row: Row, there: Container[OfficeId]) -> list[str]:
    cells = row.cells
    faults = [
        f"{row}: {column}: has more than {_MAX_TEXT} characters" for column in ("name", "email") if len(cells.get(column, "")) > _MAX_TEXT
    ]
    allowance = cells.get("allowance", "")
    if allowance and not _WHOLE_NUMBER.fullmatch(allowance):
        faults.append(f"{row}: allowance: {allowance!r} is no whole number; empty is the house's default")
    faults += [
        f"{row}: {column}: {cells[column]!r} must be yes or no"
        for column in ("auto_approved", "shares_days", "reminders")
        if column in cells and cells[column].lower() not in _SWITCH
    ]
    named = [("admin_of", office) for office in cells.get("admin_of", "").split()] + [("home_office", cells.get("home_office", ""))]
    faults += [f"{row}: {column}: there is no office {name!r}" for column, name in named if name and OfficeId(name) not in there]
    return faults


def _edit(row: Row) -> PersonEdit:
    """What the file has cells for; a column that is missing leaves things as they are."""
    cells = row.cells
    allowance = int(cells["allowance"]) if cells.get("allowance") else None
    home_office = OfficeId(cells["home_office"]) if cells.get("home_office") else None
    return PersonEdit(
        allowance=allowance if "allowance" in cells else UNSET,
        admin_of=frozenset(OfficeId(office) for office in cells["admin_of"].split()) if "admin_of" in cells else UNSET,
        auto_approved=_switch(cells, "auto_approved"),
        home_office=home_office if "home_office" in cells else UNSET,
        shares_days=_switch(cells, "shares_days"),
        reminders=_switch(cells, "reminders"),
    )


def _switch(cells: Mapping[str, str], column: str) -> bool | UnsetType:
    return _SWITCH[cells[column].lower()] if column in cells else UNSET


async def _carry_out(tools: Tools, plan: Sequence[Planned], *, apply: bool) -> Ending:
    for one in plan:
        cells = zip(PEOPLE_COLUMNS, person_row(one.before or Person(id=one.after.id)), person_row(one.after), strict=True)
        # No names on the screen, which is somebody's log.
        changed = [f"{column} {old!r} → {new!r}" for column, old, new in cells if old != new and column not in {"name", "email"}]
        tools.console.tell(f"{one.after.id}: {'' if one.before else 'new, '}{', '.join(changed) or 'with no rights of their own'}")
    if not plan:
        tools.console.tell("All of it is so already.")
        return Ending.DONE
    people = counted(len(plan), "person", "people")
    if not apply:
        tools.console.tell(f"{people} would change. Nothing was changed: add --apply to do it.")
        return Ending.DONE
    refused = 0
    for number, one in enumerate(plan, start=1):
        tools.console.progress(f"Changing people: {number:,} of {len(plan):,}")
        refusal = await _apply_one(tools, one)
        if refusal:
            refused += 1
            tools.console.tell(f"{one.row}: {one.after.id}: {words.sentence(refusal)}")
    tools.console.tell(f"{people}: {len(plan) - refused:,} changed, {refused:,} refused.")
    return Ending.FOUND if refused else Ending.DONE


async def _apply_one(tools: Tools, one: Planned) -> Refusal | None:
    """Somebody new is made without rights first; those are an edit like any other, and journalled."""
    if one.before is None:
        if tools.rules.read_only:
            return Refusal(Code.READ_ONLY)
        bare = Person(id=one.after.id, name=one.after.name, email=one.after.email)
        with suppress(Conflict):  # they have just signed in
            await tools.store.commit(documents.person_key(bare.id).partition, [person_operation(bare, None, tools.rules)])
    seen = await tools.administration.read_person(one.after.id)
    if one.before is not None and (seen is None or _rights(seen.person) != _rights(one.before)):
        return Refusal(Code.CHANGED_MEANWHILE)
    answer = await tools.administration.edit_person(tools.edit(seen.version if seen else None), one.after.id, one.edit)
    return answer if isinstance(answer, Refusal) else None


def _rights(person: Person) -> tuple[object, ...]:
    return person.allowance, person.admin_of, person.auto_approved, person.home_office, person.shares_days, person.reminders

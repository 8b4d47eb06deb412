"""Imports check everything first, change nothing unasked, and can be started again at any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.admin.export import export
from core.admin.import_offices import import_offices
from core.admin.import_people import import_people
from core.admin.tools import Ending
from core.journal import Action
from core.model import Office, OfficeId, Person, Rules, person_id
from core.people_edits import PersonEdit
from core.store.port import Store
from tests.admin.desk import Desk
from tests.admin.test_erase_faults import Fragile, PowerCut
from tests.fakes import FakeClock
from tests.house_of import LONDON, edit, ledger, person
from tests.memory_store import MemoryStore

pytestmark = pytest.mark.parametrize("kind_of_store", ["memory"])
TENANT = "0a0a0a0a-0000-4000-8000-000000000001"
ANNA_GUID, BEN_GUID = "0a0a0a0a-0000-4000-8000-00000000000a", "0a0a0a0a-0000-4000-8000-00000000000b"
ANNA, BEN = Person(id=person_id(TENANT, ANNA_GUID), name="Anna"), Person(id=person_id(TENANT, BEN_GUID), name="Ben")
OFFICES = "id,name,location,zone,capacity,parking_capacity,open_weekdays\n"
PEOPLE = "id,name,email,allowance,admin_of,auto_approved,home_office\n"


def sheet(folder: Path, text: str) -> Path:
    file = folder / "sheet.csv"
    file.write_bytes(text.encode())
    return file


async def office(desk: Desk, name: str) -> Office:
    return await desk.house.office(Office(id=OfficeId(name), name="", zone="", capacity=0))


async def test_what_was_exported_is_so_already(desk: Desk, tmp_path: Path) -> None:
    await desk.house.knows(ANNA, BEN)
    await desk.house.admin.edit_person(
        edit("rights"), ANNA.id, PersonEdit(allowance=2, admin_of=frozenset({LONDON.id}), auto_approved=True)
    )
    await export(desk.tools, tmp_path)
    assert await import_offices(desk.tools, tmp_path / "offices.csv", apply=True) is Ending.DONE
    assert await import_people(desk.tools, tmp_path / "people.csv", [], apply=True) is Ending.DONE
    assert desk.lines[-2:] == ["All of it is so already."] * 2


async def test_every_fault_of_a_sheet_of_offices_is_told_at_once(desk: Desk, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        OFFICES
        + "london,London,,Europe/Nowhere,10,4,1 2\n"
        + "london,London,,Europe/London,10,4,1 2\n"
        + "paris,Paris,,Europe/Paris,-1,1.5,8\n"
        + "Rome!,Rome,,Europe/Rome,5,0,1\n"
        + "oslo,,,Europe/Oslo,5,0,1\n"
        + "lima,Lima,,America/Lima,1000000,0,1\n",
    )
    assert await import_offices(desk.tools, file, apply=True) is Ending.FOUND
    assert desk.lines == [
        "line 2: zone: That is no time zone. Zones have names such as Europe/London.",
        "line 3: id: 'london' is already on line 2",
        "line 4: capacity: '-1' is no whole number",
        "line 4: parking_capacity: '1.5' is no whole number",
        "line 4: open_weekdays: '8' must be numbers such as 1 2 3 4 5, Monday being 1",
        "line 5: id: An id has 1 to 40 small letters, digits and hyphens.",
        "line 6: name: is missing",
        "line 7: capacity: A capacity is a whole number from 0 to 100000.",
        "8 faults; nothing was changed.",
    ]
    assert (await office(desk, "london")).zone == "Europe/London"


async def test_the_impact_is_shown_before_anything_changes(desk: Desk, tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        await desk.house.book(person(name))
    file = sheet(tmp_path, "id,capacity\nlondon,1\n")
    assert await import_offices(desk.tools, file, apply=False) is Ending.DONE
    assert desk.lines == [
        "london: capacity '10' → '1'",
        "  2026-11-25: 2 bookings more than it would take; nobody is thrown out, no more can be booked",
        "1 office would change. Nothing was changed: add --apply to do it.",
    ]
    assert (await office(desk, "london")).capacity == 10


async def test_offices_are_changed_and_made_with_their_days_and_the_journal(desk: Desk, tmp_path: Path) -> None:
    await desk.house.book(person("one"))
    file = sheet(tmp_path, OFFICES + "london,London,1 Street,Europe/London,7,4,1 2 3 4 5\nparis,Paris,,Europe/Paris,5,0,1 2 3 4 5\n")
    assert await import_offices(desk.tools, file, apply=True) is Ending.DONE
    london, paris = await office(desk, "london"), await office(desk, "paris")
    assert (london.capacity, london.location, london.open_weekdays) == (7, "1 Street", frozenset(range(5)))
    assert (london.revision, london.rolled_out, paris.revision, paris.rolled_out) == (2, 2, 1, 1)
    kept = await ledger(desk.store)
    assert {tally.capacity for tally in kept.tallies if tally.office == "london"} == {7}
    actions = [(one.action, one.office, one.actor) for one in kept.journal if one.office in {"london", "paris"} and one.person is None]
    assert sorted(actions) == [(Action.OFFICE_ADDED, "paris", "operator"), (Action.OFFICE_EDITED, "london", "operator")]
    assert (await desk.verify()).ending is Ending.DONE


async def test_semicolons_and_a_byte_order_mark_are_read_as_excel_writes_them(desk: Desk, tmp_path: Path) -> None:
    file = sheet(tmp_path, "\ufeffid;name;zone;capacity\r\nzurich;Zürich;Europe/Zurich;3\r\n")
    assert await import_offices(desk.tools, file, apply=True) is Ending.DONE
    assert (await office(desk, "zurich")).name == "Zürich"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line must name columns, each once, out of: id, name"),
        ("name\nLondon\n", "the first line must name columns"),
        ("id,capacity,quota\nlondon,3,4\n", "the first line must name columns"),
        ("id,capacity\nlondon\n", "line 2: has 1 cells, not 2"),
    ],
)
async def test_what_is_no_sheet_is_refused(desk: Desk, tmp_path: Path, text: str, said: str) -> None:
    assert await import_offices(desk.tools, sheet(tmp_path, text), apply=True) is Ending.FOUND
    assert desk.lines[0].startswith(said)


async def test_a_file_that_is_not_there_or_no_utf_8_is_a_sentence(desk: Desk, tmp_path: Path) -> None:
    assert await import_offices(desk.tools, tmp_path / "none.csv", apply=True) is Ending.FOUND
    old = tmp_path / "old.csv"
    old.write_bytes("id,name\nzurich,Zürich\n".encode("latin-1"))
    assert await import_people(desk.tools, old, [], apply=True) is Ending.FOUND
    assert [line.partition(": ")[2] for line in desk.lines] == ["No such file or directory", "is not UTF-8; save it as “CSV UTF-8”"]


async def test_a_removed_office_does_not_come_back_by_an_import(desk: Desk, tmp_path: Path) -> None:
    await desk.house.admin.remove_office(edit("remove"), LONDON.id)
    assert await import_offices(desk.tools, sheet(tmp_path, "id,capacity\nlondon,1\n"), apply=True) is Ending.FOUND
    assert "was removed" in desk.lines[0]


@pytest.mark.parametrize("is_written", [False, True])
async def test_an_import_of_offices_that_was_stopped_anywhere_is_finished_by_the_next(tmp_path: Path, is_written: bool, desk: Desk) -> None:
    file = sheet(tmp_path, OFFICES + "london,London,,Europe/London,7,4,1 2 3 4 5\nparis,Paris,,Europe/Paris,5,0,1 2 3 4 5\n")
    at, is_cut = 0, True
    while is_cut:
        other = Desk(MemoryStore(desk.clock), desk.clock)
        await other.house.open()
        await other.house.book(person("one"))
        is_cut = False
        try:
            await import_offices(other.over(Fragile(other.store, at, is_written=is_written)), file, apply=True)
        except PowerCut:
            is_cut = True
        assert await import_offices(other.tools, file, apply=True) is Ending.DONE
        for name, capacity in (("london", 7), ("paris", 5)):
            kept = await office(other, name)
            assert (kept.capacity, kept.rolled_out) == (capacity, kept.revision), at
        assert {one.capacity for one in (await ledger(other.store)).tallies if one.office == "london"} == {7}
        at += 1
    assert at > 20


async def test_every_fault_of_a_sheet_of_people_is_told_at_once(desk: Desk, tmp_path: Path) -> None:
    file = sheet(
        tmp_path,
        PEOPLE
        + f"{ANNA_GUID},Anna,,1.5,london atlantis,perhaps,nowhere\n"
        + "anna@contoso.example,Anna,,,,no,\n"
        + f"{BEN.id},Ben,,101,,no,\n"
        + f"{BEN_GUID.upper()},Ben,,,,no,\n",
    )
    assert await import_people(desk.tools, file, [TENANT], apply=True) is Ending.FOUND
    assert desk.lines == [
        "line 3: id: 'anna@contoso.example' must be tenant.object, both as GUIDs, or an object id if exactly one tenant signs in",
        "line 5: id: this person is already on line 4",
        "line 2: allowance: '1.5' is no whole number; empty is the house's default",
        "line 2: auto_approved: 'perhaps' must be yes or no",
        "line 2: admin_of: there is no office 'atlantis'",
        "line 2: home_office: there is no office 'nowhere'",
        "line 4: allowance: An allowance is a whole number of days from 0 to 100.",
        "7 faults; nothing was changed.",
    ]


async def test_people_are_shown_then_changed_and_made(desk: Desk, tmp_path: Path) -> None:
    await desk.house.knows(ANNA)
    file = sheet(tmp_path, PEOPLE + f"{ANNA_GUID},Other,,2,london,yes,london\n{BEN_GUID},Ben,ben@contoso.example,0,,no,\n")
    assert await import_people(desk.tools, file, [TENANT], apply=False) is Ending.DONE
    assert desk.lines == [
        f"{ANNA.id}: allowance '' → '2', admin_of '' → 'london', auto_approved 'no' → 'yes', home_office '' → 'london'",
        f"{BEN.id}: new, allowance '' → '0'",
        "2 people would change. Nothing was changed: add --apply to do it.",
    ]
    assert await desk.house.people.read(BEN.id) is None
    assert await import_people(desk.tools, file, [TENANT], apply=True) is Ending.DONE
    anna, ben = await desk.house.people.read(ANNA.id), await desk.house.people.read(BEN.id)
    assert anna is not None
    assert ben is not None
    assert (anna.name, anna.allowance, anna.admin_of, anna.auto_approved, anna.home_office) == ("Anna", 2, {"london"}, True, "london")
    assert (ben.name, ben.email, ben.allowance) == ("Ben", "ben@contoso.example", 0)
    journal = [one for one in (await ledger(desk.store)).journal if one.action is Action.PERSON_EDITED]
    assert [(one.actor, one.person) for one in journal] == [("operator", ANNA.id), ("operator", BEN.id)]
    await import_people(desk.tools, file, [TENANT], apply=True)
    assert desk.lines[-1] == "All of it is so already."


async def test_a_column_that_is_missing_leaves_things_as_they_are(desk: Desk, tmp_path: Path) -> None:
    await desk.house.knows(ANNA)
    await desk.house.admin.edit_person(edit("rights"), ANNA.id, PersonEdit(allowance=2, auto_approved=True))
    await import_people(desk.tools, sheet(tmp_path, f"id,home_office\n{ANNA.id},london\n"), [], apply=True)
    anna = await desk.house.people.read(ANNA.id)
    assert anna is not None
    assert (anna.allowance, anna.auto_approved, anna.home_office) == (2, True, "london")


async def test_what_people_chose_comes_over_with_them(desk: Desk, tmp_path: Path) -> None:
    await desk.house.knows(ANNA)
    file = sheet(tmp_path, f"id,shares_days,reminders\n{ANNA.id},yes,no\n{BEN.id},YES,yes\n")
    assert await import_people(desk.tools, file, [], apply=True) is Ending.DONE
    assert desk.lines[0] == f"{ANNA.id}: shares_days 'no' → 'yes', reminders 'yes' → 'no'"
    anna, ben = await desk.house.people.read(ANNA.id), await desk.house.people.read(BEN.id)
    assert anna is not None
    assert ben is not None
    assert (anna.shares_days, anna.reminders, ben.shares_days, ben.reminders) == (True, False, True, True)
    assert await import_people(desk.tools, sheet(tmp_path, f"id,shares_days\n{ANNA.id},maybe\n"), [], apply=True) is Ending.FOUND
    assert "line 2: shares_days: 'maybe' must be yes or no" in desk.lines


async def test_an_object_id_needs_exactly_one_tenant(desk: Desk, tmp_path: Path) -> None:
    file = sheet(tmp_path, f"id\n{ANNA_GUID}\n")
    for tenants in ([], [TENANT, ANNA_GUID]):
        assert await import_people(desk.tools, file, tenants, apply=False) is Ending.FOUND
    assert await import_people(desk.tools, file, [TENANT], apply=False) is Ending.DONE


async def test_a_read_only_house_refuses_imports(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    desk = Desk(store, clock, Rules(read_only=True))
    await desk.house.open()
    assert await import_offices(desk.tools, sheet(tmp_path, "id,capacity\nlondon,1\n"), apply=True) is Ending.FOUND
    assert await import_people(desk.tools, sheet(tmp_path, f"id,allowance\n{ANNA.id},1\n"), [], apply=True) is Ending.FOUND
    assert await desk.house.people.read(ANNA.id) is None


@pytest.mark.parametrize("is_written", [False, True])
async def test_an_import_of_people_that_was_stopped_anywhere_is_finished_by_the_next(tmp_path: Path, is_written: bool, desk: Desk) -> None:
    file = sheet(tmp_path, f"id,allowance\n{ANNA.id},2\n{BEN.id},1\n")
    for at in range(12):
        other = Desk(MemoryStore(desk.clock), desk.clock)
        await other.house.open()
        await other.house.knows(ANNA)
        with pytest.raises(PowerCut):
            await import_people(other.over(Fragile(other.store, at, is_written=is_written)), file, [], apply=True)
        assert await import_people(other.tools, file, [], apply=True) is Ending.DONE
        for who, allowance in ((ANNA, 2), (BEN, 1)):
            kept = await other.house.people.read(who.id)
            assert kept is not None
            assert kept.allowance == allowance, at

"""Exports are whole or not there, go on where they were stopped, and can be opened in a spreadsheet without harm."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.admin.export import export
from core.admin.export_person import export_person
from core.admin.tools import Ending
from core.admin.unfinished import NOTE
from core.cells import lines, quoted, unquoted
from core.model import Person, person_id
from core.store.port import Changes, Listing, Page, Store, Unavailable
from tests.admin import erasing
from tests.admin.desk import Desk
from tests.fakes import FakeClock
from tests.graph_sync.stores import Passing
from tests.house_of import AUCKLAND, LONDON, TODAY, TOMORROW, booking_on, person

CROWD = [
    Person(id=person_id("tenant", f"p{number:03}"), name=f"Pat {number:03}", email=f"p{number}@contoso.example") for number in range(230)
]


@pytest.fixture
async def full(desk: Desk) -> Desk:
    """More than one page of everything."""
    house = desk.house
    await house.resize(LONDON, 500)
    await house.knows(*CROWD)
    for who in CROWD:
        await house.book(who, ask="first", reason="")
    await house.book(CROWD[0], TOMORROW + timedelta(days=1), office=AUCKLAND, parking=True, ask="second")
    await house.book(CROWD[1], TOMORROW + timedelta(days=1), office=AUCKLAND, ask="second")
    await house.cancel(CROWD[1], booking_on(TOMORROW + timedelta(days=1), AUCKLAND, CROWD[1]))
    return desk


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("kind_of_store", ["memory", "sqlite"])
async def test_the_sheets_hold_everything_once(full: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    assert await export(full.tools, folder) is Ending.DONE
    assert sorted(path.name for path in folder.iterdir()) == ["bookings.csv", "journal.csv", "offices.csv", "people.csv"]
    people = rows(folder / "people.csv")
    assert [row["id"] for row in people] == [who.id for who in CROWD]
    assert (people[0]["auto_approved"], people[0]["home_office"], people[0]["shares_days"], people[0]["reminders"]) == (
        "no",
        "",
        "no",
        "yes",
    )
    bookings = rows(folder / "bookings.csv")
    assert len(bookings) == 231
    assert len({(row["day"], row["office"], row["person"]) for row in bookings}) == 231
    assert len(rows(folder / "journal.csv")) == 234
    auckland = next(row for row in rows(folder / "offices.csv") if row["id"] == "auckland")
    assert auckland == {
        "id": "auckland",
        "name": "Auckland",
        "location": "",
        "zone": "Pacific/Auckland",
        "capacity": "6",
        "parking_capacity": "2",
        "open_weekdays": "1 2 3 4 5 6 7",
    }


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_times_are_told_in_the_offices_own_zone(full: Desk, tmp_path: Path) -> None:
    await export(full.tools, tmp_path)
    booking = next(row for row in rows(tmp_path / "bookings.csv") if row["office"] == "auckland")
    assert (booking["made_at"], booking["parking"]) == ("2026-11-25T01:00:00+13:00", "yes")
    assert {row["at"] for row in rows(tmp_path / "journal.csv") if row["office"] == "auckland"} == {"2026-11-25T01:00:00+13:00"}


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_days_narrow_bookings_and_journal(full: Desk, tmp_path: Path) -> None:
    day = TOMORROW + timedelta(days=1)
    await export(full.tools, tmp_path, day, day)
    assert len(rows(tmp_path / "bookings.csv")) == 1
    assert len(rows(tmp_path / "journal.csv")) == 3


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_excel_is_told_that_the_file_is_utf_8(desk: Desk, tmp_path: Path) -> None:
    await desk.house.knows(replace(CROWD[0], name="Zoë"))
    await export(desk.tools, tmp_path)
    for name in ("offices", "people", "bookings", "journal"):
        assert (tmp_path / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "Zoë" in (tmp_path / "people.csv").read_text("utf-8")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "'=1+1", "''+x", "\uff1d1", "\uff20x", "\nx"])
def test_a_formula_is_quoted_and_comes_back(cell: str) -> None:
    assert quoted(cell) == f"'{cell}"
    assert unquoted(quoted(cell)) == cell


def test_a_cell_stays_one_cell_also_where_semicolons_divide() -> None:
    assert lines([["a;=1+1", "b"]]) == '"a;=1+1","b"\r\n'


@pytest.mark.parametrize("cell", ["", "Anna", "'s-Hertogenbosch", "a=b", "'"])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert (quoted(cell), unquoted(cell)) == (cell, cell)


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_a_name_that_is_a_formula_is_text_in_the_sheet(desk: Desk, tmp_path: Path) -> None:
    await desk.house.knows(replace(CROWD[0], name='=HYPERLINK("http://bad.example")'))
    await export(desk.tools, tmp_path)
    assert rows(tmp_path / "people.csv")[0]["name"] == '\'=HYPERLINK("http://bad.example")'


class Failing(Passing):
    """Goes away after so many calls."""

    def __init__(self, store: Store, after: int) -> None:
        super().__init__(store)
        self.left = after

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        self._count()
        return await super().list(listing, limit=limit, next=next)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        self._count()
        return await super().changes(token, limit=limit)

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Unavailable("gone")


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_an_export_that_was_stopped_anywhere_goes_on(full: Desk, tmp_path: Path) -> None:
    await export(full.tools, tmp_path / "whole")
    calls = Failing(full.store, 1000)
    await export(full.over(calls), tmp_path / "counted")
    for after in range(1000 - calls.left):
        folder = tmp_path / f"stopped-{after}"
        with pytest.raises(Unavailable):
            await export(full.over(Failing(full.store, after)), folder)
        assert not (folder / "journal.csv").exists()
        for part in folder.glob("*.part"):
            part.write_bytes(part.read_bytes() + b"half a li")  # what was written after the last note
        await export(full.tools, folder)
        assert not (folder / NOTE).exists()
        for name in ("offices.csv", "people.csv", "bookings.csv", "journal.csv"):
            assert (folder / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), (after, name)


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_it_goes_on_and_does_not_start_over(full: Desk, tmp_path: Path) -> None:
    needed = Failing(full.store, 1000)
    await export(full.over(needed), tmp_path / "counted")
    with pytest.raises(Unavailable):
        await export(full.over(Failing(full.store, 7)), tmp_path / "stopped")
    rest = Failing(full.store, 1000)
    await export(full.over(rest), tmp_path / "stopped")
    assert 1000 - rest.left < 1000 - needed.left - 2
    assert "Going on with the export" in full.err.getvalue()


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_an_export_of_other_days_starts_over(full: Desk, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await export(full.over(Failing(full.store, 7)), tmp_path)
    await export(full.tools, tmp_path, TODAY, TODAY)
    assert rows(tmp_path / "bookings.csv") == []


@pytest.mark.parametrize("kind_of_store", ["memory", "cosmos"])
async def test_everything_of_one_person(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    desk = await erasing.lived_in(store, clock)
    ada, ben = erasing.ADA, erasing.BEN
    file = tmp_path / "ada.json"
    assert await export_person(desk.tools, ada.id, file) is Ending.DONE
    told = json.loads(file.read_text("utf-8"))
    assert told["person"] == ada.id
    assert told["profile"][0]["email"] == ada.email
    assert {one["reason"] for one in told["bookings"]} == {"Dentist", ""}
    assert len(told["bookings"]) == 6
    assert sum(week["used"] for week in told["weeks"]) == 5
    assert told["lines"][0]["place"] == 1
    assert told["lines"][0]["waiting"][0]["reason"] == "Dentist"
    assert {one["action"] for one in told["journal"]} >= {
        "booking.made",
        "booking.cancelled",
        "office.edited",
        "person.edited",
        "wait.joined",
    }
    assert len(told["calendar"]) == 6
    assert told["chat"][0]["conversation"] == "a:1"
    assert [one["booking"] for one in told["messages"] + told["reminders"]] == [f"{TOMORROW}.london.{ada.id}"] * 2
    assert told["other"] == [{"kind": "anything", "of": "hers"}]
    for_cleo = told["made_for_others"][0]
    assert (for_cleo["person"], "reason" in for_cleo) == ("somebody else", False)
    for other in (ben, erasing.CLEO, erasing.ADALINE):
        assert other.id not in file.read_text("utf-8")


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_nothing_of_somebody_unknown(desk: Desk, tmp_path: Path) -> None:
    await export_person(desk.tools, person("nobody").id, tmp_path / "nobody.json")
    assert desk.lines == [f"{tmp_path / 'nobody.json'}: nothing is kept of this person"]


async def test_on_every_store(desk: Desk, tmp_path: Path) -> None:
    await desk.house.book(CROWD[0])
    assert await export(desk.tools, tmp_path / "export") is Ending.DONE
    assert len(rows(tmp_path / "export" / "bookings.csv")) == 1
    assert "london" in [row["id"] for row in rows(tmp_path / "export" / "offices.csv")]

"""`verify` finds every counter that is wrong, repairs it, and finds nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

import pytest

from core.admin.tools import Ending
from core.days import week_of
from core.journal import Action, CountersSnapshot
from core.store import documents
from core.store.port import Fields, Json, Key
from tests.admin.desk import Desk
from tests.house_of import AUCKLAND, LONDON, TODAY, TOMORROW, booking_on, ledger, person

ANNA, BEN, CLEO, DAN = (person(name) for name in ("anna", "ben", "cleo", "dan"))
TALLY = documents.office_day_key(LONDON.id, TOMORROW)
WEEK = documents.person_week_key(ANNA.id, week_of(TOMORROW))


@pytest.fixture
async def lived_in(desk: Desk) -> Desk:
    """Bookings, cancelled ones, cars, a line, two offices, two weeks."""
    house = await desk.house.knows(ANNA, BEN, CLEO, DAN)
    await house.resize(LONDON, 2)
    await house.book(ANNA, parking=True)
    await house.book(BEN)
    await house.join(CLEO)
    await house.join(DAN, ask="second")
    await house.book(ANNA, TOMORROW + timedelta(days=1), ask="second")
    await house.cancel(ANNA, booking_on(TOMORROW + timedelta(days=1), LONDON, ANNA))
    await house.book(ANNA, TOMORROW + timedelta(days=7), office=AUCKLAND, ask="third")
    await house.book(BEN, TODAY, ask="second")
    return desk


def path(fields: Fields, *names: str, by: int) -> Fields:
    name, *rest = names
    inner = fields[name]
    value: Json = path(cast("Mapping[str, Json]", inner), *rest, by=by) if rest else cast("int", inner) + by
    return {**fields, name: value}


async def test_a_healthy_store_has_no_differences(lived_in: Desk) -> None:
    report = await lived_in.verify()
    assert (report.differences, report.undecided, report.ending) == ([], [], Ending.DONE)
    assert report.person_weeks == 3
    assert lived_in.lines[-1].endswith(": 0 differences.")


@pytest.mark.parametrize(
    ("key", "names", "said"),
    [
        (TALLY, ("desks", "used"), "london 2026-11-25: the tally says 3 taken, 1 parked, 2 waiting; the bookings say 2 taken"),
        (TALLY, ("parking", "used"), "london 2026-11-25: the tally says 2 taken, 2 parked, 2 waiting; the bookings say 2 taken, 1 parked"),
        (TALLY, ("waiting",), "london 2026-11-25: the tally says 2 taken, 1 parked, 3 waiting; the bookings say 2 taken, 1 parked, 2"),
        (WEEK, ("used",), "tenant.anna 2026-W48: the week says 2 (wed 1); the bookings say 1 (wed 1)"),
        (WEEK, ("days", "fri"), "tenant.anna 2026-W48: the week says 1 (wed 1, fri 1); the bookings say 1 (wed 1)"),
    ],
)
async def test_a_counter_that_is_off_is_one_difference_and_is_repaired(lived_in: Desk, key: Key, names: tuple[str, ...], said: str) -> None:
    await lived_in.tamper(key, lambda fields: path(fields, *names, by=1))
    found = await lived_in.verify()
    assert found.ending is Ending.FOUND
    assert [str(one)[: len(said)] for one in found.differences] == [said]
    repaired = await lived_in.verify(repair=True)
    assert (len(repaired.differences), repaired.repaired, repaired.ending) == (1, 1, Ending.DONE)
    assert (await lived_in.verify()).differences == []
    assert (await ledger(lived_in.store)).faults(3) == []


async def test_a_repair_is_in_the_journal(lived_in: Desk) -> None:
    await lived_in.tamper(TALLY, lambda fields: path(fields, "desks", "used", by=-1))
    await lived_in.verify(repair=True)
    (entry,) = [one for one in (await ledger(lived_in.store)).journal if one.action is Action.COUNTERS_REPAIRED]
    assert (entry.actor, entry.office, entry.day, entry.person) == ("operator", LONDON.id, TOMORROW, None)
    assert (entry.before, entry.after) == (CountersSnapshot(1, 1, 2), CountersSnapshot(2, 1, 2))


@pytest.mark.parametrize("key", [TALLY, WEEK])
async def test_a_counter_that_is_missing_is_made(lived_in: Desk, key: Key) -> None:
    await lived_in.remove(key)
    found = await lived_in.verify(repair=True)
    assert len(found.differences) == 1
    assert found.repaired == 1
    assert await lived_in.store.read(key) is not None
    assert (await lived_in.verify()).differences == []


async def test_a_day_behind_its_office_follows_again(lived_in: Desk) -> None:
    await lived_in.tamper(TALLY, lambda fields: path(path(fields, "office_revision", by=-1), "desks", "capacity", by=5))
    found = await lived_in.verify(repair=True)
    assert [str(one) for one in found.differences] == ["london 2026-11-25: the day follows edit 1 of its office, which is at 2"]
    tally = await lived_in.store.read(TALLY)
    assert tally is not None
    assert documents.office_day_of(tally).capacity == 2
    assert (await lived_in.verify()).ending is Ending.DONE


async def test_an_office_made_smaller_is_told_and_no_difference(lived_in: Desk) -> None:
    await lived_in.house.resize(LONDON, 1, ask="smaller")
    report = await lived_in.verify()
    assert report.ending is Ending.DONE
    assert any("2 taken, 1 parked, yet the day takes 1, 4 parked since an edit; no difference" in line for line in lived_in.lines)


@pytest.mark.parametrize("days", range(1, 45))
@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_what_is_forgotten_day_by_day_is_no_difference(lived_in: Desk, days: int) -> None:
    """A week's first bookings go before its count does."""
    await lived_in.house.book(CLEO, TODAY + timedelta(days=4), ask="sunday")
    lived_in.clock.forward(timedelta(days=days, hours=2))
    assert (await lived_in.verify()).differences == []


async def test_several_differences_are_a_line_each_and_hold_no_names(lived_in: Desk) -> None:
    await lived_in.tamper(TALLY, lambda fields: path(fields, "desks", "used", by=-1))
    await lived_in.tamper(WEEK, lambda fields: path(fields, "used", by=1))
    report = await lived_in.verify()
    assert len(report.differences) == 2
    assert len(lived_in.lines) == 3
    assert "Anna" not in lived_in.out.getvalue()

"""`erase` leaves nothing of a person and everything that counted, wherever it is stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.admin.erase import Erase
from core.admin.mentions import ERASED_ENTRY
from core.admin.tools import Ending
from core.journal import entry_of
from core.model import OfficeId, Rules, booking_id
from core.store import documents
from core.store.port import Key, Store
from tests.admin.desk import Desk
from tests.admin.erasing import ADA, ADALINE, BEN, CLEO, clerk, erase, lived_in, traces, whole_ledger
from tests.fakes import FakeClock
from tests.house_of import LONDON, TODAY, TOMORROW, everything, ledger
from tests.memory_store import MemoryStore

CHATS_OF_ADALINE = {f"chat|{ADALINE.id}", f"chat-reminder|{ADALINE.id}"}


async def test_nothing_is_left_of_her_and_everything_still_counts(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    before = await ledger(store)
    assert await erase(desk).run() is Ending.DONE
    assert await traces(store) == []
    assert (await desk.verify()).differences == []
    after = await whole_ledger(store)
    assert after.faults(5, shrunk=True) == []
    assert len(after.active) == len(before.active) - 3 + 1  # three days given back; Adaline got the one that she waited for
    (past, today) = sorted((one for one in after.active if one.person.startswith("erased.")), key=lambda one: one.day)
    assert (past.day, today.day, today.parking, today.reason, today.revision) == (date(2026, 11, 20), TODAY, True, "", 1)
    assert past.person == today.person == today.made_by
    (for_cleo,) = [one for one in after.active if one.person == CLEO.id]
    assert (for_cleo.made_by, for_cleo.reason) == (today.person, "Visit")
    assert {one.actor for one in after.journal if one.action == "office.edited"} == {today.person}


async def test_nobody_takes_what_was_written_anew_for_news(store: Store, clock: FakeClock) -> None:
    """Whoever makes calendar entries or mail of the journal must not do so again, for somebody who is nobody."""
    desk = await lived_in(store, clock)
    await erase(desk).run()
    entries = [entry for one in await everything(store) if documents.kind_of(one) == "journal" and (entry := entry_of(one))]
    assert entries
    assert [one for one in entries if "erased." in f"{one.actor} {one.person} {one.ask}"] == []
    renamed = [entry_of(one) for one in await everything(store) if documents.kind_of(one) == ERASED_ENTRY]
    assert {entry.action for entry in renamed if entry} >= {"booking.made", "booking.cancelled", "office.edited"}


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_a_week_that_is_half_forgotten_keeps_its_count(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    clock.set(datetime(2026, 12, 26, 12, tzinfo=UTC))  # Tuesday's booking is forgotten, Friday's line and the week are not
    (before,) = [week.used for week in (await ledger(store)).weeks if week.person == ADA.id and week.week == "2026-W48"]
    assert await erase(desk).run() is Ending.DONE
    after = [week.used for week in (await ledger(store)).weeks if week.week == "2026-W48" and week.person.startswith("erased.")]
    assert after == [before]
    assert before > 0


async def test_a_line_that_is_over_holds_a_name_of_nobody(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    await desk.house.resize(LONDON, 1, ask="one only")
    clock.forward(timedelta(days=4))
    lines = [one for one in (await ledger(store)).queues if one.waiter(ADA.id)]
    assert lines
    assert await erase(desk).run() is Ending.DONE
    assert await traces(store) == []
    assert (await desk.verify()).differences == []
    assert [len(one.waiters) for one in (await ledger(store)).queues if one.day == lines[0].day] == [len(lines[0].waiters)]


async def test_what_waits_to_be_deleted_is_empty(clock: FakeClock) -> None:
    store = MemoryStore(clock)
    await erase(await lived_in(store, clock)).run()
    buried = [one.fields for one in store.kept.values() if one.expires is not None and one.expires < clock.now()]
    assert len(buried) > 20
    assert all(fields == {"kind": "erased"} for fields in buried)


async def test_others_are_left_alone(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    await erase(desk).run()
    people = [documents.person_of(one) for one in await everything(store) if documents.kind_of(one) == "person"]
    assert sorted(one.id for one in people) == sorted(one.id for one in (ADALINE, BEN, CLEO))
    assert booking_id(TOMORROW, LONDON.id, ADALINE.id) in [one.id for one in (await ledger(store)).active]
    hers = [one.key.id.partition("|")[0] for one in await everything(store) if one.key.partition in CHATS_OF_ADALINE]
    assert sorted(hers) == ["message", "reference", "reminder"]


async def test_it_waits_for_the_calendar_and_says_when_it_waited_in_vain(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    assert await erase(desk, wait_s=60).run() is Ending.UNFINISHED
    assert desk.lines[-1].startswith("3 entries are still in the person's calendar. Run this again;")
    assert await traces(store) != []
    await clerk(desk)
    assert await erase(desk, wait_s=60).run() is Ending.DONE
    assert await traces(store) == []


async def test_it_goes_on_as_soon_as_the_clerk_has_followed(store: Store, clock: FakeClock) -> None:
    desk = await lived_in(store, clock)
    begun = clock.now()

    async def sleep(seconds: float) -> None:
        await desk.sleep(seconds)
        await clerk(desk)

    assert await Erase(replace(desk.tools, sleep=sleep), ADA.id, 60).run() is Ending.DONE
    assert clock.now() - begun < timedelta(seconds=10)


async def test_somebody_unknown_is_erased_at_once(desk: Desk) -> None:
    assert await erase(desk, wait_s=60).run() is Ending.DONE
    assert await traces(desk.store) == []


async def test_a_read_only_house_erases_nothing(store: Store, clock: FakeClock) -> None:
    desk = Desk(store, clock, Rules(read_only=True))
    await desk.house.open()
    assert await erase(desk).run() is Ending.FOUND
    assert await traces(store) == []


async def test_what_this_product_does_not_know_is_told_and_left(desk: Desk) -> None:
    await desk.add(Key("elsewhere", "thing"), {"kind": "thing", "about": ADA.id})
    assert await erase(desk).run() is Ending.UNFINISHED
    assert "still names the person: thing in elsewhere" in desk.lines


@pytest.mark.parametrize("kind_of_store", ["memory"])
async def test_many_bookings_of_a_week_move_some_at_a_time(store: Store, clock: FakeClock) -> None:
    desk = Desk(store, clock, Rules(advance_booking_days=14, default_allowance=100))
    places = [replace(LONDON, id=OfficeId(f"office-{number}"), name=f"Office {number}") for number in range(45)]
    await desk.house.open(*places)
    for number, place in enumerate(places):
        await desk.house.book(ADA, TODAY, office=place, ask=f"ask-{number}")
    assert await erase(desk).run() is Ending.DONE
    assert await traces(store) == []
    assert (await desk.verify()).differences == []
    assert [week.used for week in (await ledger(store)).weeks] == [45]

"""Where the rules come from: the settings once, the store ever after; and how soon an edit counts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import structlog
from typing_extensions import override

from core.administration import Edit
from core.decision import Booked, Code, Refusal
from core.house_rules import FRESH_FOR, HouseRules
from core.journal import Action, RulesSnapshot
from core.model import Office, OfficeDay, Rules
from core.office_edits import OfficeEdit
from core.rules_administration import RulesAdministration
from core.rules_edits import RulesEdit
from core.store import documents
from core.store.port import Document, Key
from tests.fakes import FakeClock
from tests.house_of import LONDON, NOON, ROOT, RULES, TODAY, House, edit, ledger, no_pause, person
from tests.memory_store import MemoryStore, Shelf

ANNA = person("anna")


class Process:
    """A process that serves the house: its own memory over the shared store."""

    def __init__(self, clock: FakeClock, shelf: Shelf, seed: Rules = RULES) -> None:
        self.shelf = shelf
        self.store = MemoryStore(clock, shelf)
        self.rules = HouseRules(self.store, clock, seed)
        self.house = House(self.store, clock, system_admins=frozenset({ROOT.id}), source=self.rules)
        self.desk = RulesAdministration(self.store, self.rules, clock, no_pause, self.house.roll_out)

    async def change(self, change: RulesEdit, occasion: Edit | None = None) -> Rules | Refusal:
        return await self.desk.edit(occasion or edit("rules-ask"), change)


def code_of(answer: object) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


def two(seed: Rules = RULES) -> tuple[FakeClock, Process, Process]:
    clock, shelf = FakeClock(NOON), Shelf()
    return clock, Process(clock, shelf, seed), Process(clock, shelf, seed)


async def test_the_first_start_keeps_the_rules_of_the_settings_and_a_later_one_does_not() -> None:
    clock, first, _ = two()
    await first.rules.seed()
    later = Process(clock, first.shelf, replace(RULES, default_allowance=1, retention_days=5))
    with structlog.testing.capture_logs() as lines:
        await later.rules.seed()
    assert await later.rules.read() == RULES
    assert [(line["action"], line["rules"]) for line in lines] == [("settings_ignored", ["default_allowance", "retention_days"])]


async def test_two_first_starts_at_once_keep_them_once() -> None:
    _, first, second = two()
    await asyncio.gather(first.rules.seed(), second.rules.seed())
    assert await first.rules.read() == await second.rules.read() == RULES


async def test_before_anything_is_kept_the_settings_count() -> None:
    _, first, _ = two(replace(RULES, default_allowance=1))
    assert (await first.rules.read()).default_allowance == 1
    changed = await first.change(RulesEdit(default_allowance=2))
    assert isinstance(changed, Rules)
    assert (changed.default_allowance, changed.revision) == (2, 2)


async def test_an_edit_counts_at_once_where_it_was_made_and_within_a_second_elsewhere() -> None:
    clock, here, there = two()
    await here.house.open()
    await here.rules.seed()
    assert (await there.rules.read()).default_allowance == 3
    await here.change(RulesEdit(default_allowance=0))
    assert code_of(await here.house.book(ANNA)) is Code.ALLOWANCE_USED
    clock.forward(FRESH_FOR)
    assert code_of(await there.house.book(ANNA)) is Code.ALLOWANCE_USED


async def test_a_clock_that_jumps_back_keeps_no_old_rules() -> None:
    clock, here, there = two()
    await here.rules.seed()
    await there.rules.read()
    await here.change(RulesEdit(default_allowance=0))
    clock.forward(-timedelta(hours=1))
    assert (await there.rules.read()).default_allowance == 0


async def test_read_only_in_the_settings_holds_whatever_is_kept_and_is_never_kept_itself() -> None:
    clock, frozen, _ = two(replace(RULES, read_only=True))
    await frozen.rules.seed()
    assert (await frozen.rules.read()).read_only
    assert await frozen.change(RulesEdit(read_only=False)) == Refusal(Code.READ_ONLY)
    thawed = Process(clock, frozen.shelf)
    assert not (await thawed.rules.read()).read_only


async def test_two_admins_never_overwrite_each_other_and_an_edit_sent_again_is_done_once() -> None:
    _, here, there = two()
    await here.rules.seed()
    first = edit("first-edit", "1")
    assert isinstance(await here.change(RulesEdit(default_allowance=4), first), Rules)
    assert await there.change(RulesEdit(default_allowance=5), edit("second-edit", "1")) == Refusal(Code.CHANGED_MEANWHILE)
    again = await there.change(RulesEdit(default_allowance=4), first)
    assert isinstance(again, Rules)
    assert (again.default_allowance, again.revision) == (4, 2)


async def test_of_many_admins_at_once_every_edit_is_in_the_end() -> None:
    _, here, there = two()
    await here.rules.seed()
    names = ["default_allowance", "retention_days", "advance_booking_days"]
    changes = [RulesEdit(**{name: 20}) for name in names]  # pyright: ignore[reportArgumentType] - keywords of RulesEdit
    desks = [here, there, here]
    await asyncio.gather(*(desk.change(change, edit(f"edit-{n}")) for n, (desk, change) in enumerate(zip(desks, changes, strict=True))))
    here.rules.forget()
    rules = await here.rules.read()
    assert [getattr(rules, name) for name in names] == [20, 20, 20]
    assert rules.revision == 4


async def test_an_ask_of_another_edit_is_refused() -> None:
    _, here, _ = two()
    await here.house.open()
    await here.rules.seed()
    await here.house.resize(LONDON, 5, ask="one-ask")
    assert await here.change(RulesEdit(default_allowance=1), edit("one-ask")) == Refusal(Code.ASK_REUSED)


async def test_the_journal_tells_what_the_rules_were() -> None:
    _, here, _ = two()
    await here.rules.seed()
    await here.change(RulesEdit(reason_required=True))
    (entry,) = (await ledger(here.store)).journal
    assert (entry.action, entry.actor, entry.office) == (Action.RULES_EDITED, ROOT.id, None)
    assert isinstance(entry.before, RulesSnapshot)
    assert isinstance(entry.after, RulesSnapshot)
    assert (entry.before.reason_required, entry.after.reason_required) == (False, True)


async def booked_far_then_shrunk(here: Process) -> tuple[Office, date]:
    """A day that was booked in a wide window, which then became small; and the office smaller, which that day does not follow."""
    far = TODAY + timedelta(days=30)
    await here.house.open()
    await here.rules.seed()
    await here.change(RulesEdit(advance_booking_days=60), edit("wide"))
    assert isinstance(await here.house.book(ANNA, far), Booked)
    await here.change(RulesEdit(advance_booking_days=7), edit("narrow"))
    edited = await here.house.admin.edit_office(edit("smaller"), LONDON.id, OfficeEdit(capacity=1))
    assert isinstance(edited, Office)
    return edited, far


async def tally(here: Process, day: date) -> OfficeDay:
    document = await here.store.read(documents.office_day_key(LONDON.id, day))
    assert document is not None
    return documents.office_day_of(document)


async def test_days_that_come_into_the_window_again_follow_their_office_before_anybody_can_book_them() -> None:
    _, here, _ = two()
    _, far = await booked_far_then_shrunk(here)
    assert (await tally(here, far)).capacity == LONDON.capacity  # the control: the day does not follow by itself
    await here.change(RulesEdit(advance_booking_days=60), edit("wide-again"))
    assert (await tally(here, far)).capacity == 1
    assert code_of(await here.house.book(person("ben"), far)) is Code.OFFICE_FULL


class SlowStore(MemoryStore):
    """An answer is on its way for a while after it was read."""

    def __init__(self, clock: FakeClock, shelf: Shelf) -> None:
        super().__init__(clock, shelf)
        self.reads = 0
        self.asked, self.on_its_way = asyncio.Event(), asyncio.Event()
        self.on_its_way.set()

    @override
    async def read(self, key: Key) -> Document | None:
        self.reads += key == documents.rules_key()
        found = await super().read(key)
        self.asked.set()
        await self.on_its_way.wait()
        return found


async def test_of_a_crowd_one_asks_the_store() -> None:
    clock = FakeClock(NOON)
    slow = SlowStore(clock, Shelf())
    rules = HouseRules(slow, clock, RULES)
    await asyncio.gather(*(rules.read() for _ in range(50)))
    assert slow.reads == 1


async def test_rules_that_were_read_before_an_edit_and_arrive_after_it_are_not_kept() -> None:
    clock, shelf = FakeClock(NOON), Shelf()
    here = Process(clock, shelf)
    await here.rules.seed()
    slow = SlowStore(clock, shelf)
    rules = HouseRules(slow, clock, RULES)
    slow.on_its_way.clear()
    looking = asyncio.create_task(rules.read())
    await slow.asked.wait()
    await here.change(RulesEdit(default_allowance=0))
    rules.forget()  # as the edit does where it is made
    slow.on_its_way.set()
    assert (await looking).default_allowance == 3  # it was asked before
    assert (await rules.read()).default_allowance == 0


async def test_a_window_that_grows_while_an_office_is_edited_leaves_no_day_behind() -> None:
    """The other process read the rules a moment before the window grew, and edits the office a moment after."""
    _, here, there = two()
    _, far = await booked_far_then_shrunk(here)
    await there.rules.read()  # still narrow
    await here.change(RulesEdit(advance_booking_days=60), edit("wide-again"))
    edited = await there.house.admin.edit_office(edit("smaller-yet"), LONDON.id, OfficeEdit(capacity=0))
    assert isinstance(edited, Office)
    assert (await tally(here, far)).capacity == 0


async def test_somebody_who_can_book_further_ahead_is_remembered_for_longer_from_their_next_call_on() -> None:
    clock, here, _ = two(replace(RULES, advance_booking_days=14, people_retention_days=30))
    await here.house.open()
    await here.rules.seed()
    await here.house.knows(ANNA)
    await here.change(RulesEdit(advance_booking_days=100, people_retention_days=365))
    clock.forward(timedelta(days=1))
    await here.house.knows(ANNA)
    assert isinstance(await here.house.book(ANNA, TODAY + timedelta(days=90)), Booked)
    clock.forward(timedelta(days=60))
    assert await here.house.people.read(ANNA.id) is not None


async def test_an_ask_of_one_edit_of_the_rules_is_no_ask_of_another() -> None:
    _, here, _ = two()
    await here.rules.seed()
    await here.change(RulesEdit(default_allowance=1), edit("one-ask"))
    assert await here.change(RulesEdit(read_only=True), edit("one-ask")) == Refusal(Code.ASK_REUSED)
    assert isinstance(await here.change(RulesEdit(default_allowance=1), edit("one-ask")), Rules)

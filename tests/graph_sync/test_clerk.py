from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from core.backlog import CALENDAR
from core.errands.records import Records
from core.store import documents
from core.store.port import Replace
from graph_sync.projection import BLOCKED_FOR, Projection
from graph_sync.reply import Reply
from tests.graph_sync.fakes import HOUSE_RULES, Desk, mailbox_of, people
from tests.house_of import LONDON, TOMORROW

ANNA, BEN, CLEO = people(3)
NEXT_DAY = TOMORROW + timedelta(days=1)
WEDNESDAY_WEEK = TOMORROW + timedelta(days=7)
LATER = timedelta(minutes=6)
"""Longer than any back-off."""


def entries(desk: Desk) -> Records[Projection]:
    return Records(desk.store, Projection, CALENDAR, HOUSE_RULES)


async def test_a_booking_becomes_one_entry(desk: Desk) -> None:
    await desk.book(ANNA, parking=True)
    await desk.settle()
    assert desk.subjects(ANNA) == ["Office: London with parking"]
    assert desk.steps == ["create"]
    assert await desk.faults() == []


async def test_a_cancelled_booking_has_no_entry(desk: Desk) -> None:
    await desk.book(ANNA)
    await desk.settle()
    await desk.cancel(ANNA)
    await desk.settle()
    assert desk.subjects(ANNA) == []
    assert desk.steps == ["create", "remove"]


async def test_a_day_booked_again_has_one_entry(desk: Desk) -> None:
    for number in range(3):
        await desk.book(ANNA, ask=f"book-{number}")
        await desk.settle()
        await desk.cancel(ANNA, ask=f"cancel-{number}")
        await desk.settle()
    await desk.book(ANNA, ask="book-last")
    await desk.settle()
    assert await desk.faults() == []
    assert len(desk.subjects(ANNA)) == 1


async def test_five_quick_changes_are_one_call(desk: Desk) -> None:
    for number in range(2):
        await desk.book(ANNA, ask=f"book-{number}")
        await desk.cancel(ANNA, ask=f"cancel-{number}")
    await desk.book(ANNA, ask="book-last", parking=True)
    await desk.settle()
    assert desk.steps == ["create"]
    await desk.cancel(ANNA, ask="cancel-more")
    await desk.book(ANNA, ask="book-more")
    await desk.settle()
    assert desk.steps == ["create", "update"]
    assert desk.subjects(ANNA) == ["Office: London"]


async def test_what_was_booked_and_given_back_before_the_clerk_looked_costs_no_call(desk: Desk) -> None:
    await desk.book(ANNA)
    await desk.cancel(ANNA)
    await desk.settle()
    assert desk.steps == []


async def test_a_change_during_the_call_is_followed(desk: Desk) -> None:
    await desk.book(ANNA)
    serving = await desk.begin()
    await desk.cancel(ANNA)
    desk.calendar.open.set()
    await serving
    await desk.settle()
    assert (desk.steps, desk.subjects(ANNA)) == (["create", "remove"], [])


async def test_an_entry_that_its_person_deleted_comes_back_with_the_next_change(desk: Desk) -> None:
    await desk.book(ANNA)
    await desk.settle()
    desk.calendar.entries[mailbox_of(ANNA)].clear()
    await desk.cancel(ANNA)
    await desk.book(ANNA, ask="again", parking=True)
    await desk.settle()
    assert desk.subjects(ANNA) == ["Office: London with parking"]


async def test_a_throttled_mailbox_is_left_alone_as_long_as_outlook_says_and_nobody_else(desk: Desk) -> None:
    for day in (TOMORROW, NEXT_DAY, WEDNESDAY_WEEK):
        await desk.book(ANNA, day)
    desk.calendar.answers = [Reply(status=429, code="ApplicationThrottled", retry_after_s=90.0)]
    await desk.settle()
    await desk.book(BEN)
    for _ in range(8):
        await desk.settle()
        desk.clock.forward(timedelta(seconds=10))
    assert desk.calendar.calls == [("create", mailbox_of(ANNA)), ("create", mailbox_of(BEN))]
    desk.clock.forward(timedelta(seconds=11))
    await desk.settle()
    assert await desk.faults() == []


async def test_a_person_without_a_mailbox_costs_one_call_a_day_and_gets_entries_with_the_mailbox(desk: Desk) -> None:
    desk.calendar.without_mailbox = {mailbox_of(ANNA)}
    for day in (WEDNESDAY_WEEK, WEDNESDAY_WEEK + timedelta(days=1)):
        await desk.book(ANNA, day)
    for _ in range(3 * 24):
        await desk.settle()
        desk.clock.forward(timedelta(hours=1))
    assert desk.steps == ["create"] * 3
    desk.calendar.without_mailbox.clear()
    desk.clock.forward(BLOCKED_FOR)
    await desk.settle()
    assert await desk.faults() == []


async def test_an_entry_that_outlook_refuses_does_not_hold_up_the_others(desk: Desk) -> None:
    for day in (TOMORROW, NEXT_DAY, WEDNESDAY_WEEK):
        await desk.book(ANNA, day)
    desk.calendar.answers = [Reply(status=400, code="ErrorPropertyValidationFailure")]
    await desk.settle()
    assert len(desk.subjects(ANNA)) == 2
    desk.clock.forward(LATER)
    await desk.settle()
    assert await desk.faults() == []


async def test_an_office_that_was_removed_is_waited_for_without_calls_and_its_entries_can_go(desk: Desk) -> None:
    await desk.book(ANNA)
    await desk.settle()
    await desk.book(BEN)
    key = documents.office_key(LONDON.id)
    kept = await desk.store.read(key)
    assert kept is not None
    await desk.store.commit(key.partition, [Replace(id=key.id, fields=kept.fields, version=kept.version, expires=desk.clock.now())])
    await desk.cancel(ANNA)
    for _ in range(5):
        await desk.settle()
        desk.clock.forward(LATER)
    assert (desk.steps, desk.subjects(ANNA)) == (["create", "remove"], [])
    await desk.cancel(BEN)
    desk.clock.forward(LATER)
    await desk.settle()
    assert desk.steps == ["create", "remove"]
    assert await entries(desk).due(desk.clock.now() + BLOCKED_FOR, limit=9) == []


async def test_a_booking_that_was_forgotten_is_left_in_peace(desk: Desk) -> None:
    await desk.book(ANNA)
    desk.calendar.without_mailbox = {mailbox_of(ANNA)}
    await desk.settle()
    desk.clock.forward(timedelta(days=desk.house.rules.retention_days + 4))
    desk.calendar.without_mailbox.clear()
    await desk.settle()
    assert desk.steps == ["create"]
    assert await entries(desk).due(desk.clock.now() + BLOCKED_FOR, limit=9) == []


async def test_one_call_at_a_time_in_a_mailbox_and_no_more_in_all_than_allowed(desk: Desk) -> None:
    for who in people(9):
        for day in (TOMORROW, NEXT_DAY, WEDNESDAY_WEEK):
            await desk.book(who, day)
    clerk = desk.new_clerk(parallel=3)
    serving = await desk.begin(clerk)
    await asyncio.sleep(0.05)
    assert len(desk.calendar.calls) == 3
    desk.calendar.open.set()
    await serving
    await desk.settle(clerk)
    assert (desk.calendar.most_in_one_mailbox, desk.calendar.most_at_once) == (1, 3)
    assert await desk.faults() == []


async def test_the_log_names_no_person_and_no_text_of_theirs(desk: Desk) -> None:
    await desk.book(ANNA)
    await desk.book(BEN)
    desk.calendar.without_mailbox = {mailbox_of(BEN)}
    structlog.reset_defaults()
    with structlog.testing.capture_logs() as lines:
        await desk.settle()
    assert {line["action"] for line in lines} == {"entry_done", "entry_waits"}
    assert not any(who.name in str(line) for line in lines for who in (ANNA, BEN))

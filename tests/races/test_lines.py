"""Waiting lists under races, in two processes and on both stores: every place that frees goes to exactly one, in the order of the line."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from core import changes
from core.decision import Booked, Cancelled, Code, Joined, Refusal, Repeated, Waits
from core.journal import THE_HOUSE, Action
from core.store.port import Operation, Patch
from tests.house_of import LONDON, TOMORROW, House, booking_on, ledger, person

HOLDERS = [person(f"holder-{number}") for number in range(LONDON.capacity)]
LINE = [person(f"waiter-{number:02}") for number in range(15)]


async def full_with_line(houses: list[House]) -> None:
    await houses[0].knows(*HOLDERS, *LINE)
    for who in HOLDERS:
        assert isinstance(await houses[0].book(who), Booked)
    for number, who in enumerate(LINE):
        assert isinstance(await houses[number % 2].join(who), Joined)


async def places_of(house: House) -> list[str]:
    """Who stands in line, in order."""
    (queue,) = (await ledger(house.store)).queues
    return [waiter.person for waiter in queue.waiters]


async def test_everybody_who_joins_at_once_gets_a_place_in_line_of_their_own(houses: list[House]) -> None:
    await houses[0].knows(*HOLDERS, *LINE)
    for who in HOLDERS:
        await houses[0].book(who)
    answers = await asyncio.gather(*(houses[number % 2].join(who) for number, who in enumerate(LINE)))
    assert Counter(type(answer) for answer in answers) == {Joined: 15}
    assert sorted(await places_of(houses[0])) == sorted(who.id for who in LINE)
    assert (await ledger(houses[1].store)).faults(allowance=3) == []


async def test_ten_cancels_at_once_bring_in_the_first_ten_of_the_line(houses: list[House]) -> None:
    await full_with_line(houses)
    cancels = [houses[number % 2].cancel(who, booking_on(TOMORROW, LONDON, who)) for number, who in enumerate(HOLDERS)]
    answers = await asyncio.gather(*cancels)
    assert Counter(type(answer) for answer in answers) == {Cancelled: 10}
    found = await ledger(houses[0].store)
    assert found.faults(allowance=3) == []
    assert {booking.person for booking in found.active} == {who.id for who in LINE[:10]}
    assert await places_of(houses[0]) == [who.id for who in LINE[10:]]
    told = [(entry.actor, entry.person, entry.correlation) for entry in found.journal if entry.action is Action.BOOKING_PROMOTED]
    assert sorted(told) == sorted((THE_HOUSE, who.id, "correlation") for who in LINE[:10])


async def test_a_whole_crowd_gives_its_days_back_at_once_and_nobody_is_told_to_try_again(houses: list[House]) -> None:
    """Within a process they take turns; without, each would undo the others' attempts, and eight tries would be too few."""
    crowd = [person(f"crowd-{number:02}") for number in range(30)]
    house = houses[0]
    await house.resize(LONDON, len(crowd), ask="large")
    await house.knows(*crowd, *LINE)
    for who in crowd:
        await house.book(who)
    for who in LINE:
        await house.join(who)
    answers = await asyncio.gather(*(house.cancel(who, booking_on(TOMORROW, LONDON, who)) for who in crowd))
    assert Counter(type(answer) for answer in answers) == {Cancelled: 30}
    found = await ledger(house.store)
    assert found.faults(allowance=3) == []
    assert {booking.person for booking in found.active} == {who.id for who in LINE}


async def test_cancels_joins_leaves_and_bookings_at_once_lose_no_place(houses: list[House]) -> None:
    await full_with_line(houses)
    late = [person(f"late-{number}") for number in range(8)]
    await houses[0].knows(*late)
    calls = [houses[0].cancel(who, booking_on(TOMORROW, LONDON, who)) for who in HOLDERS[:5]]
    calls += [houses[1].leave(who) for who in LINE[:4]]
    calls += [houses[number % 2].join(who) for number, who in enumerate(late)]
    calls += [houses[1].book(who, ask="out-of-line") for who in LINE[10:12]]
    await asyncio.gather(*calls)
    await houses[0].keeper.round()
    found = await ledger(houses[0].store)
    assert found.faults(allowance=3) == []
    assert len(found.active) == LONDON.capacity


async def test_the_same_join_sent_ten_times_is_one_place_in_line(houses: list[House]) -> None:
    await full_with_line(houses)
    new = person("new")
    await houses[0].knows(new)
    answers = await asyncio.gather(*(houses[number % 2].join(new) for number in range(10)))
    assert Counter(type(answer) for answer in answers) == {Joined: 1, Waits: 9}
    assert {answer.place for answer in answers if isinstance(answer, Waits)} == {16}
    await houses[0].cancel(HOLDERS[0], booking_on(TOMORROW, LONDON, HOLDERS[0]))
    again = await houses[1].join(LINE[0])
    assert isinstance(again, Repeated)
    assert again.booking.id == booking_on(TOMORROW, LONDON, LINE[0])


async def test_a_cancel_that_is_sent_again_promotes_nobody_twice(houses: list[House]) -> None:
    await full_with_line(houses)
    booking = booking_on(TOMORROW, LONDON, HOLDERS[0])
    answers = await asyncio.gather(*(houses[number % 2].cancel(HOLDERS[0], booking) for number in range(5)))
    assert Counter(type(answer) for answer in answers) == {Cancelled: 1, Repeated: 4}
    found = await ledger(houses[0].store)
    assert [entry.person for entry in found.journal if entry.action is Action.BOOKING_PROMOTED] == [LINE[0].id]
    assert found.faults(allowance=3) == []


async def cancels_and_joins_in_pairs(houses: list[House]) -> None:
    await houses[0].knows(*HOLDERS, *LINE)
    for who in HOLDERS:
        await houses[0].book(who)
    for trial, (holder, waiter) in enumerate(zip(HOLDERS, LINE, strict=False)):
        cancel = houses[trial % 2].cancel(holder, booking_on(TOMORROW, LONDON, holder))
        joined, _ = await asyncio.gather(houses[1 - trial % 2].join(waiter), cancel)
        (tally,) = (await ledger(houses[0].store)).tallies
        assert tally.left == 0 or not tally.waiting
        if isinstance(joined, Refusal):
            assert joined.code is Code.PLACE_FREE
            await houses[0].book(waiter, ask="then-book")


async def test_who_joins_while_a_place_frees_is_told_so_or_promoted_but_never_waits_beside_it(houses: list[House]) -> None:
    await cancels_and_joins_in_pairs(houses)


async def test_control_a_cancel_that_does_not_ask_whether_somebody_joined_leaves_them_waiting(
    houses: list[House], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = changes.cancelled

    def careless(*arguments: object) -> list[Operation]:
        batch = whole(*arguments)  # pyright: ignore[reportArgumentType]
        return [replace(one, where=()) if isinstance(one, Patch) and one.id.startswith("day|") else one for one in batch]

    monkeypatch.setattr(changes, "cancelled", careless)
    with pytest.raises(AssertionError):
        await cancels_and_joins_in_pairs(houses)

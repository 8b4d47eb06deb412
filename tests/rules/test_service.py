"""The doorway itself: whom it takes, what it hands to the rules, how often it tries, and what it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core.decision import Booked, Cancelled, Code, Joined, Left, Refusal, Waits
from core.model import AskId, BookingId, OfficeId, Person, PersonId
from core.service import Book, Busy, Wait
from core.store.port import Conflict, Document, Key, Operation, Refused
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, RULES, TOMORROW, House, booking_on, ledger, person
from tests.memory_store import MemoryStore

ANNA, BEN = person("anna"), person("ben")
ADMIN = person("admin", admin_of=frozenset({LONDON.id}))
NOWHERE = replace(LONDON, id=OfficeId("nowhere"))
TINY = replace(LONDON, capacity=1)


class Restless(MemoryStore):
    """A store in which the week moves `times` times before anything can be written; it remembers what was read."""

    def __init__(self, clock: FakeClock, times: int = 0) -> None:
        super().__init__(clock)
        self.times = times
        self.reads: list[list[str]] = []

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        self.reads.append([key.id.partition("|")[0] for key in keys])
        return await super().read_many(keys)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        if partition.startswith("week|") and self.times > 0:
            self.times -= 1
            raise Conflict(0, Refused.CHANGED)
        await super().commit(partition, operations)


class Pauses:
    def __init__(self) -> None:
        self.taken: list[int] = []

    async def __call__(self, attempt: int) -> None:
        self.taken.append(attempt)


async def house_of(store: MemoryStore, pause: Pauses | None = None, *people: Person) -> House:
    clock = FakeClock(NOON)
    house = await House(store, clock, RULES, pause or Pauses()).open(TINY, AUCKLAND)
    return await house.knows(ANNA, BEN, ADMIN, *people)


def code_of(answer: object) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


async def test_a_week_that_moves_seven_times_is_waited_for_and_one_that_moves_eight_times_is_busy() -> None:
    pause = Pauses()
    house = await house_of(Restless(FakeClock(NOON), 7), pause)
    assert isinstance(await house.book(ANNA), Booked)
    assert pause.taken == [0, 1, 2, 3, 4, 5, 6]
    pause = Pauses()
    store = Restless(FakeClock(NOON), 8)
    house = await house_of(store, pause)
    with pytest.raises(Busy):
        await house.book(ANNA)
    assert pause.taken == [0, 1, 2, 3, 4, 5, 6, 7]
    assert (await ledger(store)).bookings == []
    assert isinstance(await house.book(ANNA), Booked)  # the same ask, when it has calmed down


async def test_every_deed_is_tried_again() -> None:
    store = Restless(FakeClock(NOON))
    house = await house_of(store)
    await house.book(ANNA)
    store.times = 2
    assert isinstance(await house.join(BEN), Joined)
    store.times = 2
    assert isinstance(await house.leave(BEN), Left)
    store.times = 2
    assert isinstance(await house.cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA)), Cancelled)


async def test_offices_and_people_that_are_not_there_are_named() -> None:
    house = await house_of(MemoryStore(FakeClock(NOON)))
    stranger = person("stranger")
    assert code_of(await house.book(ANNA, office=NOWHERE)) == Code.NO_SUCH_OFFICE
    assert code_of(await house.join(ANNA, office=NOWHERE)) == Code.NO_SUCH_OFFICE
    assert code_of(await house.leave(ANNA, office=NOWHERE)) == Code.NO_SUCH_OFFICE
    assert code_of(await house.book(ADMIN, whom=stranger)) == Code.NO_SUCH_PERSON
    assert code_of(await house.join(ADMIN, whom=stranger)) == Code.NO_SUCH_PERSON
    assert code_of(await house.book(ANNA, whom=stranger)) == Code.NOT_YOURS  # and is not told who is known here
    assert code_of(await house.cancel(ANNA, BookingId("no booking"))) == Code.NO_SUCH_BOOKING
    assert code_of(await house.cancel(ANNA, booking_on(TOMORROW, NOWHERE, ANNA))) == Code.NO_SUCH_BOOKING


async def test_an_admin_books_and_waits_for_somebody_with_that_persons_allowance_and_in_their_name() -> None:
    store = MemoryStore(FakeClock(NOON))
    house = await house_of(store)
    booked = await house.book(ADMIN, whom=ANNA, parking=True)
    assert isinstance(booked, Booked)
    assert (booked.booking.person, booked.booking.made_by, booked.booking.parking) == (ANNA.id, ADMIN.id, True)
    waits = await house.join(ADMIN, whom=BEN)
    assert isinstance(waits, Joined)
    assert waits.waiter.person == BEN.id
    assert {entry.person: entry.actor for entry in (await ledger(store)).journal} == {ANNA.id: ADMIN.id, BEN.id: ADMIN.id}
    assert {entry.correlation for entry in (await ledger(store)).journal} == {"correlation"}


async def test_who_names_themselves_acts_for_themselves() -> None:
    house = await house_of(MemoryStore(FakeClock(NOON)))
    same = replace(ANNA, id=PersonId("".join(list(ANNA.id))))  # as it comes with a request, and not from the store
    assert isinstance(await house.book(ANNA, whom=same), Booked)


@pytest.mark.parametrize("name", ["aaron", "zoe"])
async def test_an_admin_books_for_the_other_one_wherever_they_stand_in_the_alphabet(name: str) -> None:
    house = await house_of(MemoryStore(FakeClock(NOON)))
    answer = await house.book(person(name, admin_of=frozenset({LONDON.id})), whom=ANNA)
    assert isinstance(answer, Booked)
    assert answer.booking.person == ANNA.id


async def test_who_leaves_is_in_no_line_any_more() -> None:
    store = MemoryStore(FakeClock(NOON))
    house = await house_of(store)
    await house.book(ANNA)
    await house.join(BEN)
    assert isinstance(await house.leave(BEN), Left)
    assert [queue.waiters for queue in (await ledger(store)).queues] == [()]
    assert await house.leave(BEN) == Waits(None)


async def test_being_booked_for_is_being_seen() -> None:
    store = MemoryStore(FakeClock(NOON))
    house = await house_of(store)
    house.clock.forward(timedelta(days=8))
    await house.book(ADMIN, house.clock.now().date() + timedelta(1), whom=ANNA)
    seen = await house.people.read(ANNA.id)
    assert seen is not None
    assert seen.seen_on == house.clock.now().date()


async def test_a_reason_reaches_the_booking_and_goes_with_it() -> None:
    store = MemoryStore(FakeClock(NOON))
    clock = FakeClock(NOON)
    house = await House(store, clock, replace(RULES, reason_required=True)).open(TINY)
    await house.knows(ANNA, BEN)
    assert code_of(await house.book(ANNA)) == Code.REASON_MISSING
    assert isinstance(await house.book(ANNA, reason="The post"), Booked)
    assert code_of(await house.join(BEN)) == Code.REASON_MISSING
    assert isinstance(await house.join(BEN, reason="The plants"), Joined)
    assert [booking.reason for booking in (await ledger(store)).active] == ["The post"]
    await house.cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA))
    assert {booking.person: booking.reason for booking in (await ledger(store)).bookings} == {ANNA.id: "", BEN.id: "The plants"}


async def test_one_read_of_facts_and_one_batch_where_nobody_waits() -> None:
    store = Restless(FakeClock(NOON))
    house = await house_of(store)
    store.reads.clear()
    await house.book(ANNA)
    assert store.reads == [["day", "person", "booking", "journal"]]
    store.reads.clear()
    await house.cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA))
    assert store.reads == [["booking", "day", "queue", "journal"]]


async def test_who_waited_and_then_books_has_left_the_line() -> None:
    store = Restless(FakeClock(NOON))
    house = await house_of(store)
    await house.book(ANNA)
    assert isinstance(await house.join(BEN), Joined)
    stingy = House(store, house.clock, replace(RULES, default_allowance=0))
    await stingy.cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA))  # the first in line may not have it now
    assert isinstance(await house.book(BEN, ask="direct-ask"), Booked)
    found = await ledger(store)
    assert found.faults(allowance=3) == []
    assert [queue.waiters for queue in found.queues] == [()]
    assert [tally.waiting for tally in found.tallies if tally.day == TOMORROW] == [0]


async def test_somebody_else_may_take_a_place_that_nobody_in_line_may_have() -> None:
    store = Restless(FakeClock(NOON))
    house = await house_of(store, None, person("cleo"))
    await house.book(ANNA)
    await house.join(BEN)
    await House(store, house.clock, replace(RULES, default_allowance=0)).cancel(ANNA, booking_on(TOMORROW, LONDON, ANNA))
    assert isinstance(await house.book(person("cleo"), ask="direct-ask"), Booked)
    assert await house.join(BEN) == Waits(1)
    assert (await ledger(store)).faults(allowance=3) == []


async def test_settling_hands_over_all_that_is_free_and_says_how_many() -> None:
    store = MemoryStore(FakeClock(NOON))
    crowd = [person(f"p{number:02}") for number in range(45)]
    house = await house_of(store, None, *crowd)
    await house.book(ANNA)
    for who in crowd:
        assert isinstance(await house.join(who), Joined)
    stingy = House(store, house.clock, replace(RULES, default_allowance=0))
    await stingy.resize(LONDON, 46, ask="larger")
    assert [tally.taken for tally in (await ledger(store)).tallies if tally.day == TOMORROW] == [1]
    office = await house.office(LONDON)
    assert await house.service.settle(office, TOMORROW, "by-the-keeper") == 45
    assert await house.service.settle(office, TOMORROW, "by-the-keeper") == 0
    found = await ledger(store)
    assert found.faults(allowance=3) == []
    order = [booking.person for booking in sorted(found.active, key=lambda one: (one.made_at, one.id))]
    assert len(order) == 46
    assert {entry.correlation for entry in found.journal if entry.action == "booking.promoted"} == {"by-the-keeper"}


async def test_a_car_place_is_not_taken_by_who_does_not_ask_for_one() -> None:
    house = await house_of(MemoryStore(FakeClock(NOON)))
    answer = await house.service.book(ANNA, Book(ask=AskId("an-ask-id"), office=LONDON.id, day=TOMORROW), "correlation")
    assert isinstance(answer, Booked)
    assert not answer.booking.parking
    waits = await house.service.join(BEN, Wait(ask=AskId("an-ask-id"), office=LONDON.id, day=TOMORROW), "correlation")
    assert isinstance(waits, Joined)
    assert not waits.waiter.parking

"""The first duty over a real store: what others did to somebody's days is told once, whatever fails on the way."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.notifier.carrier import PARALLEL
from bot.chat.notifier.delivery import FIRST_DOUBT, MAX_DOUBTS
from bot.chat.ports import Gone, NotNow, Unsure
from bot.chat.words.languages import words_of
from core.decision import Booked
from core.errands.errand import IN_HAND_FOR
from core.model import Office, OfficeId, Person
from core.store.port import Operation, Replace, Unavailable
from tests.chat.post_office import PostOffice, opened, reference_of
from tests.fakes import FakeClock
from tests.graph_sync.stores import Passing
from tests.house_of import LONDON, NOON, ROOT, RULES, TODAY, TOMORROW, House, booking_on, person
from tests.memory_store import MemoryStore

NEWS = words_of("en").news
ADA, EVA = person("ada"), person("eva")
BOOKED = NEWS.booked_by(TOMORROW, "London", False, "Root")
CANCELLED = NEWS.cancelled_by(TOMORROW, "London", "")


@pytest.fixture
async def office() -> PostOffice:
    return await opened(met=(ADA, EVA, ROOT))


async def books_for(office: PostOffice, whom: Person, ask: str = "for-her") -> None:
    assert isinstance(await office.house.book(ROOT, whom=whom, ask=ask), Booked)


async def test_a_day_that_an_admin_booked_or_cancelled_is_told(office: PostOffice) -> None:
    await books_for(office, EVA)
    await office.settle()
    assert office.told(EVA) == [BOOKED]
    await office.house.cancel(ROOT, booking_on(TOMORROW, LONDON, EVA))
    await office.settle()
    assert office.told(EVA) == [BOOKED, CANCELLED]


async def test_ones_own_deeds_are_told_to_nobody(office: PostOffice) -> None:
    await office.house.book(EVA)
    await office.settle()
    await office.house.cancel(EVA, booking_on(TOMORROW, LONDON, EVA))
    await office.settle()
    assert office.post.sent == []


async def test_who_is_cancelled_and_booked_again_at_once_hears_nothing(office: PostOffice) -> None:
    await office.house.book(EVA)
    await office.settle()
    await office.house.cancel(ROOT, booking_on(TOMORROW, LONDON, EVA))
    await books_for(office, EVA)
    await office.settle()
    assert office.post.sent == []


async def test_the_language_is_the_persons_own(office: PostOffice) -> None:
    await office.change(EVA, language="de")
    await books_for(office, EVA)
    await office.settle()
    assert office.told(EVA) == [words_of("de").news.booked_by(TOMORROW, "London", False, "Root")]


async def test_who_chose_no_language_is_told_in_that_of_their_teams(office: PostOffice) -> None:
    await office.conversations.keep(replace(reference_of(EVA), language="de"))
    await books_for(office, EVA)
    await office.settle()
    assert office.told(EVA) == [words_of("de").news.booked_by(TOMORROW, "London", False, "Root")]


async def test_a_closed_office_with_fifty_people_tells_each_once_though_teams_throttles() -> None:
    hall = Office(id=OfficeId("hall"), name="Hall", zone="UTC", capacity=60)
    crowd = [person(f"guest{number}") for number in range(50)]
    office = await opened(hall, met=crowd)
    for who in crowd:
        await office.house.book(who, office=hall, ask=f"ask-{who.name}")
    await office.house.close_day(hall, clear=True)
    office.post.failures = [NotNow(after_s) for after_s in (None, 2.0, 30.0) * 15]
    for _ in range(40):
        await office.settle()
        office.clock.forward(timedelta(seconds=7))
    assert Counter(one.person for one in office.post.sent) == Counter(who.id for who in crowd)
    assert {one.text for one in office.post.sent} == {NEWS.closed_day(TOMORROW, "Hall", "Painters")}
    assert 1 < office.post.most_at_once <= PARALLEL


async def test_a_place_from_the_waiting_list_is_told_to_who_waited_alone() -> None:
    office = await opened(replace(LONDON, capacity=1), met=(ADA, EVA))
    await office.house.book(ADA)
    await office.house.join(EVA)
    await office.settle()
    await office.house.cancel(ADA, booking_on(TOMORROW, LONDON, ADA))
    await office.settle()
    assert [(one.person, one.text) for one in office.post.sent] == [(EVA.id, NEWS.promoted(TOMORROW, "London", False))]


async def test_who_has_no_chat_is_not_told_then_nor_when_they_get_one(office: PostOffice) -> None:
    late = person("late")
    await office.house.knows(late)
    await books_for(office, late)
    await office.settle()
    await office.meets(late)
    await office.settle()
    assert office.told(late) == []
    await office.house.cancel(ROOT, booking_on(TOMORROW, LONDON, late))
    await office.settle()
    assert office.told(late) == [CANCELLED]


async def test_who_took_the_bot_away_is_forgotten_and_not_written_to_again(office: PostOffice) -> None:
    office.post.failures = [Gone()]
    await books_for(office, EVA)
    await office.settle()
    assert await office.conversations.read(EVA.id) is None
    await office.house.cancel(ROOT, booking_on(TOMORROW, LONDON, EVA))
    await office.settle()
    assert office.post.sent == []


async def test_a_lost_answer_is_told_again_after_a_minute_and_a_few_times_at_most(office: PostOffice) -> None:
    office.post.failures = [Unsure()]
    await books_for(office, EVA)
    await office.settle()
    office.clock.forward(FIRST_DOUBT - timedelta(seconds=1))
    await office.settle()
    assert office.post.sent == []
    office.clock.forward(timedelta(seconds=40))
    await office.settle()
    assert office.told(EVA) == [BOOKED]

    office.post.failures = [Unsure() for _ in range(99)]
    await office.house.cancel(ROOT, booking_on(TOMORROW, LONDON, EVA))
    for _ in range(30):
        await office.settle()
        office.clock.forward(timedelta(minutes=10))
    assert 99 - len(office.post.failures) == MAX_DOUBTS


async def test_a_restart_repeats_nothing(office: PostOffice) -> None:
    await books_for(office, EVA)
    await office.settle()
    for _ in range(3):
        await office.settle(office.new_notifier())
    assert office.told(EVA) == [BOOKED]


async def test_two_processes_tell_it_once(office: PostOffice) -> None:
    await books_for(office, EVA)
    await books_for(office, ADA, ask="for-ada")
    await asyncio.gather(*(office.settle(one) for one in (office.notifier, office.new_notifier(), office.new_notifier())))
    assert Counter(one.person for one in office.post.sent) == Counter([EVA.id, ADA.id])


async def test_a_message_that_is_under_way_belongs_to_who_sends_it(office: PostOffice) -> None:
    office.post.open.clear()
    await books_for(office, EVA)
    sending = asyncio.create_task(office.notifier.round())
    await office.post.begun.acquire()
    office.clock.forward(IN_HAND_FOR - timedelta(seconds=1))
    await office.settle(office.new_notifier())
    office.post.open.set()
    await sending
    assert office.told(EVA) == [BOOKED]


async def test_what_a_crash_left_in_hand_is_told_by_the_next_process(office: PostOffice) -> None:
    office.post.open.clear()
    await books_for(office, EVA)
    sending = asyncio.create_task(office.notifier.round())
    await office.post.begun.acquire()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    office.post.open.set()
    office.clock.forward(IN_HAND_FOR + timedelta(seconds=1))
    await office.settle(office.new_notifier())
    assert office.told(EVA) == [BOOKED]


async def test_an_orderly_stop_finishes_what_is_under_way_and_begins_nothing(office: PostOffice) -> None:
    crowd = [person(f"guest{number}") for number in range(PARALLEL + 2)]
    await office.meets(*crowd)
    await office.settle()
    for who in crowd:
        await office.house.book(ROOT, whom=who, ask=f"ask-{who.name}")
    office.post.open.clear()
    stop = asyncio.Event()
    running = asyncio.create_task(office.new_notifier().run(stop))
    for _ in range(PARALLEL):
        await office.post.begun.acquire()
    stop.set()
    office.post.open.set()
    await asyncio.wait_for(running, 5)
    assert len(office.post.sent) == PARALLEL
    for _ in range(3):
        office.clock.forward(timedelta(minutes=1))
        await office.settle(office.new_notifier())
    assert Counter(one.person for one in office.post.sent) == Counter(who.id for who in crowd)


class Deaf(Passing):
    """Takes no yes until it is well."""

    well = False

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        if not self.well and any(isinstance(one, Replace) and one.fields.get("state") == "settled" for one in operations):
            raise Unavailable("deaf")
        await super().commit(partition, operations)


async def test_a_yes_that_the_store_did_not_take_is_not_asked_for_again(office: PostOffice) -> None:
    deaf = Deaf(office.store)
    notifier = office.new_notifier(deaf)
    await office.settle(notifier)
    await books_for(office, EVA)
    for _ in range(5):
        with pytest.raises(Unavailable):
            await notifier.round()
        office.clock.forward(IN_HAND_FOR + timedelta(minutes=1))
    deaf.well = True
    await office.settle(notifier)
    assert office.told(EVA) == [BOOKED]


async def test_one_that_the_store_fails_does_not_break_off_those_beside_it(office: PostOffice) -> None:
    deaf = Deaf(office.store)
    notifier = office.new_notifier(deaf)
    await office.settle(notifier)
    await books_for(office, EVA)
    await books_for(office, ADA, ask="for-ada")
    with pytest.raises(Unavailable):
        await notifier.round()
    assert Counter(one.person for one in office.post.sent) == Counter([EVA.id, ADA.id])


async def test_the_first_start_over_an_old_journal_tells_nothing_of_it() -> None:
    clock = FakeClock(NOON)
    store = MemoryStore(clock)
    office = PostOffice(store, clock, await House(store, clock, RULES).open())
    await office.meets(EVA, ROOT)
    await books_for(office, EVA)
    office.clock.forward(timedelta(seconds=1))
    await office.settle()
    assert office.post.sent == []
    await office.house.cancel(ROOT, booking_on(TOMORROW, LONDON, EVA))
    await office.settle()
    assert office.told(EVA) == [CANCELLED]


async def test_what_happened_while_no_process_ran_is_told_afterwards(office: PostOffice) -> None:
    day = TODAY + timedelta(days=5)
    assert isinstance(await office.house.book(ROOT, day, whom=EVA), Booked)
    office.clock.forward(timedelta(hours=20))
    await office.settle(office.new_notifier())
    assert office.told(EVA) == [NEWS.booked_by(day, "London", False, "Root")]


async def test_a_message_for_a_day_that_is_over_is_given_up(office: PostOffice) -> None:
    office.post.failures = [NotNow(3600.0)] * 60
    await books_for(office, EVA)
    for _ in range(40):
        await office.settle()
        office.clock.forward(timedelta(hours=1))
    office.post.failures = []
    office.clock.forward(timedelta(hours=2))
    await office.settle()
    assert office.post.sent == []


async def test_a_fault_in_one_message_holds_up_no_other(office: PostOffice) -> None:
    office.post.failures = [RuntimeError("ours")]
    await books_for(office, EVA)
    await books_for(office, ADA, ask="for-ada")
    await office.settle()
    assert len(office.post.sent) == 1
    office.clock.forward(IN_HAND_FOR + timedelta(seconds=1))
    await office.settle()
    assert Counter(one.person for one in office.post.sent) == Counter([EVA.id, ADA.id])


async def test_a_fault_of_ours_in_sending_loses_no_message(office: PostOffice) -> None:
    await books_for(office, EVA)
    office.post.failures = [ValueError("a fault of ours")] * (MAX_DOUBTS + 1)
    for _ in range(MAX_DOUBTS + 2):
        await office.settle()
        office.clock.forward(timedelta(minutes=30))
    assert office.told(EVA) == [BOOKED]

"""The chats of people on every store: kept as Teams last named them, greeted once, forgotten when they are gone or unused."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core import retention
from core.conversations import TRIES, Conversations, Reference, reference_key
from core.days import forgotten_after
from core.house_rules import FixedRules
from core.model import PersonId, Rules
from core.store.port import Conflict, Key, Operation, Refused, Store, Unavailable
from tests.contract.places import Place
from tests.fakes import FakeClock
from tests.memory_store import MemoryStore

RULES = Rules(people_retention_days=100)
DAY = timedelta(days=1)


def chats_in(store: Store, clock: FakeClock, rules: Rules = RULES) -> Conversations:
    return Conversations(store, FixedRules(rules), clock)


@pytest.fixture
def chats(store: Store, clock: FakeClock) -> Conversations:
    return chats_in(store, clock)


@pytest.fixture
def ada(unique: str) -> Reference:
    return reference(PersonId(f"tenant.{unique}"))


def reference(person: PersonId, conversation: str = "a:1") -> Reference:
    return Reference(person=person, conversation=conversation, service_url="https://smba.example/emea/", channel_id="29:ada")


async def version_of(store: Store, one: Reference) -> str | None:
    document = await store.read(reference_key(one.person))
    return document.version if document else None


async def test_a_chat_is_kept_as_it_was_last_named(chats: Conversations, ada: Reference) -> None:
    assert await chats.read(ada.person) is None
    await chats.keep(ada)
    assert await chats.read(ada.person) == ada
    moved = replace(ada, service_url="https://smba.example/amer/")
    await chats.keep(moved)
    assert await chats.read(ada.person) == moved


async def test_the_same_chat_is_written_once_a_week_and_not_once_a_message(place: Place, store: Store, ada: Reference) -> None:
    chats = chats_in(store, place.clock)
    await chats.keep(ada)
    first = await version_of(store, ada)
    place.clock.forward(7 * DAY)
    await chats.keep(ada)
    await chats.renew(ada.person, ada.conversation)
    assert await version_of(store, ada) == first
    place.clock.forward(DAY)
    await chats.keep(ada)
    second = await version_of(store, ada)
    assert second != first
    place.clock.forward(8 * DAY)
    await chats.renew(ada.person, ada.conversation)
    assert await version_of(store, ada) != second
    assert await chats.read(ada.person) == ada


async def test_a_chat_is_forgotten_as_people_are_once_it_is_no_longer_used(place: Place, store: Store, ada: Reference) -> None:
    chats = chats_in(store, place.clock)
    await chats.keep(ada)
    document = await store.read(reference_key(ada.person))
    wanted = forgotten_after(place.clock.now().date(), RULES.people_retention_days)
    assert document is not None
    assert document.expires == wanted.timestamp()
    assert retention.expiry_of(document, RULES) == wanted
    place.clock.set(wanted)
    assert await chats.read(ada.person) is None
    assert await chats.claim_welcome(ada)


async def test_a_chat_that_is_gone_is_dropped_and_may_come_again(store: Store, chats: Conversations, ada: Reference) -> None:
    await chats.drop(ada.person, ada.conversation)
    assert await chats.claim_welcome(ada)
    await chats.drop(ada.person, "a:another")
    assert await chats.read(ada.person) == replace(ada, welcomed=True)
    await chats.drop(ada.person, ada.conversation)
    assert await chats.read(ada.person) is None
    assert await version_of(store, ada) is None
    await chats.renew(ada.person, ada.conversation)
    assert await chats.read(ada.person) is None
    await chats.keep(ada)
    assert await chats.read(ada.person) == ada
    assert await chats.claim_welcome(ada)


async def test_what_was_sent_to_an_older_chat_does_not_bring_it_back(place: Place, store: Store, ada: Reference) -> None:
    chats = chats_in(store, place.clock)
    newer = reference(ada.person, "a:2")
    await chats.keep(newer)
    place.clock.forward(8 * DAY)
    before = await version_of(store, ada)
    await chats.renew(ada.person, ada.conversation)
    assert (await chats.read(ada.person), await version_of(store, ada)) == (newer, before)


async def test_a_chat_is_greeted_once_and_a_new_one_again(chats: Conversations, ada: Reference) -> None:
    assert [await chats.claim_welcome(ada) for _ in range(3)] == [True, False, False]
    await chats.keep(ada)
    assert await chats.read(ada.person) == replace(ada, welcomed=True)
    newer = reference(ada.person, "a:2")
    await chats.keep(newer)
    assert [await chats.claim_welcome(newer) for _ in range(2)] == [True, False]


async def test_of_many_processes_that_hear_of_a_new_chat_one_greets(place: Place, store: Store, ada: Reference) -> None:
    rooms = [chats_in(store, place.clock), chats_in(await place.open(), place.clock)]
    answers = await asyncio.gather(*[rooms[number % 2].claim_welcome(ada) for number in range(5)])
    assert answers.count(True) == 1


async def test_of_many_who_only_look_first_several_would_greet(place: Place, store: Store, ada: Reference) -> None:
    """The control of the test above."""
    rooms = [chats_in(store, place.clock), chats_in(await place.open(), place.clock)]
    both_looked = asyncio.Barrier(2)

    async def look(chats: Conversations) -> bool:
        known = await chats.read(ada.person)
        await both_looked.wait()
        await chats.keep(replace(ada, welcomed=True))
        return known is None

    answers = await asyncio.gather(*[look(rooms[number % 2]) for number in range(2)])
    assert answers.count(True) == 2


class Restless(MemoryStore):
    """A store in which somebody else is quicker, `times` times."""

    def __init__(self, clock: FakeClock, times: int) -> None:
        super().__init__(clock)
        self.times = times

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        if self.times > 0:
            self.times -= 1
            raise Conflict(0, Refused.CHANGED)
        await super().commit(partition, operations)


async def test_others_are_given_way_to_so_often_and_no_more(clock: FakeClock) -> None:
    ada = reference(PersonId("tenant.ada"))
    await chats_in(Restless(clock, TRIES - 1), clock).keep(ada)
    with pytest.raises(Unavailable):
        await chats_in(Restless(clock, TRIES), clock).keep(ada)


async def test_a_read_only_house_keeps_chats_all_the_same(clock: FakeClock) -> None:
    ada, store = reference(PersonId("tenant.ada")), MemoryStore(clock)
    await chats_in(store, clock, replace(RULES, read_only=True)).keep(ada)
    assert list(store.kept) == [Key("chat|tenant.ada", "reference")]

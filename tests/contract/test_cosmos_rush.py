"""Many people, one office day, Azure Cosmos DB: they queue in a process, collide a little between processes, and never overbook."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

import pytest

from core.store.cosmos import CosmosStore
from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_patience import Patience
from core.store.port import Key, Refused, Unavailable
from tests.contract.bad_weather import AFTER, BEFORE, booking, used
from tests.contract.places import jitter_from
from tests.contract.things import TALLY, get, put, refusal_of, take_place
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.weather import Fault, Kind
from tests.fakes import FakeClock


async def rush(stores: Iterable[CosmosStore], week: str) -> Counter[tuple[int, Refused] | None]:
    takers = list(stores)
    answers = await asyncio.gather(*[refusal_of(takers[number % len(takers)], week, booking(number)) for number in range(40)])
    return Counter(answers)


@asynccontextmanager
async def no_turns(_keys: Iterable[Key]) -> AsyncGenerator[None]:
    yield


async def test_within_a_process_people_queue_for_a_day_and_never_collide(hurried: CosmosStore, gateway: Gateway, week: str) -> None:
    await put(hurried, week, "tally", TALLY)
    gateway.latency_s = 0.002
    assert await rush([hurried], week) == {None: 10, (1, Refused.UNMET): 30}
    assert gateway.conflicts == 0


async def test_without_the_queue_they_collide(hurried: CosmosStore, gateway: Gateway, week: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above; the day is not overbooked even so."""
    await put(hurried, week, "tally", TALLY)
    gateway.latency_s = 0.002
    monkeypatch.setattr(hurried._turns, "of", no_turns)  # pyright: ignore[reportPrivateUsage] - the precaution that is taken away
    answers = await rush([hurried], week)
    assert gateway.conflicts > 40
    assert await used(hurried, week) == answers[None] <= 10


async def test_several_processes_collide_a_little_and_share_the_day(
    hurried: CosmosStore, gateway: Gateway, clock: FakeClock, week: str
) -> None:
    await put(hurried, week, "tally", TALLY)
    gateway.latency_s = 0.002
    other = await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, Patience(jitter_from(2)))
    assert await rush([hurried, other], week) == {None: 10, (1, Refused.UNMET): 30}
    assert await used(hurried, week) == 10
    await other.close()


async def test_in_an_outage_nobody_waits_for_the_turn_of_all_the_others(gateway: Gateway, clock: FakeClock, week: str) -> None:
    patience = Patience(jitter_from(1), deadline_s=0.3)
    store = await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, patience)
    await put(store, week, "tally", TALLY)
    gateway.weather.storm(1, 1.0, [Kind.BATCH], [Fault.CONFLICTING])
    begun = time.monotonic()
    answers = await asyncio.gather(*[store.commit(week, booking(number)) for number in range(30)], return_exceptions=True)
    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert time.monotonic() - begun < 3
    await store.close()


@pytest.mark.parametrize("seed", range(2))
async def test_a_storm_overbooks_nothing(hurried: CosmosStore, gateway: Gateway, week: str, seed: int) -> None:
    await put(hurried, week, "tally", TALLY)
    gateway.weather.storm(seed, 0.3, [Kind.BATCH, Kind.READ], [*BEFORE, *AFTER])
    answers = await rush([hurried], week)
    gateway.weather.clear()
    kept = await hurried.read_many([Key(week, f"booking|{number:02}") for number in range(40)])
    assert len(kept) == 10 == await used(hurried, week)
    # A lost answer is told as a conflict with oneself, never as a success that is not there.
    assert answers[None] + answers[0, Refused.EXISTS] == 10
    assert answers[0, Refused.EXISTS] > 0


async def test_two_who_want_the_same_two_days_never_wait_for_each_other(gateway: Gateway, clock: FakeClock, week: str) -> None:
    store = await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, Patience(jitter_from(1), deadline_s=5))
    for name in ("monday", "tuesday"):
        await put(store, week, name, {**TALLY, "desks": {"used": 0, "capacity": 1000}})
    there = [take_place("monday"), take_place("tuesday")]
    await asyncio.gather(*[store.commit(week, there if number % 2 else there[::-1]) for number in range(20)])
    assert (await get(store, week, "monday")).fields["desks"] == {"used": 20, "capacity": 1000}
    await store.close()

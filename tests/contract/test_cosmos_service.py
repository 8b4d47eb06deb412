"""The engine over Azure Cosmos DB in a storm: double sends, cancels in parallel, lost answers; afterwards the books add up."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import pytest

from core.decision import Booked, Cancelled, Code, Refusal, Repeated
from core.service import Busy
from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_patience import Patience
from core.store.port import Unavailable
from tests.contract.places import jitter_from
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.weather import Fault, Kind
from tests.fakes import FakeClock
from tests.house_of import LONDON, NOON, RULES, TOMORROW, House, booking_on, ledger, person

STORM = [
    Fault.CUT,
    Fault.LOST,
    Fault.LOST,
    Fault.THROTTLED,
    Fault.CONFLICTING,
    Fault.UNAVAILABLE,
    Fault.UNAVAILABLE_AFTER,
    Fault.TIMEOUT_AFTER,
]
CROWD = [person(f"person-{number:02}") for number in range(50)]
_Answer = TypeVar("_Answer")


async def soon(_: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    account = cosmos_gateway.Account(FakeClock(NOON))
    account.create()
    async with Gateway(account) as gateway:
        yield gateway


@pytest.fixture
async def houses(gateway: Gateway) -> AsyncIterator[list[House]]:
    """Two processes of one house."""
    clock = FakeClock(NOON)
    patience = [Patience(jitter_from(seed), soon) for seed in range(2)]
    stores = [await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, one) for one in patience]
    houses = [House(store, clock, RULES) for store in stores]
    await houses[0].open()
    yield houses
    for store in stores:
        await store.close()


async def until_answered(ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
    """What a person's client does: the same ask again, until there is an answer."""
    for _ in range(20):
        try:
            return await ask()
        except (Busy, Unavailable):
            await asyncio.sleep(0.001)
    raise AssertionError("never answered")


@pytest.mark.parametrize("seed", range(2))
async def test_fifty_people_ten_places_double_sends_and_cancels_in_a_storm(gateway: Gateway, houses: list[House], seed: int) -> None:
    dice = random.Random(seed)
    gateway.weather.storm(seed, 0.15, [Kind.BATCH, Kind.READ, Kind.QUERY], STORM)
    # Everybody asks twice, with the same ask and at the same time, each time at a process of their luck.
    asks = [(who, dice.choice(houses)) for who in CROWD for _ in range(2)]
    dice.shuffle(asks)
    answers = await asyncio.gather(*[until_answered(lambda w=who, h=house: h.book(w)) for who, house in asks])
    told = Counter(who.id for (who, _), answer in zip(asks, answers, strict=True) if isinstance(answer, Booked | Repeated))
    assert len(told) == LONDON.capacity
    assert set(told.values()) == {2}, "one ask sent twice is answered the same"
    assert {answer.code for answer in answers if isinstance(answer, Refusal)} == {Code.OFFICE_FULL}

    before = await ledger(houses[0].store)
    assert before.faults(RULES.default_allowance) == []
    assert {booking.person for booking in before.active} == set(told)

    # One of them gives the day back five times at once; then one place is free, for one person.
    lucky = next(who for who in CROWD if who.id in told)
    booking = booking_on(TOMORROW, LONDON, lucky)
    cancels = await asyncio.gather(*[until_answered(lambda n=n: houses[n % 2].cancel(lucky, booking, ask=f"cancel-{n}")) for n in range(5)])
    assert all(isinstance(answer, Cancelled | Repeated) for answer in cancels)
    rest = [who for who in CROWD if who.id not in told]
    again = await asyncio.gather(*[until_answered(lambda w=who: houses[0].book(w, ask="second-ask")) for who in rest])
    assert sum(isinstance(answer, Booked | Repeated) for answer in again) == 1

    gateway.weather.clear()
    after = await ledger(houses[1].store)
    assert after.faults(RULES.default_allowance) == []
    assert len(after.active) == LONDON.capacity
    assert gateway.weather.sent.total() > 20

"""What Azure Cosmos DB would be asked and charge for: requests and request units, counted at the stand-in and by the published figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Sequence
from datetime import timedelta

from core import availability
from core.model import Office
from core.store.cosmos_client import Account, open_cosmos
from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.bench.stores import patience
from tests.bench.world import RULES, house_over, huge
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.weather import Kind
from tests.fakes import FakeClock
from tests.house_of import NOON, TOMORROW, House, booking_on, person


class Meter:
    """Units and requests since the last line was drawn."""

    def __init__(self, requests: Counter[Kind]) -> None:
        self._requests = requests
        self._before = Counter(requests)
        self._units: defaultdict[str, float] = defaultdict(float)

    def charge(self, operation: str, units: float) -> None:
        self._units[operation] += units

    async def line(self, name: str, doing: Awaitable[object]) -> Figure:
        self._units.clear()
        self._before = Counter(self._requests)
        await doing
        made = sorted((kind, count) for kind, count in (self._requests - self._before).items() if kind is not Kind.META)
        requests = " + ".join(f"{count} {kind}" for kind, count in made)
        charged = ", ".join(f"{operation} {units:.1f}" for operation, units in self._units.items())
        return Figure(name, f"{sum(self._units.values()):.1f} RU: {requests}", f"RU by operation: {charged}")


async def measure(_: Size) -> Sequence[Figure]:
    clock, office = FakeClock(NOON), huge()
    account = cosmos_gateway.Account(clock)
    account.create()
    async with Gateway(account) as gateway:
        meter = Meter(gateway.weather.requests)
        store = await open_cosmos(Account(endpoint=gateway.endpoint, key=KEY), clock, patience(), meter.charge)
        figures = await _lines(await house_over(store, clock, office), meter, office)
        await store.close()
    return figures


async def _lines(house: House, meter: Meter, office: Office) -> Sequence[Figure]:
    anna, ben, later = person("anna"), person("ben"), TOMORROW + timedelta(days=1)
    now = house.clock.now()
    span = availability.window(office, now, RULES)
    first = await meter.line("booking, first of the day and of the week", house.book(anna, office=office))
    second = await meter.line("booking, first of the person's week", house.book(ben, office=office))
    await house.book(anna, later, office=office, ask="later-ask")
    return [
        first,
        second,
        await meter.line("booking, day and week known", house.book(ben, later, office=office, ask="later-ask")),
        await meter.line("the same ask again", house.book(ben, later, office=office, ask="later-ask")),
        await meter.line("cancel", house.cancel(anna, booking_on(TOMORROW, office, anna))),
        await meter.line("booking after a cancel", house.book(anna, office=office, ask="again-ask")),
        await meter.line("availability of 14 days", availability.find(house.store.read_many, anna.id, office.id, span)),
    ]

"""The house that is measured: one office, and people who may book every day of a week."""

from __future__ import annotations

from core.model import Office, OfficeId, Rules
from core.store.port import Store
from tests.fakes import FakeClock
from tests.house_of import House

RULES = Rules(advance_booking_days=14, default_allowance=7)


def huge(capacity: int = 1_000_000) -> Office:
    return Office(id=OfficeId("huge"), name="Huge", zone="UTC", capacity=capacity)


async def house_over(store: Store, clock: FakeClock, office: Office) -> House:
    return await House(store, clock, RULES).open(office)

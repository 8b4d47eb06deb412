"""Thousands of seeded histories in rough weather; after each the books must add up, nobody may have been told a lie, and every free place
must be had by who waits for it or be bookable.

The controls take one protection away and must be caught: they show that the weather is rough enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core import changes, hand_over, reading
from core.policy import Asked
from core.store.port import Document, Key, Operation, Patch, Replace, Version
from tests.races.weather import Weather, bad_seeds

HISTORIES = 2000
CONTROLS = 300


class CarelessWeather(Weather):
    """The patch's conditions are left out."""

    async def apply(self, partition: str, operations: Sequence[Operation]) -> None:
        await super().apply(partition, [replace(one, where=()) if isinstance(one, Patch) else one for one in operations])


class VersionlessWeather(Weather):
    """A replace does not ask which version it replaces."""

    async def apply(self, partition: str, operations: Sequence[Operation]) -> None:
        await super().apply(partition, [self._blind(partition, one) for one in operations])

    def _blind(self, partition: str, operation: Operation) -> Operation:
        kept = self.kept.get(Key(partition, operation.id))
        if isinstance(operation, Replace) and kept is not None:
            return replace(operation, version=Version(str(kept.sequence)))
        return operation


async def test_no_history_breaks_the_house() -> None:
    assert await bad_seeds(Weather, range(HISTORIES)) == []


@pytest.mark.parametrize("weather", [CarelessWeather, VersionlessWeather])
async def test_control_without_a_protection_histories_go_wrong(weather: type[Weather]) -> None:
    assert await bad_seeds(weather, range(CONTROLS)) != []


async def test_control_without_the_recognition_of_asks_people_are_told_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgets(_: Document) -> Asked | None:
        return None

    monkeypatch.setattr(reading, "_asked", forgets)
    assert await bad_seeds(Weather, range(CONTROLS)) != []


async def test_control_with_a_person_week_outside_the_batch_allowances_break(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the original did: counters that are changed beside the booking, not with it."""
    whole = changes.booked

    def without_week(*arguments: object) -> list[Operation]:
        batch = whole(*arguments)  # pyright: ignore[reportArgumentType]
        return [batch[0], *batch[2:]]

    monkeypatch.setattr(changes, "booked", without_week)
    assert await bad_seeds(Weather, range(20)) != []


async def test_control_where_nobody_looks_for_a_line_people_wait_for_free_places(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object) -> list[changes.Promotion]:
        return []

    monkeypatch.setattr(hand_over, "chosen", nobody)
    assert await bad_seeds(Weather, range(CONTROLS)) != []

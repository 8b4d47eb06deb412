"""Crashes at any await of the store or the post, lost answers, throttling, two processes, evenings on which the clocks change.

The controls take one protection away and must be caught: they show that the weather is rough enough.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import structlog

from bot.chat.notifier import carrier as carrier_module
from bot.chat.notifier import messages as messages_module
from bot.chat.notifier import reminders as reminders_module
from bot.chat.notifier.delivery import Delivery, in_hand
from bot.chat.notifier.marks import Marks
from bot.chat.notifier.message import Message, Verdict, verdict
from bot.chat.notifier.reminding import Evening
from core.errands.records import Record, Records
from core.model import Booking, Office
from tests.chat.rough_weather import History, first_bad_seed
from tests.graph_sync.hasty import HastyFeed

HISTORIES = 220
CONTROLS = 120


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


async def test_in_every_history_everybody_knows_and_nobody_reads_what_is_not_so() -> None:
    assert await first_bad_seed(range(HISTORIES)) is None


async def test_the_histories_are_eventful() -> None:
    histories = [History(seed) for seed in range(8)]
    for history in histories:
        await history.faults()
    assert sum(history.arrivals() for history in histories) > 50
    assert sum(history.lost.total() for history in histories) > 5


async def test_control_settled_before_it_is_sent_messages_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier_module, "in_hand", _settled)
    await _is_caught("nobody was")


async def test_control_with_the_cursor_moved_before_noting_news_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages_module, "Feed", HastyFeed)
    await _is_caught("nobody was told")


async def test_control_without_taking_it_in_hand_two_processes_send_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless(Records[Message]):
        async def take(self, record: Record[Message], errand: Message) -> bool:
            return errand.trouble == "in hand" or await super().take(record, errand)

    monkeypatch.setattr(messages_module, "Records", Careless)
    await _is_caught("twice")


async def test_control_that_forgets_doubts_leaves_people_with_what_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages_module, "verdict", _undoubted)
    await _is_caught("nobody was told")


async def test_control_with_an_evening_marked_before_it_is_noted_people_are_not_reminded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hasty(Marks):
        async def is_prepared(self, evening: Evening) -> bool:
            is_done = await super().is_prepared(evening)
            await self.prepared(evening)
            return is_done

    monkeypatch.setattr(reminders_module, "Marks", Hasty)
    await _is_caught("nobody was reminded")


def _settled(delivery: Delivery, now: datetime) -> Delivery:
    return in_hand(delivery, now).settled(delivery.wanted)


def _undoubted(message: Message, booking: Booking | None, now: datetime, office: Office | None) -> Verdict:
    return verdict(replace(message, doubts=0), booking, now, office)


async def _is_caught(fault: str) -> None:
    assert await first_bad_seed(range(CONTROLS), fault) is not None

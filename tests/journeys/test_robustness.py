"""Processes that die at any moment: nothing is lost, and the calendar catches up."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from datetime import timedelta
from typing import cast

import pytest

from core.clock import SystemClock
from tests.journeys.conftest import Running

CATCH_UP_S = 45.0
"""A clerk that is killed in the middle of a call leaves its entry in hand for half a minute; nobody else may touch it meanwhile."""


def day_after(days: int) -> str:
    return (SystemClock().now().date() + timedelta(days=days)).isoformat()


def entries_of(running: Running, name: str) -> int:
    with urllib.request.urlopen(f"{running.calendar_of(name)}/entries?known=", timeout=10) as answer:
        return len(cast("dict[str, list[object]]", json.load(answer))["entries"])


async def until(running: Running, name: str, count: int) -> None:
    deadline = time.monotonic() + CATCH_UP_S
    while entries_of(running, name) != count:
        assert time.monotonic() < deadline, f"{name} has {entries_of(running, name)} entries, not {count}"
        await asyncio.sleep(0.1)


def book(running: Running, name: str, day: str, ask: str) -> None:
    """As the tab does: the same ask again until there is an answer."""
    for _ in range(100):
        try:
            running.call("POST", "/api/bookings", name, {"ask": ask, "office": "london", "date": day})
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise AssertionError("the service did not come back")


@pytest.mark.parametrize("victim", ["service", "calendar clerk"])
async def test_a_process_that_is_killed_loses_nothing(running: Running, victim: str) -> None:
    name = {"service": "Kwame", "calendar clerk": "Thandiwe"}[victim]
    await asyncio.to_thread(book, running, name, day_after(7), "before-the-kill")
    running.kill(victim)
    await asyncio.to_thread(book, running, name, day_after(8), "after-the-kill-1")
    await until(running, name, 2)
    for booking in running.call("GET", "/api/bookings", name)["bookings"]:
        running.call("DELETE", f"/api/bookings/{booking['id']}", name)
    await until(running, name, 0)

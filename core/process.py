"""How a process of ours lives: it runs until it is asked to stop, then finishes what it holds."""

from __future__ import annotations

import asyncio
import signal
from types import FrameType


def stop_signal() -> asyncio.Event:
    """An event that is set by Ctrl-C, SIGTERM or (on Windows) Ctrl-Break. Must be called inside a running loop."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            # Not loop.add_signal_handler: Windows has none.
            signal.signal(number, ask)
    return stop


async def wait_for(stop: asyncio.Event, timeout_s: float) -> bool:
    """Wait for the stop, at most so long; whether it came."""
    try:
        async with asyncio.timeout(timeout_s):
            await stop.wait()
    except TimeoutError:
        return False
    return True

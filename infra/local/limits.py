"""Outlook's limits per mailbox: four requests at a time, ten thousand in ten minutes."""

import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager

from infra.local.graph_error import throttled

_WINDOW_S = 600.0


class Limits:
    """Counts what is under way and what was asked lately; both numbers may be lowered by tests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once = 4
        self.per_window = 10_000
        self._clock = clock
        self._under_way: dict[str, int] = {}
        self._lately: dict[str, deque[float]] = {}

    @contextmanager
    def request(self, mailbox: str) -> Generator[None]:
        """Raises GraphError 429 instead of letting the request in."""
        lately = self._lately.setdefault(mailbox, deque())
        now = self._clock()
        while lately and lately[0] <= now - _WINDOW_S:
            lately.popleft()
        if len(lately) >= self.per_window:
            raise throttled("RequestCount", int(lately[0] + _WINDOW_S - now) + 1)
        if self._under_way.get(mailbox, 0) >= self.at_once:
            raise throttled("MailboxConcurrency", 1)
        lately.append(now)
        self._under_way[mailbox] = self._under_way.get(mailbox, 0) + 1
        try:
            yield
        finally:
            self._under_way[mailbox] -= 1

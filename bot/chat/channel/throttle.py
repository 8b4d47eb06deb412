"""How fast may be written: as Teams allows in one conversation, and to all of them together.

Who writes more often is refused by Teams, and the refusals count as well; so whoever is too early waits here. What answers somebody counts
only in its own conversation: people write slower than the house may speak.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence

from bot.chat.ports import NotNow

IN_ONE = ((7, 1.0), (8, 2.0), (60, 30.0))
"""So many messages in so many seconds (learn.microsoft.com: optimize your bot with rate limiting in Teams)."""
IN_ALL = ((25, 1.0),)
"""Half of what is said to be allowed of one app in one tenant."""
MOST_CONVERSATIONS = 10_000
MOST_WAIT_S = 5.0
"""Longer than that the caller may do better things; what is not sent within twenty seconds counts as lost (`notifier/postman.py`)."""


class Pace:
    """When the next one may go, by windows that slide."""

    def __init__(self, windows: Sequence[tuple[int, float]]) -> None:
        self._windows = windows
        self._went: deque[float] = deque(maxlen=max(most for most, _ in windows))

    def next(self, now: float) -> float:
        """When the next one may go at the earliest."""
        return max((self._went[-most] + seconds for most, seconds in self._windows if len(self._went) >= most), default=now)

    def take(self, at: float) -> None:
        """One goes then; times never go back."""
        self._went.append(at)


class Throttle:
    """The paces of this process; several processes rather get the word of Teams to wait, which the callers heed."""

    def __init__(self) -> None:
        self._all = Pace(IN_ALL)
        self._kept: OrderedDict[str, Pace] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    async def wait(self, conversation: str, *, is_answer: bool) -> None:
        """Until one more message may go there. Raises NotNow where that takes too long; then nothing is counted."""
        await _wait(self._of(conversation))
        if not is_answer:
            await _wait(self._all)

    def _of(self, conversation: str) -> Pace:
        pace = self._kept.get(conversation)
        if pace is None:
            pace = self._kept[conversation] = Pace(IN_ONE)
            if len(self._kept) > MOST_CONVERSATIONS:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(conversation)
        return pace


async def _wait(pace: Pace) -> None:
    now = asyncio.get_running_loop().time()
    at = max(now, pace.next(now))
    if at - now > MOST_WAIT_S:
        raise NotNow(at - now)
    pace.take(at)
    if at > now:
        await asyncio.sleep(at - now)

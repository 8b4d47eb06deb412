"""Who knows what time it is. Everything that needs the time is handed a Clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Answers with the present instant, aware and in UTC."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock; made in the composition roots only."""

    def now(self) -> datetime:
        """The machine's present instant in UTC."""
        return datetime.fromtimestamp(time.time(), UTC)

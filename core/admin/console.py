"""Results go to standard output, everything else to standard error; progress is shown as often as is useful there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

ON_TERMINAL_S = 0.2
ELSEWHERE_S = 10.0
"""How often progress is written to a file: somebody may look at it later."""


class Console:
    """What the operator reads. `now()` counts seconds from anywhere."""

    def __init__(self, out: TextIO, err: TextIO, now: Callable[[], float]) -> None:
        self._out = out
        self._err = err
        self._now = now
        self._is_terminal = err.isatty()
        self._next = now() + (0.0 if self._is_terminal else ELSEWHERE_S)
        self._is_line_open = False

    def tell(self, line: str) -> None:
        """A line of the result."""
        self._end_progress()
        self._out.write(f"{line}\n")
        self._out.flush()

    def note(self, line: str) -> None:
        """A line that is no result: what goes on, what went wrong."""
        self._end_progress()
        self._err.write(f"{line}\n")
        self._err.flush()

    def progress(self, line: str) -> None:
        """How far the work is; most calls write nothing."""
        if self._now() < self._next:
            return
        self._next = self._now() + (ON_TERMINAL_S if self._is_terminal else ELSEWHERE_S)
        self._is_line_open = self._is_terminal
        self._err.write(f"\r\x1b[2K{line}" if self._is_terminal else f"{line}\n")
        self._err.flush()

    def _end_progress(self) -> None:
        if self._is_line_open:
            self._err.write("\r\x1b[2K")
            self._is_line_open = False


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 booking", "12,345 bookings"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

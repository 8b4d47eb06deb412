"""How much is measured: all of it for people, a pinch of it for the test that keeps the bench alive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Figures that change how long a part takes, never what it does."""

    starts: int = 3
    bookings: int = 6_000
    """Of the engine alone, and as many bare rows."""
    crowd: int = 600
    """People who want one office day of `places`."""
    places: int = 200
    on_sqlite: int = 4_000
    on_cosmos: int = 150
    """Bookings, cancels and reads on each store; a stand-in is slower than a file."""
    kept: int = 100_000
    """Bookings during which the memory is watched, every `step`."""
    step: int = 20_000
    seconds: float = 5.0
    """Of each question over HTTP."""
    chat_s: float = 60.0
    """For which people write to the bot."""
    together: tuple[int, ...] = (1, 32, 256)


FULL = Size()
TINY = Size(
    starts=1, bookings=20, crowd=12, places=4, on_sqlite=20, on_cosmos=8, kept=40, step=10, seconds=0.2, chat_s=0.3, together=(1, 4)
)

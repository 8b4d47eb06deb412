"""A message on its way: what is kept before it is sent, and what became of it means. Pure.

Teams takes no id with a message, so nobody can send it again in safety: when an answer was lost the message may stand in the chat. It is
sent again all the same, later each time and a few times at most: whoever lost a day would rather read so twice than never.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from core.errands.errand import IN_HAND, IN_HAND_FOR, Errand, still_wanted

MAX_REST = timedelta(minutes=5)
MIN_REST = timedelta(seconds=1)
"""The least time between two tries, whatever Teams says."""
FIRST_DOUBT = timedelta(minutes=1)
MAX_DOUBTS = 5
MAX_ATTEMPTS = 300
"""About a day of refusals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery(Errand):
    """A message about a booking. `doubts`: how often it may have been sent without anybody knowing."""

    doubts: int = 0

    @property
    def is_hopeless(self) -> bool:
        """Whether it was tried so often that it is given up."""
        return self.doubts >= MAX_DOUBTS or self.attempts >= MAX_ATTEMPTS


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    NOBODY = "nobody"
    """There is no chat with the person, or none any more."""
    NOT_NOW = "not now"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a message; `after_s`: not before so many seconds, if Teams said so."""

    outcome: Outcome
    after_s: float | None = None


_Delivery = TypeVar("_Delivery", bound=Delivery)


def beside(delivery: _Delivery, newer: _Delivery) -> _Delivery:
    """As for any errand; kept once more after an answer of the store was lost, it does not undo what was done since."""
    return newer if is_overtaken(delivery, newer) else still_wanted(delivery, newer)


def is_overtaken(delivery: Delivery, newer: Delivery) -> bool:
    """Whether what is kept by now holds this yes already."""
    return not delivery.trouble and newer.applied >= delivery.applied


def in_hand(delivery: _Delivery, now: datetime) -> _Delivery:
    """What is kept before a message is sent: others leave it alone, and after a crash it counts as perhaps sent."""
    return replace(delivery, due=now + IN_HAND_FOR, trouble=IN_HAND, doubts=delivery.doubts + 1)


def after(delivery: _Delivery, told: _Delivery, fate: Fate, now: datetime, jitter: float) -> _Delivery:
    """What became of the message as it was before it was taken in hand. `told`: once it was sent. `jitter`: random, from 0 to 1."""
    match fate.outcome:
        case Outcome.SENT | Outcome.NOBODY:
            return replace(told, due=now, doubts=0)
        case Outcome.NOT_NOW:
            return later(delivery, now, jitter, fate.after_s)
        case Outcome.UNSURE:
            rest = FIRST_DOUBT * 2**delivery.doubts * (1 + jitter / 4)
            told = replace(delivery, attempts=delivery.attempts + 1, doubts=delivery.doubts + 1)
            return replace(told, due=now + rest, trouble=fate.outcome.value)


def later(delivery: _Delivery, now: datetime, jitter: float, after_s: float | None = None) -> _Delivery:
    """The message after a try that certainly sent nothing: due when Teams says, else twice as late as the time before, or a part of it."""
    attempts = delivery.attempts + 1
    if after_s is None:
        rest = min(MAX_REST, timedelta(seconds=2 ** min(attempts, 10))) * (0.5 + jitter / 2)
    else:
        rest = max(MIN_REST, timedelta(seconds=after_s)) + timedelta(seconds=jitter)
    return replace(delivery, attempts=attempts, due=now + rest, trouble=Outcome.NOT_NOW.value)

"""What the process need not ask the store for again. Nothing relies on it: it may be empty at any time."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.model import PersonId

MOST = 10_000


class Lately:
    """Things that were so less than a while ago."""

    def __init__(self, lasts: timedelta) -> None:
        self._lasts = lasts
        self._noted: dict[Hashable, datetime] = {}

    def holds(self, thing: Hashable, now: datetime) -> bool:
        """Whether it was noted a short while ago."""
        noted = self._noted.get(thing)
        return noted is not None and timedelta() <= now - noted < self._lasts

    def note(self, thing: Hashable, now: datetime) -> None:
        """It is so now."""
        if len(self._noted) >= MOST:
            self._noted.clear()
        self._noted[thing] = now

    def forget(self, thing: Hashable) -> None:
        """It is so no more."""
        self._noted.pop(thing, None)


@dataclass(slots=True)
class Memory:
    """`chats`: references that were kept. `groups`: conversations that were greeted. `languages`: what people spoke who chose none."""

    chats: Lately = field(default_factory=lambda: Lately(timedelta(minutes=10)))
    groups: Lately = field(default_factory=lambda: Lately(timedelta(minutes=1)))
    languages: dict[PersonId, str] = field(default_factory=dict[PersonId, str])

    def heard(self, person: PersonId, language: str) -> None:
        """Somebody said something in that language: the buttons of what they are answered speak it, too."""
        if len(self.languages) >= MOST:
            self.languages.clear()
        self.languages[person] = language

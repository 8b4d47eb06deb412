"""What answering needs, handed in by the composition root; and the offices, which every sentence names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.chat.talk.memory import Memory
from core import offices
from core.administration import Administration
from core.clock import Clock
from core.conversations import Conversations
from core.house_rules import RulesSource
from core.model import Office, OfficeId
from core.passes import Passes
from core.people import People
from core.service import Service
from core.store.recent import RecentStore

FRESH_FOR = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that an answer may be made with. `new_id`: an id that nothing else has; `public_url`: the service's, without a slash."""

    store: RecentStore
    people: People
    service: Service
    administration: Administration
    rules: RulesSource
    passes: Passes
    conversations: Conversations
    clock: Clock
    new_id: Callable[[], str]
    public_url: str
    memory: Memory = field(default_factory=Memory)

    async def offices(self) -> Mapping[OfficeId, Office]:
        """Every office, removed ones too, as they were less than FRESH_FOR ago. Raises Unavailable."""
        now = self.clock.now()
        kept = self.memory.offices
        if kept is not None and timedelta() <= now - kept[0] < FRESH_FOR:
            return kept[1]
        known = await offices.read_all(self.store)
        self.memory.offices = (now, known)
        return known

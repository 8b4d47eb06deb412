"""What answering needs, handed in by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.chat.talk.memory import Memory
from core.administration import Administration
from core.clock import Clock
from core.conversations import Conversations
from core.house_rules import RulesSource
from core.offices import Offices
from core.passes import Passes
from core.people import People
from core.service import Service
from core.store.recent import RecentStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that an answer may be made with. `new_id`: an id that nothing else has; `public_url`: the service's, without a slash."""

    store: RecentStore
    offices: Offices
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

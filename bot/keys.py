"""What the application carries, under typed keys; made in `app.py`, read by handlers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from bot.api.printed_days import PrintedDays
from bot.entra import TokenCheck
from bot.limits import Limits
from bot.settings import Settings
from bot.time_limits import Deadlines, TimeLimits
from core.administration import Administration
from core.clock import Clock
from core.house_rules import HouseRules
from core.offices import RecentOffices
from core.pass_keys import Keys
from core.passes import Passes
from core.people import People
from core.rules_administration import RulesAdministration
from core.service import Service
from core.store.recent import RecentStore

Receive = Callable[[web.Request], Awaitable[web.Response]]
"""What answers Teams, where there is a bot."""


@dataclass(slots=True)
class Lifecycle:
    """Whether the process still wants new work; a load balancer asks `/healthz/ready`."""

    draining: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a handler may use."""

    settings: Settings
    rules: HouseRules
    clock: Clock
    store: RecentStore
    people: People
    service: Service
    administration: Administration
    rules_administration: RulesAdministration
    passes: Passes
    pass_keys: Keys
    tokens: TokenCheck
    new_id: Callable[[], str]
    limits: Limits
    time_limits: TimeLimits = field(default_factory=TimeLimits)
    deadlines: Deadlines
    started_at: datetime
    recent_offices: RecentOffices
    printed_days: PrintedDays = field(default_factory=PrintedDays)
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    chat: Receive | None = None


PARTS = web.AppKey("parts", Parts)
REFERENCE = web.RequestKey("reference", str)
LANGUAGE = web.RequestKey("language", str)
"""The language that the caller chose; not there for those who chose none, and before anybody is known to be calling."""


def reference_of(request: web.Request) -> str:
    """The id that ties the request's answer, logs and journal entries together."""
    return request[REFERENCE]

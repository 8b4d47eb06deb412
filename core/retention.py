"""How long what is kept is kept. What is expired is never seen; where the store does not delete it by itself, this does."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Protocol

import structlog

from core import conversations
from core.backlog import CALENDAR, MESSAGES, NOTICES, REMINDERS
from core.days import forgotten_after
from core.model import Rules, parse_booking_id
from core.store.documents import kind_of
from core.store.port import Document, Unavailable

EVERY = timedelta(hours=1)

log: structlog.stdlib.BoundLogger = structlog.get_logger()


_OF_A_DAY = frozenset({"booking", "day", "queue", "journal", "journal.erased"})
_SINCE = {"person": "seen_on", conversations.KIND: "kept_on"}
"""What is kept as long as people are, and since when."""
_OF_DUTIES = frozenset({CALENDAR.kind, NOTICES.kind, MESSAGES.kind, REMINDERS.kind})


def expiry_of(document: Document, rules: Rules) -> datetime | None:
    """The instant from which the document is forgotten by these rules; None if they do not say.

    The same as when it was written, as long as the rules are the same: a test compares them.
    """
    kind, fields = kind_of(document), document.fields
    if kind in _OF_A_DAY:
        day = fields.get("day") or str(fields.get("at"))[: len("2026-11-24")]  # an edit is of the day on which it was made
        return forgotten_after(date.fromisoformat(str(day)), rules.retention_days)
    if kind == "person_week":
        sunday = date.fromisocalendar(*_year_and_week(str(fields.get("week"))), 7)
        return forgotten_after(sunday, rules.retention_days)
    if (since := _SINCE.get(kind)) and fields.get(since):
        return forgotten_after(date.fromisoformat(str(fields[since])), rules.people_retention_days)
    if kind in _OF_DUTIES and (named := parse_booking_id(str(fields.get("booking")))):
        return forgotten_after(named.day, rules.retention_days) + timedelta(days=1)
    return None


def _year_and_week(week: str) -> tuple[int, int]:
    year, _, number = week.partition("-W")
    return int(year), int(number)


class Sweepable(Protocol):
    """A store that must be told to delete what has expired."""

    async def sweep(self) -> int:
        """Delete some of what has expired; how many documents went."""
        ...


async def keep_swept(store: Sweepable, every: timedelta = EVERY) -> None:
    """Sweep now and every so often, until cancelled. A bounded number goes at a time, so that no booking waits long behind it."""
    while True:
        try:
            swept = await sweep_all(store)
        except Unavailable as error:
            log.warning("What has expired could not be deleted.", action="sweep_failed", error=str(error))
        else:
            if swept:
                log.info("What had expired was deleted.", action="swept", documents=swept)
        await asyncio.sleep(every.total_seconds())


async def sweep_all(store: Sweepable) -> int:
    """Sweep until nothing is left to delete; how many documents went."""
    total = 0
    while swept := await store.sweep():
        total += swept
    return total

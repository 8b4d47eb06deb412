"""How full offices are, day by day: numbers only, read from the tallies, nobody's name near them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core import policy
from core.availability import Span
from core.days import days_between, today_in, window_end
from core.model import Office, OfficeDay, Rules
from core.store import documents
from core.store.port import Store

MAX_DAYS = 92
"""Days in one answer: a quarter of a year."""
_MOST = timedelta(days=MAX_DAYS - 1)


@dataclass(frozen=True, slots=True)
class OfficeStats:
    """An office and its days."""

    office: Office
    days: tuple[OfficeDay, ...]


def span(office: Office, now: datetime, rules: Rules, first: date | None, last: date | None) -> Span:
    """The days to be told of; MAX_DAYS at most, if the caller names no more. Nothing said: what is remembered, to the end of the window.

    Days that are forgotten by now are left out: nothing is known of them, which is not the same as nobody having come.
    """
    today = today_in(office.zone, now)
    oldest, end = (
        max(today - timedelta(days=rules.retention_days), rules.kept_since or date.min),
        window_end(today, rules.advance_booking_days),
    )
    if first is None:
        last = last or end
        return Span(oldest if last < oldest else max(oldest, last - _MOST), last)
    first = max(first, oldest)
    return Span(first, last or (first if end <= first else min(end, first + _MOST)))


async def of_office(store: Store, office: Office, asked: Span) -> OfficeStats:
    """A day that has no tally is told as the office's own calendar says, with nobody on it. No days if the span ends before it begins."""
    days = list(days_between(asked.first, asked.last))
    found = await store.read_many([documents.office_day_key(office.id, day) for day in days])
    kept = {tally.day: tally for tally in map(documents.office_day_of, found.values())}
    return OfficeStats(office, tuple(kept.get(day) or policy.fresh_tally(office, day) for day in days))

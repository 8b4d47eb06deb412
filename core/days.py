"""Dates, weeks and windows, always in the office's own time zone. Pure: the instant is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.model import Week

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name; ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone") from error


def today_in(zone: str, now: datetime) -> date:
    """The local date in that zone at that instant."""
    return now.astimezone(zone_named(zone)).date()


@lru_cache(maxsize=4096)
def week_of(day: date) -> Week:
    """The ISO week (Monday to Sunday) that holds the day, as `2026-W48`; no zone enters."""
    year, week, _ = day.isocalendar()
    return Week(f"{year}-W{week:02}")


def monday_of(day: date) -> date:
    """The Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def window_end(today: date, advance_booking_days: int) -> date:
    """The last day that can be booked: N days are open, today is the first of them."""
    return today + timedelta(days=advance_booking_days - 1)


def end_of(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which the next day begins in that zone."""
    return datetime.combine(day + timedelta(days=1), time(), zone_named(zone)).astimezone(UTC)


def forgotten_after(day: date, retention_days: int) -> datetime:
    """The instant from which what is kept of a day is forgotten.

    One day is added because a day ends up to twelve hours after its UTC date does, and nothing may go before it is over.
    """
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=retention_days + 2)

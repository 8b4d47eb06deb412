"""Days, weeks and times of day as people say them, shorter than the core's whole days; as the tab writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date, format_interval, format_time
from babel.lists import format_list

from core.words import DEFAULT


class _Patterns(NamedTuple):
    locale: str
    month: str
    short: str


_PATTERNS = {"en": _Patterns("en_GB", "d MMMM", "EEE d MMM"), "de": _Patterns("de_DE", "d. MMMM", "EEE, d. MMM")}


def _patterns(language: str) -> _Patterns:
    return _PATTERNS.get(language, _PATTERNS[DEFAULT])


@lru_cache(maxsize=4096)
def weekday(day: date, language: str) -> str:
    """Wednesday."""
    return format_date(day, "EEEE", locale=_patterns(language).locale)


@lru_cache(maxsize=4096)
def day_and_month(day: date, language: str) -> str:
    """25 November."""
    patterns = _patterns(language)
    return format_date(day, patterns.month, locale=patterns.locale)


@lru_cache(maxsize=4096)
def short_day(day: date, language: str) -> str:
    """Wed 25 Nov."""
    patterns = _patterns(language)
    return format_date(day, patterns.short, locale=patterns.locale)


@lru_cache(maxsize=1024)
def whole_week(monday: date, language: str) -> str:
    """The days of a week from Monday on, in short."""
    return format_interval(monday, monday + timedelta(days=6), "MMMd", locale=_patterns(language).locale)


def clock(at: time, language: str) -> str:
    """18:00."""
    return format_time(at, "short", locale=_patterns(language).locale)


def listed(things: Sequence[str], language: str) -> str:
    """Monday, Tuesday and Friday."""
    return format_list(list(things), locale=_patterns(language).locale)

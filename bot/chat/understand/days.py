"""Which day a phrase means, seen from today. Every phrase that could mean two days says so; nothing here chooses between them.

The conventions: a plain weekday is the coming one, and on that weekday itself it could be today or in a week. "Next Tuesday" is in doubt as
long as there is still a Tuesday to come in this week. A date without a year is the next such date, but one that is just past is past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.chat.understand.meaning import Doubt
from core.days import monday_of

WEEK = timedelta(days=7)
FAR = 366
"""Days. Nothing can be booked, listed or cancelled further ahead than that."""
JUST_PAST = 334
"""A date without a year that comes again only after so many days was meant as the one that is over."""
SATURDAY = 5
MOST_MONTHS = 12
CENTURY = 2000
SHORT_YEARS = 100


class Which(StrEnum):
    """How a weekday, a week or a weekend is pointed at."""

    PLAIN = "plain"
    THIS = "this"
    NEXT = "next"
    NEAREST = "nearest"
    LAST = "last"
    AFTER_NEXT = "after_next"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Days that were named: from `first` to `last`, both included.

    `is_range`: it was to begin or end with such a day. `is_whole`: a week or the like, of which only the working days are booked.
    `is_open`: from a day on, `last` being only as far as can be. `doubt`: why it isn't clear, with the days it could be
    (`choices`). `said`: as it was typed.
    """

    first: date | None = None
    last: date | None = None
    is_range: bool = False
    is_whole: bool = False
    is_open: bool = False
    doubt: Doubt | None = None
    choices: tuple[date, ...] = ()
    said: str = ""

    @property
    def is_day(self) -> bool:
        """Whether it is one day, and which one is clear."""
        return self.doubt is None and self.first is not None and self.first == self.last


def on(day: date, today: date) -> When:
    """That very day."""
    return When(first=day, last=day, doubt=Doubt.PAST_DAY, choices=(day,)) if day < today else When(first=day, last=day)


def one_of(days: Sequence[date], today: date) -> When:
    """One of these days: clear if they are all the same."""
    choices = tuple(sorted(set(days)))
    return on(choices[0], today) if len(choices) == 1 else When(doubt=Doubt.AMBIGUOUS_DAY, choices=choices)


def nowhere() -> When:
    """A day that no calendar has."""
    return When(doubt=Doubt.NO_SUCH_DAY)


def unclear() -> When:
    """Words for days that leave open which."""
    return When(doubt=Doubt.NO_DAY)


def coming(number: int, today: date) -> date:
    """The nearest such weekday, today included."""
    return today + timedelta(days=(number - today.weekday()) % 7)


def weekday(number: int, which: Which, today: date) -> When:
    """A weekday (Monday is 0), pointed at in that way."""
    near = coming(number, today)
    after = near if near > today else near + WEEK
    this = monday_of(today) + timedelta(days=number)
    is_ahead_in_week = monday_of(after) == monday_of(today)
    meant = {
        Which.PLAIN: (near,) if near > today else (near, near + WEEK),
        Which.NEAREST: (after,),
        Which.NEXT: (after, after + WEEK) if is_ahead_in_week else (after,),
        Which.THIS: (near if today.weekday() >= SATURDAY else this,),
        Which.AFTER_NEXT: (after + WEEK, this + 2 * WEEK),
        Which.LAST: (max(day for day in (near - WEEK, near - 2 * WEEK) if day < today),),
    }
    return one_of(meant[which], today)


def in_week(number: int, monday: date, today: date) -> When:
    """That weekday of the week that begins on that Monday."""
    return on(monday + timedelta(days=number), today)


def date_of(year: int, month: int, day: int) -> date | None:
    """That date; None if no calendar has it."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_day(day: int, month: int, year: int | None, today: date) -> When:
    """A date, perhaps without its year."""
    if year is not None:
        exact = date_of(year if year >= SHORT_YEARS else CENTURY + year, month, day)
        return nowhere() if exact is None else on(exact, today)
    this, then = date_of(today.year, month, day), date_of(today.year + 1, month, day)
    if this is not None and this >= today:
        return on(this, today)
    if then is None:
        return nowhere() if this is None else on(this, today)
    if (then - today).days > JUST_PAST:
        return nowhere() if this is None else on(this, today)
    return on(then, today)


def next_such(day: int, month: int, today: date) -> date | None:
    """The next such date, however far ahead it is within a year."""
    days = [date_of(today.year + ahead, month, day) for ahead in (0, 1)]
    return next((one for one in days if one is not None and one >= today), None)


def day_of_month(day: int, after: date) -> date | None:
    """The first day with that number in its month, in this month or the next, that is not before the given one."""
    for ahead in range(2):
        month = after.month - 1 + ahead
        exact = date_of(after.year + month // MOST_MONTHS, month % MOST_MONTHS + 1, day)
        if exact is not None and exact >= after:
            return exact
    return None


def is_day_first(locale: str) -> bool | None:
    """Whether 3/12 is the 3rd of December there; None if the locale doesn't tell."""
    language, _, region = locale.replace("_", "-").casefold().partition("-")
    if language == "de":
        return True
    if region == "us":
        return False
    return True if region and region not in {"ca", "ph"} else None


def slashed(first: int, second: int, year: int | None, locale: str, today: date) -> When:
    """3/12, or 3/12/2026: which of the two is the month depends on where one lives."""
    order = is_day_first(locale)
    pairs = [(first, second), (second, first)] if order is None else [(first, second) if order else (second, first)]
    if order is not None and pairs[0][1] > MOST_MONTHS:
        pairs = [(pairs[0][1], pairs[0][0])]
    possible = [month_day(day, month, year, today) for day, month in pairs if month <= MOST_MONTHS]
    real = [one for one in possible if one.doubt is not Doubt.NO_SUCH_DAY]
    if not real:
        return nowhere()
    if len(real) == 1 or first == second:
        return real[0]
    if year is not None:
        return one_of([one.first for one in real if one.first is not None], today)
    again = [next_such(day, month, today) for day, month in pairs]
    return one_of([day for day in again if day is not None], today)


def month_span(month: int, year: int | None, today: date) -> When:
    """A whole month: this year's, or next year's if it is over."""
    if not 1 <= month <= MOST_MONTHS or (year is not None and not CENTURY <= year < CENTURY + 200):
        return nowhere()
    chosen = year if year is not None else today.year + (month < today.month)
    first = date(chosen, month, 1)
    last = date(chosen + month // MOST_MONTHS, month % MOST_MONTHS + 1, 1) - timedelta(days=1)
    return When(
        first=first, last=last, is_whole=True, doubt=Doubt.PAST_DAY if last < today else None, choices=(last,) if last < today else ()
    )

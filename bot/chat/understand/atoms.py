"""The smallest phrases for days, found one by one: "tomorrow", "next week", "in two weeks". How they hang together is `dates.py`'s."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.chat.understand.days import WEEK, Which, coming, month_span, on, one_of, unclear, weekday
from bot.chat.understand.figures import date_in_figures, month_at, month_behind_in, numbered_day
from bot.chat.understand.meaning import Doubt
from bot.chat.understand.pieces import Piece
from bot.chat.understand.spans import rest_of_week, this_weekend, week_from, week_number, weekend, whole_week
from bot.chat.understand.tokens import Kind
from bot.chat.understand.view import Atom, View
from bot.chat.understand.vocabulary import Tag
from core.days import monday_of

WHICH = {
    Tag.THIS: Which.THIS,
    Tag.NEXT: Which.NEXT,
    Tag.NEAREST: Which.NEAREST,
    Tag.LAST: Which.LAST,
    Tag.AFTER_NEXT: Which.AFTER_NEXT,
}
_WEEKS_ON = {Which.THIS: 0, Which.NEAREST: 1, Which.NEXT: 1, Which.AFTER_NEXT: 2, Which.LAST: -1}
_COUNTS = frozenset({Tag.NUMBER, Tag.A})
_UNITS = {Tag.UNIT_DAY: 1, Tag.UNIT_WEEK: 7}
MOST_UNITS = 60
IDIOM_FOR_A_WEEK = 8
"""Germans say "in acht Tagen" for a week's time."""


def atom_at(view: View, at: int) -> Atom | None:
    """The phrase for days that begins there; None if there is none."""
    scan = _SCANS.get(view.pieces[at].tag)
    return scan(view, at) if scan else None


def _day(view: View, at: int) -> Atom:
    """Such as "tomorrow", "today in a week"."""
    day = view.today + timedelta(days=view.pieces[at].value)
    end, weeks = _weeks_behind(view, at + 1)
    return Atom(at, end, on(day + weeks * WEEK, view.today), is_relative=True)


def _weekday(view: View, at: int, which: Which = Which.PLAIN, start: int | None = None) -> Atom:
    number = view.pieces[at].value
    first = at if start is None else start
    if which is Which.PLAIN and view.tag(at + 1) is Tag.UNIT_WEEK and view.tag(at + 2) is not Tag.NUMBER:
        again = weekday(number, which, view.today)
        days = [day + WEEK for day in again.choices or (coming(number, view.today),)]
        return Atom(first, at + 2, one_of(days, view.today))
    return Atom(first, at + 1, weekday(number, which, view.today), weekday=number, is_plain=which is Which.PLAIN)


def _weeks_behind(view: View, at: int) -> tuple[int, int]:
    """Behind a day: "in a week", "week" (as in "today week"); where it ends, and how many weeks."""
    if view.tag(at) is Tag.UNIT_WEEK:
        return at + 1, 1
    if view.tag(at) is Tag.IN and view.tag(at + 1) in _COUNTS and view.tag(at + 2) is Tag.UNIT_WEEK:
        return at + 3, _count(view.pieces[at + 1])
    return at, 0


def _count(piece: Piece) -> int:
    return 1 if piece.tag is Tag.A else min(piece.value, MOST_UNITS)


def _counted(view: View, at: int) -> Atom | None:
    """Such as "in 3 days", "in a week", "in two weeks on Tuesday"."""
    if view.tag(at + 1) not in _COUNTS:
        return month_behind_in(view, at)
    unit = view.tag(at + 2)
    if unit is Tag.UNIT_MONTH:
        return Atom(at, at + 3, unclear())
    if unit is None or unit not in _UNITS:
        return None
    count = _count(view.pieces[at + 1])
    day = view.today + timedelta(days=count * _UNITS[unit])
    end = view.past(at + 3, Tag.FROM_NOW)
    if unit is Tag.UNIT_WEEK:
        return Atom(at, end, on(day, view.today), monday=monday_of(day), is_counted=True)
    is_idiom = view.language == "de" and count == IDIOM_FOR_A_WEEK and view.kind(at + 1) is Kind.WORD
    return Atom(at, end, one_of([view.today + WEEK, day] if is_idiom else [day], view.today))


def _number(view: View, at: int) -> Atom | None:
    """Such as "two weeks from Friday"; else a day of the month."""
    if view.tag(at + 1) in _UNITS:
        return _count_from(view, at)
    return None if view.tag(at) is Tag.A else numbered_day(view, at)


def _may_be_length(view: View, at: int, count: int) -> bool:
    """Whether "two days from Thursday" may say how many: always of days, of weeks behind "for"."""
    is_for = at > 0 and view.tag(at - 1) is Tag.FOR
    return count > 1 and (is_for or view.tag(at + 1) is Tag.UNIT_DAY)


def _count_from(view: View, at: int) -> Atom | None:
    """Such as "a week from Friday", "3 days from now", "a week today", "2 days ago"."""
    count, unit = _count(view.pieces[at]), view.tag(at + 1)
    days = timedelta(days=count * _UNITS.get(unit, 0) if unit else 0)
    behind = view.past(at + 2, Tag.FROM, Tag.ON, Tag.TO, Tag.THE)
    if view.tag(at + 2) is Tag.AGO:
        return Atom(at, at + 3, on(view.today - days, view.today))
    if view.tag(at + 2) is Tag.FROM_NOW:
        return Atom(at, at + 3, on(view.today + days, view.today))
    if view.tag(behind) in {Tag.DAY, Tag.WEEKDAY} and (behind > at + 2 or view.tag(behind) is Tag.DAY):
        start = atom_at(view, behind)
        if start is None or start.when.doubt not in {None, Doubt.AMBIGUOUS_DAY}:
            return None
        if _may_be_length(view, at, count):
            return Atom(at, start.end, unclear())
        choices = start.when.choices or ((start.when.first,) if start.when.first else ())
        return Atom(at, start.end, one_of([day + days for day in choices], view.today))
    return None


def _pointed(view: View, at: int) -> Atom | None:
    """What "this", "next" or "coming" points at."""
    which = WHICH[view.pieces[at].tag]
    behind = view.past(at + 1, Tag.NEAREST) if which is Which.THIS else at + 1
    match view.tag(behind):
        case Tag.WEEKDAY:
            return _weekday(view, behind, Which.NEAREST if behind > at + 1 else which, at)
        case Tag.UNIT_WEEK:
            return week_from(at, behind + 1, monday_of(view.today) + _WEEKS_ON[which] * WEEK, view.today)
        case Tag.WEEKEND:
            return Atom(at, behind + 1, weekend(which, view.today))
        case Tag.UNIT_MONTH | Tag.MONTH:
            return _pointed_month(view, at, behind, which)
        case Tag.NUMBER | Tag.A if view.tag(behind + 1) in {*_UNITS, Tag.UNIT_MONTH}:
            return Atom(at, behind + 2, unclear())
        case Tag.AND if view.tag(behind + 1) in WHICH and view.tag(behind + 2) is Tag.UNIT_WEEK:
            return week_from(at, at + 1, monday_of(view.today) + _WEEKS_ON[which] * WEEK, view.today)
        case _ if which is Which.AFTER_NEXT and view.language == "en":
            return week_from(at, at + 1, monday_of(view.today) + 2 * WEEK, view.today)
        case _:
            return None


def _pointed_month(view: View, at: int, behind: int, which: Which) -> Atom | None:
    if view.tag(behind) is Tag.MONTH:
        month = month_at(view, behind)
        return replace(month, start=at, is_sure=True) if which is Which.THIS or month.day is not None else Atom(at, month.end, unclear())
    ahead = view.today.month - 1 + _WEEKS_ON[which]
    year, month_number = view.today.year + ahead // 12, ahead % 12 + 1
    return Atom(at, behind + 1, month_span(month_number, year, view.today))


def _week_of(view: View, at: int) -> Atom | None:
    """Such as "the week of the 7th of December"."""
    behind = view.past(at + 1, Tag.THE, Tag.ON)
    day = atom_at(view, behind) if behind < len(view.pieces) else None
    if day is None:
        return None
    if day.when.first is None or not day.when.is_day:
        return replace(day, start=at) if day.when.doubt is not None else None
    return week_from(at, day.end, monday_of(day.when.first), view.today)


def _vague(_: View, at: int) -> Atom:
    return Atom(at, at + 1, unclear())


def _every_day(view: View, at: int) -> Atom | None:
    """What "every day next week" means is that week; every day of all time is no day that can be booked."""
    behind = view.past(at + 1, Tag.THE, Tag.OF, Tag.IN, Tag.UNIT_DAY)
    if view.tag(at + 1) is not Tag.UNIT_DAY or behind >= len(view.pieces):
        return None
    week = atom_at(view, behind)
    return replace(week, start=at) if week is not None and week.monday is not None and not week.is_counted else None


def _ago(view: View, at: int) -> Atom | None:
    """German "vor 3 Tagen"."""
    unit = view.tag(at + 2)
    if view.language != "de" or view.tag(at + 1) not in _COUNTS or unit is None or unit not in _UNITS:
        return None
    return Atom(at, at + 3, on(view.today - timedelta(days=_count(view.pieces[at + 1]) * _UNITS[unit]), view.today))


def _all_week(view: View, at: int) -> Atom | None:
    """Such as "all week"; in "all week next week" that one is meant."""
    week = whole_week(view, at)
    if week is None or week.end >= len(view.pieces):
        return week
    behind = atom_at(view, week.end)
    return replace(behind, start=at) if behind is not None and behind.monday is not None else week


def _plain_weekday(view: View, at: int) -> Atom:
    return _weekday(view, at)


_SCANS: dict[Tag, Callable[[View, int], Atom | None]] = {
    Tag.DAY: _day,
    Tag.WEEKDAY: _plain_weekday,
    Tag.IN: _counted,
    Tag.NUMBER: _number,
    Tag.NTH: _number,
    Tag.DOTTED: _number,
    Tag.A: _number,
    Tag.MONTH: month_at,
    Tag.DATE: date_in_figures,
    **dict.fromkeys(WHICH, _pointed),
    Tag.WEEKEND: this_weekend,
    Tag.REST: rest_of_week,
    Tag.ALL: _all_week,
    Tag.WEEK_NUMBER: week_number,
    Tag.UNIT_WEEK: week_number,
    Tag.WEEK_OF: _week_of,
    Tag.VAGUE: _vague,
    Tag.EVERY: _every_day,
    Tag.BEFORE: _ago,
}

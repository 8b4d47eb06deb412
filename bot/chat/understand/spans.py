"""Weeks and weekends."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat.understand.days import SATURDAY, WEEK, When, Which, nowhere, on
from bot.chat.understand.figures import DAY_NUMBERS
from bot.chat.understand.meaning import Doubt
from bot.chat.understand.view import Atom, View
from bot.chat.understand.vocabulary import Tag
from core.days import monday_of

LAST_WEEK = 53


def week_from(start: int, end: int, monday: date, today: date) -> Atom:
    """The week that begins on that Monday."""
    last = monday + timedelta(days=6)
    past = last < today
    when = When(first=monday, last=last, is_whole=True, doubt=Doubt.PAST_DAY if past else None, choices=(last,) if past else ())
    return Atom(start, end, when, monday=monday)


def weekend(which: Which, today: date) -> When:
    """Saturday and Sunday; "the next" is in doubt while one lies ahead in this week."""
    saturday = monday_of(today) + timedelta(days=SATURDAY)
    if which is Which.NEXT:
        return When(doubt=Doubt.AMBIGUOUS_DAY, choices=(saturday, saturday + WEEK))
    saturday += {Which.LAST: -1, Which.AFTER_NEXT: 1}.get(which, 0) * WEEK
    return on(saturday, today) if which is Which.LAST else When(first=max(saturday, today), last=saturday + timedelta(days=1))


def this_weekend(view: View, at: int) -> Atom:
    """The weekend without more."""
    return Atom(at, at + 1, weekend(Which.PLAIN, view.today))


def rest_of_week(view: View, at: int) -> Atom | None:
    """Such as "The rest of the week"."""
    behind = view.past(at + 1, Tag.THE, Tag.THIS, Tag.OF)
    if view.tag(behind) is not Tag.UNIT_WEEK:
        return None
    return Atom(at, behind + 1, When(first=view.today, last=monday_of(view.today) + timedelta(days=6), is_whole=True))


def whole_week(view: View, at: int) -> Atom | None:
    """Such as "All week", "die ganze Woche"; not "all of my bookings"."""
    behind = view.past(at + 1, Tag.THE, Tag.ALL)
    if view.tag(behind) is not Tag.UNIT_WEEK or view.tag(behind + 1) is Tag.NUMBER:
        return None
    return week_from(at, behind + 1, monday_of(view.today), view.today)


def week_number(view: View, at: int) -> Atom | None:
    """Such as "KW 49"."""
    number = view.pieces[at + 1].value if view.tag(at + 1) in DAY_NUMBERS else 0
    if not number:
        return None
    for year in (view.today.isocalendar().year, view.today.isocalendar().year + 1):
        if number <= LAST_WEEK and date.fromisocalendar(year, 1, 1) + (number - 1) * WEEK < date.fromisocalendar(year + 1, 1, 1):
            monday = date.fromisocalendar(year, number, 1)
            if monday + WEEK > view.today:
                return week_from(at, at + 2, monday, view.today)
    return Atom(at, at + 2, nowhere())

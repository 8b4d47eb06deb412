"""Days in figures: "3rd of December", "Dec 3", "3.12.", "2026-12-03", and months."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.understand.days import CENTURY, When, month_day, month_span, slashed
from bot.chat.understand.tokens import Kind
from bot.chat.understand.view import Atom, View
from bot.chat.understand.vocabulary import Tag

DAY_NUMBERS = frozenset({Tag.NUMBER, Tag.NTH, Tag.DOTTED})
MONTHS_BEHIND = frozenset({Tag.IN, Tag.OF, Tag.THIS, Tag.ALL, Tag.FOR})
YEARS = range(CENTURY, CENTURY + 200)
SHORT_YEARS = 100
_BEHIND_DAY = frozenset(
    {
        None,
        Tag.AND,
        Tag.COMMA,
        Tag.DASH,
        Tag.TO,
        Tag.UNTIL,
        Tag.OR,
        Tag.SLASH,
        Tag.STOP,
        Tag.QUESTION,
        Tag.PLEASE,
        Tag.AT,
        Tag.IN,
        Tag.PLACE,
        Tag.FOR,
    }
)
_NEVER_BEFORE_NUMBER = frozenset({Tag.UNKNOWN, Tag.AT, Tag.PLACE, Tag.UNIT_DAY, Tag.UNIT_MONTH})


def numbered_day(view: View, at: int) -> Atom | None:
    """A day of the month, with its month or without."""
    end = view.past(at + 1, Tag.OF, Tag.THE)
    if view.tag(end) is Tag.MONTH:
        year, end_of_year = _year_at(view, end + 1)
        day, month = view.pieces[at].value, view.pieces[end].value
        return Atom(at, end_of_year, month_day(day, month, year, view.today), day=day, month=month)
    if view.tag(at) is Tag.DOTTED and view.tag(at + 1) is Tag.DOTTED:
        return _dotted_pair(view, at)
    return _lone_number(view, at)


def _dotted_pair(view: View, at: int) -> Atom | None:
    """Such as "3. 12. 2026": without a year two such numbers could be two days."""
    year, end = _year_at(view, at + 2)
    if year is None and view.tag(at + 2) in {Tag.COMMA, Tag.AND, Tag.DASH, Tag.MONTH, Tag.DOTTED}:
        return _lone_number(view, at)
    day, month = view.pieces[at].value, view.pieces[at + 1].value
    return Atom(at, end, month_day(day, month, year, view.today), day=day, month=month)


def _lone_number(view: View, at: int) -> Atom | None:
    """That "the 3rd" is a day; "3" is one only if its neighbours say so."""
    before = view.tag(at - 1)
    is_pointed_at = before in {Tag.THE, Tag.ON} and view.tag(at + 1) in _BEHIND_DAY
    is_written_out = view.kind(at) is Kind.WORD
    if view.tag(at) is Tag.DOTTED:
        is_sure = view.language == "de" or is_pointed_at
    elif is_written_out:
        is_sure = view.tag(at) is Tag.NTH and is_pointed_at and view.word(at - 1) in {"on", "am"}
    else:
        is_sure = view.tag(at) is Tag.NTH or is_pointed_at
    if not is_sure and (before in _NEVER_BEFORE_NUMBER or (view.tag(at) is Tag.NUMBER and view.tag(at + 1) not in _BEHIND_DAY)):
        return None
    return Atom(at, at + 1, When(), day=view.pieces[at].value, is_sure=is_sure)


def _year_at(view: View, at: int) -> tuple[int | None, int]:
    behind = view.past(at, Tag.COMMA)
    if view.tag(behind) is Tag.NUMBER and view.pieces[behind].value in YEARS and behind - at <= 1:
        return view.pieces[behind].value, behind + 1
    return None, at


def month_at(view: View, at: int) -> Atom:
    """Such as "Dec 3rd", "December 2026"; a month alone is a whole one, but only behind "in" and the like."""
    month = view.pieces[at].value
    year, end = _year_at(view, at + 1)
    behind = view.past(at + 1, Tag.THE)
    if year is None and view.tag(behind) in DAY_NUMBERS and view.tag(behind + 1) is not Tag.MONTH:
        year, end = _year_at(view, behind + 1)
        day = view.pieces[behind].value
        return Atom(at, end, month_day(day, month, year, view.today), day=day, month=month, is_month_first=True)
    is_pointed_at = year is not None or view.tag(at - 1) in MONTHS_BEHIND
    return Atom(at, end, month_span(month, year, view.today), is_sure=is_pointed_at)


def month_behind_in(view: View, at: int) -> Atom | None:
    """A whole month behind "in"."""
    behind = view.past(at + 1, Tag.THE, Tag.THIS)
    if view.tag(behind) is not Tag.MONTH or view.tag(behind + 1) in {Tag.NTH, Tag.DOTTED}:
        return None
    month = month_at(view, behind)
    return replace(month, start=at) if month.when.is_whole or month.when.doubt is not None else None


def date_in_figures(view: View, at: int) -> Atom:
    """A date in figures."""
    parts = [int(part) for part in _split(view.typed.tokens[view.pieces[at].start].word)]
    match view.kind(at):
        case Kind.YEAR_FIRST:
            return Atom(at, at + 1, month_day(parts[2], parts[1], parts[0], view.today))
        case Kind.YEAR_LAST if "." in view.typed.tokens[view.pieces[at].start].word:
            return Atom(at, at + 1, month_day(parts[0], parts[1], parts[2], view.today))
        case Kind.YEAR_LAST:
            return Atom(at, at + 1, slashed(parts[0], parts[1], parts[2], view.locale, view.today))
        case Kind.SLASHED:
            return Atom(at, at + 1, slashed(parts[0], parts[1], None, view.locale, view.today))
        case _:
            year, end = _year_at(view, at + 1)
            return Atom(at, end, month_day(parts[0], parts[1], year, view.today), day=parts[0], month=parts[1])


def _split(figures: str) -> list[str]:
    for mark in "-/.":
        if mark in figures:
            return [part for part in figures.split(mark) if part]
    return [figures]

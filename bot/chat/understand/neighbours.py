"""What a phrase for a day takes from its neighbours: the month of "3, 4 and 5 December", the week of "Mon and Tue next week"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.chat.understand.days import MOST_MONTHS, WEEK, coming, day_of_month, in_week, month_day, nowhere, on, one_of
from bot.chat.understand.meaning import Doubt
from bot.chat.understand.view import Atom, View


class Link(StrEnum):
    """What stands between two phrases."""

    NONE = "none"
    COMMA = "comma"
    AND = "and"
    OR = "or"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Node:
    """A phrase in its group; `link`: to the one before."""

    atom: Atom
    link: Link


def settled(run: Sequence[Node], view: View) -> Iterator[list[Node]]:
    """The run as groups in which every phrase means days of its own."""
    nodes = _with_months(list(run), view)
    for group in _split(nodes):
        yield _with_weekdays(_with_weeks(_in_order(group, view), view), view)


def _with_months(nodes: list[Node], view: View) -> list[Node]:
    """Numbers take the month of what comes after them, or of a "Dec 3" before them."""
    for at in range(len(nodes) - 2, -1, -1):
        nodes[at] = replace(nodes[at], atom=_before(nodes[at].atom, nodes[at + 1], view))
    for at in range(1, len(nodes)):
        nodes[at] = replace(nodes[at], atom=_after(nodes[at - 1].atom, nodes[at], view))
    return [replace(node, atom=_nth(node.atom, view)) for node in nodes]


def _before(atom: Atom, behind: Node, view: View) -> Atom:
    if atom.day is None or atom.month is not None or behind.atom.day is None or behind.link is Link.NONE:
        return atom
    if behind.atom.month is None:
        return replace(atom, is_sure=atom.is_sure or (behind.atom.is_sure and behind.link is Link.RANGE))
    month = behind.atom.month
    if behind.link is Link.RANGE and atom.day > behind.atom.day:
        month = (month - 2) % MOST_MONTHS + 1
    year = behind.atom.when.first.year if behind.atom.when.first and month == behind.atom.month else None
    is_next_year = year is not None and year > view.today.year
    when = month_day(atom.day, month, year if is_next_year else None, view.today)
    return replace(atom, month=month, when=when, is_sure=True, is_month_first=behind.atom.is_month_first)


def _after(before: Atom, node: Node, view: View) -> Atom:
    atom = node.atom
    if atom.day is None or atom.month is not None or before.month is None or before.day is None or node.link is Link.NONE:
        return atom
    if not before.is_month_first and not atom.is_sure:
        return atom
    month = before.month
    if node.link is Link.RANGE and atom.day < before.day:
        month = month % MOST_MONTHS + 1
    return replace(atom, month=month, when=month_day(atom.day, month, None, view.today), is_sure=True, is_month_first=before.is_month_first)


def _nth(atom: Atom, view: View) -> Atom:
    """What "the 3rd" means alone: the next day with that number."""
    if atom.day is None or atom.month is not None or not atom.is_sure:
        return atom
    day = day_of_month(atom.day, view.today)
    return replace(atom, when=nowhere() if day is None else on(day, view.today))


def _split(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Without the phrases that are no days after all; where one was, the group ends."""
    group: list[Node] = []
    for at, node in enumerate(nodes):
        if node.atom.is_sure or (at and node.atom.day is not None and nodes[at - 1].atom.is_plain and node.link is Link.NONE):
            group.append(node if group else replace(node, link=Link.NONE))
            continue
        if group:
            yield group
        group = []
    if group:
        yield group


def _in_order(group: list[Node], view: View) -> list[Node]:
    """Such as "Next Monday and Tuesday": a plain weekday behind one that was pointed at may belong to the same week, so it is in doubt."""
    nodes = [group[0]]
    for node in group[1:]:
        before = nodes[-1].atom
        is_behind = node.atom.is_plain and before.weekday is not None and not before.is_plain
        in_doubt = is_behind and node.link is not Link.RANGE
        nodes.append(replace(node, atom=_behind(before, node.atom, view)) if in_doubt else node)
    return nodes


def _behind(before: Atom, atom: Atom, view: View) -> Atom:
    """A plain weekday behind one that was pointed at."""
    if atom.weekday is None:
        return atom
    plain = coming(atom.weekday, view.today)
    earliest = min(before.when.choices) if before.when.choices else before.when.first
    if earliest is not None and (plain < earliest or len(before.when.choices) > 1):
        return replace(atom, when=one_of([plain, plain + WEEK], view.today), is_plain=False)
    return replace(atom, is_plain=before.is_plain)


def _with_weeks(group: list[Node], view: View) -> list[Node]:
    """Plain weekdays beside a week are days of that week, and the week itself is then no more than that."""
    nodes = list(group)
    spent: set[int] = set()
    for at, node in enumerate(group):
        if node.atom.monday is None:
            continue
        left = _left_of(nodes, at) if node.link in {Link.NONE, Link.COMMA} else []
        right = [] if left else _right_of(nodes, at)
        for one in left or right:
            nodes[one] = replace(nodes[one], atom=_of_week(nodes[one].atom, node.atom, view))
        if left:
            nodes[at - 1] = replace(nodes[at - 1], atom=replace(nodes[at - 1].atom, end=node.atom.end))
        if right:
            nodes[at + 1] = Node(replace(nodes[at + 1].atom, start=node.atom.start), node.link)
        if left or right:
            spent.add(at)
    return [node for at, node in enumerate(nodes) if at not in spent]


def in_far_week(group: Sequence[Node], week: Atom, view: View) -> list[Node]:
    """The weekdays of a group as days of a week that was named elsewhere."""
    return [replace(node, atom=_of_week(node.atom, week, view)) for node in group]


def _left_of(nodes: Sequence[Node], at: int) -> list[int]:
    bound: list[int] = []
    while at - 1 >= 0 and nodes[at - 1].atom.is_plain:
        at -= 1
        bound.append(at)
    return bound


def _right_of(nodes: Sequence[Node], at: int) -> list[int]:
    bound: list[int] = []
    while at + 1 < len(nodes) and nodes[at + 1].atom.is_plain and (bound or nodes[at + 1].link in {Link.NONE, Link.COMMA}):
        at += 1
        bound.append(at)
    return bound


def _of_week(atom: Atom, week: Atom, view: View) -> Atom:
    if atom.weekday is None or week.monday is None:
        return atom
    when = in_week(atom.weekday, week.monday, view.today)
    if week.is_counted and when.first is not None and week.when.first is not None:
        later = coming(atom.weekday, view.today) + (week.when.first - view.today)
        when = one_of([when.first, later], view.today)
    return replace(atom, when=when, is_plain=False, weekday=None)


def _with_weekdays(group: list[Node], view: View) -> list[Node]:
    """Such as "Tuesday, 1 December" is one day, and in doubt if it is no Tuesday."""
    nodes: list[Node] = []
    for node in group:
        before = nodes[-1].atom if nodes else None
        if (
            before is not None
            and before.is_plain
            and before.weekday is not None
            and _is_date(node)
            and node.link in {Link.NONE, Link.COMMA}
        ):
            nodes[-1] = replace(nodes[-1], atom=_agreed(before, before.weekday, node.atom, view))
        elif before is not None and _is_weekday_behind(before, node) and node.atom.weekday is not None:
            nodes[-1] = replace(nodes[-1], atom=_agreed(before, node.atom.weekday, before, view, end=node.atom.end))
        elif before is not None and before.is_relative and _is_other_date(before, node):
            days = [day for day in (before.when.first, node.atom.when.first) if day is not None]
            nodes[-1] = replace(nodes[-1], atom=Atom(before.start, node.atom.end, one_of(days, view.today)))
        elif node.atom.is_sure:
            nodes.append(node)
    return nodes


def _is_date(node: Node) -> bool:
    atom = node.atom
    return atom.weekday is None and atom.monday is None and not atom.when.is_whole and atom.when.doubt is not Doubt.NO_DAY


def _is_other_date(before: Atom, node: Node) -> bool:
    """Such as "tomorrow 3 December", where tomorrow is another day."""
    return node.link is Link.NONE and node.atom.month is not None and None not in {before.when.first, node.atom.when.first}


def _is_weekday_behind(before: Atom, node: Node) -> bool:
    is_date = _is_date(Node(before, Link.NONE)) and before.when.first == before.when.last
    if not node.atom.is_plain or not is_date or node.atom.weekday is None:
        return False
    agrees = before.when.first is not None and before.when.first.weekday() == node.atom.weekday
    return node.link is Link.NONE or (node.link is Link.COMMA and agrees)


def _agreed(weekday: Atom, number: int, date: Atom, view: View, end: int | None = None) -> Atom:
    """The date if it is that weekday; else both could be meant."""
    when = date.when
    if date.day is not None and date.month is None and not date.is_sure:
        day = day_of_month(date.day, view.today)
        when = nowhere() if day is None else on(day, view.today)
    possible = [day for day in when.choices if day.weekday() == number] if when.doubt is Doubt.AMBIGUOUS_DAY else []
    if len(possible) == 1:
        when = on(possible[0], view.today)
    elif when.doubt is None and when.first is not None and when.first.weekday() != number:
        when = one_of([coming(number, view.today), when.first], view.today)
    start = min(weekday.start, date.start)
    return Atom(start, max(weekday.end, date.end) if end is None else end, when, day=date.day, month=date.month)

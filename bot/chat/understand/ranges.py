"""Ranges: "Mon-Wed", "3-5 Dec", "from tomorrow to Friday"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat.understand.days import FAR, When, coming, day_of_month, nowhere
from bot.chat.understand.neighbours import Link, Node
from bot.chat.understand.view import Atom


def closed(group: Sequence[Node], *, is_between: bool) -> list[tuple[When, Node]]:
    """The days of a group, each with the phrase it was said with; two phrases with "to" between them are one range."""
    found: list[tuple[When, Node]] = []
    is_range_before = False
    for at, node in enumerate(group):
        is_range = node.link is Link.RANGE or (is_between and at == 1 and node.link is Link.AND)
        if not is_range or not found:
            found.append((node.atom.when, node))
        elif is_range_before:
            found[-1] = (nowhere(), _joined(found[-1][1], node))
        else:
            found[-1] = (_range(found[-1][0], node.atom), _joined(found[-1][1], node))
        is_range_before = is_range
    return found


def _joined(first: Node, last: Node) -> Node:
    return replace(first, atom=replace(first.atom, end=last.atom.end))


def _range(first: When, last: Atom) -> When:
    """From one day to another; what is in doubt about either end is in doubt about the whole."""
    if first.doubt is not None or first.first is None:
        return replace(first, is_range=True)
    if last.weekday is not None and last.is_plain:
        after = coming(last.weekday, first.first + timedelta(days=1))
        return When(first=first.first, last=after)
    if last.day is not None and last.month is None:
        day = day_of_month(last.day, first.first)
        end = nowhere() if day is None else When(first=day, last=day)
    else:
        end = last.when
    if end.doubt is not None or end.last is None:
        return replace(end, is_range=True)
    if end.last <= first.first or (end.last - first.first).days > FAR:
        return nowhere()
    return When(first=first.first, last=end.last)

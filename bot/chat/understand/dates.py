"""How phrases for days hang together: lists, ranges, a week said once for several weekdays, a month said once for several numbers.

Phrases that stand together form a group. In a group, first what one lacks is taken from its neighbours, then ranges are closed. What can't
be made sense of stays among the pieces as it was, so that nothing is done in spite of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.chat.understand.atoms import atom_at
from bot.chat.understand.days import FAR, When, unclear
from bot.chat.understand.meaning import Doubt
from bot.chat.understand.neighbours import Link, Node, in_far_week, settled
from bot.chat.understand.pieces import Piece
from bot.chat.understand.ranges import closed
from bot.chat.understand.tokens import Typed
from bot.chat.understand.view import View
from bot.chat.understand.vocabulary import Tag

_LINKS = {
    Tag.OR: Link.OR,
    Tag.TO: Link.RANGE,
    Tag.UNTIL: Link.RANGE,
    Tag.DASH: Link.RANGE,
    Tag.AND: Link.AND,
    Tag.SLASH: Link.AND,
    Tag.COMMA: Link.COMMA,
}
_BETWEEN_DAYS = frozenset({*_LINKS, Tag.ON, Tag.THE, Tag.FILLER, Tag.OF, Tag.TIME, Tag.FOR, Tag.IN})
_INSIDE_RANGE = frozenset({Tag.TO, Tag.UNTIL, Tag.DASH, Tag.ON, Tag.THE, Tag.TIME})
_STRONGEST = (Link.OR, Link.RANGE, Link.AND, Link.COMMA)
MOST_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Dated:
    """The pieces with one SAID_DAY for each group of days, and the days themselves in the order of the sentence."""

    pieces: tuple[Piece, ...]
    whens: tuple[When, ...]


def dated(view: View) -> Dated:
    """All days of a sentence."""
    pieces: list[Piece] = []
    whens: list[When] = []
    at = 0
    groups = list(_groups(view))
    far = _week_for_others(view, groups)
    for group in groups:
        start, end = group[0].atom.start, group[-1].atom.end
        found = [] if group is far else _read(view, group if far is None else in_far_week(group, far[0].atom, view))
        first = _with_preposition(view, start)
        pieces += view.pieces[at:first]
        pieces.append(Piece(Tag.SAID_DAY, view.pieces[first].start, view.pieces[end - 1].end))
        whens += found
        at = end
    pieces += view.pieces[at:]
    return Dated(tuple(pieces), tuple(whens))


def _week_for_others(view: View, groups: Sequence[list[Node]]) -> list[Node] | None:
    """The week of "next week I'm in on Tuesday": it stands alone, and in the same sentence there are weekdays without a week."""
    lone = [group for group in groups if len(group) == 1 and group[0].atom.monday is not None and not group[0].atom.is_counted]
    others = [group for group in groups if group not in lone]
    if len(lone) != 1 or not others or not all(node.atom.is_plain for group in others for node in group):
        return None
    spots = [group[0].atom.start for group in groups]
    between = view.pieces[min(spots) : max(spots)]
    is_one_sentence = all(piece.tag is not Tag.STOP for piece in between)
    return lone[0] if is_one_sentence and all(view.tag(spot - 1) is not Tag.AND for spot in spots) else None


def _groups(view: View) -> Iterator[list[Node]]:
    """Runs of phrases with nothing between them but links; numbers that no neighbour makes a day are left out, and end the run."""
    run: list[Node] = []
    at = 0
    while at < len(view.pieces):
        atom = atom_at(view, at)
        if atom is None:
            at += 1
            continue
        link = _link(view, run[-1].atom.end, atom.start) if run else None
        if run and link is None:
            yield from settled(run, view)
            run = []
        run.append(Node(atom, link or Link.NONE))
        at = atom.end
    if run:
        yield from settled(run, view)


def _link(view: View, start: int, end: int) -> Link | None:
    between = [piece.tag for piece in view.pieces[start:end]]
    if len(between) > MOST_BETWEEN or not _BETWEEN_DAYS.issuperset(between):
        return None
    links = {_LINKS[tag] for tag in between if tag in _LINKS}
    if Link.RANGE in links and not _INSIDE_RANGE.issuperset(between):
        return None
    return next((link for link in _STRONGEST if link in links), Link.NONE)


def _read(view: View, group: Sequence[Node]) -> list[When]:
    """The days of one group."""
    before = _preposition(view, group[0].atom.start)
    whens = closed(group, is_between=before is Tag.BETWEEN)
    said = [replace(when, said=_said(view.typed, view, node)) for when, node in whens]
    if any(node.link is Link.OR for node in group):
        return [_either(said)]
    if len(said) == 1 or all(when.first for when in said):
        said[0] = _opened(said[0], view, group, before)
    return said


def _said(typed: Typed, view: View, node: Node) -> str:
    return typed.said(view.pieces[node.atom.start].start, view.pieces[node.atom.end - 1].end)


def _either(whens: Sequence[When]) -> When:
    """Of days with "or" between them each could be meant."""
    doubtful = next((when for when in whens if when.doubt not in {None, Doubt.AMBIGUOUS_DAY}), None)
    if doubtful is not None:
        return doubtful
    choices = {day for when in whens for day in (when.choices or (when.first,)) if day is not None}
    return When(doubt=Doubt.AMBIGUOUS_DAY, choices=tuple(sorted(choices)), said=whens[0].said)


def _opened(when: When, view: View, group: Sequence[Node], before: Tag | None) -> When:
    """That "from Monday" has no end and "until Friday" no beginning: enough for a list, too little to book."""
    is_range = any(node.link is Link.RANGE for node in group)
    follows = view.tag(group[-1].atom.end)
    if when.first is None or is_range or when.is_open:
        return when
    if before in {Tag.FROM, Tag.SINCE} or follows is Tag.SINCE:
        if when.doubt is not None:
            return when
        return replace(when, last=view.today + timedelta(days=FAR), is_open=True, is_whole=False)
    if before in {Tag.UNTIL, Tag.BEFORE} or (before is Tag.BETWEEN and len(group) == 1):
        return replace(unclear(), first=min(view.today, when.first), last=when.last, said=when.said)
    return when


def _preposition(view: View, start: int) -> Tag | None:
    at = start - 1
    while view.tag(at) in {Tag.THE, Tag.ON, Tag.FILLER}:
        at -= 1
    return view.tag(at)


def _with_preposition(view: View, start: int) -> int:
    """The place from which on a group's pieces are spent: "from", "until" and "on" go with it."""
    at = start
    while view.tag(at - 1) in {Tag.THE, Tag.ON, Tag.FROM, Tag.SINCE, Tag.UNTIL, Tag.BEFORE, Tag.BETWEEN}:
        at -= 1
    return at

"""A sentence in pieces, and what can be asked about it before anybody decides what it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.understand.context import in_context
from bot.chat.understand.dates import dated
from bot.chat.understand.days import When
from bot.chat.understand.pieces import Piece
from bot.chat.understand.tokens import Typed
from bot.chat.understand.view import View
from bot.chat.understand.vocabulary import Tag

MOST_SAID = 100
NOT_KNOWN = frozenset(
    {
        Tag.UNKNOWN, Tag.NUMBER, Tag.NTH, Tag.DOTTED, Tag.DATE, Tag.MONTH, Tag.NEXT, Tag.LAST, Tag.AFTER_NEXT, Tag.NEAREST, Tag.REST,
        Tag.UNIT_WEEK, Tag.UNIT_MONTH, Tag.WEEK_NUMBER, Tag.WEEK_OF, Tag.AGO, Tag.FROM_NOW, Tag.SINCE, Tag.UNTIL, Tag.BEFORE, Tag.BETWEEN,
        Tag.OCCASION, Tag.BECAUSE, Tag.WEEKDAY, Tag.VAGUE,
    }
)  # fmt: skip
_INTRODUCTIONS = frozenset({Tag.FILLER, Tag.GREETING, Tag.THANKS, Tag.PLEASE, Tag.COMMA, Tag.STOP})
_BEFORE_PLACE = frozenset({Tag.AT, Tag.IN})
_ARTICLES = frozenset({Tag.THE, Tag.A, Tag.MY})
_COUNTED_ONE = frozenset({Tag.SEAT, Tag.PARKING, Tag.BOOKING})


@dataclass(frozen=True, slots=True)
class Sentence:
    """`tags`: all that occur. `unknown`: words that nobody knows; `others`: who is spoken of beside the speaker, as it was typed."""

    typed: Typed
    pieces: tuple[Piece, ...]
    tags: frozenset[Tag]
    whens: tuple[When, ...]
    language: str

    def has(self, *tags: Tag) -> bool:
        """Whether one of them occurs."""
        return not self.tags.isdisjoint(tags)

    def only(self, allowed: frozenset[Tag]) -> bool:
        """Whether nothing else occurs."""
        return self.tags <= allowed

    def said(self, tags: Iterable[Tag]) -> str:
        """The words with those tags, as they were typed."""
        wanted = frozenset(tags)
        words = " ".join(self.typed.said(piece.start, piece.end) for piece in self.pieces if piece.tag in wanted)
        return words[:MOST_SAID]

    def follows(self, first: Tag, then: frozenset[Tag]) -> bool:
        """Whether one with that tag stands directly before one of those."""
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return any(one.tag is first and other.tag in then for one, other in pairs)

    def opening(self) -> list[Tag]:
        """The tags from the first word on that says something."""
        tags = [piece.tag for piece in self.pieces]
        while tags and tags[0] in _INTRODUCTIONS:
            tags.pop(0)
        return tags

    @property
    def is_question(self) -> bool:
        """Whether it ends as one."""
        return Tag.QUESTION in self.tags

    @property
    def unknown(self) -> int:
        """How many pieces nobody knows."""
        return sum(piece.tag in NOT_KNOWN for piece in self.pieces)


def sentence_of(typed: Typed, pieces: Sequence[Piece], today: date, locale: str, language: str) -> Sentence:
    """The sentence, with its days found."""
    seen = in_context(pieces, typed)
    found = dated(View(seen, typed, today, locale, language))
    placed = _named(list(found.pieces))
    return Sentence(typed, tuple(placed), frozenset(piece.tag for piece in placed), found.whens, language)


def _named(pieces: list[Piece]) -> list[Piece]:
    """Strange words behind "at" are a place, and behind "for" a person."""
    named: list[Piece] = []
    for at, piece in enumerate(pieces):
        tag = piece.tag
        leader = _leader(pieces, at)
        if tag is Tag.UNKNOWN and leader in _BEFORE_PLACE:
            named.append(piece.tagged(Tag.UNKNOWN_PLACE))
        elif tag is Tag.UNKNOWN and leader in {Tag.FOR, Tag.OTHERS}:
            named.append(piece.tagged(Tag.OTHERS))
        elif tag in _BEFORE_PLACE and _next_word(pieces, at) in {Tag.PLACE, Tag.UNKNOWN}:
            named.append(piece.tagged(Tag.AT))
        elif tag is Tag.NUMBER and piece.value == 1 and _next_word(pieces, at) in _COUNTED_ONE:
            named.append(piece.tagged(Tag.A))
        elif tag is Tag.NO and _is_interjection(pieces, at):
            named.append(piece.tagged(Tag.FILLER))
        else:
            named.append(piece)
    return named


def _leader(pieces: Sequence[Piece], at: int) -> Tag | None:
    """What stands before a run of strange words."""
    behind = at - 1
    while behind >= 0 and pieces[behind].tag is Tag.UNKNOWN:
        behind -= 1
    while behind >= 0 and pieces[behind].tag in _ARTICLES:
        behind -= 1
    return pieces[behind].tag if behind >= 0 else None


def _next_word(pieces: Sequence[Piece], at: int) -> Tag | None:
    ahead = at + 1
    while ahead < len(pieces) and pieces[ahead].tag in _ARTICLES:
        ahead += 1
    return pieces[ahead].tag if ahead < len(pieces) else None


def _is_interjection(pieces: Sequence[Piece], at: int) -> bool:
    """The "no" of "no, book Friday"; not that of "no desk"."""
    is_first = all(piece.tag in _INTRODUCTIONS for piece in pieces[:at])
    return is_first and (at + 1 == len(pieces) or pieces[at + 1].tag in {Tag.COMMA, Tag.STOP})

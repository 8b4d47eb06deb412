"""What a phrase for days is, and how the pieces are looked at to find one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.chat.understand.days import When
from bot.chat.understand.pieces import Piece
from bot.chat.understand.tokens import Kind, Typed
from bot.chat.understand.vocabulary import Tag


@dataclass(frozen=True, slots=True)
class Atom:
    """A phrase for days in the pieces from `start` up to `end`, and what it means if it stands alone.

    The rest is for its neighbours. `weekday`: of one without a date (`is_plain`: and without "next" or the like). `day`: of the month;
    `month`: missing where only a number was said. `monday`: of a week that a weekday beside it belongs to (`is_counted`: of one "in two
    weeks"). `is_relative`: such as "tomorrow". `is_sure`: a day even without any neighbour.
    """

    start: int
    end: int
    when: When
    weekday: int | None = None
    is_plain: bool = False
    day: int | None = None
    month: int | None = None
    is_month_first: bool = False
    monday: date | None = None
    is_counted: bool = False
    is_relative: bool = False
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """What every scanner needs: the pieces, and from where they are looked at."""

    pieces: Sequence[Piece]
    typed: Typed
    today: date
    locale: str
    language: str

    def tag(self, at: int) -> Tag | None:
        """The tag there; None beyond the ends."""
        return self.pieces[at].tag if 0 <= at < len(self.pieces) else None

    def past(self, at: int, *tags: Tag) -> int:
        """The place behind all pieces with those tags that stand there."""
        while self.tag(at) in tags:
            at += 1
        return at

    def word(self, at: int) -> str:
        """The first word of that piece, folded."""
        return self.typed.tokens[self.pieces[at].start].word

    def kind(self, at: int) -> Kind:
        """How the first token of that piece was written."""
        return self.typed.tokens[self.pieces[at].start].kind

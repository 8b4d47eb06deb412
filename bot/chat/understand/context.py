"""Pieces that mean something else beside their neighbours: "may" with a number is a month, "Dienstag morgen" is one day and not two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.chat.understand.pieces import Piece
from bot.chat.understand.tokens import Kind, Typed
from bot.chat.understand.vocabulary import Tag

Change = Callable[[Sequence[Piece], int, Typed], Piece | None]

DAYS = frozenset(
    {Tag.DAY, Tag.WEEKDAY, Tag.WEEKDAYS, Tag.MONTH, Tag.DATE, Tag.NTH, Tag.DOTTED, Tag.WEEKEND, Tag.UNIT_WEEK, Tag.SAID_DAY, Tag.VAGUE}
)
_NUMBERS = frozenset({Tag.NUMBER, Tag.NTH, Tag.DOTTED})
_LINKS = frozenset({Tag.AND, Tag.SLASH, Tag.DASH, Tag.COMMA, Tag.UNTIL})
_DEEDS = frozenset({Tag.BOOK, Tag.CANCEL, Tag.CANCEL_WEAKLY, Tag.LINE, Tag.WAIT_FOR, Tag.MOVE, Tag.SHARE, Tag.HIDE, Tag.CHANGE, Tag.PASS})
_BEFORE_CLOCK = frozenset({Tag.FROM, Tag.SINCE, Tag.AT, Tag.UNTIL, Tag.TO, Tag.BEFORE, Tag.DASH, Tag.AND, Tag.BETWEEN})
_BEFORE_OCCASION = frozenset({Tag.A, Tag.THE, Tag.MY, Tag.OCCASION, Tag.THIS, Tag.NEXT, Tag.FILLER, Tag.AND, Tag.ALL})
_MODIFIABLE = frozenset({Tag.WEEKDAY, Tag.UNIT_WEEK, Tag.WEEKEND, Tag.UNIT_MONTH})
_ABBREVIATED = 4
_SECOND_THOUGHTS = frozenset(
    {"actually", "sorry", "wait", "oops", "apologies", "eigentlich", "entschuldigung", "sry", "moment", "ach", "lieber"}
)
_SATURDAY, _SUNDAY = 5, 6


def _around(pieces: Sequence[Piece], at: int, by: int) -> Piece | None:
    return pieces[at + by] if 0 <= at + by < len(pieces) else None


def _tag(pieces: Sequence[Piece], at: int, by: int) -> Tag | None:
    near = _around(pieces, at, by)
    return near.tag if near else None


def _word(piece: Piece, typed: Typed) -> str:
    return typed.tokens[piece.start].word


def _month(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """As May is a month, but "may I" asks; and "march in" is a verb."""
    piece = pieces[at]
    if piece.tag is not Tag.MONTH or _word(piece, typed) not in {"may", "march", "mar"}:
        return None
    near = {_tag(pieces, at, -1), _tag(pieces, at, 1)}
    if near & _NUMBERS or _tag(pieces, at, -1) in {Tag.IN, Tag.OF, Tag.THIS, Tag.NEXT, Tag.ALL}:
        return None
    if _tag(pieces, at, 1) is Tag.THE and _tag(pieces, at, 2) in _NUMBERS:
        return None
    return piece.tagged(Tag.CAN if _word(piece, typed) == "may" else Tag.UNKNOWN)


def _sunday(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """In "Sa/So" and "am So" it is a day: else the German "so" is none."""
    piece = pieces[at]
    if piece.tag is not Tag.FILLER or _word(piece, typed) != "so":
        return None
    before = _around(pieces, at, -2)
    is_listed = _tag(pieces, at, -1) in _LINKS and before is not None and before.tag is Tag.WEEKDAY
    is_pair = (one := _around(pieces, at, -1)) is not None and one.tag is Tag.WEEKDAY and _word(one, typed) in {"sa", "fr"}
    is_on = one is not None and _word(one, typed) == "am"
    return piece.tagged(Tag.WEEKDAY, _SUNDAY) if is_listed or is_pair or is_on else None


def _weekday_morning(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """That "Dienstag morgen" is Tuesday morning, not Tuesday and tomorrow."""
    is_morning = pieces[at].tag is Tag.DAY and _word(pieces[at], typed) == "morgen"
    return pieces[at].tagged(Tag.TIME) if is_morning and _tag(pieces, at, -1) is Tag.WEEKDAY else None


def _noun(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """What is called "a book" is to be read, "ein Buch" as well."""
    if pieces[at].tag is not Tag.BOOK or pieces[at].end - pieces[at].start > 1:
        return None
    is_noun = _tag(pieces, at, -1) in {Tag.A, Tag.MY} or (
        at > 0 and _word(pieces[at - 1], typed) in {"the", "this", "that", "das", "dieses"}
    )
    return pieces[at].tagged(Tag.UNKNOWN) if is_noun else None


def _coming(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """That "I'm coming Monday" says that somebody comes; "the coming Monday" says which Monday."""
    if pieces[at].tag is not Tag.NEAREST or _word(pieces[at], typed) != "coming":
        return None
    clause = max((one for one in range(at) if pieces[one].tag in {Tag.COMMA, Tag.STOP}), default=-1) + 1
    before = [piece.tag for piece in pieces[clause:at]]
    says_who = Tag.ME in before or Tag.BE in before or Tag.NOT in before or Tag.STAY_AWAY in before
    if says_who and not _DEEDS & set(before) and before[-1] not in {Tag.THE, Tag.THIS}:
        return pieces[at].tagged(Tag.COMING)
    return None if _tag(pieces, at, 1) in _MODIFIABLE else pieces[at].tagged(Tag.COMING)


def _is_abbreviation(pieces: Sequence[Piece], at: int, typed: Typed) -> bool:
    """The dot behind "Mo." or "Dez." ends no sentence."""
    piece, before = pieces[at], _around(pieces, at, -1)
    if piece.tag is not Tag.STOP or before is None or before.tag not in {Tag.WEEKDAY, Tag.MONTH} or not typed.tokens[piece.start].is_glued:
        return False
    return len(_word(before, typed)) <= _ABBREVIATED and at + 1 < len(pieces)


def _clock(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """In "from 9 to 5pm" and "ab 9 Uhr" the time of day is heard and left, with all that belongs to it."""
    tag = pieces[at].tag
    if tag not in _BEFORE_CLOCK and not (tag is Tag.NUMBER and _tag(pieces, at, 1) in {Tag.DASH, Tag.TO, Tag.UNTIL}):
        return None
    ahead = at + 1
    while ahead < len(pieces) and pieces[ahead].tag in _BEFORE_CLOCK | {Tag.NUMBER} and ahead - at < _ABBREVIATED:
        ahead += 1
    if ahead < len(pieces) and pieces[ahead].tag is Tag.TIME and typed.tokens[pieces[ahead].start].kind is Kind.CLOCK:
        return pieces[at].tagged(Tag.TIME)
    return None


def _occasion(pieces: Sequence[Piece], at: int, _: Typed) -> Piece | None:
    """That "for the team meeting" says why; "the meeting" alone is something that we know nothing of."""
    if pieces[at].tag is not Tag.OCCASION:
        return None
    behind = at - 1
    while behind >= 0 and pieces[behind].tag in _BEFORE_OCCASION:
        behind -= 1
    return pieces[at].tagged(Tag.FILLER if behind >= 0 and pieces[behind].tag is Tag.FOR else Tag.UNKNOWN)


def _correction(pieces: Sequence[Piece], at: int, typed: Typed) -> Piece | None:
    """That "Friday, sorry, Thursday" takes Friday back; "sorry, Friday" only apologises."""
    if pieces[at].tag is not Tag.FILLER or _word(pieces[at], typed) not in _SECOND_THOUGHTS:
        return None
    before, behind = ({piece.tag for piece in part} for part in (pieces[:at], pieces[at + 1 :]))
    return pieces[at].tagged(Tag.MOVE) if DAYS & before and DAYS & behind else None


def _possessive(pieces: Sequence[Piece], at: int, _: Typed) -> Piece | None:
    """That "Mondays booking" lacks an apostrophe; "Mondays" alone is every one of them."""
    if pieces[at].tag is not Tag.WEEKDAYS or _tag(pieces, at, 1) not in {Tag.BOOKING, Tag.SEAT, Tag.PASS}:
        return None
    return pieces[at].tagged(Tag.WEEKDAY)


_CHANGES: tuple[Change, ...] = (_month, _sunday, _weekday_morning, _noun, _coming, _possessive, _correction)


def in_context(pieces: Sequence[Piece], typed: Typed) -> list[Piece]:
    """The pieces, each seen beside its neighbours."""
    seen = _apart(pieces, typed)
    seen = [piece for at, piece in enumerate(seen) if not _is_abbreviation(seen, at, typed)]
    for change in (*_CHANGES, _clock, _occasion):
        seen = [change(seen, at, typed) or piece for at, piece in enumerate(seen)]
    return _without_reason(seen)


def _apart(pieces: Sequence[Piece], typed: Typed) -> list[Piece]:
    """In "coming in two weeks" the "in" is the weeks'; "1/2 Dec" are two days."""
    seen: list[Piece] = []
    for at, piece in enumerate(pieces):
        if typed.tokens[piece.start].kind is Kind.SLASHED and _tag(pieces, at, 1) is Tag.MONTH:
            first, _, second = _word(piece, typed).partition("/")
            seen += [piece.tagged(Tag.NUMBER, int(first)), piece.tagged(Tag.SLASH), piece.tagged(Tag.NUMBER, int(second))]
            continue
        is_counted = _tag(pieces, at, 1) in {Tag.NUMBER, Tag.A} and _tag(pieces, at, 2) in {Tag.UNIT_DAY, Tag.UNIT_WEEK, Tag.UNIT_MONTH}
        is_longer = piece.end - piece.start > 1 and typed.tokens[piece.end - 1].word == "in"
        if is_longer and (is_counted or _tag(pieces, at, 1) is Tag.MONTH):
            seen += [replace(piece, end=piece.end - 1), Piece(Tag.IN, piece.end - 1, piece.end)]
        else:
            seen.append(piece)
    return seen


_NEVER_IN_REASON = DAYS | _DEEDS


def _without_reason(pieces: list[Piece]) -> list[Piece]:
    """What follows "because" changes nothing, up to the end of its sentence, unless it speaks of days or of another deed."""
    start = next((at for at, piece in enumerate(pieces) if piece.tag is Tag.BECAUSE), len(pieces))
    end = next((at for at in range(start, len(pieces)) if pieces[at].tag in {Tag.STOP, Tag.QUESTION}), len(pieces))
    if {piece.tag for piece in pieces[start:end]} & _NEVER_IN_REASON:
        return pieces
    return pieces[:start] + [piece.tagged(Tag.FILLER) for piece in pieces[start:end]] + pieces[end:]

"""From tokens to pieces: phrases with a tag, names of offices, numbers.

A word that nobody knows stays, so that nothing is done in spite of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.understand.places import Named, Places, named_in
from bot.chat.understand.slips import meant_by
from bot.chat.understand.tokens import Kind, Token, Typed
from bot.chat.understand.vocabulary import Entry, Lexicon, Tag, Tongues
from core.model import OfficeId

MOST_CORRECTIONS = 12
SIGNS = {
    ",": Tag.COMMA,
    ";": Tag.COMMA,
    "&": Tag.AND,
    "+": Tag.AND,
    "-": Tag.DASH,
    "\u2010": Tag.DASH,
    "\u2011": Tag.DASH,
    "\u2013": Tag.DASH,
    "\u2014": Tag.DASH,
    "/": Tag.SLASH,
    "@": Tag.AT,
    ".": Tag.STOP,
    "?": Tag.QUESTION,
}
KINDS = {
    Kind.CLOCK: Tag.TIME,
    Kind.NTH: Tag.NTH,
    Kind.DOTTED: Tag.DOTTED,
    Kind.NUMBER: Tag.NUMBER,
    Kind.YEAR_FIRST: Tag.DATE,
    Kind.YEAR_LAST: Tag.DATE,
    Kind.DAY_MONTH: Tag.DATE,
    Kind.SLASHED: Tag.DATE,
}
BIGGEST_NUMBER = 9999
_FIRST_PERSON = frozenset({"me", "mir"})
_UNDOING = frozenset({Tag.CANCEL, Tag.CANCEL_WEAKLY})
_ENDS_A_CLAUSE = frozenset({",", ";", ".", "?", "and", "und", "but", "aber"})
_NEVER_BEHIND = frozenset({"is", "are", "was", "ist", "sind", "war", "sein"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A phrase: the tokens from `start` up to `end`. `value`: of a number or a day's name; `offices`: which a name can mean."""

    tag: Tag
    start: int
    end: int
    value: int = 0
    offices: tuple[OfficeId, ...] = ()

    def tagged(self, tag: Tag, value: int | None = None) -> Piece:
        """The same phrase, seen in another light."""
        return replace(self, tag=tag, value=self.value if value is None else value)


def pieces_of(typed: Typed, tongues: Tongues, places: Places) -> list[Piece]:
    """All pieces in order."""
    lexicons = tongues.lexicons
    tokens = _corrected(typed.tokens, tongues, places)
    named = named_in(tokens, places, tongues.words, tongues.months)
    named += _nearly_named(tokens, named, tongues.words, places)
    taken = {one.start: one for one in named}
    covered = {at for one in named for at in range(one.start, one.end)}
    parted = _parted(tokens, lexicons, covered)
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        if at in taken:
            pieces.append(Piece(Tag.PLACE, at, taken[at].end, offices=taken[at].offices))
        elif at in parted:
            pieces.append(Piece(parted[at], at, at + 1))
        else:
            pieces += _phrase_at(tokens, at, lexicons, covered | parted.keys())
        at = pieces[-1].end
    return pieces


def _corrected(tokens: Sequence[Token], tongues: Tongues, places: Places) -> list[Token]:
    """The tokens with the slips of the finger taken out of words that nobody knows."""
    mended: list[Token] = []
    tries = 0
    for token in tokens:
        is_strange = token.kind is Kind.WORD and token.word not in tongues.words and token.word not in places.words
        if is_strange and token.word not in tongues.lookalikes and tries < MOST_CORRECTIONS:
            tries += 1
            mended.append(replace(token, word=_meant(token.word, tongues.lexicons) or token.word))
        else:
            mended.append(token)
    return mended


def _meant(word: str, lexicons: Sequence[Lexicon]) -> str | None:
    """Two words that are equally near are as good as one if they mean the same."""
    for lexicon in lexicons:
        near = meant_by(word, lexicon.names, lexicon.others)
        meanings = {lexicon.phrases.get((one,)) for one in near}
        if len(near) == 1 or (len(meanings) == 1 and None not in meanings):
            return near[0]
    return None


def _nearly_named(tokens: Sequence[Token], named: Sequence[Named], words: frozenset[str], places: Places) -> list[Named]:
    """Offices whose names were typed with a slip: whole runs of strange words first, then word by word."""
    covered = {at for one in named for at in range(one.start, one.end)}
    found: list[Named] = []
    at = 0
    tries = 0
    while at < len(tokens) and tries < MOST_CORRECTIONS:
        end = at
        while end < len(tokens) and end not in covered and tokens[end].kind is Kind.WORD and tokens[end].word not in words:
            end += 1
        for stop in (end, at + 1) if end > at else ():
            tries += 1
            offices = places.nearest(" ".join(token.word for token in tokens[at:stop]))
            if offices:
                found.append(Named(at, stop, offices))
                break
        at = found[-1].end if found and found[-1].start == at else at + 1
    return found


def _parted(tokens: Sequence[Token], lexicons: Sequence[Lexicon], covered: set[int]) -> dict[int, Tag]:
    """Verbs in two parts: where the first part stands, the deed; where the second, nothing of importance."""
    found: dict[int, Tag] = {}
    for lexicon in lexicons:
        for at, token in enumerate(tokens):
            if at in covered or at in found or token.word not in lexicon.parting:
                continue
            for behind in range(at + 1, len(tokens)):
                if tokens[behind].word in _ENDS_A_CLAUSE:
                    break
                tag = lexicon.parted.get((token.word, tokens[behind].word))
                if tag is not None and behind not in covered and _belong_together(tokens, at, behind, tag):
                    found[at], found[behind] = tag, Tag.FILLER
                    break
    return found


def _belong_together(tokens: Sequence[Token], at: int, behind: int, tag: Tag) -> bool:
    """For "give me back my desk" gives nothing back, nor does "gib mir, was frei ist"."""
    if tag in _UNDOING and any(token.word in _FIRST_PERSON for token in tokens[at:behind]):
        return False
    return behind + 1 == len(tokens) or tokens[behind + 1].word not in _NEVER_BEHIND


def _phrase_at(tokens: Sequence[Token], at: int, lexicons: Sequence[Lexicon], stops: set[int]) -> list[Piece]:
    """The longest phrase that begins there; a lone token if none does."""
    for lexicon in lexicons:
        for length in range(lexicon.heads.get(tokens[at].word, 0), 0, -1):
            if at + length > len(tokens) or (length > 1 and not stops.isdisjoint(range(at, at + length))):
                continue
            entry = lexicon.phrases.get(tuple(token.word for token in tokens[at : at + length]))
            if entry is not None:
                return _pieces_for(entry, at, at + length)
    return [_lone(tokens[at], at)]


def _pieces_for(entry: Entry, start: int, end: int) -> list[Piece]:
    return [Piece(tag, start, end, entry.value) for tag in entry.tags]


def _lone(token: Token, at: int) -> Piece:
    if token.kind is Kind.SIGN:
        return Piece(SIGNS.get(token.word, Tag.UNKNOWN), at, at + 1)
    if token.kind is Kind.WORD:
        return Piece(Tag.FILLER if token.word in {"'s", "'d", "'ll", "'ve"} else Tag.UNKNOWN, at, at + 1)
    digits = "".join(letter for letter in token.word if letter.isdigit())[:5]
    is_single = token.kind in {Kind.NUMBER, Kind.NTH, Kind.DOTTED}
    value = min(int(digits), BIGGEST_NUMBER + 1) if is_single and digits else 0
    return Piece(KINDS[token.kind], at, at + 1, value)

"""Offices as people name them: by name or id, in part, without accents, with a slip of the finger.

A name that is a word of ours as well ("May", "Book") is a name only behind "at" and the like.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.chat.understand.slips import ByLetter, by_letter, meant_by
from bot.chat.understand.tokens import Kind, Token, folded, typed, without_umlauts
from core.model import OfficeId

Words = tuple[str, ...]

SHORTEST_PART = 3
MOST_WORDS = 6
_GENERIC = """office offices buero buro haus house building gebaeude gebaude hub campus centre center zentrum tower turm floor etage stock
    street strasse road site standort city stadt the der die das of und and am an in at new old neu alt hq room raum desk co ltd gmbh inc"""
_NO_NAME_ALONE = frozenset(_GENERIC.split())
_ALWAYS_BEFORE = frozenset({"at", "@", "bei", "beim"})
_SOMETIMES_BEFORE = frozenset({"in", "im"})
_BEFORE_HOME = frozenset({"to", "nach", "zu", "is", "'s", "ist", "auf"})
_SKIPPED = frozenset({"-", ".", "/", "&", "_"})


@dataclass(frozen=True, slots=True)
class Named:
    """An office, or several that were meant alike, in the tokens from `start` up to `end`."""

    start: int
    end: int
    offices: tuple[OfficeId, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """All that offices can be called. `whole`: names and ids; `parts`: pieces of names; `words`: all words that occur in them."""

    whole: Mapping[Words, tuple[OfficeId, ...]]
    parts: Mapping[Words, tuple[OfficeId, ...]]
    words: frozenset[str]
    by_letter: ByLetter

    def nearest(self, said: str) -> tuple[OfficeId, ...]:
        """The offices whose name was meant, if it is but a slip away; else none."""
        meant = {self.called(tuple(name.split())) for name in meant_by(said, self.by_letter)}
        return meant.pop() if len(meant) == 1 else ()

    def called(self, form: Words) -> tuple[OfficeId, ...]:
        """The offices of that whole name, else those with that part in their name."""
        return self.whole.get(form) or self.parts.get(form) or ()


@lru_cache(maxsize=64)
def places_of(offices: tuple[tuple[OfficeId, str], ...]) -> Places:
    """What these offices (ids and names) can be called."""
    whole: dict[Words, list[OfficeId]] = {}
    parts: dict[Words, list[OfficeId]] = {}
    for office, name in offices:
        for form in _forms(name) | _forms(str(office)):
            _add(whole, form, office)
        for form in _forms(name):
            for part in _parts(form):
                _add(parts, part, office)
    return Places(
        whole={form: tuple(ids) for form, ids in whole.items()},
        parts={form: tuple(ids) for form, ids in parts.items()},
        words=frozenset(word for form in (*whole, *parts) for word in form),
        by_letter=by_letter({" ".join(form) for form in (*whole, *parts)}),
    )


def _add(names: dict[Words, list[OfficeId]], form: Words, office: OfficeId) -> None:
    known = names.setdefault(form, [])
    if office not in known:
        known.append(office)


def _forms(name: str) -> set[Words]:
    """A name's words as they may be typed: ü as ue and as u, without signs."""
    tidy = typed(name)
    raw = [tidy.text[token.start : token.end].removesuffix(".") for token in tidy.tokens if token.kind is not Kind.SIGN]
    forms = {tuple(fold(word) for word in raw[:MOST_WORDS]) for fold in (folded, without_umlauts)}
    return {form for form in forms if form}


def _parts(form: Words) -> Iterator[Words]:
    for start in range(len(form)):
        for end in range(start + 1, len(form) + 1):
            part = form[start:end]
            if any(len(word) >= SHORTEST_PART and word not in _NO_NAME_ALONE and not word[0].isdigit() for word in part):
                yield part


def named_in(tokens: Sequence[Token], places: Places, words: Collection[str], months: Collection[str]) -> list[Named]:
    """Every office that is named, the longest names first where they overlap. `words`: those that mean something else as well."""
    found: list[Named] = []
    at = 0
    while at < len(tokens):
        named = _named_at(tokens, at, places, words, months) if tokens[at].word.removesuffix(".") in places.words else None
        if named is not None:
            found.append(named)
        at = at + 1 if named is None else named.end
    return found


def _named_at(tokens: Sequence[Token], at: int, places: Places, words: Collection[str], months: Collection[str]) -> Named | None:
    longest: Named | None = None
    said: list[str] = []
    for end in range(at, min(len(tokens), at + 2 * MOST_WORDS)):
        word = tokens[end].word
        if said and word in _SKIPPED:
            continue
        said.append(word.removesuffix("."))
        offices = places.called(tuple(said))
        if offices and _may_be_name(tokens, at, tuple(said), places, words, months):
            longest = Named(at, end + 1, offices)
        if len(said) == MOST_WORDS or said[-1] not in places.words:
            break
    return longest


def _may_be_name(tokens: Sequence[Token], at: int, said: Words, places: Places, words: Collection[str], months: Collection[str]) -> bool:
    """Whether that is surely the name, although its words may mean something else."""
    if len(said) > 1 and said in places.whole:
        return True
    if any(word not in words and not word.isdigit() for word in said):
        return True
    before = tokens[at - 1].word if at else ""
    first = said[0] if said else ""
    if before in _ALWAYS_BEFORE:
        return not first.isdigit() or len(said) > 1
    if before in _SOMETIMES_BEFORE:
        return said in places.whole and first not in months and not first.isdigit()
    is_about_home = any(token.word in _NO_NAME_ALONE and token.word.startswith(("office", "bue", "bur", "standort")) for token in tokens)
    return before in _BEFORE_HOME and is_about_home and said in places.whole

"""From what Teams hands over to tokens: entities, no-break spaces, curly quotes, accents and emoji are dealt with here, and nowhere else.

Everything is bounded. A text that is longer than the bound is read as far as it goes, and whoever reads on is told that it was cut.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MOST_LETTERS = 2000
MOST_TOKENS = 120


class Kind(StrEnum):
    """How a token is written; what it means is not known yet."""

    WORD = "word"
    NUMBER = "number"
    NTH = "nth"  # 3rd, 3ter
    DOTTED = "dotted"  # 3. with something after the dot, or nothing
    CLOCK = "clock"  # 9am, 9:30, 9 Uhr
    YEAR_FIRST = "year_first"  # 2026-12-03
    YEAR_LAST = "year_last"  # 03.12.2026, 3/12/26
    DAY_MONTH = "day_month"  # 3.12.
    SLASHED = "slashed"  # 3/12
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """`word`: folded for comparing; `start` and `end`: where it stands in the tidied text; `is_glued`: no space before it."""

    kind: Kind
    word: str
    start: int
    end: int
    is_glued: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """The tidied text and its tokens. `is_cut`: there was more."""

    text: str
    tokens: tuple[Token, ...]
    is_cut: bool

    def said(self, start: int, end: int) -> str:
        """The words from one token up to (without) another, as they were typed."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""


_APOSTROPHES = "\u2019\u2018\u201b\u02bc\u00b4\u0060\uff07"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"
_PLAIN = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_INVISIBLE))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TAGS = re.compile(r"</?(?:br|p|div|span|b|i|u|strong|em)\s?/?>", re.IGNORECASE)
_SPLIT_AFTER = re.compile(r"'(?=(?:m|ll|s|re|ve|d)$)", re.IGNORECASE)
_SHAPES = (
    ("smile", r"(?<!\S)(?:[:;=]'?-?[)(DdPpOo]+|<3)(?!\S)"),
    (Kind.YEAR_FIRST, r"\d{4}(?P<y>[-/.])\d{1,2}(?P=y)\d{1,2}(?!\d)"),
    (Kind.YEAR_LAST, r"\d{1,2}(?P<d>[-/.])\d{1,2}(?P=d)(?:\d{4}|\d{2})(?![\d])"),
    (Kind.CLOCK, r"\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]m|uhr|h)\b|\d{1,2}:\d{2}(?!\d)"),
    (Kind.NTH, r"\d{1,2}(?:st|nd|rd|th|te[rn]?)\b"),
    (Kind.DAY_MONTH, r"\d{1,2}\.\d{1,2}\b\.?(?!\d)"),
    (Kind.SLASHED, r"\d{1,2}/\d{1,2}(?![\d/])"),
    (Kind.DOTTED, r"\d{1,2}\.(?!\d)"),
    (Kind.NUMBER, r"\d+"),
    (Kind.WORD, r"[^\W\d_]+(?:'[^\W\d_]+)*"),
    (Kind.SIGN, r"\S"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in _SHAPES), re.IGNORECASE)


def typed(text: str) -> Typed:
    """The tokens of what somebody typed, `MOST_TOKENS` at most."""
    tidy, is_cut = _tidied(text)
    tokens: list[Token] = []
    end_before = -1
    for match in _TOKEN.finditer(tidy):
        kind = match.lastgroup
        is_glued = match.start() == end_before
        if kind == "smile" or kind is None or _is_decoration(match.group(), is_glued=is_glued):
            continue
        if len(tokens) >= MOST_TOKENS:
            return Typed(tidy, tuple(tokens), is_cut=True)
        tokens += _tokens_of(Kind(kind), match, is_glued=is_glued)
        end_before = match.end()
    return Typed(tidy, tuple(tokens), is_cut)


def _tidied(text: str) -> tuple[str, bool]:
    whole = text.strip()
    head = " ".join(whole[: 4 * MOST_LETTERS].split())
    plain = html.unescape(_TAGS.sub(" ", head)) if "<" in head or "&" in head else head
    normal = " ".join(unicodedata.normalize("NFKC", plain.translate(_PLAIN)).split())
    is_cut = len(normal) > MOST_LETTERS or len(whole) > 4 * MOST_LETTERS
    return normal[:MOST_LETTERS], is_cut


def _tokens_of(kind: Kind, match: re.Match[str], *, is_glued: bool) -> list[Token]:
    """One token, or two where English glues its verbs to what is before: "i'm" is two, "can't" is one."""
    start, end = match.span()
    if kind is not Kind.WORD:
        return [Token(kind, match.group().casefold(), start, end, is_glued)]
    whole = match.group()
    cut = _SPLIT_AFTER.search(whole) if "'" in whole else None
    if cut is None:
        return [Token(kind, folded(whole), start, end, is_glued)]
    middle = start + cut.start()
    return [
        Token(kind, folded(whole[: cut.start()]), start, middle, is_glued),
        Token(kind, "'" + folded(whole[cut.end() :]), middle, end, is_glued=True),
    ]


def folded(word: str) -> str:
    """Without case, apostrophes and accents; ä, ö, ü and ß as Germans write them where the keyboard has none."""
    lower = word.casefold()
    if lower.isascii():
        return lower.replace("'", "")
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFC", lower).translate(_UMLAUTS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "")


def without_umlauts(word: str) -> str:
    """As `folded`, but ä is a: so do people write who never learned the other way."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "")


_REFUSING = frozenset("❌🚫👎✖⛔🙅❎")
_MARKS = frozenset("\"'*()«»•:!")
_DECORATIVE = frozenset({"So", "Sk", "Mn", "Cf", "Cc", "Co", "Cn", "Pi", "Pf"})


def _is_decoration(sign: str, *, is_glued: bool) -> bool:
    """An emoji, a quote, a bullet: nothing is meant by it. One that says no is not decoration, nor is the bracket of a call in code."""
    if len(sign) > 1 or sign in _REFUSING or (sign == "(" and is_glued):
        return False
    return sign in _MARKS or unicodedata.category(sign) in _DECORATIVE

"""HTML by construction: a plain text is always escaped, and only what was made here counts as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of HTML that is safe to stand in a page."""

    text: str


Piece = Markup | str
NOTHING = Markup("")


def tag(name: str, *pieces: Piece, **attributes: str) -> Markup:
    """One element. An attribute is named as in Python (`class_`, `data_find`), and left out where it is empty."""
    said = "".join(f' {key.strip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value)
    return Markup(f"<{name}{said}>{many(pieces).text}</{name}>")


def many(pieces: Iterable[Piece], between: Piece = NOTHING) -> Markup:
    """All of them, one after the other."""
    return Markup(_text(between).join(_text(piece) for piece in pieces))


def prose(text: str) -> Markup:
    """A sentence of the document: what stands in backticks is code."""
    parts = re.split(r"`([^`]+)`", " ".join(text.split()))
    return many(tag("code", part) if number % 2 else part for number, part in enumerate(parts))


def paragraphs(text: str, class_: str = "") -> Markup:
    """Sentences of the document, parted by empty lines."""
    return many(tag("p", prose(part), class_=class_) for part in re.split(r"\n\s*\n", text) if part.strip())


def address(path: str) -> Markup:
    """A path that is broken before a slash where it is too long for its line."""
    return many(path.split("/"), Markup("<wbr>/"))


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Markup) else escape(piece)

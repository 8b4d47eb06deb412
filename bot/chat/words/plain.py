"""What people wrote, made safe to stand in Teams' markdown: it reads as it was written, and is never a link, a heading or a tag."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[\\*_`\[\]#~|]")
"""Parentheses are not among them: without a bracket before it, none begins a link."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LIST = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=-(?:[-\s]|$)|\+(?:\s|$))")


_BRACKETS = str.maketrans("[]<>", "()()")


def plain(text: str) -> str:
    """The text in one line, for a sentence or a card that Teams reads as markdown."""
    line = " ".join(text.split())
    escaped = _MARKS.sub(r"\\\g<0>", _ENTITY.sub("&amp;", line))
    # As entities, because a backslash does not stop what reads tags before markdown is read.
    return _LIST.sub(r"\1\\", escaped.replace("<", "&lt;").replace(">", "&gt;"))


def harmless(text: str) -> str:
    """The text in one line where it may be read as markdown or as it is: nothing in it is a link or a tag, and no escapes are seen."""
    return " ".join(text.split()).translate(_BRACKETS)

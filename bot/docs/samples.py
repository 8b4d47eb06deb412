"""Something to copy: a call for the shell, or a value as JSON."""

from __future__ import annotations

import re

import msgspec

from bot.docs.markup import Markup, tag


def sample(title: str, text: str) -> Markup:
    """A text as it is, which scrolls in itself where it is too wide."""
    return tag("figure", tag("figcaption", title), tag("pre", tag("code", text), tabindex="0"))


def pretty(value: object) -> str:
    """JSON to be read."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    # A list of plain values stays on one line. A line break is never within a text: JSON writes it otherwise.
    return re.sub(r"\[\n[^\[\]{}]*\n *\]", lambda found: re.sub(r"\n *", " ", found[0]).replace("[ ", "[").replace(" ]", "]"), text)


def line(value: object) -> str:
    """JSON on one line."""
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()

"""Bodies that name something twice. Which value was meant can't be known, and the decoder would take the last one without a word."""

from __future__ import annotations

import json

from bot.errors import bad_request


def refuse_repeats(body: bytes) -> None:
    """Raises Problem 400. For a body that was decoded already: it is JSON, and as flat and short as its shape."""
    # Numbers stay text: nothing is done with them here.
    json.loads(body, object_pairs_hook=_each_once, parse_int=str, parse_float=str)


def _each_once(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise bad_request("The body names something twice.")

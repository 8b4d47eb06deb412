"""Reads what somebody else wrote: whatever is not there, of another kind or too large counts as empty, and nothing is ever raised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

MOST_LETTERS = 500
MOST_DEEP = 8
MOST_VALUES = 500
_EMPTY: Mapping[str, object] = {}


def text_of(value: object, most: int = MOST_LETTERS) -> str:
    """A text, cut where it is too long; empty for anything else."""
    return value[:most] if isinstance(value, str) else ""


def id_of(value: object, most: int = MOST_LETTERS) -> str:
    """An id: one that is too long is none, since half an id is somebody else's."""
    return value if isinstance(value, str) and len(value) <= most else ""


def number_of(value: object, default: int, most: int) -> int:
    """A whole number from 0 to the most."""
    return min(max(value, 0), most) if isinstance(value, int) and not isinstance(value, bool) else default


def part_of(value: object, *names: str) -> Mapping[str, object]:
    """The object at that place inside another; empty where there is none."""
    for name in names:
        value = cast("Mapping[str, object]", value).get(name) if isinstance(value, dict) else None
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else _EMPTY


def list_of(value: object, most: int = MOST_VALUES) -> Sequence[object]:
    """A list, cut where it is too long."""
    return cast("list[object]", value)[:most] if isinstance(value, list) else ()


def data_of(value: object) -> dict[str, object]:
    """What a card or a dialog carried, if it is not deeper or larger than any of ours; else nothing of it."""
    if not isinstance(value, dict):
        return {}
    return cast("dict[str, object]", value) if _count(cast("object", value), MOST_DEEP) <= MOST_VALUES else {}


def _count(value: object, deep: int) -> int:
    """How many values there are; more than may be if they lie too deep."""
    if isinstance(value, dict):
        inner = list(cast("dict[str, object]", value).values())
    elif isinstance(value, list):
        inner = cast("list[object]", value)
    else:
        return 1
    if deep == 0 or len(inner) > MOST_VALUES:
        return MOST_VALUES + 1
    total = 1
    for one in inner:
        total += _count(one, deep - 1)
        if total > MOST_VALUES:
            break
    return total

"""What is measured, as lines of a table that fits a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what it is, how much, and how to read it."""

    name: str
    value: str
    meaning: str


def table(figures: Sequence[Figure]) -> str:
    """The lines below each other."""
    return "\n".join(f"  {figure.name:<46} {figure.value:>36}   {figure.meaning}".rstrip() for figure in figures)

"""Slips of the finger.

Strict, because a word taken for another can undo a booking: rather one slip is not understood than one word twisted. Never under four
letters; in short words only letters that changed places, or one that was struck twice or once too few; in longer ones a letter too many
or too few as well, or a key beside the right one, but no other ending: "released" is not "release". Never a real word that only looks like
one of ours (a language's `lookalikes`), and never where two of our words with different meanings are equally near, which the caller sees.

Names, of days and of offices, may be farther off: nothing else is so often misspelt, and few other words look like them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from rapidfuzz.distance import OSA

SHORTEST = 4
LONG = 6
LONGEST = 40
TWO_SLIPS_FROM = 8
ByLetter = Mapping[str, tuple[str, ...]]
"""Words by the letter they begin with."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")
_SHIFTS = (("qwertyuiop", "asdfghjkl"), ("asdfghjkl", "zxcvbnm"), ("qwertzuiop", "asdfghjkl"), ("asdfghjkl", "yxcvbnm"))
_NEIGHBOURS = frozenset(
    {frozenset(pair) for row in _ROWS for pair in pairwise(row)}
    | {frozenset(pair) for upper, lower in _SHIFTS for shift in (0, 1) for pair in zip(upper[shift:], lower, strict=False)}
)


def by_letter(words: Iterable[str]) -> ByLetter:
    """The words by their first letter: only those can be meant by another."""
    sorted_out: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= SHORTEST:
            sorted_out.setdefault(word[0], []).append(word)
    return {letter: tuple(sorted(alike)) for letter, alike in sorted_out.items()}


def meant_by(word: str, names: ByLetter, others: ByLetter | None = None) -> list[str]:
    """The known words that are nearest to it, if they are near enough; several if they are equally near."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    near = [(distance, other) for other, distance in _near(word, names) if _is_slip_in_name(word, other, distance)]
    if others is not None:
        near += [(distance, other) for other, distance in _near(word, others) if _is_slip(word, other, distance)]
    closest = min(near, default=(0, ""))[0]
    return sorted({other for distance, other in near if distance == closest})


def _near(word: str, known: ByLetter) -> list[tuple[str, int]]:
    most = 2 if len(word) >= TWO_SLIPS_FROM - 1 else 1
    candidates = (other for letter in {word[0], word[1]} for other in known.get(letter, ()) if abs(len(word) - len(other)) <= most)
    measured = ((other, OSA.distance(word, other, score_cutoff=most)) for other in candidates if _begins_alike(word, other))
    return [(other, distance) for other, distance in measured if 0 < distance <= most]


def _begins_alike(word: str, meant: str) -> bool:
    return word[0] == meant[0] or (word[1] == meant[0] and word[0] == meant[1])


def _is_slip_in_name(word: str, meant: str, distance: int) -> bool:
    if len(meant) < LONG:
        return distance == 1 and _is_rearranged(word, meant)
    return distance <= (2 if len(meant) >= TWO_SLIPS_FROM else 1)


def _is_slip(word: str, meant: str, distance: int) -> bool:
    if distance != 1 or word.startswith(meant) or meant.startswith(word):
        return distance == 1 and _doubled(word, meant)
    return _is_rearranged(word, meant) or (len(meant) >= LONG and (len(word) != len(meant) or _is_beside(word, meant)))


def _is_rearranged(word: str, meant: str) -> bool:
    return sorted(word) == sorted(meant) or _doubled(word, meant) or _doubled(meant, word)


def _is_beside(word: str, meant: str) -> bool:
    """Whether the one other letter lies beside the right one on a keyboard."""
    return all(one == other or frozenset((one, other)) in _NEIGHBOURS for one, other in zip(word, meant, strict=True))


def _doubled(longer: str, shorter: str) -> bool:
    """Whether the longer one has one letter twice that the shorter has once."""
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[at] == longer[at - 1] and longer[:at] + longer[at + 1 :] == shorter for at in range(1, len(longer)))

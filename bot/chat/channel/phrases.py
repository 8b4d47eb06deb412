"""The few sentences that the channel says by itself, where nobody else can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.words import DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """`try_again`: something was away or took too long. `failed`: something is broken. `nobody`: Teams does not say who it is."""

    try_again: str
    failed: str
    nobody: str


_PHRASES: Mapping[str, Phrases] = {
    "en": Phrases(
        try_again="That did not work just now. Please try again in a moment.",
        failed="Something went wrong on our side. Please try again.",
        nobody="I can't tell who you are: Teams does not say so here. Please sign in to Teams with the account of your organisation.",
    ),
    "de": Phrases(
        try_again="Das hat gerade nicht geklappt. Bitte versuchen Sie es gleich noch einmal.",
        failed="Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
        nobody="Ich kann nicht erkennen, wer Sie sind: Teams sagt es hier nicht. Bitte melden Sie sich mit dem Konto Ihrer Firma an.",
    ),
}


def phrases_of(locale: str) -> Phrases:
    """What is said to a client with that locale, such as "de-DE"."""
    return _PHRASES.get(locale[:2].lower(), _PHRASES[DEFAULT])

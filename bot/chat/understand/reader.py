"""`understand`: what a sentence means. Tokens become pieces, pieces become days, offices and a deed, and all doubts are asked back.

The steps, each in a file: `tokens` (what Teams hands over), `pieces` (phrases of `english` and `german`, names from `places`, typos by
`slips`), `context` (neighbours), `atoms` and `dates` (days), `wishes` and `switches` (the deed), `answers` (the meaning).

Two principles keep it safe.
What changes something is done only where every word is known and fits, so a sentence that is not about offices can't book by accident. And
where two days, two offices or two deeds are possible, none is chosen.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.chat.understand.answers import Setting, meaning_of
from bot.chat.understand.english import ENGLISH
from bot.chat.understand.german import GERMAN
from bot.chat.understand.meaning import Help, KnownOffice, Scene, Understood
from bot.chat.understand.pieces import Piece, pieces_of
from bot.chat.understand.places import places_of
from bot.chat.understand.sentence import sentence_of
from bot.chat.understand.tokens import Kind, Typed, typed
from bot.chat.understand.vocabulary import Lexicon, Tag, Tongues, lexicon_of, tongues_of

DEFAULT = "en"
NO_TODAY = date(2000, 1, 3)
"""Stands in where there is no office, so that there is no today either; no meaning with a day in it leaves here then."""


@lru_cache(maxsize=1)
def _languages() -> dict[str, Lexicon]:
    return {vocabulary.code: lexicon_of(vocabulary) for vocabulary in (ENGLISH, GERMAN)}


@lru_cache(maxsize=4)
def _tongues(first: str) -> Tongues:
    """All languages, that one first."""
    languages = _languages()
    return tongues_of(languages[first], *(lexicon for code, lexicon in languages.items() if code != first))


def understand(text: str, scene: Scene) -> Understood:
    """What the sentence means to this bot. Never raises, whatever was typed."""
    sentence = typed(text)
    detected = _language_of(sentence)
    spoken = _known(scene.language) or detected or _known(scene.locale[:2].casefold()) or DEFAULT
    if not sentence.tokens and not sentence.is_cut:
        return Understood(Help(), spoken)
    read_as = detected or spoken
    places = places_of(tuple((office.id, office.name) for office in scene.offices))
    pieces = pieces_of(sentence, _tongues(read_as), places)
    here = _here(pieces, scene)
    read = sentence_of(sentence, pieces, here.today if here else NO_TODAY, scene.locale, read_as)
    return Understood(meaning_of(read, Setting(scene, here.today if here else None)), spoken)


def _known(language: str | None) -> str | None:
    return language if language in _languages() else None


def _language_of(sentence: Typed) -> str | None:
    """The language that knows the most words; None if several know as many."""
    words = [token.word for token in sentence.tokens if token.kind is Kind.WORD]
    counts = {code: sum(word in lexicon.words for word in words) for code, lexicon in _languages().items()}
    most = max(counts.values())
    best = [code for code, count in counts.items() if count == most]
    return best[0] if len(best) == 1 and most else None


def _here(pieces: list[Piece], scene: Scene) -> KnownOffice | None:
    """The office whose today counts: the one that is named, the home office, the only one, else the first."""
    named = {piece.offices for piece in pieces if piece.tag is Tag.PLACE}
    wanted = next(iter(named))[0] if len(named) == 1 and len(next(iter(named))) == 1 else scene.home
    known = {office.id: office for office in scene.offices}
    if wanted is not None and wanted in known:
        return known[wanted]
    if scene.home is not None and scene.home in known:
        return known[scene.home]
    return next(iter(scene.offices), None)

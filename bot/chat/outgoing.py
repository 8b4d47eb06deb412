"""What we answer: plain values; the channel makes activities and invoke answers of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.store.port import Json

CardJson = Mapping[str, Json]
"""An Adaptive Card, made by the pure functions of `cards`."""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in Teams' markdown; names and notes of people are escaped by whoever puts them in."""

    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card. `summary`: what a notification or a client without cards shows instead."""

    card: CardJson
    summary: str


Reply = Text | Card


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers to a message, in their order; none is an answer, too. `mention`: the sender is named in the first, in a group."""

    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCard:
    """The card to show in place of the one whose button was pressed; for the one who pressed it, or whom a refresh is for, alone.

    `replaces_for_all`: the message itself is updated as well, so that the old card does not come back (personal chats only).
    """

    card: CardJson
    replaces_for_all: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A sentence in answer to a button; the card stays as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A button that means nothing: `status` is 400, 403 or 404; `code` for machines, `text` for people."""

    status: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a search, and the card that is put into the message when it is picked."""

    title: str
    text: str
    card: CardJson


@dataclass(frozen=True, slots=True)
class Results:
    """What a search or a link found; `message` is shown when there is nothing."""

    results: Sequence[Result]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog with a card in it. Sizes in pixels."""

    title: str
    card: CardJson
    width: int = 400
    height: int = 420


@dataclass(frozen=True, slots=True)
class DialogWord:
    """A sentence in place of the dialog, which can then only be closed."""

    text: str


@dataclass(frozen=True, slots=True)
class DialogCard:
    """The dialog of a message extension is done, and this card goes into the message that is being written."""

    result: Result


Answer = Replies | NewCard | Word | Fault | Results | Dialog | DialogWord | DialogCard

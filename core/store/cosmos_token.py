"""The tokens of this adapter: a place in a list and a place in the change feed. Nobody else takes them apart."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


def make_place(order: str, identifier: str) -> str:
    """After this document the list goes on."""
    return base64.urlsafe_b64encode(f"{order}\n{identifier}".encode()).decode()


def read_place(token: str) -> tuple[str, str]:
    """Order and id of the last document that was shown; ValueError for a token that was never given."""
    try:
        order, identifier = base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode().split("\n")
    except (binascii.Error, UnicodeError, ValueError):
        raise ValueError("that is no place in a list") from None
    return order, identifier


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """How far one physical partition was read; `feed_range` is the SDK's name for it, no continuation: not at all yet."""

    feed_range: Mapping[str, Any]
    continuation: str | None


def make_feed(places: Sequence[FeedPlace]) -> str:
    """A place in every physical partition at once."""
    return base64.urlsafe_b64encode(json.dumps([[place.feed_range, place.continuation] for place in places]).encode()).decode()


def read_feed(token: str) -> Sequence[FeedPlace]:
    """The places of a token; ValueError for a token that was never given."""
    try:
        pairs = json.loads(base64.b64decode(token.encode(), altchars=b"-_", validate=True))
        places = [FeedPlace(dict(feed_range), None if continuation is None else str(continuation)) for feed_range, continuation in pairs]
    except (TypeError, ValueError):
        places = []
    if not places:
        raise ValueError("that is no place in the change feed")
    return places

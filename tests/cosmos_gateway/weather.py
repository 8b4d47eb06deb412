"""Faults to order: the next few, or a seeded share of all requests."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.cosmos_gateway.values import GatewayError


class Kind(StrEnum):
    """What a request is about."""

    BATCH = "batch"
    WRITE = "write"
    READ = "read"
    QUERY = "query"
    FEED = "feed"
    META = "meta"


class Fault(StrEnum):
    """`…_AFTER` and LOST: the request was carried out, and the caller hears otherwise or nothing."""

    CUT = "connection cut before anything was done"
    LOST = "answer lost after it was done"
    THROTTLED = "429"
    CONFLICTING = "449"
    GONE = "410"
    TIMEOUT = "408 before"
    TIMEOUT_AFTER = "408 after"
    UNAVAILABLE = "503 before"
    UNAVAILABLE_AFTER = "503 after"
    STALE_SESSION = "404/1002"
    HALF_PAGE = "half of a page"
    LAGGING = "answered by a replica that lacks the last batch, unless the session asks for it"
    CONFLICTING_INSIDE = "449 for one operation of a batch"
    FORBIDDEN = "403"


BEFORE = {
    Fault.THROTTLED: GatewayError(429, "Request rate is large.", 3200, retry_after_ms=5),
    Fault.CONFLICTING: GatewayError(449, "Conflicting request to resource has been attempted. Retry to avoid conflicts."),
    Fault.GONE: GatewayError(410, "The resource is gone."),
    Fault.TIMEOUT: GatewayError(408, "Request timed out."),
    Fault.UNAVAILABLE: GatewayError(503, "Service is currently unavailable."),
    Fault.STALE_SESSION: GatewayError(404, "The read session is not available for the input session token.", 1002),
    Fault.FORBIDDEN: GatewayError(403, "Request is blocked.", 5300),
}
AFTER = {Fault.TIMEOUT_AFTER: BEFORE[Fault.TIMEOUT], Fault.UNAVAILABLE_AFTER: BEFORE[Fault.UNAVAILABLE]}


@dataclass(slots=True)
class _Storm:
    dice: random.Random
    share: float
    kinds: frozenset[Kind]
    faults: Sequence[Fault]


class Weather:
    """Counts every request and every fault it sent."""

    def __init__(self) -> None:
        self.requests: Counter[Kind] = Counter()
        self.sent: Counter[Fault] = Counter()
        self._next: dict[Kind, deque[Fault | None]] = {kind: deque() for kind in Kind}
        self._storm: _Storm | None = None

    def next(self, kind: Kind, *faults: Fault | None) -> None:
        """What happens to the next requests of that kind; None lets one through."""
        self._next[kind].extend(faults)

    def storm(self, seed: int, share: float, kinds: Sequence[Kind], faults: Sequence[Fault]) -> None:
        """From now on this share of the requests goes wrong."""
        self._storm = _Storm(random.Random(seed), share, frozenset(kinds), tuple(faults))

    def clear(self) -> None:
        self._storm = None

    def strike(self, kind: Kind) -> Fault | None:
        self.requests[kind] += 1
        fault = self._struck(kind)
        if fault is not None:
            self.sent[fault] += 1
        return fault

    def _struck(self, kind: Kind) -> Fault | None:
        if self._next[kind]:
            return self._next[kind].popleft()
        storm = self._storm
        if storm is None or kind not in storm.kinds or storm.dice.random() >= storm.share:
            return None
        return storm.dice.choice(storm.faults)

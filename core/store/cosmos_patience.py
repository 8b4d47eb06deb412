"""How long the adapter keeps trying, and which of the SDK's errors are worth it.

The client's own repeats of a write are switched off (`cosmos_client.py`): they happen unseen, and a write that was applied and is repeated
unseen counts twice. So every repeat is here, where it is known whether the first may have been written.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar, cast

import structlog
from azure.core.exceptions import AzureError, HttpResponseError

from core.store.port import Unavailable

FIRST_WAIT_S = 0.02
LONGEST_WAIT_S = 2.0
DEADLINE_S = 20.0
TRIES = 16

_NOT_WRITTEN = frozenset({410, 429, 449})
"""Gone elsewhere, too many requests, another update of the same item under way: refused before anything was done."""
_PERHAPS_WRITTEN = frozenset({408, 500, 502, 503, 504})
OVERTAKEN_SESSION = (404, 1002)
"""Not "no such item": this replica has not yet heard of what the session wrote."""

_Result = TypeVar("_Result")
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """Waiting between tries. `jitter(bound)` is a random number of seconds up to the bound: those who collided must not collide again."""

    jitter: Callable[[float], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], float] = time.monotonic
    deadline_s: float = DEADLINE_S

    @asynccontextmanager
    async def within(self, what: str) -> AsyncGenerator[None]:
        """Unavailable when the deadline passes, however the time was spent.

        In an outage everyone waits behind the first of a queue, each for his own deadline, unless the waiting counts, too.
        """
        try:
            async with asyncio.timeout(self.deadline_s):
                yield
        except TimeoutError as error:
            raise _unavailable(what, error) from error

    async def insist(self, what: str, attempt: Callable[[], Awaitable[_Result]], *, is_repeatable: bool = True) -> _Result:
        """The attempt's answer. Unavailable when it won't come, or when a batch that counts twice if sent twice may have been written."""
        until = self.now() + self.deadline_s
        for number in range(TRIES):
            try:
                return await attempt()
            except AzureError as error:
                wait = max(_asked_wait_s(error), self.jitter(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**number)))
                is_last = number + 1 == TRIES or self.now() + wait > until
                if is_last or not is_transient(error) or (may_be_written(error) and not is_repeatable):
                    raise _unavailable(what, error, tries=number + 1) from error
            await self.sleep(wait)
        raise AssertionError("the last try returns or raises")


def is_transient(error: Exception) -> bool:
    """Whether the same request may be answered differently in a moment."""
    if not isinstance(error, HttpResponseError):
        return True
    return error.status_code in _NOT_WRITTEN | _PERHAPS_WRITTEN or (error.status_code, sub_status_of(error)) == OVERTAKEN_SESSION


def may_be_written(error: Exception) -> bool:
    """Whether the request may have been carried out although the answer says otherwise or never came."""
    return not isinstance(error, HttpResponseError) or error.status_code in _PERHAPS_WRITTEN


def sub_status_of(error: Exception) -> int:
    """What the database adds to a status; 0 if it adds nothing."""
    sub_status = getattr(error, "sub_status", None)
    return sub_status if isinstance(sub_status, int) else 0


def _asked_wait_s(error: Exception) -> float:
    headers = cast("Mapping[str, str]", getattr(error, "headers", None) or {})
    try:
        return float(headers.get("x-ms-retry-after-ms", "0")) / 1000
    except (TypeError, ValueError):
        return 0.0


def _unavailable(what: str, error: Exception, *, tries: int | None = None) -> Unavailable:
    status = error.status_code if isinstance(error, HttpResponseError) else None
    _log.warning(
        "Azure Cosmos DB did not answer", action="store.unavailable", what=what, status=status, error=type(error).__name__, tries=tries
    )
    return Unavailable(f"{what}: {status or type(error).__name__}")

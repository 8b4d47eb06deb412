"""How often somebody may call: a leaky bucket for each person, and for each address of those who have not signed in.

A bucket takes a whole minute's calls at once and then as many as leak out of it, so that no minute sees more than twice the number. That
burst is meant: a call costs us a fraction of a millisecond, the tab makes a handful for each page, and a script of an admin goes through a
list and is done. Ten calls a second for ever, by one person, is a loop that nobody looks at.

An address stands for many: an office's phones, its guards and its proxy share one. A pass that is shown costs four calls and a scan costs
one, so five a second are a guard at every door and a queue before each.

The buckets are of this process; with several, somebody gets as many times the number. No rule of the house relies on them.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiolimiter import AsyncLimiter

from bot.address import FORWARDED_FOR, address_of
from bot.settings import WebSettings

MAX_BUCKETS = 10_000
"""Of each kind; who has not called for longest makes room. After a minute without a call a bucket is as good as a new one."""
PERIOD_S = 60.0
QUIET_S = 60.0
"""One line of the log for each bucket in this time, however often it is hit."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class TooManyCalls(Exception):
    """The bucket is full; `retry_after_s` is when one more call fits at the latest."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class _Bucket:
    limiter: AsyncLimiter
    quiet_until: float = 0.0


class Buckets:
    """One bucket for each key, made when it is first asked for. `by`: what the keys are, for the log; never a key itself."""

    def __init__(self, by: str, make: Callable[[], AsyncLimiter], most: int = MAX_BUCKETS) -> None:
        self._by = by
        self._make = make
        self._most = most
        self._kept: OrderedDict[str, _Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    async def take(self, key: str) -> None:
        """Count one call, at once or not at all. Raises TooManyCalls."""
        bucket = self._kept.get(key)
        if bucket is None:
            bucket = self._kept[key] = _Bucket(self._make())
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        if not bucket.limiter.has_capacity():
            self._tell(bucket)
            raise TooManyCalls(math.ceil(bucket.limiter.time_period / bucket.limiter.max_rate))
        await bucket.limiter.acquire()  # never waits: nothing ran since it had room

    def _tell(self, bucket: _Bucket) -> None:
        now = asyncio.get_running_loop().time()
        if now >= bucket.quiet_until:
            bucket.quiet_until = now + QUIET_S
            log.warning("Somebody calls too often.", action="too_many_calls", by=self._by)


class Limits:
    """The buckets of those who have signed in, of those who have not, and of what is refused: wrong tokens, addresses that do not exist.

    The last are counted apart, so that whoever tries tokens does not keep their neighbours from the pages that are open to anybody.
    """

    def __init__(self, known: Buckets, addresses: Buckets, refused: Buckets, trusted_proxies: int = 0) -> None:
        self._known = known
        self._addresses = addresses
        self._refused = refused
        self._trusted_proxies = trusted_proxies
        self._has_warned = False

    @classmethod
    def of(cls, settings: WebSettings) -> Limits:
        """As many calls a minute as the settings say."""

        def of_addresses(by: str) -> Buckets:
            return Buckets(by, lambda: AsyncLimiter(settings.calls_per_minute_open, PERIOD_S))

        known = Buckets("person", lambda: AsyncLimiter(settings.calls_per_minute, PERIOD_S))
        return cls(known, of_addresses("address"), of_addresses("refused"), settings.trusted_proxies)

    async def count_known(self, who: str) -> None:
        """Count a call of a person who has signed in, or of an application, by their id. Raises TooManyCalls."""
        await self._known.take(who)

    async def count_stranger(self, request: web.Request) -> None:
        """Count a call of anybody else, by their address. Raises TooManyCalls."""
        await self._addresses.take(self._address(request))

    async def count_refused(self, request: web.Request) -> None:
        """Count a call that is refused whoever makes it, by the address. Raises TooManyCalls."""
        await self._refused.take(self._address(request))

    def _address(self, request: web.Request) -> str:
        if not self._trusted_proxies and FORWARDED_FOR in request.headers and not self._has_warned:
            self._has_warned = True
            log.warning("A proxy seems to stand before the service, but [web] trusted_proxies says none.", action="proxy_not_trusted")
        return address_of(request, self._trusted_proxies)

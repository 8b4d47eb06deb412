"""Carries messages that are due to people: each is taken in hand before it is sent, and settled after the yes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from bot.chat.notifier.delivery import Delivery, Fate, Outcome, after, in_hand, later
from bot.chat.notifier.postman import Chat, Postman
from bot.chat.outgoing import Reply
from core.clock import Clock
from core.errands.records import Record, Records
from core.model import BookingId
from core.store.port import Unavailable

DUE_PAGE = 200
PARALLEL = 8

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_Delivery = TypeVar("_Delivery", bound=Delivery)


@dataclass(frozen=True, slots=True)
class Letter(Generic[_Delivery]):
    """What is to be sent to whom. `told`: the errand once that is done."""

    to: Chat
    reply: Reply
    told: _Delivery


class Carrier(Generic[_Delivery]):
    """Serves one kind of message. `decide` says what an errand comes to by now: a letter, or the errand as it is to be kept instead."""

    def __init__(
        self,
        records: Records[_Delivery],
        postman: Postman,
        clock: Clock,
        dice: Callable[[], float],
        decide: Callable[[_Delivery], Awaitable[Letter[_Delivery] | _Delivery]],
    ) -> None:
        self._records = records
        self._postman = postman
        self._clock = clock
        self._dice = dice
        self._decide = decide
        self._places = asyncio.Semaphore(PARALLEL)
        self._unkept: dict[BookingId, _Delivery] = {}

    async def round(self, stop: asyncio.Event) -> bool:
        """Send what is due; whether there was anything. After the stop nothing is begun, and what is under way is finished.

        Raises Unavailable.
        """
        for kept in list(self._unkept.values()):
            await self._keep(kept)
        due = await self._records.due(self._clock.now(), limit=DUE_PAGE)
        # No task group: it would break off those that are being sent because the store failed another.
        endings = await asyncio.gather(*(self._serve_in_turn(record, stop) for record in due), return_exceptions=True)
        for ending in endings:
            if ending is not None:
                raise ending
        return bool(due)

    async def _serve_in_turn(self, record: Record[_Delivery], stop: asyncio.Event) -> None:
        async with self._places:
            if stop.is_set():
                return
            try:
                await self._serve(record)
            except Unavailable:
                raise
            except Exception:  # one that can't be told, by a fault of ours, must not hold up all others
                log.exception("A message could not be made.", action="message_failed", booking=record.errand.booking)
                await self._records.keep(later(record.errand, self._clock.now(), self._dice()))

    async def _serve(self, record: Record[_Delivery]) -> None:
        errand = record.errand
        decided = await self._decide(errand)
        if not isinstance(decided, Letter):
            await self._records.take(record, decided)
            return
        if not await self._records.take(record, in_hand(errand, self._clock.now())):
            return
        fate = await self._postman.send(decided.to, decided.reply)
        kept = after(errand, decided.told, fate, self._clock.now(), self._dice())
        await self._keep(kept)
        self._tell(fate, kept)
        if fate.outcome is Outcome.SENT:
            await self._postman.renew(decided.to)

    async def _keep(self, kept: _Delivery) -> None:
        """A yes that the store did not take is remembered: after an outage it is kept first, and nothing is sent again for want of it."""
        if not kept.trouble:
            self._unkept[kept.booking] = kept
        await self._records.keep(kept)
        self._unkept.pop(kept.booking, None)

    def _tell(self, fate: Fate, kept: _Delivery) -> None:
        where = {"what": type(kept).__name__.lower(), "booking": kept.booking, "outcome": fate.outcome.value}
        if kept.trouble:
            log.warning("A message must wait.", action="message_waits", attempts=kept.attempts, doubts=kept.doubts, **where)
        else:
            log.info("A message was dealt with.", action="message_done", **where)

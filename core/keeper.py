"""What the house does of its own accord, every so often: finish edits that a crash interrupted, and hand places to those who wait.

A cancel hands its place over by itself. What is left for here: somebody in line whose hindrance went (an allowance that was raised, another
day that was given back) while a place is free.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog

from core import offices
from core.clock import Clock
from core.house_rules import RulesSource
from core.model import Office
from core.roll_out import RollOut, horizon
from core.service import Busy, Service
from core.store.port import Store, Unavailable

EVERY = timedelta(seconds=30)

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class Keeper:
    """Looks after the offices. Several processes may do so at once: every step is decided by what is true at that moment."""

    def __init__(
        self, store: Store, service: Service, roll_out: RollOut, clock: Clock, rules: RulesSource, new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._service = service
        self._roll_out = roll_out
        self._clock = clock
        self._rules = rules
        self._new_id = new_id

    async def keep(self, every: timedelta = EVERY) -> None:
        """A round now and every so often, until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(every.total_seconds())

    async def round(self) -> None:
        """One look at every office; what can't be done now is done the next time."""
        try:
            known = await offices.read_all(self._store)
        except Unavailable as error:
            log.warning("The offices could not be looked after.", action="keeping_failed", error=str(error))
            return
        except Exception:  # an office of a newer version, say
            log.exception("The offices could not be looked after.", action="keeping_failed")
            return
        for office in known.values():
            try:
                await self._look_after(office)
            except (Busy, Unavailable) as error:
                log.warning("An office could not be looked after.", action="keeping_failed", office=office.id, error=str(error))
            except Exception:  # one office that can't be understood must not leave all others alone for ever
                log.exception("An office could not be looked after.", action="keeping_failed", office=office.id)

    async def _look_after(self, office: Office) -> None:
        rules = await self._rules.read()
        if rules.read_only:
            return
        if office.rolled_out < office.revision:
            office = await self._roll_out.run(office.id) or office
        if office.removed:
            return
        for tally in await self._roll_out.catch_up(office, horizon(office, self._clock.now(), rules)):
            if tally.waiting and not tally.closed and tally.left:
                handed = await self._service.settle(office, tally.day, self._new_id())
                if handed:
                    log.info("Places went to people who waited.", action="places_handed_over", office=office.id, places=handed)

"""The address that says whether this process and all that it needs works: for a smoke test after a deployment.

Each part is tried by itself, all at the same time, and none waits longer than LIMIT_S: one that fails hides no other. Nothing is written.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Generic, TypeVar

import msgspec
import structlog

from bot.api.endpoint import Answer, SelfTestCall
from bot.api.selftest_types import (
    PartName,
    SelfTestCaller,
    SelfTestDuty,
    SelfTestOffice,
    SelfTestPart,
    SelfTestStore,
    SelfTestSync,
    SelfTestView,
)
from bot.entra import AppIdentity
from bot.errors import Problem
from bot.keys import Parts
from bot.signing_keys import KeysUnavailable
from core import backlog, bookings, offices, passes
from core.journal import NO_OFFICE
from core.model import Booking, OfficeId, Person, PersonId, State
from core.pass_keys import PassesUnavailable
from core.store.documents import office_key
from core.store.port import Store, Unavailable
from core.version import VERSION

MOVES_ON_S = 1.5
"""A clerk notes how far it has read more often than that, while there is something to read."""
LIMIT_S = 5.0
SELF_TEST_FAILED = "selftest_failed"
_INVENTED = Booking(
    office=OfficeId(NO_OFFICE),
    person=PersonId("self-test"),
    day=date.min,
    parking=False,
    state=State.ACTIVE,
    made_at=datetime.min.replace(tzinfo=UTC),
    made_by=PersonId("self-test"),
)
"""Of no office and of a day that is over for ever: its pass would open no door, and it never leaves the process."""

_Found = TypeVar("_Found")

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Tried(Generic[_Found]):
    """What became of a part. `found` is empty where it could not be finished; `fault` says what is wrong with it."""

    part: SelfTestPart
    fault: str
    found: tuple[_Found, ...] = ()


async def self_test(call: SelfTestCall) -> Answer:
    """Try every part. Raises Problem 503 if one of them fails, which says what became of each."""
    parts, me = call.parts, _caller(call.caller)
    async with asyncio.TaskGroup() as group:
        office = group.create_task(_try("office", _first_office(parts)))
        known = group.create_task(_try("caller", parts.people.read(PersonId(me.id))))
        held = group.create_task(_try("bookings", _bookings_of(parts, PersonId(me.id))))
        store = group.create_task(_try("store", _store(parts)))
        signed = group.create_task(_try("passes", _can_sign(parts), _fault_of_signature))
        keys = group.create_task(_try("entraKeys", parts.tokens.known_keys()))
        sync = group.create_task(_try("sync", _sync(parts), _fault_of_sync))
    tried = [task.result() for task in (office, known, held, store, signed, keys, sync)]
    if any(one.fault for one in tried):
        raise _failed({one.part.name: one.fault for one in tried})
    view = SelfTestView(
        version=VERSION,
        started_at=parts.started_at,
        ok=True,
        parts=[one.part for one in tried],
        caller=me,
        office=office.result().found[0],
        bookings=held.result().found[0],
        store=store.result().found[0],
        sync=sync.result().found[0],
    )
    return Answer(view)


async def _try(name: PartName, work: Awaitable[_Found], fault_of: Callable[[_Found], str] = lambda _: "") -> _Tried[_Found]:
    """One part, timed. Why it fails is told in our own words: what an SDK says may name an address or a key."""
    started = time.perf_counter()
    found: tuple[_Found, ...] = ()
    try:
        async with asyncio.timeout(LIMIT_S):
            found = (await work,)
        fault = fault_of(found[0])
    except TimeoutError:
        fault = f"no answer within {LIMIT_S:g} seconds"
    except (Unavailable, KeysUnavailable, PassesUnavailable) as error:
        log.warning("A part of the self-test is unavailable.", action="selftest_unavailable", part=name, error=str(error))
        fault = "unavailable"
    except Exception:  # whatever it is, the other parts are told
        log.exception("A part of the self-test broke.", action="selftest_broke", part=name)
        fault = "broken; the log says why"
    return _Tried(SelfTestPart(name=name, ok=not fault, milliseconds=_since(started)), fault, found)


def _failed(faults: Mapping[PartName, str]) -> Problem:
    names = [name for name, fault in faults.items() if fault]
    log.warning("The self-test failed.", action="selftest_failed", parts=names)
    facts = {"version": VERSION} | {str(name): fault or "ok" for name, fault in faults.items()}
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, SELF_TEST_FAILED, f"The self-test failed: {', '.join(names)}.", facts)


def _caller(who: Person | AppIdentity) -> SelfTestCaller:
    if isinstance(who, AppIdentity):
        return SelfTestCaller(kind="application", id=who.principal, role="selfTest")
    return SelfTestCaller(kind="person", id=who.id, role="systemAdmin")


async def _first_office(parts: Parts) -> SelfTestOffice | None:
    known = await offices.read_all(parts.store)
    return next((SelfTestOffice(office.id, office.name) for office in known.values() if not office.removed), None)


async def _bookings_of(parts: Parts, whose: PersonId) -> int:
    """An application holds none; the question is asked all the same."""
    return await bookings.count_coming(parts.store, whose, await offices.read_all(parts.store), parts.clock.now())


async def _store(parts: Parts) -> SelfTestStore:
    started = time.perf_counter()
    await parts.store.read(office_key(OfficeId(NO_OFFICE)))
    read = _since(started)
    started = time.perf_counter()
    await offices.is_empty(parts.store)
    return SelfTestStore(kind=parts.settings.store.kind, read_milliseconds=read, list_milliseconds=_since(started))


async def _can_sign(parts: Parts) -> bool:
    token = await passes.issue(_INVENTED, parts.pass_keys)
    keys = await parts.pass_keys.public_keys(passes.key_of(token))
    return passes.verify(token, keys) == passes.Pass.of(_INVENTED)


def _fault_of_signature(is_genuine: bool) -> str:  # noqa: FBT001 - what `_can_sign` found
    return "" if is_genuine else "a pass that was just signed is not genuine"


async def _sync(parts: Parts) -> SelfTestSync:
    store, now = parts.store, parts.clock.now()
    calendar = _duty(await backlog.read(store, backlog.CALENDAR), now)
    if calendar.late and await _moves_on(store):
        calendar = msgspec.structs.replace(calendar, late=False)
    sends_notices = await backlog.place(store, backlog.NOTICES.cursor) is not None
    notices = _duty(await backlog.read(store, backlog.NOTICES), now) if sends_notices else None
    return SelfTestSync(calendar=calendar, notices=notices)


async def _moves_on(store: Store) -> bool:
    """Whether the clerk is reading right now: old entries come anew when they are rewritten, as after a change of the retention."""
    before = await backlog.place(store, backlog.CALENDAR.cursor)
    await asyncio.sleep(MOVES_ON_S)
    return await backlog.place(store, backlog.CALENDAR.cursor) != before


def _fault_of_sync(sync: SelfTestSync) -> str:
    if not sync.calendar.late or sync.calendar.unread_since is None:
        return ""
    return f"the calendar clerk has not read the journal since {sync.calendar.unread_since.isoformat(timespec='seconds')}"


def _duty(found: backlog.Backlog, now: datetime) -> SelfTestDuty:
    return SelfTestDuty(
        waiting=found.waiting,
        waiting_or_more=found.waiting_or_more,
        oldest_due=found.oldest_due,
        unread=found.unread,
        unread_or_more=found.unread_or_more,
        unread_since=found.unread_since,
        late=found.is_late(now),
    )


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)

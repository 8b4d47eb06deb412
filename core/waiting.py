"""The rules of the waiting list of an office day. Pure, like the rules of booking that they are made of.

A place that frees goes to the first in line who may have it by the very rules of booking; whoever may not is passed over and keeps the
place in line, because the hindrance (an allowance that is used, a car place that is taken) may go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from core import policy
from core.days import today_in, zone_named
from core.decision import Booked, Code, Joined, Left, Refusal, Repeated, Waits
from core.model import AskId, Booking, Office, OfficeDay, Person, PersonId, PersonWeek, Queue, Rules, Waiter, booking_id

MAX_WAITING = 200
"""People in one line. Nobody waits with hope behind so many, and the whole line is one document."""
_NO_ASK = AskId("")
_HINDERED_BY_OTHERS = frozenset({Code.OFFICE_FULL, Code.PARKING_FULL})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was read of somebody in line before a place is handed over."""

    person: Person
    person_week: PersonWeek | None
    booking: Booking | None


def deadline(office: Office, day: date, until: time) -> datetime:
    """The instant, in UTC, of that local time on the day before. A time that the clocks skip is read as before the change."""
    before = day - timedelta(days=1)
    return datetime.combine(before, until, zone_named(office.zone)).astimezone(UTC)


def join(wish: policy.Wish, until: time | None, queue: Queue, known: policy.Known, rules: Rules) -> Joined | Waits | Repeated | Refusal:
    """Whether somebody may stand in line: where others hold what they want, and nothing else is in the way."""
    refusal = policy.may_act(wish)
    if refusal is not None:
        return refusal
    if known.asked is not None:
        return _answer_again(wish, until, known.asked, queue, known.booking)
    refusal = _may_wait(wish, until, known, rules)
    if refusal is not None:
        return refusal
    here = queue.waiter(wish.person.id)
    if here is None and len(queue.waiters) >= MAX_WAITING:
        return Refusal(Code.QUEUE_FULL, {"most": MAX_WAITING})
    reason = wish.reason.strip() if policy.needs_reason(wish.person, rules) else ""
    waiter = Waiter(person=wish.person.id, parking=wish.parking, since=here.since if here else known.now, until=until, reason=reason)
    if waiter == here:
        return Waits(queue.place_of(wish.person.id))
    waiters = tuple(waiter if one is here else one for one in queue.waiters) if here else (*queue.waiters, waiter)
    return Joined(replace(queue, waiters=waiters), waiter, here)


def _answer_again(
    wish: policy.Wish, until: time | None, asked: policy.Asked, queue: Queue, booking: Booking | None
) -> Waits | Repeated | Refusal:
    """Where the person stands by now; or the booking, if the place was handed over."""
    if not policy.is_same_ask(wish, asked, policy.Deed.JOIN) or asked.until != until:
        return Refusal(Code.ASK_REUSED)
    if booking is not None and booking.is_active:
        return Repeated(booking)
    return Waits(queue.place_of(wish.person.id))


def _may_wait(wish: policy.Wish, until: time | None, known: policy.Known, rules: Rules) -> Refusal | None:
    hindrance = policy.why_not(wish, known, rules)
    if hindrance is None:
        return Refusal(Code.PLACE_FREE, {"day": wish.day.isoformat(), "office": wish.office.name})
    if hindrance.code not in _HINDERED_BY_OTHERS:
        return hindrance
    tally = known.tally or policy.fresh_tally(wish.office, wish.day)
    if tally.capacity == 0:
        return hindrance  # nobody holds what could become free
    if wish.parking and tally.parking_capacity == 0:
        return Refusal(Code.NO_PARKING, hindrance.facts)
    if until is not None and known.now > deadline(wish.office, wish.day, until):
        return Refusal(Code.WAIT_OVER, {"day": wish.day.isoformat()})
    return policy.reason_missing(wish, rules)


def leave(
    actor: Person, person: PersonId, office: Office, queue: Queue, asked: policy.Asked | None, now: datetime, rules: Rules
) -> Left | Waits | Refusal:
    """Whether somebody may be taken out of the line; one who is in no line answers as if just taken out."""
    if actor.id != person and not actor.can_manage(office.id):
        return Refusal(Code.NOT_YOURS)
    waiter = queue.waiter(person)
    if waiter is None:
        return Waits(None)
    if asked is not None:
        is_same = asked.deed is policy.Deed.LEAVE and asked.booking == booking_id(queue.day, queue.office, person)
        return Waits(queue.place_of(person)) if is_same else Refusal(Code.ASK_REUSED)
    if rules.read_only:
        return Refusal(Code.READ_ONLY)
    if queue.day < today_in(office.zone, now):
        return Refusal(Code.DAY_PAST, {"day": queue.day.isoformat(), "office": office.name})
    return Left(queue.without(person), waiter)


def promote(
    office: Office, tally: OfficeDay, waiters: Iterable[Waiter], candidates: Mapping[PersonId, Candidate], now: datetime, rules: Rules
) -> list[Booked]:
    """Those who get a place that is free in this tally, in the order of the line. Each is decided by the rules of booking alone."""
    promoted: list[Booked] = []
    for waiter in waiters:
        if tally.taken >= tally.capacity:
            break
        candidate = candidates.get(waiter.person)
        if candidate is None or (waiter.until is not None and now > deadline(office, tally.day, waiter.until)):
            continue
        wish = policy.Wish(
            ask=_NO_ASK,
            actor=candidate.person,
            person=candidate.person,
            office=office,
            day=tally.day,
            parking=waiter.parking,
            reason=waiter.reason,
        )
        known = policy.Known(now=now, tally=tally, person_week=candidate.person_week, booking=candidate.booking)
        decision = policy.book(wish, known, rules)
        if isinstance(decision, Booked):
            promoted.append(decision)
            tally = replace(tally, taken=tally.taken + 1, parking_taken=tally.parking_taken + int(waiter.parking))
    return promoted

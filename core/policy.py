"""The rules of the house. Pure: what was read goes in, one decision comes out.

The checks stand in the order in which a person should hear of them: what can't be mended first (not yours, past, too far, closed),
then what the person holds already, then what the person could give back (the allowance), then what others hold (full).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from core.days import today_in, week_of, window_end
from core.decision import Booked, Cancelled, Code, Facts, Refusal, Repeated
from core.model import AskId, Booking, BookingId, BookingName, Office, OfficeDay, Person, PersonWeek, Rules, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One ask to book: `actor` asks it for `person`, who is often the same."""

    ask: AskId
    actor: Person
    person: Person
    office: Office
    day: date
    parking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the journal remembers of an ask that was granted before."""

    booking: BookingId
    parking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was read before deciding; None where nothing is kept yet. `now` is the instant of reading."""

    now: datetime
    tally: OfficeDay | None = None
    person_week: PersonWeek | None = None
    booking: Booking | None = None
    asked: Asked | None = None


def fresh_tally(office: Office, day: date) -> OfficeDay:
    """The tally of a day that nobody has booked yet, as the office's own calendar says it."""
    closure = office.closure_on(day)
    return OfficeDay(
        office=office.id,
        day=day,
        capacity=office.capacity,
        parking_capacity=office.parking_capacity,
        closed=closure is not None,
        note=closure.note if closure else "",
    )


def book(wish: Wish, known: Known, rules: Rules) -> Booked | Repeated | Refusal:
    """Whether the person may have the day, and the booking that says so."""
    if wish.actor.id != wish.person.id and not wish.actor.can_manage(wish.office.id):
        return Refusal(Code.NOT_YOURS)
    if known.asked is not None:
        return _answer_again(wish, known.asked, known.booking)
    refusal = why_not(wish, known, rules)
    if refusal is not None:
        return refusal
    before = known.booking
    booking = Booking(
        office=wish.office.id,
        person=wish.person.id,
        day=wish.day,
        parking=wish.parking,
        state=State.ACTIVE,
        made_at=known.now,
        made_by=wish.actor.id,
        revision=before.revision + 1 if before else 1,
    )
    return Booked(booking, before)


def _answer_again(wish: Wish, asked: Asked, booking: Booking | None) -> Repeated | Refusal:
    """The same ask books once and is answered the same; one ask can't be used for two wishes."""
    if booking is None or asked.booking != booking.id or asked.parking != wish.parking:
        return Refusal(Code.ASK_REUSED)
    return Repeated(booking)


def why_not(wish: Wish, known: Known, rules: Rules) -> Refusal | None:
    """Why the person can't have the day as things stand; None if it can be had. Serves the list of days before the click, too."""
    return (
        _out_of_window(wish, known.now, rules)
        or _held_already(wish, known, rules)
        or _closed(wish, known)
        or _allowance_used(wish, known, rules)
        or _full(wish, known)
    )


def _out_of_window(wish: Wish, now: datetime, rules: Rules) -> Refusal | None:
    today = today_in(wish.office.zone, now)
    if wish.day < today:
        return Refusal(Code.DAY_PAST, _day_facts(wish))
    last = window_end(today, rules.advance_booking_days)
    if wish.day > last:
        return Refusal(Code.DAY_TOO_FAR, _day_facts(wish) | {"last": last.isoformat(), "days": rules.advance_booking_days})
    return None


def _held_already(wish: Wish, known: Known, rules: Rules) -> Refusal | None:
    if known.booking is not None and known.booking.is_active:
        return Refusal(Code.ALREADY_BOOKED, _day_facts(wish))
    week = known.person_week
    if rules.one_office_per_day and week is not None and week.by_weekday[wish.day.weekday()] > 0:
        return Refusal(Code.OTHER_OFFICE_BOOKED, _day_facts(wish))
    return None


def _closed(wish: Wish, known: Known) -> Refusal | None:
    tally = known.tally or fresh_tally(wish.office, wish.day)
    return Refusal(Code.OFFICE_CLOSED, _day_facts(wish) | {"note": tally.note}) if tally.closed else None


def _allowance_used(wish: Wish, known: Known, rules: Rules) -> Refusal | None:
    allowance = rules.allowance_of(wish.person)
    used = known.person_week.used if known.person_week else 0
    if used < allowance:
        return None
    return Refusal(Code.ALLOWANCE_USED, _day_facts(wish) | {"allowance": allowance, "used": used, "week": week_of(wish.day)})


def _full(wish: Wish, known: Known) -> Refusal | None:
    tally = known.tally or fresh_tally(wish.office, wish.day)
    if tally.taken >= tally.capacity:
        return Refusal(Code.OFFICE_FULL, _day_facts(wish) | {"capacity": tally.capacity})
    if not wish.parking or tally.parking_taken < tally.parking_capacity:
        return None
    if tally.parking_capacity == 0:
        return Refusal(Code.NO_PARKING, _day_facts(wish))
    return Refusal(Code.PARKING_FULL, _day_facts(wish) | {"capacity": tally.parking_capacity})


def _day_facts(wish: Wish) -> Facts:
    return {"day": wish.day.isoformat(), "office": wish.office.name, "own": wish.actor.id == wish.person.id}


def cancel(
    actor: Person, named: BookingName, office: Office | None, booking: Booking | None, now: datetime
) -> Cancelled | Repeated | Refusal:
    """Whether the actor may give the day back. A booking that is cancelled already answers as if it had just been.

    An office that was removed can no longer say what its today is; UTC stands in, so that its bookings can still be given back.
    """
    manages = actor.can_manage(named.office)
    if actor.id != named.person and not manages:
        return Refusal(Code.NOT_YOURS)
    if booking is None:
        return Refusal(Code.NO_SUCH_BOOKING)
    if not booking.is_active:
        return Repeated(booking)
    too_late = cancel_refusal(booking, office, now, manages=manages)
    if too_late is not None:
        return too_late
    return Cancelled(replace(booking, state=State.CANCELLED, revision=booking.revision + 1), booking)


def cancel_refusal(booking: Booking, office: Office | None, now: datetime, *, manages: bool) -> Refusal | None:
    """Why it is too late to give an active booking back; None while it can be. `manages`: an admin of that office asks."""
    today = today_in(office.zone if office else "UTC", now)
    facts: Facts = {"day": booking.day.isoformat(), "office": office.name if office else booking.office}
    if booking.day < today:
        return Refusal(Code.DAY_PAST, facts)
    if booking.day == today and not manages:
        return Refusal(Code.TODAY_IS_FIXED, facts)
    return None

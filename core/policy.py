"""The rules of the house. Pure: what was read goes in, one decision comes out.

The checks stand in the order in which a person should hear of them: what can't be mended first (not yours, read-only, past, too far),
then what the person holds already, then that the office is closed, then what the person could give back (the allowance), then what others
hold (full), and last what the person can add at once (a reason).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from core.days import today_in, week_of, window_end
from core.decision import Booked, Cancelled, Code, Facts, Refusal, Repeated
from core.model import AskId, Booking, BookingId, BookingName, Office, OfficeDay, Person, PersonWeek, Rules, State, booking_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One ask to book: `actor` asks it for `person`, who is often the same."""

    ask: AskId
    actor: Person
    person: Person
    office: Office
    day: date
    parking: bool
    reason: str = ""


class Deed(StrEnum):
    """What an ask was for."""

    BOOK = "book"
    CANCEL = "cancel"
    JOIN = "join"
    LEAVE = "leave"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the journal remembers of an ask that was granted before; a line that was joined is named by the booking hoped for."""

    deed: Deed
    booking: BookingId | None = None
    parking: bool = False
    until: time | None = None


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
    limits = office.limits_on(day)
    return OfficeDay(
        office=office.id,
        day=day,
        capacity=limits.capacity,
        parking_capacity=limits.parking_capacity,
        closed=limits.closed,
        note=limits.note,
        office_revision=office.revision,
    )


def may_act(wish: Wish) -> Refusal | None:
    """Everyone acts for themselves; for others, only those who manage the office."""
    if wish.actor.id == wish.person.id or wish.actor.can_manage(wish.office.id):
        return None
    return Refusal(Code.NOT_YOURS)


def book(wish: Wish, known: Known, rules: Rules) -> Booked | Repeated | Refusal:
    """Whether the person may have the day, and the booking that says so."""
    refusal = may_act(wish)
    if refusal is not None:
        return refusal
    if known.asked is not None:
        is_same = is_same_ask(wish, known.asked, Deed.BOOK)
        return Repeated(known.booking) if is_same and known.booking is not None else Refusal(Code.ASK_REUSED)
    refusal = why_not(wish, known, rules) or reason_missing(wish, rules)
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
        # A reason that nobody asked for is not kept.
        reason=wish.reason.strip() if needs_reason(wish.person, rules) else "",
        revision=before.revision + 1 if before else 1,
    )
    return Booked(booking, before)


def is_same_ask(wish: Wish, asked: Asked, deed: Deed) -> bool:
    """The same ask is answered the same; one ask can't be used for two wishes."""
    named = booking_id(wish.day, wish.office.id, wish.person.id)
    return asked.booking == named and asked.parking == wish.parking and asked.deed is deed


def why_not(wish: Wish, known: Known, rules: Rules) -> Refusal | None:
    """Why the person can't have the day as things stand; None if it can be had. Serves the list of days before the click, too."""
    return (
        _gone(wish)
        or _read_only(rules)
        or _out_of_window(wish, known.now, rules)
        or _held_already(wish, known, rules)
        or _closed(wish, known)
        or _allowance_used(wish, known, rules)
        or _full(wish, known)
    )


def needs_reason(person: Person, rules: Rules) -> bool:
    """Whether this person's bookings need a reason."""
    return rules.reason_required and not person.auto_approved


def reason_missing(wish: Wish, rules: Rules) -> Refusal | None:
    """A reason of spaces is none."""
    if needs_reason(wish.person, rules) and not wish.reason.strip():
        return Refusal(Code.REASON_MISSING, {"own": wish.actor.id == wish.person.id})
    return None


def _gone(wish: Wish) -> Refusal | None:
    """A removed office takes nobody any more, also while its days do not know yet."""
    return Refusal(Code.NO_SUCH_OFFICE) if wish.office.removed else None


def _read_only(rules: Rules) -> Refusal | None:
    return Refusal(Code.READ_ONLY) if rules.read_only else None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One ask to give a day back. `office` None: it was removed so long ago that it is forgotten."""

    actor: Person
    named: BookingName
    office: Office | None


def cancel(wish: Return, booking: Booking | None, asked: Asked | None, now: datetime, rules: Rules) -> Cancelled | Repeated | Refusal:
    """Whether the actor may give the day back. A booking that is cancelled already answers as if it had just been.

    So does one that was made anew since this very ask cancelled it: an answer that was lost is asked for again, nothing else.
    """
    manages = wish.actor.can_manage(wish.named.office)
    if wish.actor.id != wish.named.person and not manages:
        return Refusal(Code.NOT_YOURS)
    if booking is None:
        return Refusal(Code.NO_SUCH_BOOKING)
    if not booking.is_active:
        return Repeated(booking)
    if asked is not None:
        is_same = asked.deed is Deed.CANCEL and asked.booking == booking.id
        return Repeated(booking) if is_same else Refusal(Code.ASK_REUSED)
    refusal = cancel_refusal(booking, wish.office, now, rules, manages=manages)
    return refusal or cancelled(booking)


def cancelled(booking: Booking) -> Cancelled:
    """The booking given back; the reason for it goes with it."""
    return Cancelled(replace(booking, state=State.CANCELLED, reason="", revision=booking.revision + 1), booking)


def cancel_refusal(booking: Booking, office: Office | None, now: datetime, rules: Rules, *, manages: bool) -> Refusal | None:
    """Why an active booking can't be given back; None while it can be. `manages`: an admin of that office asks.

    An office that is forgotten can no longer say what its today is; UTC stands in, so that its bookings can still be given back.
    """
    if rules.read_only:
        return Refusal(Code.READ_ONLY)
    today = today_in(office.zone if office else "UTC", now)
    facts: Facts = {"day": booking.day.isoformat(), "office": office.name if office else booking.office}
    if booking.day < today:
        return Refusal(Code.DAY_PAST, facts)
    if booking.day == today and not manages:
        return Refusal(Code.TODAY_IS_FIXED, facts)
    return None

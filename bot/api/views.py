"""From the core's values to the shapes on the wire."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.api.types import BookingView, DayView, MeView, OfficeView, PersonRef, RefusalView, SpecialDayView, WaitView
from core import availability, policy
from core.days import today_in
from core.decision import Code, Refusal
from core.model import Booking, Office, OfficeId, Person, PersonId, Rules, SpecialDay, Waiter
from core.people_lists import role_of
from core.words import sentence


def refusal_view(refusal: Refusal | None, language: str | None) -> RefusalView | None:
    """A refusal with its sentence in that language, or in English; None stays None."""
    return RefusalView(refusal.code, refusal.facts, sentence(refusal, language)) if refusal else None


def me_view(person: Person, there: Collection[OfficeId], rules: Rules) -> MeView:
    """The caller as the tab needs it; `there` are those of the caller's offices that exist."""
    return MeView(
        id=person.id,
        name=person.name,
        email=person.email,
        role=role_of(person, there).value,
        admin_of=sorted(office for office in person.admin_of if office in there),
        allowance=rules.allowance_of(person),
        needs_reason=policy.needs_reason(person, rules),
        home_office=person.home_office if person.home_office in there else None,
        language=person.language,
        share_days=person.shares_days,
        reminders=person.reminders,
    )


def office_view(office: Office, now: datetime) -> OfficeView:
    """An office and its local date; days that are over are of no use to anybody."""
    today = today_in(office.zone, now)
    special_days = [special_day_view(special) for special in office.special_days if special.day >= today]
    return OfficeView(
        id=office.id,
        name=office.name,
        location=office.location,
        zone=office.zone,
        capacity=office.capacity,
        parking_capacity=office.parking_capacity,
        today=today,
        open_weekdays=[number + 1 for number in sorted(office.open_weekdays)],
        special_days=special_days,
        revision=office.revision,
    )


def special_day_view(special: SpecialDay) -> SpecialDayView:
    """A day on which an office differs."""
    return SpecialDayView(special.day, special.open, special.capacity, special.parking_capacity, special.note)


class BookingViews:
    """Makes views of bookings for one caller at one instant. Unknown offices are shown by their ids."""

    def __init__(
        self, caller: Person, offices: Mapping[OfficeId, Office], people: Mapping[PersonId, Person], now: datetime, rules: Rules
    ) -> None:
        self._caller = caller
        self._offices = offices
        self._people = {**people, caller.id: caller}
        self._now = now
        self._rules = rules
        self.language = caller.language

    def view(self, booking: Booking) -> BookingView:
        """A booking as the caller may see it; a removed office leaves its bookings readable."""
        office = self._offices.get(booking.office)
        person = self._people.get(booking.person)
        manages = self._caller.can_manage(booking.office)
        refusal = policy.cancel_refusal(booking, office, self._now, self._rules, manages=manages) if booking.is_active else None
        return BookingView(
            id=booking.id,
            office=booking.office,
            office_name=office.name if office else booking.office,
            location=office.location if office else "",
            date=booking.day,
            person=PersonRef(booking.person, person.name if person else ""),
            parking=booking.parking,
            state=booking.state,
            reason=booking.reason or None if manages or booking.person == self._caller.id else None,
            made_at=booking.made_at,
            is_today=booking.day == today_in(office.zone if office else "UTC", self._now),
            cancel_refusal=refusal_view(refusal, self.language),
        )


def until_text(waiter: Waiter | None) -> str | None:
    """The time until which somebody waits, as people write it."""
    return waiter.until.isoformat("minutes") if waiter and waiter.until else None


def day_view(day: availability.DayView, bookings: BookingViews) -> DayView:
    """One day of an office."""
    tally = day.tally
    is_full = day.refusal is not None and day.refusal.code is Code.OFFICE_FULL
    is_parking_full = day.parking_refusal is not None and day.parking_refusal.code is Code.PARKING_FULL
    return DayView(
        date=tally.day,
        closed=tally.closed,
        closed_note=tally.note or None,
        capacity=tally.capacity,
        taken=tally.taken,
        left=tally.left,
        parking_capacity=tally.parking_capacity,
        parking_taken=tally.parking_taken,
        parking_left=tally.parking_left,
        mine=bookings.view(day.mine) if day.mine else None,
        refusal=refusal_view(day.refusal, bookings.language),
        parking_refusal=refusal_view(day.parking_refusal, bookings.language),
        waiting=tally.waiting,
        wait=_wait_view(day.waits, day.place),
        can_wait=is_full,
        # Nobody is asked to wait for a car place where there are none.
        can_wait_for_parking=is_parking_full or (is_full and tally.parking_capacity > 0),
    )


def _wait_view(waiter: Waiter | None, place: int | None) -> WaitView | None:
    if waiter is None or place is None:
        return None
    return WaitView(place, waiter.parking, until_text(waiter), waiter.reason or None)

"""The examples of what is answered. They are the shapes themselves, so that an example can't have what the shape has not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import msgspec

from bot.api.house_settings import SettingsView
from bot.api.openapi_admin_answers import ADMIN_ANSWERS
from bot.api.openapi_people import ANNA, ANNAS_BOOKING, BOOKED, FREE, FULL, LOCATION, OFFICE, TENANT, TODAY, email_of
from bot.api.passes import PassView
from bot.api.types import (
    BookingsView,
    BookingView,
    ConfigView,
    DaysView,
    DayView,
    MeView,
    OfficesView,
    OfficeView,
    RefusalView,
    SpecialDayView,
    WaitingView,
    WaitView,
    WeekView,
)
from core.decision import Code, Fact, Refusal
from core.model import State
from core.version import VERSION
from core.words import sentence

_CLIENT = "33333333-3333-4333-8333-333333333333"
_SAMPLE = (
    "AX2iWE_hd6XQC0ppAAAAAQIGbG9uZG9uERERERERQRGBEREREREREQtcWk4vHU17mlFvDjwtGgEsf5cZQhk-XhR53oW4xkwpxkRfSRZkEeF8"
    "3GawrTeHVDEUGGfVxcUDXiYgLI2a7aVx9uef_p0ViWbLmQuQO04Y"
)
"""Signed with a key that was thrown away."""

_OFFICE = OfficeView(
    id=OFFICE,
    name="London",
    location=LOCATION,
    zone="Europe/London",
    capacity=10,
    parking_capacity=4,
    today=TODAY,
    open_weekdays=[1, 2, 3, 4, 5],
    special_days=[SpecialDayView(date(2026, 12, 24), open=False, capacity=None, parking_capacity=None, note="Merry Christmas")],
    revision=3,
)
_BOOKING = BookingView(
    id=ANNAS_BOOKING,
    office=OFFICE,
    office_name="London",
    location=LOCATION,
    date=BOOKED,
    person=ANNA,
    parking=False,
    state=State.ACTIVE,
    reason=None,
    made_at=datetime(2026, 11, 20, 9, 12, tzinfo=UTC),
    is_today=False,
    cancel_refusal=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What others have of a day."""

    places: int
    cars: int
    waiting: int = 0


def _refusal(code: Code, day: date, **facts: Fact) -> RefusalView:
    refusal = Refusal(code, {"day": day.isoformat(), "office": "London", "own": True, **facts})
    return RefusalView(code, refusal.facts, sentence(refusal))


def _day(
    day: date, taken: _Taken, refusal: RefusalView | None = None, *, mine: BookingView | None = None, wait: WaitView | None = None
) -> DayView:
    is_full = taken.places == _OFFICE.capacity
    return DayView(
        date=day,
        closed=False,
        closed_note=None,
        capacity=_OFFICE.capacity,
        taken=taken.places,
        left=_OFFICE.capacity - taken.places,
        parking_capacity=_OFFICE.parking_capacity,
        parking_taken=taken.cars,
        parking_left=_OFFICE.parking_capacity - taken.cars,
        mine=mine,
        refusal=refusal,
        parking_refusal=None,
        waiting=taken.waiting,
        wait=wait,
        can_wait=is_full,
        can_wait_for_parking=is_full,
    )


_WEEK = WeekView(
    week="2026-W48",
    monday=TODAY - timedelta(days=1),
    allowance=3,
    used=1,
    left=2,
    days=[
        _day(BOOKED, _Taken(places=1, cars=0), _refusal(Code.ALREADY_BOOKED, BOOKED), mine=_BOOKING),
        _day(
            FULL,
            _Taken(places=10, cars=4, waiting=1),
            _refusal(Code.OFFICE_FULL, FULL, capacity=10),
            wait=WaitView(1, parking=False, until="18:00", reason=None),
        ),
        _day(FREE, _Taken(places=6, cars=2)),
    ],
)

ANSWERS: Mapping[type[msgspec.Struct], msgspec.Struct] = {
    ConfigView: ConfigView(
        version=VERSION,
        authority="https://login.microsoftonline.com",
        tenant=TENANT,
        client_id=_CLIENT,
        scope=f"api://{_CLIENT}/access_as_user",
        host_origins=[],
        advance_booking_days=14,
        read_only=False,
    ),
    MeView: MeView(
        id=ANNA.id,
        name=ANNA.name,
        email=email_of(ANNA),
        role="person",
        admin_of=[],
        allowance=3,
        needs_reason=False,
        home_office=OFFICE,
        language=None,
        share_days=False,
        reminders=True,
    ),
    OfficeView: _OFFICE,
    OfficesView: OfficesView([_OFFICE], None),
    BookingView: _BOOKING,
    BookingsView: BookingsView([_BOOKING], None),
    DaysView: DaysView(_OFFICE, TODAY, [_WEEK]),
    WaitingView: WaitingView(place=1, parking=False, until="18:00", booking=None),
    PassView: PassView(
        token=_SAMPLE,
        url=f"https://desks.contoso.example/pass/{_SAMPLE}",
        booking=ANNAS_BOOKING,
        office=OFFICE,
        office_name="London",
        date=BOOKED,
        parking=False,
    ),
    SettingsView: SettingsView(
        advance_booking_days=14,
        default_allowance=3,
        one_office_per_day=False,
        reason_required=False,
        read_only=False,
        retention_days=30,
        people_retention_days=365,
        frozen=False,
        revision=2,
    ),
    **ADMIN_ANSWERS,
}
"""For each shape of an answer; complete by a test."""

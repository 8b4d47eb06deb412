"""When it is the evening before, by the office's own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.notifier.delivery import MAX_DOUBTS
from bot.chat.notifier.reminding import Reminder, Say, evening_before, evenings_now, verdict
from core.model import Booking, Office, OfficeId, State
from tests.house_of import AUCKLAND, LONDON, NOON, TOMORROW, booking_on, person

HOUR = 17
EVA = person("eva")
EVENING = evening_before(LONDON, TOMORROW, HOUR)
ZONES = (
    "Europe/London",
    "Pacific/Auckland",
    "America/New_York",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "UTC",
)


def booking(made_at: datetime, state: State = State.ACTIVE) -> Booking:
    return Booking(office=LONDON.id, person=EVA.id, day=TOMORROW, parking=False, state=state, made_at=made_at, made_by=EVA.id)


def said(now: datetime, *, made_at: datetime = NOON, state: State = State.ACTIVE, wants: bool = True, doubts: int = 0) -> Say:
    reminder = Reminder(booking=booking_on(TOMORROW, LONDON, EVA), person=EVA.id, wanted=1, due=now, doubts=doubts)
    return verdict(reminder, booking(made_at, state), replace(EVA, reminders=wants), EVENING, now)


def at(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_london_and_auckland_each_have_an_evening_of_their_own() -> None:
    places = (LONDON, AUCKLAND)
    assert [(one.office, one.day) for one in evenings_now(places, HOUR, at("2026-11-24T17:00", "Europe/London"))] == [
        (LONDON.id, date(2026, 11, 25))
    ]
    assert [(one.office, one.day) for one in evenings_now(places, HOUR, at("2026-11-25T17:00", "Pacific/Auckland"))] == [
        (AUCKLAND.id, date(2026, 11, 26))
    ]


@pytest.mark.parametrize(
    ("local", "is_evening"),
    [("16:59:59", False), ("17:00", True), ("21:59:59", True), ("22:00", False), ("23:30", False)],
)
def test_an_evening_goes_from_the_hour_until_ten(local: str, is_evening: bool) -> None:
    assert bool(evenings_now([LONDON], HOUR, at(f"2026-11-24T{local}", "Europe/London"))) == is_evening


def test_a_late_hour_has_one_hour_and_never_goes_past_midnight() -> None:
    late = evening_before(LONDON, TOMORROW, 23)
    assert (late.begins, late.ends) == (at("2026-11-24T23:00", "Europe/London"), at("2026-11-25T00:00", "Europe/London"))
    assert evening_before(LONDON, TOMORROW, 22).ends == at("2026-11-24T23:00", "Europe/London")


def test_new_years_eve_is_an_evening_like_any_other() -> None:
    [evening] = evenings_now([LONDON], HOUR, at("2026-12-31T17:30", "Europe/London"))
    assert evening.day == date(2027, 1, 1)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 3, 28), date(2026, 10, 25), date(2026, 10, 24)])
def test_around_the_change_of_the_clocks_it_is_still_five(day: date) -> None:
    local = evening_before(LONDON, day + timedelta(days=1), HOUR).begins.astimezone(ZoneInfo("Europe/London"))
    assert (local.date(), local.hour, local.minute) == (day, 17, 0)


def test_an_hour_that_the_clocks_skip_is_read_as_before_the_change() -> None:
    evening = evening_before(LONDON, date(2026, 3, 30), 1)
    assert evening.begins == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_removed_office_has_no_evening() -> None:
    assert evenings_now([replace(LONDON, removed=True)], HOUR, at("2026-11-24T17:00", "Europe/London")) == []


@given(st.sampled_from(ZONES), st.integers(0, 23), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))  # noqa: DTZ001 - made aware below
def test_at_every_instant_the_evening_is_of_the_next_local_day_and_ends_by_midnight(zone: str, hour: int, naive: datetime) -> None:
    now = naive.replace(tzinfo=UTC)
    office = Office(id=OfficeId("x"), name="X", zone=zone, capacity=1)
    for evening in evenings_now([office], hour, now):
        assert evening.day == now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        assert evening.begins < evening.ends
        assert (evening.ends - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() == evening.day - timedelta(days=1)


def test_who_booked_before_the_evening_is_reminded() -> None:
    assert said(EVENING.begins) is Say.REMIND


@pytest.mark.parametrize(
    "unlike",
    [{"made_at": EVENING.begins}, {"made_at": EVENING.begins + timedelta(hours=1)}, {"state": State.CANCELLED}, {"wants": False}],
)
def test_who_booked_in_the_evening_or_gave_it_back_or_wants_none_is_not(unlike: dict[str, object]) -> None:
    assert said(EVENING.begins + timedelta(hours=2), **unlike) is Say.NOTHING  # pyright: ignore[reportArgumentType] - one keyword each


def test_after_the_evening_and_after_too_many_doubts_nobody_is_reminded() -> None:
    assert said(EVENING.ends) is Say.TOO_LATE
    assert said(EVENING.begins, doubts=MAX_DOUBTS) is Say.TOO_LATE

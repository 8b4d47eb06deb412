"""Dates, weeks and zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import days
from core.model import booking_id, parse_booking_id
from tests.house_of import AUCKLAND, person


@pytest.mark.parametrize(
    ("zone", "utc", "today"),
    [
        ("Pacific/Auckland", "2026-04-04T13:59:59", "2026-04-05"),  # the night its summer time ends
        ("Pacific/Auckland", "2026-09-26T11:59:59", "2026-09-26"),
        ("Pacific/Auckland", "2026-09-26T12:00:00", "2026-09-27"),
        ("Europe/London", "2026-03-29T00:30:00", "2026-03-29"),  # the night its summer time begins
        ("Europe/London", "2026-06-30T23:00:00", "2026-07-01"),
        ("America/Los_Angeles", "2026-11-01T06:59:59", "2026-10-31"),  # the night its summer time ends
        ("America/Los_Angeles", "2026-11-01T07:00:00", "2026-11-01"),
        ("Asia/Kathmandu", "2026-11-24T18:14:59", "2026-11-24"),  # UTC+05:45
        ("Asia/Kathmandu", "2026-11-24T18:15:00", "2026-11-25"),
    ],
)
def test_today_is_the_local_date(zone: str, utc: str, today: str) -> None:
    assert days.today_in(zone, datetime.fromisoformat(utc).replace(tzinfo=UTC)) == date.fromisoformat(today)


def test_weeks_are_isos_and_run_from_monday_to_sunday_over_the_year() -> None:
    names = [days.week_of(date(2026, 12, 28) + timedelta(n)) for n in range(8)]
    assert names == ["2026-W53"] * 7 + ["2027-W01"]
    assert days.monday_of(date(2027, 1, 3)) == date(2026, 12, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_is_the_same_for_all_its_days(day: date) -> None:
    monday = days.monday_of(day)
    assert monday.weekday() == 0
    assert {days.week_of(monday + timedelta(n)) for n in range(7)} == {days.week_of(day)}


def test_an_unknown_zone_is_named() -> None:
    for name in ("Europe/Atlantis", "", "../etc/passwd"):
        with pytest.raises(ValueError, match="is not an IANA time zone"):
            days.zone_named(name)


def test_nothing_is_forgotten_before_the_day_is_over_everywhere() -> None:
    day = date(2026, 11, 24)
    last_moment = datetime(2026, 11, 25, 12, tzinfo=UTC)  # midnight at UTC-12
    assert days.forgotten_after(day, 0) > last_moment


@given(st.dates())
def test_a_bookings_id_says_what_it_is_made_of(day: date) -> None:
    who = person("anna")
    named = parse_booking_id(booking_id(day, AUCKLAND.id, who.id))
    assert named is not None
    assert (named.day, named.office, named.person) == (day, AUCKLAND.id, who.id)


@pytest.mark.parametrize(
    "text", ["", "x", "2026-11-24", "2026-11-24.london", "2026-11-24.london.", "20261124.london.t.o", "2026-02-30.london.t.o"]
)
def test_what_is_no_bookings_id_is_none(text: str) -> None:
    assert parse_booking_id(text) is None

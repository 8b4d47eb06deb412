"""How a pass stands at the door: by the store's word, and without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.model import Booking, Office, OfficeId, State
from core.passes import OfflineStanding, Pass, Standing, offline_standing, standing
from tests.house_of import AUCKLAND
from tests.passes.making import DAY, Ring, booking, token_of

LONDON = Office(id=OfficeId("london"), name="London", zone="Europe/London", capacity=10)
LOS_ANGELES = Office(id=OfficeId("los-angeles"), name="Los Angeles", zone="America/Los_Angeles", capacity=10)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

MIDNIGHTS = [
    (AUCKLAND, "2026-11-24", "2026-11-23T11:00:00", "2026-11-24T10:59:59"),
    (AUCKLAND, "2026-09-27", "2026-09-26T12:00:00", "2026-09-27T10:59:59"),  # its summer time begins: 23 hours
    (AUCKLAND, "2026-04-05", "2026-04-04T11:00:00", "2026-04-05T11:59:59"),  # and ends: 25 hours
    (LOS_ANGELES, "2026-11-24", "2026-11-24T08:00:00", "2026-11-25T07:59:59"),
    (LOS_ANGELES, "2026-03-08", "2026-03-08T08:00:00", "2026-03-09T06:59:59"),
    (LOS_ANGELES, "2026-11-01", "2026-11-01T07:00:00", "2026-11-02T07:59:59"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("office", "day", "first", "last"), MIDNIGHTS)
def test_a_pass_is_valid_from_midnight_to_midnight_where_its_office_is(office: Office, day: str, first: str, last: str) -> None:
    made = booking(office=office.id, day=date.fromisoformat(day))
    shown = Pass.of(made)
    instants = [utc(first).timestamp() - 1, utc(first).timestamp(), utc(last).timestamp(), utc(last).timestamp() + 1]
    moments = [datetime.fromtimestamp(instant, UTC) for instant in instants]
    no, yes = Standing.NOT_TODAY, Standing.VALID
    assert [standing(shown, made, office, now) for now in moments] == [no, yes, yes, no]
    not_today, signed = OfflineStanding.NOT_TODAY, OfflineStanding.SIGNED_FOR_TODAY
    assert [offline_standing(shown, office.zone, now) for now in moments] == [not_today, signed, signed, not_today]


def test_what_is_not_genuine_stays_so_whatever_the_store_says() -> None:
    assert standing(None, booking(), LONDON, NOON) is Standing.NOT_GENUINE
    assert standing(None, None, None, NOON) is Standing.NOT_GENUINE
    assert offline_standing(None, LONDON.zone, NOON) is OfflineStanding.NOT_GENUINE


@pytest.mark.parametrize("day", [DAY, date(2026, 11, 26)])
@pytest.mark.parametrize("parking", [True, False])
def test_a_pass_ends_with_the_state_of_the_booking_that_it_was_made_of(day: date, parking: bool) -> None:
    made = booking(day=day, parking=parking, revision=3)
    shown = Pass.of(made)
    assert standing(shown, made, LONDON, NOON) is (Standing.VALID if day == DAY else Standing.NOT_TODAY)
    others: list[Booking | None] = [
        None,
        replace(made, state=State.CANCELLED),
        replace(made, state=State.CANCELLED, revision=4),
        replace(made, parking=not parking),
        replace(made, parking=not parking, revision=4),
        replace(made, revision=4),
        replace(made, revision=2),
        booking(day=day, parking=parking, revision=3, person="tenant.somebody-else"),
        booking(day=day, parking=parking, revision=3, office="paris"),
        booking(day=date(2026, 11, 25), parking=parking, revision=3),
    ]
    assert [standing(shown, other, LONDON, NOON) for other in others] == [Standing.CANCELLED] * len(others)


def test_cancelled_and_booked_again_only_the_new_pass_is_valid() -> None:
    first = booking(revision=1)
    again = booking(revision=3)
    assert standing(Pass.of(first), again, LONDON, NOON) is Standing.CANCELLED
    assert standing(Pass.of(again), again, LONDON, NOON) is Standing.VALID
    ring = Ring()
    assert token_of(first, ring) != token_of(again, ring)


def test_a_day_that_is_over_is_another_day_even_if_its_booking_is_forgotten() -> None:
    shown = Pass.of(booking(day=date(2026, 11, 23)))
    for found in (None, booking(day=shown.day), booking(day=shown.day, state=State.CANCELLED, revision=2)):
        assert standing(shown, found, LONDON, NOON) is Standing.NOT_TODAY


def test_an_office_that_is_gone_lets_nobody_in() -> None:
    for office in (None, AUCKLAND):
        assert standing(Pass.of(booking()), booking(), office, NOON) is Standing.CANCELLED


def test_offline_nothing_is_ever_called_valid() -> None:
    assert not {one.value for one in OfflineStanding} & {Standing.VALID.value, Standing.CANCELLED.value}

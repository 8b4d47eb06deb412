"""A place that frees goes to the first in line who may have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core import waiting
from core.model import Booking, Office, OfficeDay, Person, PersonId, PersonWeek, Rules, State, Waiter, Week
from core.waiting import Candidate
from tests.house_of import AUCKLAND, LONDON, NOON, RULES, TOMORROW, person

ANNA, BEN, CLEO = person("anna"), person("ben"), person("cleo")
ONE_FREE = OfficeDay(office=LONDON.id, day=TOMORROW, capacity=10, parking_capacity=4, taken=9, parking_taken=3)


def waits(who: Person, *, parking: bool = False, until: time | None = None) -> Waiter:
    return Waiter(person=who.id, parking=parking, since=NOON, until=until)


def names(
    *waiters: Waiter,
    tally: OfficeDay = ONE_FREE,
    known: Mapping[PersonId, Candidate] | None = None,
    now: datetime = NOON,
    rules: Rules = RULES,
    office: Office = LONDON,
) -> list[str]:
    """Who gets a place, in order."""
    candidates = {one.id: Candidate(one, None, None) for one in (ANNA, BEN, CLEO)} | dict(known or {})
    promoted = waiting.promote(office, tally, waiters, candidates, now, rules)
    return [candidates[one.booking.person].person.name for one in promoted]


def test_the_first_in_line_gets_the_place_and_no_more_than_are_free() -> None:
    assert names(waits(BEN), waits(ANNA), waits(CLEO)) == ["Ben"]
    assert names(waits(BEN), waits(ANNA), waits(CLEO), tally=replace(ONE_FREE, taken=8)) == ["Ben", "Anna"]
    assert names(waits(BEN), tally=replace(ONE_FREE, taken=10)) == []
    assert names(waits(BEN), tally=replace(ONE_FREE, taken=12)) == []  # an admin lowered the capacity
    assert names(waits(BEN), tally=replace(ONE_FREE, closed=True)) == []


def test_who_may_not_is_passed_over() -> None:
    spent = Candidate(BEN, PersonWeek(person=BEN.id, week=Week("2026-W48"), used=3), None)
    none_left = Candidate(replace(BEN, allowance=0), None, None)
    held = Booking(office=LONDON.id, person=BEN.id, day=TOMORROW, parking=False, state=State.ACTIVE, made_at=NOON, made_by=BEN.id)
    for hindered in (spent, none_left, Candidate(BEN, None, held)):
        assert names(waits(BEN), waits(ANNA), known={BEN.id: hindered}) == ["Anna"]


def test_somebody_whom_the_house_forgot_is_passed_over() -> None:
    candidates = {ANNA.id: Candidate(ANNA, None, None)}
    promoted = waiting.promote(LONDON, ONE_FREE, [waits(BEN), waits(ANNA)], candidates, NOON, RULES)
    assert [one.booking.person for one in promoted] == [ANNA.id]


def test_who_waits_for_a_car_place_is_passed_over_while_there_is_none() -> None:
    no_car_place = replace(ONE_FREE, taken=8, parking_taken=4)
    assert names(waits(BEN, parking=True), waits(ANNA), tally=no_car_place) == ["Anna"]
    assert names(waits(BEN, parking=True), waits(ANNA, parking=True), waits(CLEO), tally=replace(ONE_FREE, taken=7)) == ["Ben", "Cleo"]


def test_a_promotion_is_a_booking_of_their_own() -> None:
    before = Booking(
        office=LONDON.id, person=BEN.id, day=TOMORROW, parking=True, state=State.CANCELLED, made_at=NOON, made_by=BEN.id, revision=2
    )
    candidates = {BEN.id: Candidate(BEN, None, before)}
    (promoted,) = waiting.promote(LONDON, ONE_FREE, [waits(BEN)], candidates, NOON, RULES)
    assert promoted.before == before
    assert promoted.booking == replace(before, parking=False, state=State.ACTIVE, made_at=NOON, revision=3)


@pytest.mark.parametrize(
    ("office", "day", "until", "last_moment"),
    [
        # On the day before, on the clocks of the office.
        (LONDON, date(2026, 11, 25), time(18), datetime(2026, 11, 24, 18, tzinfo=UTC)),
        (AUCKLAND, date(2026, 11, 25), time(18), datetime(2026, 11, 24, 5, tzinfo=UTC)),
        (replace(LONDON, zone="America/Los_Angeles"), date(2026, 11, 25), time(0), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (replace(LONDON, zone="Asia/Kathmandu"), date(2026, 11, 25), time(23, 59), datetime(2026, 11, 24, 18, 14, tzinfo=UTC)),
        # 01:30 comes twice on the day before: the first one counts. 02:30 does not come at all: it is read as before the change.
        (LONDON, date(2026, 10, 26), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (replace(LONDON, zone="America/Los_Angeles"), date(2026, 3, 9), time(2, 30), datetime(2026, 3, 8, 10, 30, tzinfo=UTC)),
    ],
)
def test_a_place_that_frees_too_late_is_not_wanted(office: Office, day: date, until: time, last_moment: datetime) -> None:
    free = replace(ONE_FREE, day=day, office=office.id)
    assert names(waits(BEN, until=until), waits(ANNA), tally=free, office=office, now=last_moment) == ["Ben"]
    assert names(waits(BEN, until=until), waits(ANNA), tally=free, office=office, now=last_moment + timedelta(seconds=1)) == ["Anna"]


def test_on_the_day_itself_places_still_go_to_those_who_set_no_limit() -> None:
    today = replace(ONE_FREE, day=NOON.date())
    assert names(waits(BEN, until=time(23, 59)), waits(ANNA), tally=today) == ["Anna"]
    over = replace(ONE_FREE, day=NOON.date() - timedelta(days=1))
    assert names(waits(ANNA), tally=over) == []

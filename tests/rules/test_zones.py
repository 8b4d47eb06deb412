"""Days are the office's own: around midnight, when the clocks change, and over the week's border, in four places.

What the clocks say there is written down by hand below, so that the tests do not ask the same library as the product.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core import availability
from core.decision import Booked, Cancelled, Code, Refusal
from core.model import Office, OfficeId, Rules
from tests.fakes import FakeClock
from tests.house_of import LONDON, House, booking_on, ledger, person
from tests.memory_store import MemoryStore

ANNA = person("anna")
RULES = Rules(advance_booking_days=5, default_allowance=2)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Place:
    """A zone, and from which instants on its clocks are how many minutes ahead of UTC."""

    zone: str
    offsets: tuple[tuple[datetime, int], ...]

    def local(self, instant: datetime) -> datetime:
        minutes = [offset for since, offset in self.offsets if since <= instant][-1]
        return (instant + timedelta(minutes=minutes)).replace(tzinfo=None)

    @property
    def office(self) -> Office:
        return replace(LONDON, id=OfficeId("here"), zone=self.zone)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # pyright: ignore[reportArgumentType] - year, month, day, hour


START = utc(2026, 1, 1)
PLACES = [
    Place("Pacific/Auckland", ((START, 13 * 60), (utc(2026, 4, 4, 14), 12 * 60), (utc(2026, 9, 26, 14), 13 * 60))),
    Place("Europe/London", ((START, 0), (utc(2026, 3, 29, 1), 60), (utc(2026, 10, 25, 1), 0))),
    Place("America/Los_Angeles", ((START, -8 * 60), (utc(2026, 3, 8, 10), -7 * 60), (utc(2026, 11, 1, 9), -8 * 60))),
    Place("Asia/Kathmandu", ((START, 345),)),
]
DAYS = {
    "an ordinary week": date(2026, 6, 17),
    "a Sunday": date(2026, 6, 21),
    "new year": date(2026, 12, 31),
    "London springs forward": date(2026, 3, 29),
    "London falls back": date(2026, 10, 25),
    "Los Angeles springs forward": date(2026, 3, 8),
    "Los Angeles falls back": date(2026, 11, 1),
    "Auckland falls back": date(2026, 4, 5),
    "Auckland springs forward": date(2026, 9, 27),
}
places = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.zone)
days = pytest.mark.parametrize("day", DAYS.values(), ids=DAYS.keys())


def midnight_of(place: Place, day: date) -> datetime:
    """The first instant of that day there, found by walking, a quarter of an hour at a time."""
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    while place.local(instant).date() < day:
        instant += timedelta(minutes=15)
    return instant


async def house_at(place: Place, instant: datetime) -> House:
    clock = FakeClock(instant)
    return await House(MemoryStore(clock), clock, RULES).open(place.office)


async def codes(house: House, place: Place, *wanted: date) -> list[Code | None]:
    """Why each day can't be booked; None for one that could. Each in a house of its own, so that no allowance is used up."""
    answers = [await (await house_at(place, house.clock.now())).book(ANNA, day, office=place.office) for day in wanted]
    return [answer.code if isinstance(answer, Refusal) else None for answer in answers]


@places
@days
async def test_the_window_moves_on_at_midnight_there(place: Place, day: date) -> None:
    yesterday, last = day - timedelta(1), day + timedelta(4)
    midnight = midnight_of(place, day)
    before = await house_at(place, midnight - SECOND)
    assert await codes(before, place, yesterday, day, last - timedelta(1), last) == [None, None, None, Code.DAY_TOO_FAR]
    after = await house_at(place, midnight)
    assert await codes(after, place, yesterday, day, last, last + timedelta(1)) == [Code.DAY_PAST, None, None, Code.DAY_TOO_FAR]


@places
@days
async def test_a_day_can_be_given_back_until_the_second_before_it_begins_there(place: Place, day: date) -> None:
    midnight = midnight_of(place, day)
    for instant, code in ((midnight - SECOND, None), (midnight, Code.TODAY_IS_FIXED)):
        house = await house_at(place, midnight - timedelta(days=1))
        assert isinstance(await house.book(ANNA, day, office=place.office), Booked)
        house.clock.set(instant)
        answer = await house.cancel(ANNA, booking_on(day, place.office, ANNA))
        assert isinstance(answer, Cancelled) if code is None else isinstance(answer, Refusal)
        assert not isinstance(answer, Refusal) or answer.code == code


@places
@days
async def test_an_admin_may_cancel_until_the_day_ends_there_however_long_it_is(place: Place, day: date) -> None:
    admin = person("admin", admin_of=frozenset({place.office.id}))
    end = midnight_of(place, day + timedelta(1))
    for instant, code in ((end - SECOND, None), (end, Code.DAY_PAST)):
        house = await house_at(place, midnight_of(place, day))
        await house.book(ANNA, day, office=place.office)
        house.clock.set(instant)
        answer = await house.cancel(admin, booking_on(day, place.office, ANNA))
        assert (answer.code if isinstance(answer, Refusal) else None) == code


@places
async def test_every_hour_of_a_year_has_the_date_of_the_clock_on_the_wall(place: Place) -> None:
    instant = START + timedelta(hours=24)
    while instant < utc(2026, 12, 30):
        assert availability.window(place.office, instant, RULES).first == place.local(instant).date(), instant
        instant += timedelta(minutes=45)


@places
async def test_the_allowance_is_that_of_the_week_there_also_where_utc_is_a_day_off(place: Place) -> None:
    """Saturday and Sunday use up one week; Monday is of the next, whatever date it is in Greenwich."""
    saturday = date(2026, 6, 20)
    for instant in (midnight_of(place, saturday), midnight_of(place, saturday) + timedelta(hours=23, minutes=59)):
        house = await house_at(place, instant)
        wanted = [saturday + timedelta(number) for number in range(5)]
        answers = [await house.book(ANNA, day, office=place.office, ask=f"ask-{day}") for day in wanted]
        kinds = [answer.code if isinstance(answer, Refusal) else "booked" for answer in answers]
        assert kinds == ["booked", "booked", "booked", "booked", Code.ALLOWANCE_USED]
        weeks = {week.week: week.used for week in (await ledger(house.store)).weeks}
        assert weeks == {"2026-W25": 2, "2026-W26": 2}


@places
async def test_the_week_of_new_year_is_one_week(place: Place) -> None:
    house = await house_at(place, midnight_of(place, date(2026, 12, 31)))
    wanted = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 4)]
    answers = [await house.book(ANNA, day, office=place.office, ask=f"ask-{day}") for day in wanted]
    assert [answer.code if isinstance(answer, Refusal) else "booked" for answer in answers] == [
        "booked",
        "booked",
        Code.ALLOWANCE_USED,
        "booked",
    ]


@places
@days
async def test_what_is_kept_of_a_day_outlives_it_there(place: Place, day: date) -> None:
    """Fault B12 of the original: with no retention a booking was gone at the beginning of its day."""
    clock = FakeClock(midnight_of(place, day))
    house = await House(MemoryStore(clock), clock, replace(RULES, retention_days=1)).open(place.office)
    await house.book(ANNA, day, office=place.office)
    clock.set(midnight_of(place, day + timedelta(1)) + timedelta(hours=23))
    assert len((await ledger(house.store)).bookings) == 1
    clock.forward(timedelta(days=3))
    assert (await ledger(house.store)).bookings == []

"""What a list of bookings may give away, and what a name of anything can be."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest

from core import bookings, offices
from core.model import OfficeId, PersonId, parse_booking_id
from core.store.sqlite import SqliteStore
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, TODAY, TOMORROW, House, person


async def test_the_way_on_in_a_list_names_no_booking_of_an_office_the_asker_does_not_manage(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "house.db", FakeClock(NOON))
    house = await House(store, FakeClock(NOON)).open()
    anna, admin = person("anna"), person("admin", admin_of=frozenset({LONDON.id}))
    for number, place in enumerate((AUCKLAND, LONDON, LONDON)):
        await house.book(
            anna,
            TOMORROW + timedelta(number),
            office=place,
            ask=f"ask-{number}",
        )
    known = {LONDON.id: LONDON, AUCKLAND.id: AUCKLAND}
    question = bookings.Question(person=anna.id, office=LONDON.id)
    after, seen = None, list[str]()
    while True:
        page = await bookings.find(store, admin, question, known, NOON, limit=1, after=after)
        assert isinstance(page, bookings.Answer)
        seen += [booking.office for booking in page.bookings]
        after = page.next
        if after is None:
            break
        assert b"auckland" not in base64.urlsafe_b64decode(after)
    await store.close()
    assert seen == ["london", "london"]


@pytest.mark.parametrize("name", ["a/b", "a b", "a|b", "ä", "a\\b", "a?b", "a#b", "a\nb", ""])
async def test_what_no_store_can_name_is_the_id_of_nothing(tmp_path: Path, name: str) -> None:
    house = await House(SqliteStore(tmp_path / "house.db", FakeClock(NOON)), FakeClock(NOON)).open()
    assert parse_booking_id(f"2026-11-25.{name}.anna") is None
    assert parse_booking_id(f"2026-11-25.london.{name}") is None
    assert await offices.read(house.store, OfficeId(name)) is None
    assert await house.people.read(PersonId(name)) is None
    await house.store.close()


async def test_coming_bookings_are_counted_from_each_offices_own_today_on(tmp_path: Path) -> None:
    clock = FakeClock(NOON - timedelta(days=1))
    house = await House(SqliteStore(tmp_path / "house.db", clock), clock).open()
    anna, ben = person("anna"), person("ben")
    for place in (LONDON, AUCKLAND):
        await house.book(anna, TODAY, office=place, ask=f"today-{place.id}")
    await house.book(anna, TOMORROW, ask="tomorrow")
    await house.book(ben, TOMORROW)
    known = {LONDON.id: LONDON, AUCKLAND.id: AUCKLAND}
    counted = [await bookings.count_coming(house.store, anna.id, known, at) for at in (clock.now(), NOON, NOON + timedelta(hours=12))]
    await house.store.close()
    assert counted == [3, 2, 1]  # in Auckland it is tomorrow already

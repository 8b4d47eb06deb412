from __future__ import annotations

import re
import zoneinfo
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from core.model import Booking, Office, OfficeId, PersonId, State
from graph_sync.entry import BOOKING_PROPERTY, entry_for, windows_zone

OFFICE = Office(id=OfficeId("london"), name="London", zone="Europe/London", capacity=5, parking_capacity=2, location="1 Example Street")
BOOKING = Booking(
    office=OFFICE.id,
    person=PersonId("6c3f1a52-8d0e-4b7a-9e25-1f4d7a90c3b8.0b1e5d6a-53a1-4c77-8a0e-2f9a4e1c7b60"),
    day=date(2026, 11, 30),
    parking=False,
    state=State.ACTIVE,
    made_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    made_by=PersonId("x.y"),
)
URL = "https://office.contoso.example"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(body: str) -> _Tags:
    tags = _Tags()
    tags.feed(body)
    tags.close()
    return tags


def test_the_entry_spans_the_day_from_midnight_to_midnight() -> None:
    entry = entry_for(BOOKING, OFFICE, URL, 1)
    assert (entry.first, entry.until) == (date(2026, 11, 30), date(2026, 12, 1))


def test_the_entry_names_the_office_and_says_where_it_is() -> None:
    entry = entry_for(BOOKING, OFFICE, URL, 1)
    assert (entry.subject, entry.location, entry.address) == ("Office: London", "London", "1 Example Street")
    assert "You have a place in London on Monday 30 November." in read(entry.body_html).text


def test_parking_is_said_in_subject_and_body() -> None:
    entry = entry_for(replace(BOOKING, parking=True), OFFICE, URL, 1)
    assert entry.subject == "Office: London with parking"
    assert "A car place is reserved for you." in entry.body_html
    assert "car place" not in entry_for(BOOKING, OFFICE, URL, 1).body_html


def test_the_link_leads_to_the_pass_of_this_booking() -> None:
    assert read(entry_for(BOOKING, OFFICE, URL, 1).body_html).links == [f"{URL}/bookings/{BOOKING.id}"]


def test_a_slash_at_the_end_of_the_public_address_is_not_doubled() -> None:
    assert read(entry_for(BOOKING, OFFICE, f"{URL}/", 1).body_html).links == [f"{URL}/bookings/{BOOKING.id}"]


@pytest.mark.parametrize("name", ["R&D <b>West</b>", "\"Quotes\" & 'more'", "<script>alert(1)</script>", "Åbo: 2. krs"])
def test_an_offices_name_is_text_in_the_body_and_never_markup(name: str) -> None:
    entry = entry_for(BOOKING, replace(OFFICE, name=name), URL, 1)
    body = read(entry.body_html)
    assert body.tags == ["p", "b", "p", "a", "p"]
    assert f"You have a place in {name} on" in body.text
    assert entry.subject == f"Office: {name}"  # plain text: nothing is escaped there


def test_the_body_says_that_deleting_the_entry_frees_no_place() -> None:
    assert "deleting this entry does not free the place" in entry_for(BOOKING, OFFICE, URL, 1).body_html


@pytest.mark.parametrize(
    ("iana", "windows"),
    [
        ("Europe/London", "GMT Standard Time"),
        ("Pacific/Auckland", "New Zealand Standard Time"),
        ("Asia/Kathmandu", "Nepal Standard Time"),
        ("America/Los_Angeles", "Pacific Standard Time"),
        ("UTC", "UTC"),
    ],
)
def test_zones_go_by_their_windows_names(iana: str, windows: str) -> None:
    assert windows_zone(iana) == windows
    assert entry_for(BOOKING, replace(OFFICE, zone=iana), URL, 1).zone == windows


def test_every_zone_of_a_real_place_has_a_windows_name() -> None:
    """Those without one are old abbreviations and a station in the ice."""
    places = {
        name for name in zoneinfo.available_timezones() if re.match("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/", name)
    }
    assert {name for name in places if windows_zone(name) == name} <= {"Europe/Uzhgorod", "Europe/Zaporozhye"}


def test_the_transaction_is_the_same_for_the_same_making_and_another_for_each_generation() -> None:
    """Pinned: another id after an update of the product would double the entries whose answers were lost."""
    first = entry_for(BOOKING, OFFICE, URL, 1).transaction
    assert first == entry_for(replace(BOOKING, parking=True, revision=7), replace(OFFICE, name="Other"), "https://x.example", 1).transaction
    assert len({entry_for(BOOKING, OFFICE, URL, generation).transaction for generation in range(1, 50)}) == 49
    assert first == "92a29912-8618-5225-9c24-2ed7bb2abb69"


def test_the_transaction_differs_by_booking() -> None:
    other = replace(BOOKING, day=date(2026, 12, 1))
    assert entry_for(other, OFFICE, URL, 1).transaction != entry_for(BOOKING, OFFICE, URL, 1).transaction


def test_the_property_that_finds_an_entry_again_never_changes() -> None:
    assert BOOKING_PROPERTY == "String {6d0a4c62-0f1e-4d55-9f0c-7a0c0d9a3b51} Name OfficeBookerBookingId"

"""The second duty: everybody who is expected tomorrow is reminded once, in the evening of their office."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.cards.facts import BookingFacts, Viewer
from bot.chat.cards.notice import reminder_card
from bot.chat.notifier.delivery import FIRST_DOUBT
from bot.chat.outgoing import Card
from bot.chat.ports import Gone, NotNow, Unsure
from bot.chat.words.languages import words_of
from core.model import Office, OfficeId
from core.store.port import Listing, Page, Unavailable
from tests.chat.post_office import PostOffice, opened
from tests.fakes import FakeClock
from tests.graph_sync.stores import Passing
from tests.house_of import AUCKLAND, LONDON, NOON, ROOT, TOMORROW, booking_on, ledger, person

NEWS = words_of("en").news
ADA, EVA = person("ada"), person("eva")
FIVE = datetime(2026, 11, 24, 17, tzinfo=UTC)
REMINDED = f"{NEWS.reminder}: {NEWS.reminder_of(TOMORROW, 'London', False)}"


@pytest.fixture
async def office() -> PostOffice:
    """Ada and Eva are expected tomorrow."""
    made = await opened(met=(ADA, EVA, ROOT))
    await made.house.book(ADA)
    await made.house.book(EVA)
    await made.settle()
    return made


async def at(office: PostOffice, instant: datetime) -> None:
    """The time comes, and whatever is due is sent."""
    office.clock.set(instant)
    await office.settle()


async def test_at_five_everybody_who_comes_tomorrow_is_reminded_once(office: PostOffice) -> None:
    await at(office, FIVE - timedelta(seconds=1))
    assert office.post.sent == []
    for minutes in (0, 1, 2, 30, 200, 299, 500):
        await at(office, FIVE + timedelta(minutes=minutes))
        await office.settle(office.new_notifier())
    assert sorted((one.person, one.text) for one in office.post.sent) == sorted((who.id, REMINDED) for who in (ADA, EVA))


async def test_the_card_offers_to_give_the_day_back(office: PostOffice) -> None:
    await at(office, FIVE)
    [reply] = [one.reply for one in office.post.sent if one.person == EVA.id]
    assert isinstance(reply, Card)
    booking = next(one for one in (await ledger(office.store)).active if one.person == EVA.id)
    facts = BookingFacts(booking=booking, office=LONDON, can_cancel=True)
    assert reply.card == reminder_card(facts, Viewer(language="en", ask="an-id"))


async def test_who_wants_none_or_gave_the_day_back_is_not_reminded(office: PostOffice) -> None:
    await office.change(ADA, reminders=False)
    await office.house.cancel(EVA, booking_on(TOMORROW, LONDON, EVA))
    await at(office, FIVE)
    assert office.post.sent == []


async def test_who_books_in_the_evening_is_not_reminded(office: PostOffice) -> None:
    late = person("late")
    await office.meets(late)
    office.clock.set(FIVE)
    await office.house.book(late)
    await at(office, FIVE + timedelta(minutes=2))
    assert office.told(late) == []
    assert office.told(EVA) == [REMINDED]


async def test_a_day_given_back_and_booked_again_is_not_reminded_of_again(office: PostOffice) -> None:
    await at(office, FIVE)
    await office.house.cancel(EVA, booking_on(TOMORROW, LONDON, EVA))
    await office.house.book(EVA, ask="again")
    for minutes in (1, 5, 60):
        await at(office, FIVE + timedelta(minutes=minutes))
        await office.settle(office.new_notifier())
    assert office.told(EVA) == [REMINDED]


async def test_a_process_that_was_down_catches_up_until_ten_and_wakes_nobody_later(office: PostOffice) -> None:
    office.clock.set(FIVE.replace(hour=21, minute=30))
    await office.settle(office.new_notifier())
    assert office.told(EVA) == [REMINDED]
    late = await opened(met=(EVA,))
    await late.house.book(EVA)
    await at(late, FIVE.replace(hour=22))
    await at(late, FIVE + timedelta(days=1))
    assert late.post.sent == []


async def test_throttled_until_ten_it_is_given_up(office: PostOffice) -> None:
    office.post.failures = [NotNow(7200.0)] * 99
    for minutes in range(0, 300, 20):
        await at(office, FIVE + timedelta(minutes=minutes))
    office.post.failures = []
    await at(office, FIVE + timedelta(hours=5))
    await at(office, FIVE + timedelta(hours=9))
    assert office.post.sent == []


async def test_a_lost_answer_is_repeated_and_who_is_gone_is_forgotten(office: PostOffice) -> None:
    await office.house.cancel(ADA, booking_on(TOMORROW, LONDON, ADA))
    office.post.failures = [Unsure(), Gone()]
    await at(office, FIVE)
    await at(office, FIVE + FIRST_DOUBT * 2)
    assert office.post.sent == []
    assert await office.conversations.read(EVA.id) is None


async def test_london_and_auckland_are_reminded_at_five_of_their_own() -> None:
    office = await opened(met=(ADA, EVA))
    await office.house.book(ADA, date(2026, 11, 26))
    await office.house.book(EVA, date(2026, 11, 26), office=AUCKLAND)
    told: list[tuple[str, datetime]] = []
    for hours in range(60):
        before = len(office.post.sent)
        await at(office, NOON + timedelta(hours=hours))
        told += [(one.person, office.clock.now()) for one in office.post.sent[before:]]
    auckland = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("Pacific/Auckland")).astimezone(UTC)
    assert told == [(EVA.id, auckland), (ADA.id, FIVE + timedelta(days=1))]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/London", date(2026, 3, 29)),
        ("Europe/London", date(2026, 10, 25)),
        ("Pacific/Auckland", date(2026, 9, 27)),
        ("America/New_York", date(2026, 11, 1)),
        ("America/Santiago", date(2026, 9, 6)),  # there the clocks change at midnight
        ("Europe/London", date(2026, 12, 31)),
    ],
)
async def test_over_the_change_of_the_clocks_and_of_the_year_each_day_is_reminded_of_once_at_five(zone: str, day: date) -> None:
    place = Office(id=OfficeId("place"), name="Place", zone=zone, capacity=9)
    office = await opened(place, now=datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) - timedelta(days=3), met=(EVA,))
    expected = [day + timedelta(days=number) for number in (-1, 0, 1, 2)]
    for one in expected:
        await office.change(EVA, allowance=9)
        await office.house.book(replace(EVA, allowance=9), one, office=place, ask=f"ask-{one}")
    local: list[datetime] = []
    for _ in range(24 * 6 * 2):
        before = len(office.post.sent)
        await office.settle()
        local += [office.clock.now().astimezone(ZoneInfo(zone))] * (len(office.post.sent) - before)
        office.clock.forward(timedelta(minutes=30))
    assert [(one.date() + timedelta(days=1), one.hour, one.minute) for one in local] == [(one, 17, 0) for one in expected]


class Interrupted(Passing):
    """Fails at the second page, the first few times."""

    fails = 3

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        if listing.kind == "booking" and next is not None and self.fails:
            self.fails -= 1
            raise Unavailable("interrupted")
        return await super().list(listing, limit=min(limit, 2), next=next)


async def test_an_evening_that_was_prepared_in_part_is_prepared_anew_and_reminds_nobody_twice() -> None:
    crowd = [person(f"guest{number}") for number in range(9)]
    office = await opened(met=crowd)
    for who in crowd:
        await office.house.book(who)
    office.clock.set(FIVE)
    notifier = office.new_notifier(Interrupted(office.store))
    for _ in range(Interrupted.fails):
        with pytest.raises(Unavailable):
            await office.settle(notifier)
    await office.settle(notifier)
    assert Counter(one.person for one in office.post.sent) == Counter(who.id for who in crowd)


async def test_two_processes_remind_once() -> None:
    office = await opened(met=(ADA, EVA))
    await office.house.book(ADA)
    await office.house.book(EVA)
    office.clock.set(FIVE)
    await office.settle(office.new_notifier())
    await office.settle(office.new_notifier())
    assert Counter(one.person for one in office.post.sent) == Counter([ADA.id, EVA.id])


class Counting(Passing):
    """Counts what is asked of it."""

    asked = 0
    bookings = 0

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        self.asked += 1
        self.bookings += listing.kind == "booking"
        return await super().list(listing, limit=limit, next=next)


async def test_an_evening_is_prepared_once(office: PostOffice) -> None:
    await at(office, FIVE)
    counting = Counting(office.store)
    notifier = office.new_notifier(counting)
    for minutes in (2, 4, 6):
        office.clock.set(FIVE + timedelta(minutes=minutes))
        await notifier.round()
    assert counting.bookings == 0


async def test_polling_an_idle_house_costs_next_to_nothing(office: PostOffice) -> None:
    counting = Counting(office.store)
    notifier = office.new_notifier(counting, FakeClock(NOON))
    await office.settle(notifier)
    counting.asked = 0
    for _ in range(10):
        await notifier.round()
    assert counting.asked == 10  # the reminders that are due: in a process they are looked for every five seconds

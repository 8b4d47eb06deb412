"""The engine against a model that is too simple to be wrong: five people, two small offices, days over a week's border."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core import availability
from core.days import monday_of
from core.decision import Booked, Cancelled, Code, Refusal, Repeated
from core.model import Office, OfficeId, Person, Rules
from tests.fakes import FakeClock
from tests.house_of import House, Ledger, booking_on, everything, person
from tests.memory_store import MemoryStore

FIRST = date(2026, 11, 27)  # Friday; the week's border lies inside
DAYS = [FIRST + timedelta(n) for n in range(5)]
PLACES = [
    Office(id=OfficeId("one"), name="One", zone="Europe/London", capacity=1, parking_capacity=1),
    Office(id=OfficeId("two"), name="Two", zone="Pacific/Auckland", capacity=2, parking_capacity=1),
]
PEOPLE = [person("anna"), person("ben"), person("cleo", allowance=1), person("dan", allowance=0), person("root", is_system_admin=True)]
ALLOWANCE = 2
Result = TypeVar("Result")


def now_run(coroutine: Coroutine[object, None, Result]) -> Result:
    """Drive a coroutine over the store in memory, which never waits."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("the store in memory waited")


class HouseAgainstModel(RuleBasedStateMachine):
    """The model is a set of (person, office, day) and who parks; every answer is foretold from it."""

    one_office_per_day = False

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock(datetime(2026, 11, 27, 3, tzinfo=UTC))
        self.house_rules = Rules(advance_booking_days=5, default_allowance=ALLOWANCE, one_office_per_day=self.one_office_per_day)
        self.house = House(MemoryStore(self.clock), self.clock, self.house_rules)
        self.held: dict[tuple[str, str, date], bool] = {}
        self.asks: dict[str, tuple[str, str, date]] = {}
        self.count = 0

    @initialize()
    def open(self) -> None:
        now_run(self.house.open(*PLACES))

    @rule(who=st.sampled_from(PEOPLE), place=st.sampled_from(PLACES), day=st.sampled_from(DAYS), parking=st.booleans())
    def book(self, who: Person, place: Office, day: date, parking: bool) -> None:
        self.count += 1
        held_before = set(self.held)
        foretold = self.foretell(who, place, day, parking=parking)
        seen = self.shown(who, place, day, parking=parking)
        answer = now_run(self.house.book(who, day, office=place, parking=parking, ask=f"ask-{self.count:05}"))
        code = answer.code if isinstance(answer, Refusal) else None
        assert code == foretold
        assert seen == (None if (who.id, place.id, day) in held_before else foretold)  # own days are shown as own
        if isinstance(answer, Booked):
            self.held[(who.id, place.id, day)] = parking
            self.asks[f"ask-{self.count:05}"] = (who.id, place.id, day)

    @precondition(lambda self: bool(self.asks))
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        ask = data.draw(st.sampled_from(sorted(self.asks)))
        who_id, place_id, day = self.asks[ask]
        who = next(one for one in PEOPLE if one.id == who_id)
        place = next(one for one in PLACES if one.id == place_id)
        for parking in (True, False):
            answer = now_run(self.house.book(who, day, office=place, parking=parking, ask=ask))
            assert isinstance(answer, Repeated) or (isinstance(answer, Refusal) and answer.code is Code.ASK_REUSED)

    @rule(who=st.sampled_from(PEOPLE), whose=st.sampled_from(PEOPLE), place=st.sampled_from(PLACES), day=st.sampled_from(DAYS))
    def cancel(self, who: Person, whose: Person, place: Office, day: date) -> None:
        self.count += 1
        answer = now_run(self.house.cancel(who, booking_on(day, place, whose), ask=f"ask-{self.count:05}"))
        held = (whose.id, place.id, day) in self.held
        manages = who.is_system_admin
        today = self.today(place)
        if who.id != whose.id and not manages:
            assert isinstance(answer, Refusal)
        elif held and (day > today or (day == today and manages)):
            assert isinstance(answer, Cancelled)
            del self.held[(whose.id, place.id, day)]
        else:
            assert not isinstance(answer, Cancelled)

    @rule(hours=st.integers(1, 9))
    def time_passes(self, hours: int) -> None:
        if self.clock.now() < datetime(2026, 11, 30, tzinfo=UTC):
            self.clock.forward(timedelta(hours=hours))

    @invariant()
    def the_books_add_up(self) -> None:
        ledger = Ledger(now_run(everything(self.house.store)))
        assert ledger.faults(allowance=ALLOWANCE) == []
        assert {(b.person, b.office, b.day): b.parking for b in ledger.active} == self.held

    def today(self, place: Office) -> date:
        hours = 13 if place.id == "two" else 0  # Auckland in summer, London in winter
        return (self.clock.now() + timedelta(hours=hours)).date()

    def shown(self, who: Person, place: Office, day: date, *, parking: bool) -> Code | None:
        """Why not, as the list of days says it before the click."""
        span = availability.Span(day, day)
        (week,) = now_run(availability.weeks(self.house.store, who, place, span, self.clock.now(), self.house_rules))
        view = week.days[0]
        refusal = view.refusal or (view.parking_refusal if parking else None)
        return refusal.code if refusal else None

    def foretell(self, who: Person, place: Office, day: date, *, parking: bool) -> Code | None:
        today = self.today(place)
        if day < today:
            return Code.DAY_PAST
        if day > today + timedelta(4):
            return Code.DAY_TOO_FAR
        if (who.id, place.id, day) in self.held:
            return Code.ALREADY_BOOKED
        if self.one_office_per_day and any(key[0] == who.id and key[2] == day for key in self.held):
            return Code.OTHER_OFFICE_BOOKED
        mine = [key for key in self.held if key[0] == who.id and monday_of(key[2]) == monday_of(day)]
        if len(mine) >= (ALLOWANCE if who.allowance is None else who.allowance):
            return Code.ALLOWANCE_USED
        there = [parks for key, parks in self.held.items() if key[1:] == (place.id, day)]
        if len(there) >= place.capacity:
            return Code.OFFICE_FULL
        if parking and sum(there) >= place.parking_capacity:
            return Code.PARKING_FULL
        return None


class StrictHouseAgainstModel(HouseAgainstModel):
    """The same house with one office a day for everybody."""

    one_office_per_day = True


TestHouse = HouseAgainstModel.TestCase
TestHouse.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestStrictHouse = StrictHouseAgainstModel.TestCase
TestStrictHouse.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

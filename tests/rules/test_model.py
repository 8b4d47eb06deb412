"""The engine against a model that is too simple to be wrong: five people, two small offices, days over a week's border."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core import availability
from core.days import monday_of
from core.decision import Booked, Cancelled, Code, Joined, Left, Refusal, Repeated, Waits
from core.model import Office, OfficeId, Person, Rules
from core.people_edits import PersonEdit
from tests.fakes import FakeClock
from tests.house_of import ROOT, House, Ledger, booking_on, edit, everything, person
from tests.memory_store import MemoryStore

FIRST = date(2026, 11, 27)  # Friday; the week's border lies inside
DAYS = [FIRST + timedelta(n) for n in range(5)]
PLACES = [
    Office(id=OfficeId("one"), name="One", zone="Europe/London", capacity=1, parking_capacity=1),
    Office(id=OfficeId("two"), name="Two", zone="Pacific/Auckland", capacity=2, parking_capacity=1),
]
NAMES = ["anna", "ben", "cleo", "dan", "root"]
ALLOWANCE = 2
UNTIL = [None, time(0, 30), time(18)]
Result = TypeVar("Result")
Key = tuple[str, str, date]
people = st.sampled_from(NAMES)
# Most wishes are for one day in one place, because only there people get into each other's way.
places = st.sampled_from([PLACES[0]] * 3 + PLACES)
days = st.sampled_from([DAYS[2]] * 8 + DAYS)


@dataclass
class Model:
    """What a house is, for somebody with a sheet of paper: who holds what, who waits for what, and what the admins have set."""

    strict: bool
    held: dict[Key, bool] = field(default_factory=dict[Key, bool])
    lines: defaultdict[tuple[str, date], list[tuple[str, bool, time | None]]] = field(default_factory=lambda: defaultdict(list))
    capacity: dict[str, tuple[int, int]] = field(default_factory=lambda: {one.id: (one.capacity, one.parking_capacity) for one in PLACES})
    closed: set[tuple[str, date]] = field(default_factory=set[tuple[str, date]])
    allowance: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, ALLOWANCE) | {"cleo": 1, "dan": 0})

    def why_not(self, who: str, place: str, day: date, today: date, *, parking: bool) -> Code | None:
        if day < today:
            return Code.DAY_PAST
        if day > today + timedelta(4):
            return Code.DAY_TOO_FAR
        if (who, place, day) in self.held:
            return Code.ALREADY_BOOKED
        if self.strict and any(key[0] == who and key[2] == day for key in self.held):
            return Code.OTHER_OFFICE_BOOKED
        if (place, day) in self.closed:
            return Code.OFFICE_CLOSED
        if len([key for key in self.held if key[0] == who and monday_of(key[2]) == monday_of(day)]) >= self.allowance[who]:
            return Code.ALLOWANCE_USED
        there = [parks for key, parks in self.held.items() if key[1:] == (place, day)]
        desks, cars = self.capacity[place]
        if len(there) >= desks:
            return Code.OFFICE_FULL
        if parking and sum(there) >= cars:
            return Code.NO_PARKING if cars == 0 else Code.PARKING_FULL
        return None

    def hand_over(self, place: str, day: date, today: date, local: datetime) -> None:
        """Whoever stands first and may, gets a free place; then the next."""
        for who, parking, until in list(self.lines[place, day]):
            is_late = until is not None and local > datetime.combine(day - timedelta(1), until)
            if not is_late and self.why_not(who, place, day, today, parking=parking) is None:
                self.held[who, place, day] = parking
                self.leave(who, place, day)

    def leave(self, who: str, place: str, day: date) -> None:
        self.lines[place, day] = [one for one in self.lines[place, day] if one[0] != who]


class HouseAgainstModel(RuleBasedStateMachine):
    """Every answer is foretold from the model."""

    one_office_per_day = False

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = FakeClock(datetime(2026, 11, 27, 3, tzinfo=UTC))
        rules = Rules(advance_booking_days=5, default_allowance=ALLOWANCE, one_office_per_day=self.one_office_per_day)
        self.house = House(MemoryStore(self.clock), self.clock, rules, system_admins=frozenset({ROOT.id}))
        self.model = Model(self.one_office_per_day)
        self.asks: dict[str, tuple[str, str, date]] = {}
        self.count = 0

    def teardown(self) -> None:
        self.runner.close()

    def run(self, coroutine: Coroutine[object, None, Result]) -> Result:
        return self.runner.run(coroutine)

    def ask(self) -> str:
        self.count += 1
        return f"ask-{self.count:05}"

    def who(self, name: str) -> Person:
        """As the house knows them by now: what an admin changed counts from the next call on."""
        found = self.run(self.house.people.read(person(name).id))
        assert found is not None
        return found

    def local(self, place: Office) -> datetime:
        hours = 13 if place.id == "two" else 0  # Auckland in summer, London in winter
        return (self.clock.now() + timedelta(hours=hours)).replace(tzinfo=None)

    def why_not(self, who: str, place: Office, day: date, *, parking: bool) -> Code | None:
        return self.model.why_not(who, place.id, day, self.local(place).date(), parking=parking)

    def hand_over(self, place: Office, day: date) -> None:
        self.model.hand_over(place.id, day, self.local(place).date(), self.local(place))

    @initialize()
    def open(self) -> None:
        self.run(self.house.open(*PLACES))
        self.run(self.house.knows(*(person(name) for name in NAMES)))
        for name in ("cleo", "dan"):
            self.run(self.house.admin.edit_person(edit(self.ask()), person(name).id, PersonEdit(allowance=self.model.allowance[name])))

    @rule(order=st.permutations(NAMES), place=places, day=days, cars=st.sets(people), until=st.sampled_from(UNTIL))
    def everybody_comes(self, order: list[str], place: Office, day: date, cars: set[str], until: time | None) -> None:
        """Who finds the day full waits for it; most of the time that is what makes a line."""
        for name in order:
            self.book_as(name, place, day, parking=name in cars)
            if (name, place.id, day) not in self.model.held:
                self.join_as(name, place, day, until, parking=name in cars)

    @rule(name=people, place=places, day=days, parking=st.booleans())
    def book(self, name: str, place: Office, day: date, parking: bool) -> None:
        self.book_as(name, place, day, parking=parking)

    def book_as(self, name: str, place: Office, day: date, *, parking: bool) -> None:
        who, ask = self.who(name), self.ask()
        is_held = (name, place.id, day) in self.model.held
        foretold = self.why_not(name, place, day, parking=parking)
        seen = self.shown(who, place, day, parking=parking)
        answer = self.run(self.house.book(who, day, office=place, parking=parking, ask=ask))
        assert (answer.code if isinstance(answer, Refusal) else None) == foretold
        assert seen == (None if is_held else foretold)  # own days are shown as own
        if isinstance(answer, Booked):
            self.model.held[name, place.id, day] = parking
            self.model.leave(name, place.id, day)
            self.asks[ask] = (name, place.id, day)

    @precondition(lambda self: bool(self.asks))
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        ask = data.draw(st.sampled_from(sorted(self.asks)))
        name, place_id, day = self.asks[ask]
        place = next(one for one in PLACES if one.id == place_id)
        for parking in (True, False):
            answer = self.run(self.house.book(self.who(name), day, office=place, parking=parking, ask=ask))
            assert isinstance(answer, Repeated) or (isinstance(answer, Refusal) and answer.code is Code.ASK_REUSED)

    @precondition(lambda self: bool(self.model.held))
    @rule(data=st.data(), by_root=st.booleans())
    def give_back(self, data: st.DataObject, by_root: bool) -> None:
        whose, place_id, day = data.draw(st.sampled_from(sorted(self.model.held)))
        self.cancel_of("root" if by_root else whose, whose, next(one for one in PLACES if one.id == place_id), day)

    @rule(name=people, whose=people, place=places, day=days)
    def cancel(self, name: str, whose: str, place: Office, day: date) -> None:
        self.cancel_of(name, whose, place, day)

    def cancel_of(self, name: str, whose: str, place: Office, day: date) -> None:
        answer = self.run(self.house.cancel(self.who(name), booking_on(day, place, person(whose)), ask=self.ask()))
        held = (whose, place.id, day) in self.model.held
        manages, today = name == "root", self.local(place).date()
        if name != whose and not manages:
            assert isinstance(answer, Refusal)
        elif held and (day > today or (day == today and manages)):
            assert isinstance(answer, Cancelled)
            del self.model.held[whose, place.id, day]
            self.hand_over(place, day)
        else:
            assert not isinstance(answer, Cancelled)

    @rule(name=people, place=places, day=days, parking=st.booleans(), until=st.sampled_from(UNTIL))
    def join(self, name: str, place: Office, day: date, parking: bool, until: time | None) -> None:
        self.join_as(name, place, day, until, parking=parking)

    def join_as(self, name: str, place: Office, day: date, until: time | None, *, parking: bool) -> None:
        answer = self.run(self.house.join(self.who(name), day, office=place, parking=parking, until=until, ask=self.ask()))
        hindrance = self.why_not(name, place, day, parking=parking)
        line = self.model.lines[place.id, day]
        mine = (name, parking, until)
        if hindrance is None:
            assert answer == Refusal(Code.PLACE_FREE, {"day": day.isoformat(), "office": place.name})
        elif hindrance not in {Code.OFFICE_FULL, Code.PARKING_FULL}:
            assert isinstance(answer, Refusal)
            assert answer.code == hindrance
        elif self.model.capacity[place.id][0] == 0:
            assert isinstance(answer, Refusal)
            assert answer.code == Code.OFFICE_FULL
        elif parking and self.model.capacity[place.id][1] == 0:
            assert isinstance(answer, Refusal)
            assert answer.code == Code.NO_PARKING
        elif until is not None and self.local(place) > datetime.combine(day - timedelta(1), until):
            assert isinstance(answer, Refusal)
            assert answer.code == Code.WAIT_OVER
        elif mine in line:
            assert answer == Waits(line.index(mine) + 1)
        else:
            assert isinstance(answer, Joined)
            places_before = [one[0] for one in line]
            if name in places_before:
                line[places_before.index(name)] = mine
            else:
                line.append(mine)

    @rule(name=people, place=places, day=days)
    def leave(self, name: str, place: Office, day: date) -> None:
        answer = self.run(self.house.leave(self.who(name), day, office=place, ask=self.ask()))
        waited = any(one[0] == name for one in self.model.lines[place.id, day])
        if waited and day < self.local(place).date():
            assert isinstance(answer, Refusal)
            assert answer.code == Code.DAY_PAST
            return
        assert isinstance(answer, Left) if waited else answer == Waits(None)
        self.model.leave(name, place.id, day)

    @rule(place=places, capacity=st.integers(0, 2), cars=st.integers(0, 1))
    def resize(self, place: Office, capacity: int, cars: int) -> None:
        answer = self.run(self.house.resize(place, capacity, cars, ask=self.ask()))
        assert isinstance(answer, Office)
        if self.model.capacity[place.id] == (capacity, cars):
            return  # nothing new, so nobody looks at the line
        self.model.capacity[place.id] = (capacity, cars)
        self.days_follow(place)

    @rule(place=places, day=days, clear=st.booleans())
    def close(self, place: Office, day: date, clear: bool) -> None:
        answer = self.run(self.house.close_day(place, day, clear=clear, ask=self.ask()))
        if day < self.local(place).date():
            assert isinstance(answer, Refusal)
            assert answer.code is Code.DAY_PAST
            return
        was_closed = (place.id, day) in self.model.closed
        self.model.closed.add((place.id, day))
        if clear:
            self.model.held = {key: parks for key, parks in self.model.held.items() if key[1:] != (place.id, day)}
        if clear or not was_closed:
            self.days_follow(place)

    @rule(place=places, day=days)
    def open_again(self, place: Office, day: date) -> None:
        answer = self.run(self.house.open_day(place, day, ask=self.ask()))
        if day < self.local(place).date():
            assert isinstance(answer, Refusal)
        elif (place.id, day) in self.model.closed:
            self.model.closed.remove((place.id, day))
            self.days_follow(place)

    def days_follow(self, place: Office) -> None:
        for day in DAYS:
            self.hand_over(place, day)

    @rule(name=people, allowance=st.integers(0, 3))
    def allow(self, name: str, allowance: int) -> None:
        self.run(self.house.admin.edit_person(edit(self.ask()), person(name).id, PersonEdit(allowance=allowance)))
        self.model.allowance[name] = allowance

    @precondition(lambda self: any(self.model.lines.values()))
    @rule(capacity=st.integers(1, 2), data=st.data())
    def a_hindrance_goes_while_a_place_is_free(self, capacity: int, data: st.DataObject) -> None:
        """Who waits is refused an allowance, a place frees for nobody, and then the allowance comes back: only the keeper can help."""
        place_id, day = data.draw(st.sampled_from(sorted(where for where, line in self.model.lines.items() if line)))
        place = next(one for one in PLACES if one.id == place_id)
        waiting = [one[0] for one in self.model.lines[place_id, day]]
        for name in waiting:
            self.allow(name, 0)
        self.resize(place, capacity, 1)
        for name in waiting:
            self.allow(name, 2)
        self.keeper_comes_by()

    @rule()
    def keeper_comes_by(self) -> None:
        self.run(self.house.keeper.round())
        for place in sorted(PLACES, key=lambda one: one.name):
            self.days_follow(place)

    @rule(hours=st.integers(1, 9))
    def time_passes(self, hours: int) -> None:
        if self.clock.now() < datetime(2026, 11, 30, tzinfo=UTC):
            self.clock.forward(timedelta(hours=hours))

    @invariant()
    def the_books_add_up(self) -> None:
        ledger = Ledger(self.run(everything(self.house.store)))
        assert ledger.faults(allowance=99, shrunk=True) == []
        held = {(booking.person, booking.office, booking.day): booking.parking for booking in ledger.active}
        assert held == {(person(name).id, place, day): parks for (name, place, day), parks in self.model.held.items()}
        lines = {
            (queue.office, queue.day): [(w.person, w.parking, w.until) for w in queue.waiters] for queue in ledger.queues if queue.waiters
        }
        foretold = {
            where: [(person(name).id, parks, until) for name, parks, until in line] for where, line in self.model.lines.items() if line
        }
        assert lines == foretold

    def shown(self, who: Person, place: Office, day: date, *, parking: bool) -> Code | None:
        """Why not, as the list of days says it before the click."""
        known = self.run(self.house.office(place))
        span = availability.Span(day, day)
        (week,) = availability.weeks_of(self.run(availability.find(self.house.store.read_many, who.id, known.id, span)))
        view = availability.day_view(who, known, week, day, self.clock.now(), self.house.rules)
        refusal = view.refusal or (view.parking_refusal if parking else None)
        return refusal.code if refusal else None


class StrictHouseAgainstModel(HouseAgainstModel):
    """The same house with one office a day for everybody."""

    one_office_per_day = True


TestHouse = HouseAgainstModel.TestCase
TestHouse.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestStrictHouse = StrictHouseAgainstModel.TestCase
TestStrictHouse.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

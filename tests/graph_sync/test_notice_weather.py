"""One seed is one history: people book, cancel and wait while the clerk crashes, answers are lost and a second clerk works beside it.

When the weather has cleared, every active booking with a reason was told of, no notice went out more often than once and once more for
each answer that was lost, and there is none of anything else. The controls take one protection away and must be caught.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errands.records import Record, Records
from core.model import Booking, Rules
from core.store.port import Changes, Operation, Replace, Store, Unavailable
from graph_sync import notices as notices_module
from graph_sync.notice import IN_DOUBT, Mail, mail_for
from graph_sync.notices import Notices
from graph_sync.reply import Reply
from tests.fakes import FakeClock
from tests.graph_sync.fakes import HOUSE_RULES, people
from tests.graph_sync.hasty import HastyFeed
from tests.graph_sync.mail_room import ACCEPTED, ADDRESSES
from tests.graph_sync.stores import Passing
from tests.graph_sync.test_weather import EAST, WEST, Crash, RoughStore, Weather
from tests.house_of import NOON, TODAY, House, ledger
from tests.memory_store import MemoryStore

HISTORIES = 250
CONTROLS = 200
STEPS = 14
SMALL = replace(WEST, capacity=1)
DAYS = tuple(TODAY + timedelta(days=days) for days in (9, 10, 12))
CROWD = people(4)
PLAIN = CROWD[3]
"""Auto-approved: what they say is not kept, and nobody is told."""
RULES = Rules(advance_booking_days=14, default_allowance=14, reason_required=True)


class Post:
    """Takes mails."""

    def __init__(self) -> None:
        self.took: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        """How often the clerk can't know that a mail was taken."""


class Carrier:
    """One clerk's way to the post: it fails before and after a mail was taken."""

    def __init__(self, post: Post, weather: Weather) -> None:
        self.post = post
        self.weather = weather
        self.unkept = ""
        """A mail that was taken, and the store does not know it yet."""

    async def send(self, mailbox: str, mail: Mail) -> Reply:
        assert (mailbox, mail.to) == (ADDRESSES.sender, ADDRESSES.to)
        self.lose()
        await self.weather.drift()
        if self.weather.strikes(0.03):
            raise Crash
        if self.weather.strikes(0.15):
            return self._failure((0, 401, 403, 429, 500, 502, 503, 504))
        self.post.took[mail.id] += 1
        self.unkept = mail.id
        await self.weather.drift()
        if self.weather.strikes(0.1):
            raise Crash
        if self.weather.strikes(0.15):
            self.lose()
            return self._failure(sorted(IN_DOUBT))
        return ACCEPTED

    def lose(self) -> None:
        """Whatever was taken and is not kept by now never will be."""
        if self.unkept:
            self.post.lost[self.unkept] += 1
        self.unkept = ""

    def _failure(self, statuses: Sequence[int]) -> Reply:
        dice = self.weather.dice
        return Reply(status=dice.choice(statuses), retry_after_s=dice.choice((None, 0.0, 3.0, 30.0)))


class Watched(Passing):
    """Says when what became of a mail is kept; gives short pages."""

    def __init__(self, store: Store, carrier: Carrier) -> None:
        super().__init__(store)
        self.carrier = carrier

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        await super().commit(partition, operations)
        if any(isinstance(one, Replace) and one.id.startswith("notice|") and not one.fields["trouble"] for one in operations):
            self.carrier.unkept = ""

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        return await super().changes(token, limit=min(limit, 7))


class History:
    """Four people, three days, two offices, a clerk and sometimes a second one."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clock = FakeClock(NOON)
        self.weather = Weather(self.dice)
        self.store = MemoryStore(self.clock)
        self.post = Post()
        self.house = House(self.store, self.clock, RULES)
        self.carriers: dict[Notices, Carrier] = {}
        self.clerks = [self.new_clerk()]
        self.asks = 0
        self.seen: dict[str, Booking] = {}
        """Every booking with a reason that ever stood, by the id of its notice."""

    def new_clerk(self) -> Notices:
        carrier = Carrier(self.post, self.weather)
        store = RoughStore(Watched(self.store, carrier), self.weather)
        clerk = Notices(store, carrier, self.clock, ADDRESSES, self.dice.random, HOUSE_RULES)
        self.carriers[clerk] = carrier
        return clerk

    async def faults(self) -> list[str]:
        await self.house.open(EAST, SMALL)
        for who in CROWD:
            await self.house.people.signed_in(who.id, who.name, "", self.clock.now())
        for _ in range(STEPS):
            await asyncio.gather(self.people_act(), *(self.work(place) for place in range(len(self.clerks))))
            self.clock.forward(timedelta(seconds=self.dice.choice((0, 1, 3, 20, 70, 200, 4000))))
            if self.dice.random() < 0.2:
                self.clerks = [self.clerks[0], self.new_clerk()] if len(self.clerks) == 1 else [self.new_clerk()]
        self.weather.rough = False
        await self.clear_up()
        return await self.verdict()

    async def verdict(self) -> list[str]:
        active = (await ledger(self.store)).active
        wanted = {notice_id(booking): booking.id for booking in active if booking.reason}
        missing = [f"nobody was told of {booking}" for notice, booking in wanted.items() if not self.post.took[notice]]
        unasked = [f"a notice for nothing: {notice}" for notice in self.post.took if notice not in self.seen]
        double = [f"{notice}: told {count} times" for notice, count in self.post.took.items() if count > 1 + self.post.lost[notice]]
        return [*missing, *unasked, *double]

    async def people_act(self) -> None:
        for _ in range(self.dice.randrange(3)):
            await self.weather.drift()
            await self.act()
            self.seen |= {notice_id(one): one for one in (await ledger(self.store)).active if one.reason}

    async def act(self) -> None:
        who, day, office = self.dice.choice(CROWD), self.dice.choice(DAYS), self.dice.choice((EAST, SMALL))
        self.asks += 1
        ask, asker = f"ask-{self.asks}", replace(who, auto_approved=who is PLAIN)
        match self.dice.randrange(6):
            case 0 | 1 | 2:
                await self.house.book(asker, day, office=office, reason=f"reason {self.asks}", ask=ask)
            case 3:
                await self.house.join(asker, day, office=SMALL, reason=f"waits {self.asks}", ask=ask)
            case _:
                await self.give_back(ask)

    async def give_back(self, ask: str) -> None:
        """One of the bookings that stand; its place goes to who waits for it, at once or later."""
        standing = sorted((await ledger(self.store)).active, key=lambda booking: booking.id)
        if standing:
            booking = self.dice.choice(standing)
            await self.house.cancel(next(who for who in CROWD if who.id == booking.person), booking.id, ask=ask)
        if self.dice.random() < 0.7:
            await self.house.keeper.round()

    async def work(self, place: int) -> None:
        for _ in range(self.dice.randrange(1, 5)):
            try:
                await self.clerks[place].round()
            except* Crash:
                self.carriers[self.clerks[place]].lose()
                self.clerks[place] = self.new_clerk()
            except* Unavailable:
                self.carriers[self.clerks[place]].lose()

    async def clear_up(self) -> None:
        """Some days go by: longer than any rest after a doubt, and every clerk starts anew."""
        for minutes in (1, 6, 70, 300, 1500, 1500, 1500, 0):
            self.clerks = [self.new_clerk() for _ in self.clerks]
            for _ in range(80):
                busy = [await clerk.round() for clerk in self.clerks]
                self.clock.forward(timedelta(seconds=1))
                if not any(busy):
                    break
            else:
                raise AssertionError("the clerk runs hot")
            self.clock.forward(timedelta(minutes=minutes))


def notice_id(booking: Booking) -> str:
    return mail_for(booking, "", None, "").id


async def first_bad_seed(seeds: range) -> tuple[int, list[str]] | None:
    """The first history that went wrong, and what went wrong in it."""
    for seed in seeds:
        faults = await History(seed).faults()
        if faults:
            return seed, faults
    return None


async def test_in_no_history_is_a_notice_missing_or_sent_for_nothing() -> None:
    assert await first_bad_seed(range(HISTORIES)) is None


async def test_control_without_a_record_of_what_was_sent_notices_are_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(Records[notices_module.Notice]):
        async def keep(self, errand: notices_module.Notice) -> None:
            await super().keep(replace(errand, applied=0) if not errand.trouble else errand)

    monkeypatch.setattr(notices_module, "Records", Forgetful)
    with pytest.raises(AssertionError, match="runs hot"):
        await first_bad_seed(range(3))


async def test_control_without_taking_it_in_hand_two_clerks_send_the_same_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless(Records[notices_module.Notice]):
        async def take(self, record: Record[notices_module.Notice], errand: notices_module.Notice) -> bool:
            return errand.trouble == "in hand" or await super().take(record, errand)

    monkeypatch.setattr(notices_module, "Records", Careless)
    bad = await first_bad_seed(range(CONTROLS))
    assert bad is not None
    assert "times" in bad[1][0]


async def test_control_with_the_cursor_moved_before_noting_notices_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices_module, "Feed", HastyFeed)
    bad = await first_bad_seed(range(CONTROLS))
    assert bad is not None
    assert "nobody was told" in bad[1][0]

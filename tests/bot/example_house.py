"""The house of the OpenAPI document's examples, answering on a thread and a loop of its own, so that a client that blocks can call it.

It is always the noon of the examples there. What the examples name is there: people, an office, a booking, a full day with a line.
"""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp.test_utils import TestServer

from bot.api.openapi_people import (
    ANNA_OID,
    BEN_OID,
    BOOKED,
    CLARA_OID,
    FREE,
    FULL,
    LOCATION,
    NOW,
    OFFICE,
    OMAR_OID,
    TENANT,
    TODAY,
)
from bot.app import build_app, parts_of
from bot.keys import Parts
from bot.settings import EntraSettings, Settings, WebSettings
from core.decision import Refusal
from core.model import AskId, Office, OfficeId, Person, PersonId, SpecialDay, person_id
from core.service import Book, Wait
from core.settings import PolicySettings, StoreSettings
from tests.bot.fake_entra import CLIENT, FakeEntra
from tests.fakes import FakeClock

NAMES = {ANNA_OID: "Anna Larsen", BEN_OID: "Ben Okafor", CLARA_OID: "Clara Novak", OMAR_OID: "Omar Haddad"}
OTHERS = tuple(f"5a0fa193-7e62-4c20-8fa6-be53817060{number:02}" for number in range(10))
"""They hold all places of the full day."""
LONDON = Office(
    id=OfficeId(OFFICE),
    name="London",
    zone="Europe/London",
    location=LOCATION,
    capacity=10,
    parking_capacity=4,
    special_days=(SpecialDay(day=date(2026, 12, 24), open=False, note="Merry Christmas"),),
)
AUCKLAND = Office(id=OfficeId("auckland"), name="Auckland", zone="Pacific/Auckland", capacity=6, parking_capacity=2)

_Result = TypeVar("_Result")


def person(oid: str) -> PersonId:
    return person_id(TENANT, oid)


class OtherThread:
    """A thread with a loop, for as long as the block lasts."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> OtherThread:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=60)


class ExampleHouse:
    """Made once; every `open` is a house in which nothing has happened yet but what the examples tell."""

    def __init__(self, thread: OtherThread, folder: Path) -> None:
        self._thread = thread
        self._folder = folder
        self._clock = FakeClock(NOW)
        self._entra = thread.run(FakeEntra().start())
        self._opened = 0
        thread.run(self._make())

    @classmethod
    @contextmanager
    def made(cls, folder: Path) -> Generator[ExampleHouse]:
        """With a thread of its own."""
        with OtherThread() as thread:
            house = cls(thread, folder)
            try:
                yield house
            finally:
                thread.run(house._entra.stop())

    def forward(self, step: timedelta) -> None:
        """Let time pass, in all houses that are open."""
        self._clock.forward(step)

    def token(self, oid: str) -> str:
        """Tokens are dated by the clock of the house."""
        now, name = self._clock.now().timestamp(), NAMES[oid]
        address = f"{name.lower().replace(' ', '.')}@contoso.example"
        return self._entra.token(oid, iat=now, nbf=now, exp=now + 3600, name=name, preferred_username=address)

    @contextmanager
    def open(self, *, read_only: bool = False) -> Generator[str]:
        """The address of a new house."""
        self._opened += 1
        path = self._folder / f"{self._opened}.db"
        shutil.copy(self._folder / "first.db", path)
        house = self._serve(self._settings(path, read_only=read_only))
        url = self._thread.run(house.__aenter__())
        try:
            yield url
        finally:
            self._thread.run(house.__aexit__(None, None, None))

    @asynccontextmanager
    async def _serve(self, settings: Settings) -> AsyncGenerator[str]:
        async with parts_of(settings, self._clock) as parts, TestServer(build_app(parts)) as server:
            yield str(server.make_url("")).rstrip("/")

    async def _make(self) -> None:
        async with parts_of(self._settings(self._folder / "first.db"), self._clock) as parts:
            await _furnish(parts)

    def _settings(self, path: Path, *, read_only: bool = False) -> Settings:
        return Settings(
            web=WebSettings(public_url="https://desks.contoso.example", calls_per_minute=100_000, calls_per_minute_open=100_000),
            entra=EntraSettings(tenants=[TENANT], client_id=CLIENT, authority=self._entra.authority),
            store=StoreSettings(path=str(path)),
            policy=PolicySettings(system_admins=[OMAR_OID], default_allowance=3, read_only=read_only),
            system_admins=frozenset({person(OMAR_OID)}),
            offices=(LONDON, AUCKLAND),
            office_admins={person(CLARA_OID): frozenset({LONDON.id})},
        )


async def _furnish(parts: Parts) -> None:
    people = {oid: await _arrive(parts, oid) for oid in (*NAMES, *OTHERS)}
    wishes = [
        (people[ANNA_OID], BOOKED, False),
        (people[ANNA_OID], TODAY, False),
        (people[CLARA_OID], FREE, True),
        *((people[oid], FULL, number < LONDON.parking_capacity) for number, oid in enumerate(OTHERS)),
    ]
    for number, (who, day, parking) in enumerate(wishes):
        wish = Book(ask=AskId(f"booking-{number}"), office=LONDON.id, day=day, parking=parking, reason="", person=None)
        assert not isinstance(await parts.service.book(who, wish, "furnish"), Refusal)
    wait = Wait(ask=AskId("waiting-ask"), office=LONDON.id, day=FULL, parking=False, reason="", person=None, until=None)
    assert not isinstance(await parts.service.join(people[BEN_OID], wait, "furnish"), Refusal)


async def _arrive(parts: Parts, oid: str) -> Person:
    name = NAMES.get(oid, "Somebody Else")
    return await parts.people.signed_in(person(oid), name, f"{name.lower().replace(' ', '.')}@contoso.example", parts.clock.now())

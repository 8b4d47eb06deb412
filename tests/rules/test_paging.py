"""Several lists as one: in order, in pages, whole, and never more work than one call may be."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core import paging
from core.journal import recent
from core.model import Person, PersonId
from core.paging import take
from core.people_lists import Question, Role, role_of
from core.stats import MAX_DAYS, span
from core.store import documents
from core.store.port import Create, Document, Listing
from tests.fakes import FakeClock
from tests.house_of import LONDON, NOON, RULES, TODAY, person
from tests.memory_store import MemoryStore

LOGS = ("a", "b", "c")


async def filled(count: int) -> MemoryStore:
    """Entries of three logs; many have the same place in the order and differ by their ids alone."""
    store = MemoryStore(FakeClock(NOON))
    for number in range(count):
        fields = {"kind": "journal", "log": LOGS[number % 3], "recent": f"{number // 10:05}"}
        await store.commit("house", [Create(id=f"journal|{number:05}", fields=fields)])
    return store


def name_of(document: Document) -> str:
    return document.key.id


async def pages(store: MemoryStore, *, limit: int, at_once: int) -> list[str]:
    listings = [Listing("journal", "log", log, "recent") for log in LOGS]
    found: list[str] = []
    place: str | None = None
    while True:
        page = await take(store, listings, name_of, limit=limit, after=place, at_once=at_once)
        assert len(page.found) <= limit
        found += page.found
        place = page.next
        if place is None:
            return found


@pytest.mark.parametrize(("limit", "at_once"), [(1, 2), (7, 8), (7, 1), (100, 200), (101, 3)])
async def test_all_of_it_comes_once_and_in_order(limit: int, at_once: int) -> None:
    store = await filled(100)
    assert await pages(store, limit=limit, at_once=at_once) == [f"journal|{number:05}" for number in range(100)]


async def test_what_is_rare_is_found_over_several_calls_of_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_LOOKED_AT", 10)
    store = await filled(35)

    def rare(document: Document) -> str | None:
        return document.key.id if document.key.id.endswith("33") else None

    listings = [Listing("journal", "log", log, "recent") for log in LOGS]
    places: list[str | None] = [None]
    found: list[str] = []
    while len(places) == 1 or places[-1] is not None:
        page = await take(store, listings, rare, limit=5, after=places[-1], at_once=200)
        found += page.found
        places.append(page.next)
    assert (found, len(places)) == (["journal|00033"], 5)


@pytest.mark.parametrize("token", ["x", "é", "W10=", "bnVsbA==", "WyJhIl0=", "WzEsMl0="])
async def test_a_place_that_was_never_given_is_refused(token: str) -> None:
    store = await filled(1)
    with pytest.raises(ValueError, match="place in a list"):
        await take(store, [], name_of, limit=1, after=token, at_once=1)


def test_the_newest_comes_first_whatever_the_clock_says() -> None:
    instants = [NOON + timedelta(microseconds=step) for step in (0, 1, 10, 10**6, 10**12)]
    words = [recent(instant) for instant in instants]
    assert words == sorted(words, reverse=True)
    assert len({len(recent(instant)) for instant in (datetime.min.replace(tzinfo=UTC), NOON, datetime.max.replace(tzinfo=UTC))}) == 1


def test_people_of_one_name_stand_at_different_places() -> None:
    def place(one: Person) -> str:
        return str(documents.person_fields(one)["sort_name"])

    ann, other, longer = (Person(id=PersonId(f"t.{oid}"), name=name) for oid, name in (("z", "Ann"), ("a", "ANN"), ("b", "Ann  \n Lee")))
    assert place(other) < place(ann) < place(longer)
    assert "\n" not in place(longer)


@pytest.mark.parametrize(
    ("question", "is_asked_for"),
    [
        (Question(), True),
        (Question(text="josé"), True),
        (Question(text="JOSE\u0301 example"), True),
        (Question(text="jose smith"), False),
        (Question(role=Role.OFFICE_ADMIN), True),
        (Question(role=Role.PERSON), False),
        (Question(custom_allowance=True), True),
        (Question(custom_allowance=False), False),
        (Question(auto_approved=True), False),
    ],
)
def test_people_are_found_by_what_is_asked(question: Question, is_asked_for: bool) -> None:
    jose = replace(person("jose"), name="José", email="jose@contoso.example", allowance=0, admin_of=frozenset({LONDON.id}))
    assert question.asks_for(jose, {LONDON.id}) is is_asked_for


def test_who_manages_only_what_is_gone_is_a_person_like_any_other() -> None:
    admin = replace(person("ada"), admin_of=frozenset({LONDON.id}))
    assert [role_of(admin, there) for there in ([LONDON.id], [])] == [Role.OFFICE_ADMIN, Role.PERSON]
    assert role_of(replace(admin, is_system_admin=True), ()) is Role.SYSTEM_ADMIN


def test_numbers_are_told_of_what_is_remembered_and_of_a_quarter_at_most() -> None:
    long = replace(RULES, retention_days=3650)
    for rules in (RULES, long):
        told = span(LONDON, NOON, rules, None, None)
        assert (told.last - TODAY).days == rules.advance_booking_days - 1
        assert (told.last - told.first).days < MAX_DAYS
    assert span(LONDON, NOON, long, TODAY - timedelta(1000), None).last == TODAY - timedelta(1000 - MAX_DAYS + 1)
    assert span(LONDON, NOON, RULES, TODAY - timedelta(1000), TODAY).first == TODAY - timedelta(RULES.retention_days)


def test_waiting_for_pages_gives_others_their_turn() -> None:
    async def both() -> list[str]:
        store, told = await filled(30), list[str]()

        async def other() -> None:
            told.append("other")

        task = asyncio.create_task(other())
        told.append(f"read {len(await pages(store, limit=30, at_once=1))}")
        await task
        return told

    assert asyncio.run(both()) == ["other", "read 30"]

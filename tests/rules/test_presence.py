"""Who is told by name who is in: those who share their days to everybody, all others to the admins of the office alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core import presence
from core.journal import Action
from core.model import Booking, Person, PersonId, State
from core.people_edits import PersonEdit
from core.presence import Presence
from core.store import documents
from core.store.port import Create
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, ROOT, RULES, TOMORROW, House, booking_on, edit, ledger, person
from tests.memory_store import MemoryStore

ANNA = person("anna")
BEN, CLEO = person("ben", shares_days=True), person("cleo")
ADMIN = person("admin", admin_of=frozenset({LONDON.id}))
EVERYBODY = {one.id: one for one in (ANNA, BEN, CLEO)}


def seen(asker: Person, *present: Person, known: dict[PersonId, Person] = EVERYBODY) -> tuple[list[str], int, bool]:
    told = presence.as_seen(asker, LONDON, TOMORROW, [one.id for one in present], known)
    assert (told.office, told.day) == (LONDON, TOMORROW)
    return [one.name for one in told.named], told.unnamed, told.is_in


def test_a_colleague_is_told_those_who_share_their_days_and_how_many_more_there_are() -> None:
    assert seen(ANNA, BEN, CLEO) == (["Ben"], 1, False)
    assert seen(ANNA) == ([], 0, False)


def test_the_asker_is_in_neither_number() -> None:
    assert seen(ANNA, ANNA, BEN, CLEO) == (["Ben"], 1, True)
    assert seen(BEN, BEN) == ([], 0, True)
    assert seen(ROOT, ROOT, BEN) == (["Ben"], 0, True)


def test_admins_of_the_office_are_told_everybody_and_those_of_another_office_are_not() -> None:
    assert seen(ADMIN, BEN, CLEO) == (["Ben", "Cleo"], 0, False)
    assert seen(ROOT, BEN, CLEO) == (["Ben", "Cleo"], 0, False)
    elsewhere = replace(ADMIN, admin_of=frozenset({AUCKLAND.id}))
    assert seen(elsewhere, BEN, CLEO) == (["Ben"], 1, False)


def test_names_are_in_order_whatever_their_letters_case() -> None:
    crowd = [replace(person(f"p{number}"), name=name, shares_days=True) for number, name in enumerate(["zoe", "Älva", "anna", "Ben"])]
    assert seen(CLEO, *crowd, known={one.id: one for one in crowd})[0] == ["anna", "Ben", "zoe", "Älva"]


@pytest.mark.parametrize("asker", [ANNA, ROOT])
def test_somebody_of_whom_no_name_is_known_is_only_counted(asker: Person) -> None:
    nameless = replace(BEN, name="")
    assert seen(asker, BEN, known={}) == ([], 1, False)
    assert seen(asker, nameless, known={BEN.id: nameless}) == ([], 1, False)


async def house_with(*people: Person) -> House:
    """They are known, share their days if they say so, and have a place in London tomorrow."""
    clock = FakeClock(NOON)
    house = await (await House(MemoryStore(clock), clock).open(replace(LONDON, capacity=100_000))).knows(*people)
    for one in people:
        if one.shares_days:
            await house.admin.edit_person(edit(f"share-{one.id}", actor=one), one.id, PersonEdit(shares_days=True))
        await house.book(one)
    return house


async def asked(house: House, asker: Person, *, among: set[PersonId] | None = None) -> Presence:
    return await presence.find(house.store, house.people, asker, LONDON, TOMORROW, among=among)


def told(found: Presence) -> tuple[list[str], int, bool]:
    return [one.name for one in found.named], found.unnamed, found.is_in


async def test_only_those_are_in_who_hold_a_place_there_on_that_day() -> None:
    house = await house_with(ANNA, BEN, CLEO)
    dora, emil = person("dora", shares_days=True), person("emil", shares_days=True)
    await house.knows(dora, emil)
    await house.book(dora, TOMORROW, office=AUCKLAND)
    await house.book(emil, TOMORROW + timedelta(days=1))
    assert told(await asked(house, ANNA)) == (["Ben"], 1, True)
    assert told(await asked(house, dora)) == (["Ben"], 2, False)
    await house.cancel(BEN, booking_on(TOMORROW, LONDON, BEN))
    assert told(await asked(house, ANNA)) == ([], 1, True)
    assert told(await asked(house, BEN)) == ([], 2, False)


async def test_of_a_team_only_the_members_are_told_and_counted() -> None:
    house = await house_with(ANNA, BEN, CLEO)
    dora = person("dora")
    assert told(await asked(house, ANNA, among={BEN.id, dora.id})) == (["Ben"], 0, True)
    assert told(await asked(house, dora, among={dora.id, CLEO.id})) == ([], 1, False)
    assert told(await asked(house, ROOT, among=set())) == ([], 0, False)
    assert await presence.count(house.store, LONDON, TOMORROW, {ANNA.id, CLEO.id, dora.id}) == 2
    assert await presence.count(house.store, AUCKLAND, TOMORROW, {ANNA.id, CLEO.id}) == 0
    await house.cancel(CLEO, booking_on(TOMORROW, LONDON, CLEO))
    assert await presence.count(house.store, LONDON, TOMORROW, {ANNA.id, CLEO.id}) == 1


async def test_a_crowd_is_read_page_by_page_up_to_a_bound_and_the_asker_is_always_found() -> None:
    house = await house_with()
    crowd = [person(f"p{number:04}") for number in range(presence.MOST + 1)]
    for one in crowd:
        booking = Booking(office=LONDON.id, person=one.id, day=TOMORROW, parking=False, state=State.ACTIVE, made_at=NOON, made_by=one.id)
        key = documents.booking_key(booking.id, booking.day)
        await house.store.commit(key.partition, [Create(id=key.id, fields=documents.booking_fields(booking))])
    assert told(await asked(house, ROOT)) == ([], presence.MOST, False)
    assert told(await asked(house, crowd[-1])) == ([], presence.MOST, True)
    assert await presence.count(house.store, LONDON, TOMORROW, {one.id for one in crowd}) == len(crowd)


async def test_nobody_is_in_on_a_day_that_is_forgotten() -> None:
    house = await house_with(BEN)
    house.clock.forward(timedelta(days=RULES.retention_days + 5))
    assert told(await asked(house, ROOT)) == ([], 0, False)
    assert await presence.count(house.store, LONDON, TOMORROW, {BEN.id}) == 0


async def test_sharing_ones_days_is_an_edit_like_any_other() -> None:
    house = await house_with(BEN)
    (entry,) = [one for one in (await ledger(house.store)).journal if one.action is Action.PERSON_EDITED]
    assert (getattr(entry.before, "shares_days", None), getattr(entry.after, "shares_days", None)) == (False, True)

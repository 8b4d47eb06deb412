"""Changing the retention reaches what is kept already (fault B10 of the original: it never did)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core import retention
from core.admin.restamp import Restamp
from core.admin.tools import Ending
from core.model import Rules
from core.people_edits import PersonEdit
from core.store.documents import kind_of
from core.store.port import Create, Document, Operation, Store
from tests.admin.desk import Desk
from tests.admin.erasing import chatted
from tests.house_of import LONDON, RULES, TODAY, TOMORROW, House, booking_on, edit, everything, person

CROWD = [person(f"p{number:02}") for number in range(12)]
KINDS = {"booking", "day", "queue", "journal", "person_week", "person", "office", "conversation", "message", "reminder"}


async def lively(desk: Desk) -> None:
    """Something of every kind that the core keeps."""
    house = desk.house
    await house.knows(*CROWD)
    for who in CROWD[:10]:
        await house.book(who)
    for who in CROWD[10:]:
        await house.join(who)
    await house.cancel(CROWD[0], booking_on(TOMORROW, LONDON, CROWD[0]))
    await house.book(CROWD[0], TODAY, ask="today-ask")
    await house.resize(LONDON, 9)
    await house.admin.edit_person(edit("person-ask"), CROWD[3].id, PersonEdit(allowance=1))
    await chatted(desk, CROWD[3])
    assert {kind_of(document) for document in await everything(desk.store)} == KINDS


def off(documents: Sequence[Document], rules: Rules) -> list[str]:
    """What does not expire when the rules say."""
    wanted = [(document, retention.expiry_of(document, rules)) for document in documents]
    return [
        document.key.id
        for document, expires in wanted
        if expires is not None and (document.expires is None or abs(document.expires - expires.timestamp()) > 1)
    ]


async def test_what_is_written_expires_as_the_rules_say(desk: Desk) -> None:
    await lively(desk)
    documents = await everything(desk.store)
    assert off(documents, RULES) == []
    unsaid = {kind_of(document) for document in documents if retention.expiry_of(document, RULES) is None}
    assert unsaid == {"office"}


@pytest.mark.parametrize("days", [5, 90])
async def test_a_changed_number_reaches_everything_and_once_is_enough(desk: Desk, days: int) -> None:
    await lively(desk)
    rules = replace(RULES, retention_days=days, people_retention_days=400)
    changed = replace(desk.tools, rules=rules)
    assert off(await everything(desk.store), rules) != []
    assert await Restamp(changed).run() is Ending.DONE
    assert off(await everything(desk.store), rules) == []
    before = {document.key: document.version for document in await everything(desk.store)}
    assert await Restamp(changed).run() is Ending.DONE
    assert {document.key: document.version for document in await everything(desk.store)} == before
    assert (await desk.verify()).ending is Ending.DONE


async def test_what_is_too_old_by_the_new_number_is_forgotten_at_once(desk: Desk) -> None:
    await lively(desk)
    desk.clock.forward(timedelta(days=10))
    await Restamp(replace(desk.tools, rules=replace(RULES, retention_days=3))).run()
    left = await everything(desk.store)
    assert {kind_of(document) for document in left} == {"person", "office", "day", "conversation"}
    oldest = desk.clock.now().date() - timedelta(days=5)
    assert min(str(document.fields["day"]) for document in left if kind_of(document) == "day") > oldest.isoformat()


async def test_the_clerks_records_go_a_day_after_their_bookings(desk: Desk) -> None:
    booking = booking_on(TOMORROW, LONDON, CROWD[0])
    record = Create(id=f"entry|{booking}", fields={"kind": "entry", "booking": booking, "state": "settled", "due": "x"})
    await desk.store.commit(f"calendar|{CROWD[0].id}", [record])
    await Restamp(desk.tools).run()
    (kept,) = [document for document in await everything(desk.store) if kind_of(document) == "entry"]
    assert kept.expires == (retention.forgotten_after(TOMORROW, RULES.retention_days) + timedelta(days=1)).timestamp()


class Bustling:
    """A store in which somebody books just before every batch of the week."""

    def __init__(self, inner: Store, house: House) -> None:
        self._inner = inner
        self._house = house
        self._number = 0
        self.read, self.read_many, self.list = inner.read, inner.read_many, inner.list
        self.changes, self.close = inner.changes, inner.close

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        if partition.startswith("week|") and self._number < len(CROWD):
            who = CROWD[self._number]
            self._number += 1
            await self._house.book(who, TODAY + timedelta(2), ask=f"bustle-{self._number}")
        await self._inner.commit(partition, operations)


async def test_people_may_book_meanwhile(desk: Desk) -> None:
    await lively(desk)
    await desk.house.book(CROWD[11], TODAY + timedelta(2), ask="there-before")
    rules = replace(RULES, retention_days=5)
    bustling = replace(desk.tools, rules=rules, store=Bustling(desk.store, House(desk.store, desk.clock, rules)))
    while await Restamp(bustling).run() is Ending.UNFINISHED:
        pass
    assert off(await everything(desk.store), rules) == []
    assert (await desk.verify()).ending is Ending.DONE

"""Somebody of whom everything is kept that can be, and how a test looks for what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec

from core.admin.erase import Erase
from core.backlog import MESSAGES, REMINDERS
from core.conversations import Conversations, Reference
from core.errands.errand import Errand
from core.errands.records import Records
from core.house_rules import FixedRules
from core.model import BookingId, Person, PersonId, Rules
from core.office_edits import OfficeEdit
from core.people_edits import PersonEdit
from core.store import documents
from core.store.port import Key, Store
from tests.admin.desk import Desk
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, TODAY, TOMORROW, Ledger, booking_on, edit, everything, person

ADA = person("ada", email="ada@contoso.example", is_system_admin=True)
ADALINE = person("ada-line")
"""Whose id begins as hers."""
BEN, CLEO = person("ben"), person("cleo")
REASONS = Rules(advance_booking_days=14, default_allowance=3, reason_required=True)


async def lived_in(store: Store, clock: FakeClock) -> Desk:
    """All that can be kept of somebody: days past, today, to come and given back; in line; an admin's deeds; a calendar; two weeks."""
    desk = Desk(store, clock, REASONS)
    house = await (await desk.house.open()).knows(ADA, ADALINE, BEN, CLEO)
    await house.admin.edit_person(edit("rights"), ADA.id, PersonEdit(allowance=5))
    clock.set(NOON - timedelta(days=4))
    await house.book(ADA, date(2026, 11, 20), ask="past", reason="Dentist")
    clock.set(NOON)
    await house.book(ADA, TODAY, parking=True, ask="today", reason="Dentist")
    await house.book(ADA, TOMORROW, ask="coming", reason="Dentist")
    await house.book(ADA, TOMORROW + timedelta(days=7), office=AUCKLAND, ask="next week", reason="Dentist")
    await house.book(ADA, TOMORROW + timedelta(days=1), ask="given back", reason="Dentist")
    await house.cancel(ADA, booking_on(TOMORROW + timedelta(days=1), LONDON, ADA), "give back")
    await house.admin.edit_office(edit("smaller", actor=ADA), LONDON.id, OfficeEdit(capacity=1))
    await house.admin.edit_person(edit("her word", actor=ADA), BEN.id, PersonEdit(auto_approved=True))
    await house.join(ADALINE, TOMORROW, ask="hopes", reason="Yes")
    await house.book(BEN, TOMORROW + timedelta(days=2), ask="before her", reason="Yes")
    await house.join(ADA, TOMORROW + timedelta(days=2), ask="waits", reason="Dentist")
    await house.book(ADA, TOMORROW + timedelta(days=8), ask="for cleo", whom=CLEO, reason="Visit")
    await house.book(ADA, TOMORROW + timedelta(days=6), ask="for herself in the office", reason="Dentist")
    for document in await everything(store):
        if documents.kind_of(document) == "booking":
            booking = documents.booking_of(document)
            await follow(desk, booking.id, booking.person, booking.revision)
    await desk.add(Key(f"x|{ADA.id}", "anything"), {"kind": "anything", "of": "hers"})
    for who in (ADA, ADALINE):
        await chatted(desk, who)
    return desk


async def chatted(desk: Desk, who: Person) -> None:
    """What the bot keeps of somebody it writes to."""
    chat = Reference(person=who.id, conversation="a:1", service_url="https://smba.example/emea/", channel_id="29:somebody")
    await Conversations(desk.store, FixedRules(desk.tools.rules), desk.clock).keep(chat)
    for duty in (MESSAGES, REMINDERS):
        await Records(desk.store, Errand, duty, FixedRules(desk.tools.rules)).want(booking_on(TOMORROW, LONDON, who), 1, NOON)


async def follow(desk: Desk, booking: BookingId, whose: PersonId, revision: int) -> None:
    """What the calendar clerk keeps once it has followed."""
    fields = {"kind": "entry", "booking": booking, "person": whose, "applied": revision, "state": "settled", "due": "2026-11-24"}
    key = Key(f"calendar|{whose}", f"entry|{booking}")
    if await desk.store.read(key) is None:
        await desk.add(key, fields)
    else:
        await desk.tamper(key, lambda _: fields)  # pyright: ignore[reportArgumentType] - plain values


async def clerk(desk: Desk) -> None:
    """Follows what was cancelled."""
    for document in await everything(desk.store):
        if documents.kind_of(document) == "booking":
            booking = documents.booking_of(document)
            if not booking.is_active and booking.person == ADA.id:
                await follow(desk, booking.id, booking.person, booking.revision)


def erase(desk: Desk, *, wait_s: float | None = None, store: Store | None = None) -> Erase:
    return Erase(desk.over(store or desk.store), ADA.id, wait_s)


async def whole_ledger(store: Store) -> Ledger:
    """With the entries that erasures wrote anew."""
    kept = await everything(store)
    return Ledger([replace(one, fields={**one.fields, "kind": documents.kind_of(one).removesuffix(".erased")}) for one in kept])


async def traces(store: Store) -> list[str]:
    """Every living document that has anything of hers in it."""
    kept = [f"{one.key} {msgspec.json.encode(one.fields).decode()}" for one in await everything(store)]
    return [one for one in kept if "Dentist" in one or ADA.email in one or ADA.id in one.replace(ADALINE.id, "")]

"""From a parsed command to its work, with the store opened and closed around it."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from core.admin import arguments
from core.admin.console import Console
from core.admin.erase import Erase
from core.admin.export import export
from core.admin.export_person import export_person
from core.admin.import_offices import import_offices
from core.admin.import_people import import_people
from core.admin.restamp import Restamp
from core.admin.settings import AdminSettings, person_named
from core.admin.tombstones import leave_no_trace
from core.admin.tools import Ending, Tools
from core.admin.verify import Verify
from core.clock import Clock
from core.house_rules import HouseRules
from core.model import PersonId
from core.pass_keys import PassKeysError, new_key, retired
from core.store.opening import account_of, open_store, patience
from core.store.sqlite import SqliteStore

LONGEST_WINDOW_DAYS = 366
"""The most that `advance_booking_days` can be; this command knows no settings."""
PAUSE_S = 0.02
"""Half of the first pause after a conflict; it doubles each time."""


class BadUse(Exception):
    """What was typed can't be done; says why."""


async def on_store(command: arguments.OnStore, settings: AdminSettings, clock: Clock, console: Console) -> Ending:
    """What works on the open store. Raises BadUse, Busy, Unavailable, OSError."""
    do = _work(command, settings)
    store = await open_store(settings.store, clock)
    try:
        rules = await HouseRules(store, clock, settings.rules).read()
        tools = Tools(store=store, clock=clock, rules=rules, console=console, new_id=new_id, pause=pause, sleep=asyncio.sleep)
        return await do(tools)
    finally:
        await store.close()


def make_pass_key(folder: Path, clock: Clock, console: Console) -> Ending:
    """Needs neither settings nor store."""
    try:
        file = new_key(folder, clock.now())
    except PassKeysError as error:
        raise BadUse(str(error)) from error
    console.tell(f"{file}: made; it signs from now on. Keep the older keys while bookings made before can still be shown.")
    for name in retired([one.name for one in folder.glob("*.pem")], clock.now(), LONGEST_WINDOW_DAYS + 2):
        console.tell(f"{folder / name}: no booking of its time can be shown any more; it may be deleted.")
    return Ending.DONE


def _work(command: arguments.OnStore, settings: AdminSettings) -> Callable[[Tools], Awaitable[Ending]]:
    match command:
        case arguments.Verify(repair=repair):
            return partial(_verify, with_repair=repair)
        case arguments.Export(folder=folder, first=first, last=last):
            return lambda tools: export(tools, folder, first, last)
        case arguments.ExportPerson(person=person, file=file):
            whose = _person(person, settings)
            return lambda tools: export_person(tools, whose, file)
        case arguments.Import(what="offices", file=file, apply=apply):
            return lambda tools: import_offices(tools, file, apply=apply)
        case arguments.Import(file=file, apply=apply):
            return lambda tools: import_people(tools, file, settings.tenants, apply=apply)
        case arguments.Restamp():
            return lambda tools: Restamp(tools).run()
        case arguments.Erase(person=person, wait_s=wait_s):
            return partial(_erase, person=_person(person, settings), wait_s=wait_s, settings=settings)


async def _verify(tools: Tools, *, with_repair: bool) -> Ending:
    return (await Verify(tools, with_repair=with_repair).run()).ending


async def _erase(tools: Tools, *, person: PersonId, wait_s: float | None, settings: AdminSettings) -> Ending:
    if settings.names_as_admin(person):
        raise BadUse("The settings name this person as a System Admin. Take them out there first.")
    store = tools.store
    clean = partial(leave_no_trace, store, Path(settings.store.path)) if isinstance(store, SqliteStore) else None
    return await Erase(tools, person, wait_s, clean).run()


async def cosmos_check(settings: AdminSettings, clock: Clock, console: Console) -> Ending:
    """What works on the account itself. Raises Unavailable."""
    if settings.store.kind != "cosmos":
        console.tell(f"The store is the SQLite file {settings.store.path}: there is no Azure Cosmos DB account to check.")
        return Ending.DONE
    from core.admin.cosmos_check import CosmosCheck  # noqa: PLC0415 - Azure's SDK is not installed everywhere

    return await CosmosCheck(clock, console, asyncio.sleep, new_id()).run(account_of(settings.store), patience())


def _person(text: str, settings: AdminSettings) -> PersonId:
    person = person_named(text, settings.tenants)
    if person is None:
        raise BadUse(f"{text!r} is no person: write tenant.object, both as GUIDs, or the object id if the settings name one tenant")
    return person


def new_id() -> str:
    """An id that nobody can guess and nothing else has."""
    return uuid.uuid4().hex


async def pause(attempt: int) -> None:
    """Wait a random moment, longer after every attempt."""
    await asyncio.sleep(random.uniform(0, PAUSE_S * 2 ** min(attempt, 6)))  # noqa: S311 - no secret

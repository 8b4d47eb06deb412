"""`python -m graph_sync` as an operator starts and stops it."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import replace
from pathlib import Path

from core.clock import SystemClock
from core.model import Person, person_id
from core.store.sqlite import SqliteStore
from infra.local.run import LocalWorld
from infra.local.world import NOTICES, PEOPLE, SYNC_CLIENT_ID, TENANT
from tests.fakes import FakeClock
from tests.house_of import RULES, House

ADA = Person(id=person_id(TENANT, PEOPLE[0].oid), name=PEOPLE[0].name)


def settings(world: LocalWorld, store: Path) -> str:
    return f"""
[web]
public_url = "https://office.contoso.example"
[store]
path = '{store}'
[graph]
tenant = "{TENANT}"
client_id = "{SYNC_CLIENT_ID}"
credential = "certificate"
certificate_file = '{world.sync_identity}'
ca_file = '{world.tls_ca}'
url = "{world.outlook.url}/v1.0"
authority = "{world.entra.tls_url}"
"""


async def start(file: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "graph_sync", "--settings", str(file), stderr=asyncio.subprocess.PIPE
    )  # fmt: skip


async def test_the_process_brings_a_booking_and_its_reason_to_outlook_and_ends_when_asked(world: LocalWorld, tmp_path: Path) -> None:
    path, file = tmp_path / "house.db", tmp_path / "office-booker.toml"
    clock = SystemClock()
    store = SqliteStore(path, clock)
    house = await House(store, FakeClock(clock.now()), replace(RULES, reason_required=True)).open()
    tomorrow = clock.now().date().fromordinal(clock.now().date().toordinal() + 1)
    await house.book(ADA, tomorrow, reason="Meet a client")
    await store.close()
    notice = f'[notice]\nto = "{NOTICES.email}"\nfrom = "{NOTICES.oid}"\n'
    file.write_text(settings(world, path) + notice, "utf-8")
    process = await start(file)
    assert process.stderr is not None
    said = ""
    async with asyncio.timeout(60):
        while not all(f'"action":"{done}"' in said for done in ("entry_done", "notice_sent")):
            said += (await process.stderr.readline()).decode()
    assert len(world.outlook.events(ADA.id.partition(".")[2])) == 1
    assert len(world.outlook.mails_of(NOTICES.oid)) == 1
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(20):
        await process.communicate()
    assert process.returncode == 0


async def test_bad_settings_end_the_process_with_every_fault_named(world: LocalWorld, tmp_path: Path) -> None:
    file = tmp_path / "office-booker.toml"
    file.write_text(settings(world, tmp_path / "house.db").replace(TENANT, "contoso").replace(str(world.tls_ca), "gone.pem"), "utf-8")
    process = await start(file)
    _, said = await process.communicate()
    assert process.returncode == 1
    assert all(word in said.decode() for word in ("[graph] tenant", "The settings can't be used"))

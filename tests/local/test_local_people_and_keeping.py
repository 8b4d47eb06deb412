"""The made-up people, and that what the local world answered for outlives it."""

import asyncio
import os
import signal
import sys
import tomllib
from pathlib import Path

import aiohttp
import pytest

from infra.local.people import BadName
from infra.local.run import LocalWorld
from infra.local.world import APP_CLIENT_ID, BOT_APP_ID, PEOPLE, SYNC_CLIENT_ID, TENANT
from tests.local.clients import SERVICE, Graph
from tests.local.test_local_calendar import EVENTS, event

ROOT = Path(__file__).parents[2]


def test_the_products_settings_speak_of_this_world() -> None:
    settings = tomllib.loads((ROOT / "infra/local/office-booker.toml").read_text(encoding="utf-8"))
    assert settings["entra"] == {"authority": "http://127.0.0.1:3979", "tenants": [TENANT], "client_id": APP_CLIENT_ID}
    assert (settings["graph"]["tenant"], settings["graph"]["client_id"]) == (TENANT, SYNC_CLIENT_ID)
    assert (settings["chat"]["app_id"], settings["chat"]["credential"]) == (BOT_APP_ID, "managed_identity")
    notes = {person.oid: person.note for person in PEOPLE}
    assert [notes[oid] for oid in settings["policy"]["system_admins"]] == ["System Admin"]
    assert [notes[oid] for oid in settings["offices"][0]["admins"]] == ["Office Admin of London"]


def test_the_dozen_are_told_apart_by_any_name() -> None:
    assert len({person.oid for person in PEOPLE}) == len({person.first for person in PEOPLE}) == 12
    assert sum(not person.mailbox for person in PEOPLE) == 1


async def test_names_that_fold_to_one_address_stay_two_people(world: LocalWorld) -> None:
    people = world.entra.people
    one, two, third = (people.find_or_add(name) for name in ("Zoe Roe", "Zoé Roe", "李娜"))
    assert (one.email, two.email) == ("zoe.roe@contoso.example", "zoe.roe2@contoso.example")
    assert third.email.startswith("person-")
    assert people.find_or_add("zoé roe") == two
    for bad in ("", "   ", "x" * 61, "tab\there", "\u202eevil"):
        with pytest.raises(BadName):
            people.find_or_add(bad)


@pytest.mark.parametrize("url", ["http://example.com:3978", "http://0.0.0.0:3978", "http://127.0.0.1:3978/path", "ftp://127.0.0.1"])
def test_the_service_must_be_on_this_machine(data: Path, url: str) -> None:
    world = LocalWorld(data=data)
    with pytest.raises(ValueError, match="address of this machine"):
        world.service_at(url)
    world.close()


async def test_a_restart_forgets_nothing(data: Path) -> None:
    async with LocalWorld(data=data, service=SERVICE) as world, aiohttp.ClientSession() as http:
        graph = Graph(world, http, world.entra.tokens.for_graph())
        kept, gone = [(await (await graph.call("POST", EVENTS, event(booking=b))).json())["id"] for b in ("b1", "b2")]
        await graph.call("DELETE", f"{EVENTS}/{gone}")
        new = world.entra.people.find_or_add("Ingrid Vale")
        session = world.entra.tokens.session(new)
        certificates = (world.tls_ca.read_bytes(), world.sync_identity.read_bytes())
    async with LocalWorld(data=data, service=SERVICE) as world, aiohttp.ClientSession() as http:
        graph = Graph(world, http, graph.token)
        assert [entry["id"] for entry in world.outlook.events(PEOPLE[0].oid)] == [kept]
        assert (await graph.call("DELETE", f"{EVENTS}/{gone}")).status == 403
        assert world.entra.people.find("ingrid") == new
        assert world.entra.tokens.in_session(session) == new
        assert (world.tls_ca.read_bytes(), world.sync_identity.read_bytes()) == certificates


async def start(data: Path) -> tuple[asyncio.subprocess.Process, dict[str, str]]:
    ports = [part for name in ("entra", "outlook", "teams", "entra-tls") for part in (f"--{name}-port", "0")]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "infra.local", "--data", str(data), *ports, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    word, *pairs = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().split()
    assert word == "ready"
    return process, dict(pair.split("=", 1) for pair in pairs)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to send")
async def test_a_killed_process_keeps_what_it_answered_for_and_a_told_one_ends_cleanly(data: Path, http: aiohttp.ClientSession) -> None:
    process, urls = await start(data)
    async with http.post(f"{urls['entra']}/local/token", json={"name": "Kept Person"}) as answer:
        oid = (await answer.json())["person"]["oid"]
    process.kill()
    await process.wait()
    process, urls = await start(data)
    async with http.post(f"{urls['entra']}/local/token", json={"name": oid}) as answer:
        assert (await answer.json())["person"]["name"] == "Kept Person"
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 10) == 0

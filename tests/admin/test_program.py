"""The program as operators start it: settings, endings, sentences."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from core.admin import arguments
from core.admin.settings import person_named, read
from core.clock import SystemClock
from core.days import week_of
from core.model import Person, PersonId, person_id
from core.settings import BadSettings
from core.store import documents
from core.store.sqlite import SqliteStore
from tests.admin.desk import Desk
from tests.house_of import RULES, House

TENANT = "0a0a0a0a-0000-4000-8000-000000000001"
ANNA = person_id(TENANT, "0a0a0a0a-0000-4000-8000-00000000000a")
SETTINGS = f"""
[policy]
system_admins = ["0a0a0a0a-0000-4000-8000-0000000000aa"]
[entra]
tenants = ["{TENANT}"]
client_id = "{TENANT}"
[store]
path = "%s"
"""


@pytest.fixture
async def settings(tmp_path: Path) -> Path:
    """Settings, and a house that was lived in."""
    clock = SystemClock()
    store = SqliteStore(tmp_path / "house.db", clock)
    house = await House(store, clock, RULES).open()  # pyright: ignore[reportArgumentType] - any clock will do
    anna, today = Person(id=ANNA, name="Anna"), clock.now().date()
    await house.knows(anna)
    await house.book(anna, date.fromordinal(today.toordinal() + 3))
    await store.close()
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS % (tmp_path / "house.db").as_posix())
    return file


def run(*words: str | Path, settings: Path | None = None) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OFFICE_BOOKER")}
    command = [sys.executable, "-m", "core.admin", *map(str, words), *(["--settings", str(settings)] if settings else [])]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environ, check=False)


async def test_verify_finds_and_repairs(settings: Path) -> None:
    healthy = await asyncio.to_thread(run, "verify", settings=settings)
    assert (healthy.returncode, healthy.stderr) == (0, "")
    assert healthy.stdout == "1 office day, 1 week of people: 0 differences.\n"
    clock = SystemClock()
    store = SqliteStore(settings.parent / "house.db", clock)
    day = date.fromordinal(clock.now().date().toordinal() + 3)
    key = documents.person_week_key(ANNA, week_of(day))
    await Desk(store, clock).tamper(key, lambda fields: {**fields, "used": 4})  # pyright: ignore[reportArgumentType] - any clock will do
    await store.close()
    found = await asyncio.to_thread(run, "verify", settings=settings)
    assert found.returncode == 1
    assert f"{ANNA} {week_of(day)}: the week says 4" in found.stdout
    repaired = await asyncio.to_thread(run, "verify", "--repair", settings=settings)
    assert (repaired.returncode, repaired.stdout.splitlines()[-1]) == (0, "1 office day, 1 week of people: 1 difference, 1 repaired.")
    assert (await asyncio.to_thread(run, "verify", settings=settings)).returncode == 0


def test_export_erase_and_import(settings: Path) -> None:
    folder = settings.parent / "export"
    exported = run("export", folder, settings=settings)
    assert exported.returncode == 0
    assert exported.stdout.splitlines()[1] == f"{folder / 'people.csv'}: 1 row"
    told = run("export", settings.parent / "anna.json", "--person", ANNA, settings=settings)
    assert told.stdout == f"{settings.parent / 'anna.json'}: profile 1, bookings 1, weeks 1, journal 1\n"
    waited = run("erase", ANNA, "--wait", "0", settings=settings)
    assert waited.returncode == 3
    assert waited.stdout.startswith("1 entry is still in the person's calendar.")
    erased = run("erase", ANNA, "--without-calendar", settings=settings)
    assert (erased.returncode, erased.stderr) == (0, "")
    assert erased.stdout == f"Nothing is kept of {ANNA} any more. What they booked counts on, without saying whose it was.\n"
    assert ANNA.encode() not in b"".join(path.read_bytes() for path in settings.parent.glob("house.db*"))
    again = run("import", "people", folder / "people.csv", "--apply", settings=settings)
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "1 person: 1 changed, 0 refused.")


def test_a_system_admin_of_the_settings_is_not_erased(settings: Path) -> None:
    refused = run("erase", "0a0a0a0a-0000-4000-8000-0000000000aa", settings=settings)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "The settings name this person as a System Admin. Take them out there first.\n"


def test_a_person_who_can_not_be_one_is_bad_use(settings: Path) -> None:
    refused = run("erase", "anna@contoso.example", settings=settings)
    assert refused.returncode == 2
    assert refused.stderr.startswith("'anna@contoso.example' is no person:")


def test_cosmos_check_of_a_file_says_that_there_is_nothing_to_check(settings: Path) -> None:
    checked = run("cosmos-check", settings=settings)
    assert (checked.returncode, checked.stdout.startswith("The store is the SQLite file")) == (0, True)


def test_settings_that_are_missing_or_point_nowhere_are_named(tmp_path: Path) -> None:
    missing = run("verify", settings=tmp_path / "none.toml")
    assert missing.returncode == 2
    assert "none.toml: No such file or directory" in missing.stderr
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS % "nowhere.db")
    nowhere = run("verify", settings=file)
    assert nowhere.returncode == 2
    assert "[store] path: there is no file nowhere.db" in nowhere.stderr
    assert not (tmp_path / "nowhere.db").exists()


def test_a_store_that_can_not_be_reached_is_a_sentence(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("a2V5")
    file = tmp_path / "settings.toml"
    store = f'kind = "cosmos"\nendpoint = "http://127.0.0.1:9"\nkey_file = "{key.as_posix()}"'
    file.write_text((SETTINGS % "").replace('path = ""', store))
    for command in ("verify", "cosmos-check"):
        gone = run(command, settings=file)
        assert gone.returncode == 3
        assert gone.stdout == ""
        assert gone.stderr.startswith("The store can't be used now: Azure Cosmos DB can't be reached at http://127.0.0.1:9")
        assert gone.stderr.count("\n") == 1


def test_a_folder_that_can_not_be_written_is_a_sentence(settings: Path) -> None:
    refused = run("export", settings, settings=settings)
    assert refused.returncode == 3
    assert refused.stderr == f"{settings}: File exists. Run this again when that is put right.\n"


def test_pass_key_needs_no_settings(tmp_path: Path) -> None:
    made = run("pass-key", tmp_path / "keys")
    assert made.returncode == 0
    assert len(list((tmp_path / "keys").glob("pass-*.pem"))) == 1


@pytest.mark.parametrize("words", [[], ["verifi"], ["import", "cars", "x.csv"], ["export", "x", "--from", "soon"], ["erase"]])
def test_what_can_not_be_understood_is_bad_use(words: list[str]) -> None:
    assert run(*words).returncode == 2


def test_what_was_typed_is_taken_apart() -> None:
    environ = {"OFFICE_BOOKER_SETTINGS": "elsewhere.toml"}
    assert arguments.parse(["verify"], environ) == arguments.Call(Path("elsewhere.toml"), arguments.Verify(repair=False))
    assert arguments.parse(["erase", "x"], {}).command == arguments.Erase("x", 120.0)
    assert arguments.parse(["erase", "x", "--without-calendar"], {}).command == arguments.Erase("x", None)
    days = arguments.parse(["export", "out", "--from", "2026-11-01"], {}).command
    assert days == arguments.Export(Path("out"), date(2026, 11, 1), date.max)
    assert arguments.parse(["export", "a.json", "--person", "x"], {}).command == arguments.ExportPerson("x", Path("a.json"))


def test_neither_web_nor_entra_is_needed(tmp_path: Path) -> None:
    (tmp_path / "house.db").write_bytes(b"")
    file = tmp_path / "settings.toml"
    file.write_text(f'[policy]\nsystem_admins = ["x"]\n[store]\npath = "{(tmp_path / "house.db").as_posix()}"\n')
    assert read(file, {}).tenants == ()
    file.write_text("[policy]\n")
    with pytest.raises(BadSettings, match="system_admins: is missing"):
        read(file, {})


@pytest.mark.parametrize(
    ("text", "tenants", "whose"),
    [
        (ANNA, [], ANNA),
        (ANNA.replace(".", "/").upper(), [], ANNA),
        (ANNA.partition(".")[2], [TENANT], ANNA),
        (ANNA.partition(".")[2], [TENANT, TENANT], None),
        ("house", [TENANT], None),
        ("", [TENANT], None),
    ],
)
def test_people_are_named_as_exports_and_settings_do(text: str, tenants: list[str], whose: PersonId | None) -> None:
    assert person_named(text, tenants) == whose

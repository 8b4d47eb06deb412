"""Rules of the repository itself."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import cast

import pytest

from infra.local import world
from tests.product import ROOT

ASKS_THE_TIME = re.compile(r"\btime\.time\(|\.utcnow\(|datetime\.now\(|date\.today\(")
ROOMS = ("core", "bot", "bot/guard", "bot/tab", "graph_sync", "infra/local", "infra/bicep", "appPackage", "tests")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_lives_in_it(room: str) -> None:
    assert (ROOT / room / "README.md").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_python_packages_are_locked_by_hash_and_without_addresses(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "--index" + "-url" not in text
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\$", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-zA-Z0-9]", text, re.MULTILINE)) > 20


def test_everything_that_runs_is_among_what_is_tested() -> None:
    names = [
        set(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert names[0] <= names[1]


def test_the_tabs_packages_are_locked_without_addresses() -> None:
    lock = cast("dict[str, dict[str, dict[str, object]]]", json.loads((ROOT / "bot/tab/package-lock.json").read_text("utf-8")))
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or "integrity" in package, name


def test_no_machines_path_or_registrys_name_is_committed() -> None:
    words = ["/ro" + "ot/", "/wo" + "rk/", "pythonho" + "sted", "pypi" + ".org", "registry.npm" + "js"]
    for path in tracked():
        if path.suffix in {".png", ".ico", ".woff2"}:
            continue
        text = path.read_text("utf-8")
        assert not [word for word in words if word in text], path


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 dev.py run" in text
    assert "python3 dev.py test" in text


def test_the_local_settings_speak_of_the_local_world() -> None:
    settings = tomllib.loads((ROOT / "infra/local/office-booker.toml").read_text("utf-8"))
    assert settings["entra"]["tenants"] == [world.TENANT]
    assert settings["entra"]["client_id"] == world.APP_CLIENT_ID
    assert (settings["graph"]["tenant"], settings["graph"]["client_id"]) == (world.TENANT, world.SYNC_CLIENT_ID)
    known = {person.oid for person in world.PEOPLE}
    assert set(settings["policy"]["system_admins"]) <= known
    assert {admin for office in settings["offices"] for admin in office.get("admins", [])} <= known
    assert len({office["zone"] for office in settings["offices"]}) > 1


def test_time_is_asked_of_the_clock_alone() -> None:
    """Beside ruff's ban, which knows the names but not `time.time`."""
    allowed = {"core/clock.py", "graph_sync/outlook.py"}
    for room in ("core", "bot", "graph_sync"):
        for path in (ROOT / room).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            assert name in allowed or not re.search(r"\btime\.time\(|\.utcnow\(|datetime\.now\(|date\.today\(", path.read_text("utf-8")), (
                name
            )

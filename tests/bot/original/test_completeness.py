"""Nothing of the original's page is left out: every scenario has its test, and every test says which scenario it is."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from tests.bot.original.scenarios import ELSEWHERE, HERE
from tests.product import ROOT

FOLDER = ROOT / "tests" / "bot" / "original"
SCENARIOS = {**HERE, **ELSEWHERE}
ROLES = ("Default", "Office Admin", "System Admin")
PERMISSIONS = (
    "how obtained",
    "canViewUsers",
    "canEditUsers",
    "canManageAllBookings",
    "officesCanManageBookingsFor",
    "book for others",
    "cancel same-day",
    "quota",
)
ENDPOINTS = (
    "GET config",
    "POST selftest",
    "read-only",
    "POST users",
    "all below",
    "GET users/me",
    "GET offices",
    "GET offices/:id",
    "GET users",
    "GET users/:email",
    "PUT users/:email",
    "GET bookings",
    "DELETE",
    "GET stats",
    "everything else",
    "errors",
)
NOTES = ("weekends", "two offices", "same office twice", "week", "last day", "last cancellation")
REQUIRED = (
    *(f"§1.3 {permission}, {role}" for permission, role in product(PERMISSIONS, ROLES)),
    *("§1.3 edge, removed offices", "§1.3 edge, name or id"),
    *(f"§1.4 {endpoint}" for endpoint in ENDPOINTS),
    *(f"§1.4 POST, check {number}" for number in range(1, 14)),
    *(f"§1.4 POST, note: {note}" for note in NOTES),
    *(f"B{number}" for number in range(1, 17)),
)


def functions(path: Path) -> Mapping[str, str]:
    """The functions of a file, also those of its classes, and their docstrings."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.name: ast.get_docstring(node) or "" for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def played() -> Mapping[str, str]:
    """The tests of this folder, but for those about the folder itself, and their docstrings."""
    files = [path for path in sorted(FOLDER.glob("test_*.py")) if path != Path(__file__)]
    found = ((path.name, name, said) for path in files for name, said in functions(path).items())
    return {f"{file}::{name}": said for file, name, said in found if name.startswith("test_")}


@pytest.mark.parametrize("required", REQUIRED)
def test_no_place_of_the_page_is_without_a_scenario(required: str) -> None:
    assert any(re.match(rf"{re.escape(required)}(?=$|[,:])", scenario) for scenario in SCENARIOS)


@pytest.mark.parametrize(("base", "scenarios"), [(FOLDER, HERE), (ROOT / "tests", ELSEWHERE)])
def test_every_scenario_has_the_test_that_is_named(base: Path, scenarios: Mapping[str, str]) -> None:
    for scenario, test in scenarios.items():
        file, _, name = test.partition("::")
        assert name in functions(base / file), scenario


def test_every_test_says_of_which_scenarios_it_is_and_what_the_original_did() -> None:
    named = Counter(HERE.values())
    for test, said in played().items():
        places = said.split("; ")[: named[test]]
        assert {HERE.get(place) for place in places} == {test}, test
        assert len(said.splitlines()) == 1, test


def test_the_four_faults_of_the_counters_are_asked_of_the_engine() -> None:
    text = (ROOT / "tests" / "races" / "test_original_faults.py").read_text("utf-8")
    (listed,) = re.findall(r"^FAULTS = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    assert all(test.partition("::")[2] in listed for scenario, test in ELSEWHERE.items() if scenario.endswith("in the engine"))

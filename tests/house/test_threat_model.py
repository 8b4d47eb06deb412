"""The threat model speaks of this code: every file and every test that it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.product import ROOT

PAGE = ROOT / "THREAT-MODEL.md"
ROOMS = ("core", "bot", "graph_sync", "infra", "tests", "appPackage")
A_PATH = re.compile(rf"(?:(?:{'|'.join(ROOMS)})/[\w./-]*|[\w-]+\.(?:md|py|toml|txt))")


def references(text: str) -> list[str]:
    """What stands in backticks and is a file or a folder, or a test of a file."""
    told = re.findall(r"`([^`\n]+)`", text)
    return [one for one in told if A_PATH.fullmatch(one.partition("::")[0])]


def missing(text: str) -> list[str]:
    """Which of them are nowhere."""
    return [one for one in references(text) if not _is_there(*one.partition("::")[::2])]


def _is_there(file: str, test: str) -> bool:
    return test in _tests_of(file) if test else (ROOT / file).exists()


@cache
def _tests_of(file: str) -> frozenset[str]:
    path = ROOT / file
    parts = ast.parse(path.read_text("utf-8")).body if path.is_file() else []
    return frozenset(one.name for one in parts if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_file_and_test_that_is_named_is_there() -> None:
    assert missing(PAGE.read_text("utf-8")) == []


def test_most_of_what_is_claimed_names_its_proof() -> None:
    """Else the page could go on saying more and more, and nothing would hold it to the code."""
    named = {one for one in references(PAGE.read_text("utf-8")) if "::" in one}
    rows = re.findall(r"^\| (?!---)", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(named) > len(rows) / 2 > 20


@pytest.mark.parametrize(
    "made_up",
    [
        "bot/no_such_file.py",
        "core/no_such_room/",
        "NO-SUCH-PAGE.md",
        "tests/bot/test_no_such.py::test_every_address_stands_in_the_table",
        "tests/bot/test_rights.py::test_nobody_wrote_this",
        "tests/bot/test_rights.py::route_of_",
    ],
)
def test_control_what_is_nowhere_is_found_out(made_up: str) -> None:
    real = "tests/bot/test_rights.py::test_every_address_stands_in_the_table"
    assert missing(f"| a threat | `bot/auth.py` | `{real}`, `{made_up}` |") == [made_up]

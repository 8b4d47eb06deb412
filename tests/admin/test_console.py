"""Results and progress don't get into each other's way."""

from __future__ import annotations

import io
from pathlib import Path

from core.admin.arguments import parse
from core.admin.console import ELSEWHERE_S, Console, counted


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds


def test_on_a_terminal_progress_is_one_line_that_results_take_the_place_of() -> None:
    out, err, watch = io.StringIO(), Screen(), Watch()
    console = Console(out, err, watch.now)
    console.progress("1 of 3")
    console.progress("2 of 3")  # too soon to be seen
    console.tell("found something")
    watch.seconds += 1
    console.progress("3 of 3")
    console.note("done")
    assert out.getvalue() == "found something\n"
    assert err.getvalue() == "\r\x1b[2K1 of 3\r\x1b[2K\r\x1b[2K3 of 3\r\x1b[2Kdone\n"


def test_elsewhere_progress_is_a_line_every_so_often() -> None:
    err, watch = io.StringIO(), Watch()
    console = Console(io.StringIO(), err, watch.now)
    for second in range(int(ELSEWHERE_S * 2) + 1):
        watch.seconds = second
        console.progress(f"second {second}")
    assert err.getvalue() == "second 10\nsecond 20\n"


def test_numbers_have_their_nouns() -> None:
    assert [counted(0, "row"), counted(1, "row"), counted(12345, "row"), counted(2, "entry", "entries")] == [
        "0 rows",
        "1 row",
        "12,345 rows",
        "2 entries",
    ]


def test_the_settings_may_be_named_before_or_after_the_command_or_by_the_environment() -> None:
    named = [["--settings", "a.toml", "verify"], ["verify", "--settings", "a.toml"]]
    assert {parse(arguments, {}).settings for arguments in named} == {Path("a.toml")}
    assert parse(["verify"], {"OFFICE_BOOKER_SETTINGS": "b.toml"}).settings == Path("b.toml")
    assert parse(["--settings", "a.toml", "verify"], {"OFFICE_BOOKER_SETTINGS": "b.toml"}).settings == Path("a.toml")
    assert parse(["verify"], {}).settings == Path("office-booker.toml")

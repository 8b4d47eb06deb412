"""The page about the API: its examples run as they stand, in the order of the page, against the product as a reader starts it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast

import msgspec
import pytest

from bot.api import admin_views, days
from bot.api.types import AskText, Limit, PageQuery, ReasonText
from bot.app import MAX_BODY
from bot.settings import WebSettings
from bot.time_limits import TimeLimits
from core import office_edits, paging, people_edits, rules_edits, stats, waiting
from tests.journeys.conftest import started
from tests.product import ROOT

PAGE = ROOT / "docs" / "api.md"
NOT_RUN = "<!-- not run: needs a tenant -->\n"
BLOCK = re.compile(r"(?P<mark><!-- not run: [^\n]*-->\n)?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\w+\.py)\n")
NEXT = "--- example "
A_TIME = re.compile(r"\d{4}-(?:\d\d-\d\d(?:T[\d:.]+Z)?|W\d\d)")
"""A day, a moment or a week: they are never those of the page."""
ANYTHING = "…"
PROBLEM = "application/problem+json"
A_PROBLEM = b'{"code": "office_full", "detail": "London is full.", "facts": {}, "reference": "12ab"}'


@dataclass(frozen=True, slots=True)
class Example:
    """Something that a reader runs. `told`: what comes out, as the page says; `name`: the file that the page asks to save it as."""

    kind: str
    text: str
    told_as: str = ""
    told: str = ""

    @property
    def name(self) -> str | None:
        found = NAMED.match(self.text)
        return found[1] if found and self.kind == "python" else None


def examples(page: str) -> list[Example]:
    """In the order of the page, each with the output that stands below it."""
    found: list[Example] = []
    for block in BLOCK.finditer(page):
        kind, text = block["kind"], block["text"]
        if block["mark"]:
            continue
        if kind in {"sh", "python"}:
            found.append(Example(kind, text))
        else:
            assert kind in {"json", "text"}, f"a block of what: {text}"
            assert not found[-1].told, f"two outputs of one example: {text}"
            found[-1] = Example(found[-1].kind, found[-1].text, kind, text)
    return found


def alike(told: object, real: object) -> bool:
    """Whether the page tells the truth, but for days and moments, and whatever it leaves out by an ellipsis."""
    if told == ANYTHING:
        return True
    if isinstance(told, dict) and isinstance(real, dict):
        these, those = cast("Mapping[str, object]", told), cast("Mapping[str, object]", real)
        return list(these) == list(those) and all(alike(these[name], those[name]) for name in these)
    if isinstance(told, list) and isinstance(real, list):
        ours, theirs = cast("Sequence[object]", told), cast("Sequence[object]", real)
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    if isinstance(told, str) and isinstance(real, str):
        told, real = A_TIME.sub("when", told), A_TIME.sub("when", real)
        return re.fullmatch(".*".join(map(re.escape, told.split(ANYTHING))), real, re.DOTALL) is not None
    return told == real


def says(example: Example, output: str) -> bool:
    """Whether the output is what the page tells; without a word of the page, whatever it is."""
    if example.told_as == "json":
        return alike(json.loads(example.told), json.loads(output))
    return not example.told or alike(example.told.strip(), output.strip())


def session(read: Sequence[Example], folder: Path, port: int) -> str:
    """All that a reader types, as one script of the shell; the only thing that differs is where the product is."""
    lines = ["set -eu"]
    for number, example in enumerate(read):
        lines.append(f"printf '\\n{NEXT}%s\\n' {number}")
        if example.kind == "python":
            name = example.name or f"example_{number}.py"
            (folder / name).write_text(example.text, "utf-8")
            lines += [] if example.name else [f"python3 {name}"]
        else:
            there = example.text.replace("http://127.0.0.1:3978", f"http://127.0.0.1:{port}")
            lines.append(re.sub(r"dev\.py token ([^)]+)\)", rf"{ROOT}/dev.py token \1 --port {port})", there))
    return "\n".join(lines)


def environment(**more: str) -> dict[str, str]:
    """With this Python as `python3`, whatever else is on the machine."""
    here = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), "NO_PROXY": "127.0.0.1"}
    return os.environ | here | more


@pytest.mark.skipif(os.name == "nt", reason="the page's examples are for a POSIX shell")
def test_the_page_tells_what_happens(tmp_path: Path) -> None:
    missing = [program for program in ("sh", "curl") if not shutil.which(program)]
    assert not missing, f"The examples of {PAGE.name} need {' and '.join(missing)} on this machine."
    read = examples(PAGE.read_text("utf-8"))
    with started(tmp_path) as run:
        folder = tmp_path / "reader"
        folder.mkdir()
        script = session(read, folder, run.port)
        done = subprocess.run(["sh", "-c", script], cwd=folder, env=environment(), capture_output=True, text=True, timeout=120, check=False)
    outputs = re.split(rf"^{NEXT}\d+\n", done.stdout, flags=re.MULTILINE)[1:]
    for example, output in zip(read, outputs, strict=False):
        is_last = output is outputs[-1]
        assert done.returncode == 0 or not is_last, f"This example failed:\n{example.text}\n{output}\n{done.stderr}"
        assert says(example, output), f"The page tells something else:\n{example.text}\n{example.told}\n{output}"
    assert len(outputs) == len(read)


def test_only_what_needs_a_tenant_is_not_run() -> None:
    page = PAGE.read_text("utf-8")
    (left_out,) = [block for block in BLOCK.finditer(page) if block["mark"]]
    assert left_out["mark"] == NOT_RUN
    ast.parse(left_out["text"])
    assert page.count("```") == 2 * len(list(BLOCK.finditer(page))), "no block is passed over"


def test_the_examples_need_nothing_but_python() -> None:
    for example in examples(PAGE.read_text("utf-8")):
        if example.kind == "python":
            nodes = list(ast.walk(ast.parse(example.text)))
            names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
            names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
            assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"booker"}


@dataclass(slots=True)
class Weather:
    """What a client gets to see, one answer after the other; the last one for ever. None: the connection is lost. What it sent is kept."""

    answers: list[tuple[HTTPStatus, str] | None]
    sent: list[object] = field(default_factory=list[object])

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.sent.append(json.loads(request.rfile.read(int(request.headers["Content-Length"]))))
        told = self.answers[min(len(self.sent), len(self.answers)) - 1]
        if told is None:
            return
        status, kind = told
        request.send_response(status)
        for name, value in {"Content-Type": kind, "Retry-After": "0", "Content-Length": str(len(A_PROBLEM))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(A_PROBLEM)


def tried(weather: Weather, folder: Path) -> subprocess.CompletedProcess[str]:
    """The client of the page sends a wish in that weather."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            weather.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
            pass

    (client,) = [example for example in examples(PAGE.read_text("utf-8")) if example.name]
    (folder / "booker.py").write_text(client.text, "utf-8")
    (folder / "wish.py").write_text('from booker import call\nprint(call("POST", "/api/bookings", {"office": "london"})["code"])\n')
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        told = environment(BASE=f"http://127.0.0.1:{server.server_port}", TOKEN="any")
        done = subprocess.run([sys.executable, "wish.py"], cwd=folder, env=told, capture_output=True, text=True, timeout=30, check=False)
        server.shutdown()
    return done


def test_the_client_of_the_page_sends_the_same_wish_until_there_is_an_answer(tmp_path: Path) -> None:
    busy = [(HTTPStatus.SERVICE_UNAVAILABLE, PROBLEM), (HTTPStatus.TOO_MANY_REQUESTS, PROBLEM), (HTTPStatus.BAD_GATEWAY, "text/html")]
    weather = Weather([None, *busy, (HTTPStatus.CREATED, "application/json")])
    done = tried(weather, tmp_path)
    assert (done.returncode, done.stdout) == (0, "office_full\n"), done.stderr
    assert len(weather.sent) == 5
    assert all(wish == weather.sent[0] for wish in weather.sent)


@pytest.mark.parametrize(
    ("answer", "said", "times"),
    [
        ((HTTPStatus.CONFLICT, PROBLEM), "Refused: office_full: London is full. (reference 12ab)", 1),
        ((HTTPStatus.NOT_FOUND, "text/html"), "HTTP Error 404: Not Found", 1),
        ((HTTPStatus.SERVICE_UNAVAILABLE, PROBLEM), "Refused: office_full: London is full. (reference 12ab)", 5),
        ((HTTPStatus.BAD_GATEWAY, "text/html"), "HTTP Error 502: Bad Gateway", 5),
    ],
)
def test_the_client_of_the_page_tells_a_no_and_gives_up_in_the_end(
    answer: tuple[HTTPStatus, str], said: str, times: int, tmp_path: Path
) -> None:
    weather = Weather([answer])
    done = tried(weather, tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(weather.sent) == times


@pytest.mark.parametrize(
    ("told", "real", "is_alike"),
    [
        ('{"a": 1, "b": ["x"]}', '{"a": 1, "b": ["x"]}', True),
        ('{"a": 1}', '{"a": 2}', False),
        ('{"a": 1}', '{"a": 1, "b": 2}', False),
        ('{"a": 1, "b": 2}', '{"a": 1}', False),
        ('{"a": [1]}', '{"a": [1, 1]}', False),
        ('{"a": true}', '{"a": "true"}', False),
        ('{"a": "…"}', '{"a": [1, 1]}', True),
        ('{"a": "2026-11-27.london.…"}', '{"a": "2031-01-02.london.x"}', True),
        ('{"a": "2026-11-27.london.…"}', '{"a": "2031-01-02.oslo.x"}', False),
        ('{"a": "2026-11-24T09:15:02.1Z"}', '{"a": "2031-01-02"}', True),
        ('{"a": "One.…"}', '{"a": "One, two."}', False),
    ],
)
def test_what_the_page_tells_is_compared_with_what_comes(told: str, real: str, *, is_alike: bool) -> None:
    assert alike(json.loads(told), json.loads(real)) is is_alike


def test_every_link_of_the_page_leads_somewhere() -> None:
    for target, place in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", PAGE.read_text("utf-8")):
        there = (PAGE.parent / target).resolve() if target else PAGE
        headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.MULTILINE)
        assert not place or place in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, place


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    times, web = TimeLimits(), WebSettings(public_url="")
    limit, ask, reason = (msgspec.json.schema(one) for one in (Limit, AskText, ReasonText))
    (ask_lengths,) = re.findall(r"\{(\d+),(\d+)\}", ask["pattern"])
    expected = [
        [web.calls_per_minute],
        [web.calls_per_minute_open],
        [MAX_BODY / 1024],
        [times.body_s],
        [times.call_s],
        [times.table_s],
        [limit["minimum"], limit["maximum"], PageQuery().limit],
        [paging.MOST_LOOKED_AT],
        [days.MAX_DAYS],
        [stats.MAX_DAYS],
        [int(length) for length in ask_lengths],
        [reason["maxLength"]],
        [admin_views.MOST_NAMED],
        [waiting.MAX_WAITING],
        [office_edits.MAX_CAPACITY],
        [people_edits.MAX_ALLOWANCE],
        [rules_edits.LIMITS["advance_booking_days"][1]],
    ]
    rows = re.findall(r"^\| .+? \| (.+?) \| .+? \|$", PAGE.read_text("utf-8"), re.MULTILINE)[1:]
    assert [[float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", row)] for row in rows] == expected

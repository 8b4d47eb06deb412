"""The whole product as a new user starts it: `python3 dev.py run`, with everything it keeps in a temporary folder."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import time
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.async_api import Browser, BrowserContext, FrameLocator, expect

from core.clock import SystemClock
from infra.local import world
from tests.product import free_ports, process, wait_until_up

UP = "Ctrl-C ends it."
SOON_MS = 3_000
"""How long a person waits for the calendar at most."""


@dataclass(slots=True)
class Running:
    """Where the parts of the run are, and what a person at the keyboard would know of them."""

    port: int
    log: Path

    @property
    def service(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def outlook(self) -> str:
        return f"http://127.0.0.1:{self.port + 2}"

    @property
    def teams(self) -> str:
        return f"http://127.0.0.1:{self.port + 3}"

    def teams_as(self, name: str, theme: str = "default") -> str:
        return f"{self.teams}/?person={person(name).oid}&theme={theme}"

    def calendar_of(self, name: str) -> str:
        return f"{self.outlook}/calendar/{self.oid(name)}"

    def oid(self, name: str) -> str:
        """The object id of anybody; whoever is not in the directory yet is from then on."""
        body = self.token(name).split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["oid"])

    def token(self, name: str) -> str:
        body = json.dumps({"name": name}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port + 1}/local/token", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)["token"])

    def call(self, method: str, path: str, name: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token(name)}", "Content-Type": "application/json", "If-Match": "*"}
        request = urllib.request.Request(f"{self.service}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return cast("object", json.loads(text)) if text else None

    def kill(self, name: str) -> None:
        """End a process without a warning, as a machine that loses its power does."""
        self._send(name, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)

    def end(self, name: str) -> None:
        """Ask a process to end, as an operator does; `dev.py run` starts it again."""
        self._send(name, signal.SIGTERM)

    def _send(self, name: str, number: int) -> None:
        found = re.findall(rf"{name} (\d+)", self.log.read_text("utf-8"))
        os.kill(int(found[-1]), number)


def person(name: str) -> world.Person:
    return next(one for one in world.PEOPLE if one.first == name)


def today() -> str:
    return SystemClock().now().date().isoformat()


@contextmanager
def started(data: Path, environ: Mapping[str, str] | None = None) -> Generator[Running]:
    """A run of its own; `environ` are settings that differ from the local world's."""
    port = free_ports(4)
    log = data / "dev.log"
    said_before = log.read_text("utf-8").count(UP) if log.exists() else 0
    with process(["dev.py", "run", "--port", str(port), "--data", str(data / "data")], log, environ) as run_by_dev:
        run = Running(port, log)
        wait_until_up(f"{run.service}/healthz/ready", run_by_dev, log)
        wait_until_up(f"{run.teams}/", run_by_dev, log)
        while log.read_text("utf-8").count(UP) == said_before:  # it tells its processes' numbers last
            time.sleep(0.05)
        yield run


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    with started(tmp_path_factory.mktemp("run")) as run:
        yield run


def day_after(days: int) -> date:
    return SystemClock().now().date() + timedelta(days=days)


def spoken(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


async def person_at(browser: Browser, width: int = 1280) -> BrowserContext:
    return await browser.new_context(locale="en-GB", viewport={"width": width, "height": 1000})


async def choose_office(tab: FrameLocator, name: str) -> None:
    await tab.get_by_role("button", name=re.compile("change office")).click()
    await tab.get_by_role("menuitemradio", name=re.compile(name)).click()
    await expect(tab.get_by_role("button", name=re.compile(f"{name}, change office"))).to_be_visible()


async def come_back_to(tab: FrameLocator) -> None:
    """As somebody who looked at something else: the tab reads the days anew at once, not only at its next round."""
    await tab.locator("body").evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def fill(running: Running, office: str, day: date, people: str, count: int, **more: object) -> list[str]:
    """Book a day full; the names of those who have it."""
    names = [f"{people} {number}" for number in range(count)]
    for name in names:
        wish = {"ask": f"ask-of-{people.lower()}", "office": office, "date": day.isoformat(), **more}
        running.call("POST", "/api/bookings", name, wish)
    return names


def give_back(running: Running, name: str) -> None:
    for booking in running.call("GET", "/api/bookings", name)["bookings"]:
        running.call("DELETE", f"/api/bookings/{booking['id']}", name)

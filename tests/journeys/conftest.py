"""The whole product as a new user starts it: `python3 dev.py run`, with everything it keeps in a temporary folder."""

from __future__ import annotations

import json
import os
import re
import signal
import time
import urllib.request
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from core.clock import SystemClock
from infra.local import world
from tests.product import free_ports, process, wait_until_up


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
        return f"{self.outlook}/calendar/{person(name).oid}"

    def token(self, name: str) -> str:
        body = json.dumps({"name": name}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port + 1}/local/token", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.load(answer)["token"])

    def call(self, method: str, path: str, name: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token(name)}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.service}{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return cast("object", json.loads(text)) if text else None

    def kill(self, name: str) -> None:
        """End a process without a warning, as a machine that loses its power does."""
        found = re.findall(rf"{name} (\d+)", self.log.read_text("utf-8"))
        pid = int(found[-1])
        os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def person(name: str) -> world.Person:
    return next(one for one in world.PEOPLE if one.first == name)


def today() -> str:
    return SystemClock().now().date().isoformat()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Running]:
    data = tmp_path_factory.mktemp("run")
    port = free_ports(4)
    log = data / "dev.log"
    with process(["dev.py", "run", "--port", str(port), "--data", str(data / "data")], log) as started:
        run = Running(port, log)
        wait_until_up(f"{run.service}/healthz/ready", started, log)
        wait_until_up(f"{run.teams}/", started, log)
        while "Ctrl-C ends it." not in log.read_text("utf-8"):  # it tells its processes' numbers last
            time.sleep(0.05)
        yield run

"""How long the web process takes to be ready, and how much memory it holds then."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import psutil

from tests.product import ROOT, free_ports, process, status_of

SETTINGS = ROOT / "infra" / "local" / "office-booker.toml"


def measure_start() -> list[str]:
    """The best of three starts: the first one also writes Python's caches."""
    seconds: list[float] = []
    memory: list[float] = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            port = free_ports(1)
            environ = {"OFFICE_BOOKER__WEB__LISTEN": f"127.0.0.1:{port}", "OFFICE_BOOKER__STORE__PATH": f"{folder}/house.db"}
            started = time.perf_counter()
            with process(["-m", "bot", "--settings", str(SETTINGS)], Path(folder) / "log", environ) as web:
                while status_of(f"http://127.0.0.1:{port}/healthz/ready") != 200:
                    time.sleep(0.01)
                seconds.append(time.perf_counter() - started)
                memory.append(psutil.Process(web.pid).memory_info().rss / 2**20)
    return [f"web process: ready after {min(seconds):.2f} s (first {seconds[0]:.2f} s), {max(memory):.0f} MiB"]

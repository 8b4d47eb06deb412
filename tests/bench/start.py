"""How long the web process takes to be ready, and how much memory it holds then."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from tests.bench.figures import Figure
from tests.bench.size import Size
from tests.product import ROOT, free_ports, process, status_of

SETTINGS = ROOT / "infra" / "local" / "office-booker.toml"


async def measure(size: Size) -> Sequence[Figure]:
    """The best of some starts: the first one also writes Python's caches."""
    starts = [await asyncio.to_thread(_start) for _ in range(size.starts)]
    seconds = [start[0] for start in starts]
    return [
        Figure("web process ready", f"{min(seconds):.2f} s", f"the best of {size.starts} starts; the first took {seconds[0]:.2f} s"),
        Figure("web process holds", f"{max(start[1] for start in starts):.0f} MiB", "resident memory when it is ready"),
    ]


def _start() -> tuple[float, float]:
    """Seconds and MiB."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        port = free_ports(1)
        environ = {"OFFICE_BOOKER__WEB__LISTEN": f"127.0.0.1:{port}", "OFFICE_BOOKER__STORE__PATH": f"{folder}/house.db"}
        started = time.perf_counter()
        with process(["-m", "bot", "--settings", str(SETTINGS)], log, environ) as web:
            while status_of(f"http://127.0.0.1:{port}/healthz/ready") != 200:
                assert web.poll() is None, log.read_text("utf-8", "replace")
                time.sleep(0.01)
            return time.perf_counter() - started, psutil.Process(web.pid).memory_info().rss / 2**20

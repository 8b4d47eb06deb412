"""The product's real processes for tests, started and stopped as an operator would."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_TIMEOUT_S = 60.0


def free_ports(count: int) -> int:
    """The first of so many neighbouring ports that nobody listens on."""
    for first in range(20_000 + os.getpid() % 10_000, 60_000, count):
        if all(_is_free(port) for port in range(first, first + count)):
            return first
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def process(command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None) -> Generator[subprocess.Popen[bytes]]:
    """A process of ours; ended when the block ends, however it ends."""
    with log.open("ab") as output:
        running = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=os.environ | (environ or {}), stdout=output, stderr=output)
    try:
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGTERM)
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def status_of(address: str) -> int | None:
    """HTTP's status at an address; None if nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def wait_until_up(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for an address to answer 200; fails with the process's own words if it does not."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and running.poll() is None:
        if status_of(address) == 200:
            return
        time.sleep(0.05)
    raise AssertionError(f"{address} did not come up:\n{log.read_text('utf-8', 'replace')[-4000:]}")

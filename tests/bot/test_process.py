"""The web process as an operator meets it: it starts lean, says what is wrong with its settings, and drains before it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.product import ROOT, free_ports, process, status_of, wait_until_up

SETTINGS = ROOT / "infra" / "local" / "office-booker.toml"


def test_the_web_process_imports_neither_graph_nor_msal_nor_the_local_world() -> None:
    code = "import bot.__main__, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not {"msgraph", "msal", "kiota_http", "httpx", "requests", "graph_sync", "infra", "azure"} & set(loaded)


def test_bad_settings_end_the_start_with_every_fault_in_words(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[web]\nlisten = 3978\n[policy]\nadvance_booking_days = 0\n")
    done = subprocess.run([sys.executable, "-m", "bot", "--settings", str(bad)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    for word in ("public_url", "advance_booking_days", "tenants", "client_id", "[[offices]]"):
        assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_draining_process_answers_not_ready_serves_on_and_ends_well(tmp_path: Path) -> None:
    port = free_ports(1)
    address = f"http://127.0.0.1:{port}"
    environ = {
        "OFFICE_BOOKER__WEB__LISTEN": f"127.0.0.1:{port}",
        "OFFICE_BOOKER__WEB__DRAIN_SECONDS": "2",
        "OFFICE_BOOKER__STORE__PATH": str(tmp_path / "house.db"),
    }
    log = tmp_path / "web.log"
    with process(["-m", "bot", "--settings", str(SETTINGS)], log, environ) as web:
        wait_until_up(f"{address}/healthz/ready", web, log)
        web.send_signal(signal.SIGTERM)
        seen = _statuses_until_gone(address, web)
        assert web.wait(30) == 0
    assert (503, 200) in seen, "while it drains it must be not ready, live, and still serve"


def _statuses_until_gone(address: str, web: subprocess.Popen[bytes]) -> set[tuple[int | None, int | None]]:
    seen: set[tuple[int | None, int | None]] = set()
    while web.poll() is None:
        seen.add((status_of(f"{address}/healthz/ready"), status_of(f"{address}/api/config")))
        time.sleep(0.05)
    return seen

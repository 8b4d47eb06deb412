"""Starts the product in the local world: three processes, their addresses, and an orderly end. Standard library alone, for `dev.py`."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from infra.local import world

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 40.0
"""More than the web process takes to finish what it holds."""
POLL_S = 0.1


class Launch:
    """One local run: the product on `port`, Entra, Outlook and Teams on the next three, everything kept in `data`."""

    def __init__(self, *, port: int, data: Path, settings: Path, store: str, say: Callable[[str], None]) -> None:
        self._port = port
        self._data = data
        self._settings = settings
        self._store = store
        self._say = say
        self.service, self.entra, self.outlook, self.teams = (f"http://127.0.0.1:{number}" for number in range(port, port + 4))

    def fault(self) -> str | None:
        """What stands in the way, in a sentence."""
        for number, name in enumerate(("service", "local Entra", "local Outlook", "local Teams"), start=self._port):
            if not _is_free(number):
                return f"Port {number}, which the {name} needs, is taken. Choose another with --port."
        return None if self._settings.is_file() else f"There is no settings file {self._settings}."

    def run(self, python: Path) -> int:
        """Start everything, tell where it is, keep it running until Ctrl-C or SIGTERM; the exit code."""
        stopping = _stop_on_signals()
        children = self._children(python)
        try:
            for child in children:
                child.start()
                if child.address and not _wait_until_up(child.address, child, stopping):
                    if not stopping():
                        self._say(f"The {child.name} did not start:\n{child.last_words()}")
                    return 0 if stopping() else 1
            self._tell(children)
            while not stopping():
                for child in children:
                    if child.restart_if_ended():
                        self._say(f"The {child.name} ended and was started again; see {child.log}.")
                time.sleep(POLL_S)
        finally:
            self._say("Stopping …")
            for child in reversed(children):
                child.stop()
        return 0

    def _children(self, python: Path) -> list[Child]:
        tls_port = _any_free_port()
        product = os.environ | self._overrides(tls_port)
        settings = ["--settings", str(self._settings)]
        logs = self._data / "logs"
        world_command = [str(python), "-m", "infra.local", *self._world_options(tls_port)]
        children = [Child("local world", world_command, os.environ, logs, self.teams)]
        if self._store == "cosmos":
            children.append(self._cosmos(python, product, logs))
        service = product | self._identity()
        children.append(Child("service", [str(python), "-m", "bot", *settings], service, logs, f"{self.service}/healthz/ready"))
        children.append(Child("calendar clerk", [str(python), "-m", "graph_sync", *settings], product, logs))
        return children

    def _cosmos(self, python: Path, product: dict[str, str], logs: Path) -> Child:
        """The stand-in that the tests use, on any free port; the product is told of it like of an account, but for the key."""
        port = _any_free_port()
        key_file = self._data / "local" / "cosmos-key"
        key_file.parent.mkdir(parents=True, exist_ok=True)
        key_file.write_text(_output_of([str(python), "-c", "from tests.cosmos_gateway.auth import KEY; print(KEY)"]), "ascii")
        store = {"KIND": "cosmos", "ENDPOINT": f"http://127.0.0.1:{port}", "KEY_FILE": str(key_file)}
        product |= {f"OFFICE_BOOKER__STORE__{name}": json.dumps(value) for name, value in store.items()}
        data = str(self._data / "local" / "cosmos.json")
        command = [str(python), "-m", "tests.cosmos_gateway", "--port", str(port), "--data", data]
        return Child("Cosmos stand-in", command, os.environ, logs, f"http://127.0.0.1:{port}/")

    def _world_options(self, tls_port: int) -> list[str]:
        entra, outlook, teams = (str(self._port + offset) for offset in (1, 2, 3))
        ports = ["--entra-port", entra, "--outlook-port", outlook, "--teams-port", teams, "--entra-tls-port", str(tls_port)]
        return ["--service", self.service, "--data", str(self._data / "local"), *ports]

    def _identity(self) -> dict[str, str]:
        """What App Service tells a process that has a managed identity; the service alone has one, which is the bot's."""
        return {"IDENTITY_ENDPOINT": f"{self.entra}/msi/token", "IDENTITY_HEADER": world.IDENTITY_HEADER}

    def _overrides(self, tls_port: int) -> dict[str, str]:
        """The product is told by settings alone that its Microsoft 365 is this one. JSON's texts and lists are TOML's, too."""
        local = self._data / "local"
        overrides: dict[str, object] = {
            "WEB__LISTEN": f"127.0.0.1:{self._port}",
            "WEB__PUBLIC_URL": self.service,
            "WEB__HOST_ORIGINS": [self.teams],
            "WEB__DRAIN_SECONDS": 0.5,
            "ENTRA__AUTHORITY": self.entra,
            "ENTRA__TENANTS": [world.TENANT],
            "ENTRA__CLIENT_ID": world.APP_CLIENT_ID,
            "CHAT__APP_ID": world.BOT_APP_ID,
            "CHAT__OPENID_URL": f"{self.teams}/botframework/v1/.well-known/openidconfiguration",
            "CHAT__SERVICE_HOSTS": ["127.0.0.1"],
            "STORE__PATH": str(self._data / "office-booker.db"),
            "GRAPH__URL": f"{self.outlook}/v1.0",
            "GRAPH__AUTHORITY": f"https://127.0.0.1:{tls_port}",
            "GRAPH__TENANT": world.TENANT,
            "GRAPH__CLIENT_ID": world.SYNC_CLIENT_ID,
            "GRAPH__CREDENTIAL": "certificate",
            "GRAPH__CERTIFICATE_FILE": str(local / "sync-identity.pem"),
            "GRAPH__CA_FILE": str(local / "entra-tls.pem"),
        }
        return {f"OFFICE_BOOKER__{name}": json.dumps(value) for name, value in overrides.items()}

    def _tell(self, children: Sequence[Child]) -> None:
        lines = [
            "",
            "Office Booker runs. Open one of these:",
            f"  {self.teams}   Teams, with the tab",
            f"  {self.teams}/#chat   Teams, where one chats with the bot; two groups to mention @Office Booker in",
            f"  {self.service}   the tab in a plain browser",
            f"  {self.service}/guard   the guard's scanner",
            f"  {self.outlook}   everybody's calendar (Outlook)",
            f"  {self.entra}   who can sign in (Entra)",
            "",
            "Who can sign in:",
            *(f"  {person.name:16} {person.email:32} {person.note}".rstrip() for person in world.PEOPLE),
            "",
            f"A token for scripts: python3 dev.py token {world.PEOPLE[0].first} --port {self._port}",
            "Processes: " + ", ".join(f"{child.name} {child.pid}" for child in children) + f"; logs in {children[0].log.parent}",
            "Ctrl-C ends it.",
        ]
        self._say("\n".join(lines))


class Child:
    """A process of the run."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], logs: Path, address: str = "") -> None:
        self.name = name
        self.address = address
        self.log = logs / f"{name.replace(' ', '-')}.log"
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    @property
    def pid(self) -> int:
        """The process's number; 0 while there is none."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it in a group of its own: Ctrl-C is for `dev.py`, which then stops its children in order."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        windows = sys.platform == "win32"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own processes
                self._command,
                env=self._environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP if sys.platform == "win32" else 0,
                start_new_session=not windows,
            )
        self._not_before = time.monotonic() + 1

    def has_ended(self) -> bool:
        """Whether it ended by itself."""
        return self._process is not None and self._process.poll() is not None

    def restart_if_ended(self) -> bool:
        """Start it again, at most once a second; whether it was."""
        if not self.has_ended() or time.monotonic() < self._not_before:
            return False
        self.start()
        return True

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text("utf-8", "replace")[-3000:]

    def stop(self) -> None:
        """Ask it to end, wait, and insist only after a long while."""
        if self._process is None or self.has_ended():
            return
        self._process.send_signal(signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _stop_on_signals() -> Callable[[], bool]:
    """Note Ctrl-C and SIGTERM; the answer says whether one came."""
    came: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda signum, _frame: came.append(signum))
    return lambda: bool(came)


def _wait_until_up(address: str, child: Child, stopping: Callable[[], bool]) -> bool:
    """Wait for an address to answer; False if its process ends first, time runs out, or a stop is asked for."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and not stopping() and not child.has_ended():
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own loopback address
                return True
        except urllib.error.HTTPError as error:
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                return True  # it answers; what it refuses is another matter
        except OSError:
            pass
        time.sleep(POLL_S)
    return False


def _output_of(command: Sequence[str]) -> str:
    """What a command of ours prints."""
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode("ascii")  # noqa: S603 - our own


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _any_free_port() -> int:
    """For the Entra over TLS, which only the clerk's library insists on: nobody needs to know it beforehand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

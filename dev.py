#!/usr/bin/env python3
"""Every chore of this repository, with the standard library alone: python3 dev.py --help."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WORK = ROOT / ".dev"
VENV = ROOT / ".venv"
TAB = ROOT / "bot" / "tab"
LOCAL_WORLD = ROOT / "infra" / "local"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
LOCAL_SETTINGS = LOCAL_WORLD / "office-booker.toml"
OPENAPI = WORK / "openapi.json"
MIN_NODE = (20, 19)


def main() -> None:
    """Run the chore that was named."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said in a sentence rather than by a traceback
        sys.exit(f"Office Booker needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    parser = argparse.ArgumentParser(description="Chores of Office Booker.")
    chores = parser.add_subparsers(dest="chore", required=True)

    def chore(name: str, text: str, do: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        sub = chores.add_parser(name, help=text, description=text, allow_abbrev=False)
        sub.set_defaults(do=do)
        return sub

    run = chore("run", "Set up what is missing and run the product in a local Microsoft 365.", do_run)
    run.add_argument("--port", type=int, default=3978, help="port of the service; the local Entra, Outlook and Teams take the next three")
    run.add_argument("--data", type=Path, default=WORK / "data", help="where bookings and calendars are kept")
    run.add_argument("--settings", type=Path, default=LOCAL_SETTINGS, help="settings to use; addresses are set for you")
    run.add_argument(
        "--store", choices=["sqlite", "cosmos"], default="sqlite", help="where bookings are kept; cosmos is a stand-in of Azure Cosmos DB"
    )
    test = chore("test", "Check and test everything, with a real browser. Other arguments go to pytest: those tests, no checks.", do_test)
    test.add_argument("--cosmos", metavar="URL", help="the contract suite alone, also on this Azure Cosmos DB account or emulator")
    test.add_argument(
        "--cosmos-key-file", metavar="FILE", type=Path, help="the account's key; else the Azure login of this machine is used"
    )
    token = chore("token", "Print a bearer token for the API, for a person or an application of the running local Entra.", do_token)
    whose = token.add_mutually_exclusive_group(required=True)
    whose.add_argument("name", nargs="?", help="a first name, full name, address or object id; somebody unknown becomes a new person")
    whose.add_argument("--app", metavar="ROLE", choices=["SelfTest"], help="an application that holds this role, and acts for nobody")
    token.add_argument("--port", type=int, default=3978, help="the port given to run")
    chore("setup", "Install what is missing and build the tab.", lambda _: set_up(develop=True))
    chore("check", "Formatting, lint, types, import rules, stale files, and the tab's own tests.", do_check)
    bench = chore("bench", "Measure the engine, both stores, the web process and its memory, in one run.", do_bench)
    bench.add_argument("part", nargs="*", help="only these parts; a word that is none names them all")
    chore("package", "Build the wheel, with the tab in it, into dist/.", do_package)
    chore("lock", "Resolve the Python dependencies anew into the requirements files.", do_lock)
    chore("clean", "Remove everything that the chores made.", do_clean)
    arguments, others = parser.parse_known_args()
    arguments.pytest = others
    if others and arguments.chore != "test":
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    arguments.do(arguments)


# --- set-up ---------------------------------------------------------------------------------------------------------------


def set_up(*, develop: bool) -> None:
    """The packages of Python, of the tab and of the local Teams at the same time, then the tab; each only if something changed."""
    npm = node_tools()
    WORK.mkdir(exist_ok=True)
    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(install_python, develop=develop), pool.submit(install_tab, npm), pool.submit(install_local, npm)]
        for job in jobs:
            job.result()
    build_tab(npm)


def node_tools() -> str:
    """Where npm is; ends with a plain sentence where Node is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        sys.exit("Office Booker's tab is built with Node.js 20.19 or newer, which is not on this machine: get it from https://nodejs.org.")
    version = output([node, "--version"]).strip().lstrip("v")
    if tuple(map(int, version.split(".")[:2])) < MIN_NODE:
        sys.exit(f"Office Booker's tab is built with Node.js 20.19 or newer; this is {version}.")
    return npm


def install_python(*, develop: bool) -> None:
    """The locked packages, checked by their hashes, in a virtual environment of this folder."""
    requirements = ROOT / ("requirements-dev.txt" if develop else "requirements.txt")
    if is_done(VENV, "python-dev", requirements_of(develop=True)) or is_done(VENV, requirements.stem, requirements_of(develop=develop)):
        return
    say("Installing the Python packages …")
    if not PYTHON.exists():
        call([sys.executable, "-m", "venv", str(VENV)], log="venv")
    # --no-compile: msgraph-sdk alone has 16,000 files, of which some forty are ever imported.
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", "--require-hashes"]
    call([*install, "-r", str(requirements)], log="pip")
    note_done(VENV, "python-dev" if develop else requirements.stem, requirements_of(develop=develop))


def requirements_of(*, develop: bool) -> list[Path]:
    """The files that decide which packages are installed."""
    return [ROOT / ("requirements-dev.txt" if develop else "requirements.txt")]


def install_tab(npm: str) -> None:
    """The tab's packages."""
    install_node(npm, TAB, "the tab's packages", log="npm")


def install_local(npm: str) -> None:
    """The one package of the local Teams, which draws cards."""
    install_node(npm, LOCAL_WORLD, "the local Teams' package", log="npm-local")


def install_node(npm: str, folder: Path, what: str, *, log: str) -> None:
    """A folder's packages, as its lock file says."""
    sources = [folder / "package.json", folder / "package-lock.json"]
    if is_done(folder / "node_modules", "installed", sources):
        return
    say(f"Installing {what} …")
    call([npm, "ci", "--no-progress"], log=log, cwd=folder)
    note_done(folder / "node_modules", "installed", sources)


def build_tab(npm: str) -> None:
    """The tab's files for the browser."""
    names = ("*.json", "*.ts", "*.html", "src/**/*", "public/**/*")
    sources = sorted({path for name in names for path in TAB.glob(name) if path.is_file()})
    dist = TAB / "dist"
    if is_done(dist, "built", sources):
        return
    say("Building the tab …")
    call([npm, "run", "build"], log="tab-build", cwd=TAB)
    note_done(dist, "built", sources)


def is_done(folder: Path, name: str, sources: Sequence[Path]) -> bool:
    """Whether the folder was made from just these sources."""
    stamp = folder / f".{name}.stamp"
    return stamp.is_file() and stamp.read_text() == fingerprint(sources)


def note_done(folder: Path, name: str, sources: Sequence[Path]) -> None:
    """Note what the folder was made from."""
    (folder / f".{name}.stamp").write_text(fingerprint(sources))


def fingerprint(sources: Iterable[Path]) -> str:
    """One word for the content of the files."""
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


# --- run ------------------------------------------------------------------------------------------------------------------


def do_run(arguments: argparse.Namespace) -> None:
    """The product and a local Microsoft 365, until Ctrl-C or SIGTERM."""
    from infra.local.launch import Launch  # noqa: PLC0415 - wanted by this chore only

    launch = Launch(
        port=arguments.port, data=arguments.data.resolve(), settings=arguments.settings.resolve(), store=arguments.store, say=say
    )
    fault = launch.fault()
    if fault:
        sys.exit(fault)
    set_up(develop=False)
    sys.exit(launch.run(PYTHON))


def do_token(arguments: argparse.Namespace) -> None:
    """A token of the local Entra that runs beside the service."""
    address = f"http://127.0.0.1:{arguments.port + 1}/local/token"
    body = json.dumps({"app": arguments.app} if arguments.app else {"name": arguments.name}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
            say(json.load(answer)["token"])
    except urllib.error.HTTPError as error:
        sys.exit(f"The local Entra refused: {error.read().decode('utf-8', 'replace')}")
    except OSError:
        sys.exit(f"No local Entra answers on port {arguments.port + 1}. Is `python3 dev.py run --port {arguments.port}` running?")


# --- check and test -------------------------------------------------------------------------------------------------------


def do_check(_: argparse.Namespace) -> None:
    """Everything that can be said without running the product."""
    set_up(develop=True)
    check()


def check() -> None:
    """Each check in turn; all are run, then the failures are named."""
    npm = node_tools()
    failed = [name for name, command, cwd in checks(npm) if not passes(name, command, cwd)]
    if not is_tab_type_fresh(npm):
        failed.append("tab types")
        say("The tab's types of the API were stale and have been written anew: look at them and commit them.")
    if failed:
        sys.exit("Failed: " + ", ".join(failed))
    say("All checks passed.")


def checks(npm: str) -> list[tuple[str, list[str], Path]]:
    """Name, command and folder of each check."""
    python = [str(PYTHON), "-m"]
    return [
        ("format", [*python, "ruff", "format", "--check", "--quiet"], ROOT),
        ("lint", [*python, "ruff", "check", "--quiet"], ROOT),
        ("types", [*python, "basedpyright", "--warnings"], ROOT),
        ("imports", [str(PYTHON.with_name("lint-imports")), "--cache-dir", str(WORK / "imports")], ROOT),
        ("tab types", [npm, "run", "--silent", "check"], TAB),
        ("tab tests", [npm, "run", "--silent", "test"], TAB),
    ]


def passes(name: str, command: Sequence[str], cwd: Path) -> bool:
    """Run a check; its output is shown only when it fails."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    say(f"{name:10} {'ok' if done.returncode == 0 else 'FAILED'}  {time.monotonic() - started:.1f} s")
    if done.returncode != 0:
        say(done.stdout.decode("utf-8", "replace"))
    return done.returncode == 0


def is_tab_type_fresh(npm: str) -> bool:
    """Make the tab's types from the API as it is now; whether the kept ones were the same."""
    kept = TAB / "src" / "api" / "schema.d.ts"
    before = kept.read_bytes()
    OPENAPI.write_text(output([str(PYTHON), "-m", "bot.api.openapi"]), "utf-8")
    call([npm, "run", "types", "--", str(OPENAPI)], log="tab-types", cwd=TAB)
    return kept.read_bytes() == before


def do_test(arguments: argparse.Namespace) -> None:
    """The checks, then every test; with arguments, only those tests."""
    set_up(develop=True)
    only: list[str] = arguments.pytest
    if arguments.cosmos or arguments.cosmos_key_file:
        sys.exit(run_contract_suite(arguments.cosmos, arguments.cosmos_key_file, only))
    if not only:
        check()
    sys.exit(run_pytest(only, {"CHROMIUM": find_browser()}))


def run_contract_suite(url: str | None, key_file: Path | None, only: list[str]) -> int:
    """The contract suite, with a real account or an emulator among its stores; the tests may then speak to other machines."""
    if not url:
        sys.exit("--cosmos-key-file holds the key of the account that --cosmos names: give both.")
    if key_file and not key_file.is_file():
        sys.exit(f"--cosmos-key-file names {key_file}, where there is no file.")
    environ = {"OFFICE_BOOKER_TEST_COSMOS": url, "OFFICE_BOOKER_TEST_COSMOS_KEY_FILE": str(key_file.resolve()) if key_file else ""}
    return run_pytest(["--force-enable-socket", *(only or ["tests/contract"])], environ)


def run_pytest(arguments: list[str], environ: dict[str, str]) -> int:
    """Pytest's own exit code."""
    return subprocess.run([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=os.environ | environ, check=False).returncode


def find_browser() -> str:
    """A Chromium for the tests: the one named, one of the machine, Playwright's, or Debian's. Ends with a sentence if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            sys.exit(f"CHROMIUM names {named}, where there is no file.")
        return named
    for find in (browser_of_machine, browser_of_playwright, browser_of_debian):
        found = find()
        if found:
            return found
    sys.exit("The tests need a Chromium, Chrome or Edge: install one, or name it in CHROMIUM.")


def browser_of_machine() -> str | None:
    """A browser that is installed already."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
    places = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ]
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        folder = os.environ.get(variable, "")
        places += [f"{folder}/Google/Chrome/Application/chrome.exe", f"{folder}/Microsoft/Edge/Application/msedge.exe"]
    on_path = (shutil.which(name) for name in names)
    return next((found for found in [*on_path, *(place for place in places if Path(place).is_file())] if found), None)


def browser_of_playwright() -> str | None:
    """The one that Playwright can fetch, where the network allows it."""
    say("No browser is on this machine; asking Playwright for one …")
    fetch = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    if subprocess.run(fetch, capture_output=True, check=False, timeout=600).returncode != 0:
        return None
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    return output([str(PYTHON), "-c", ask]).strip() or None


def browser_of_debian() -> str | None:
    """Debian's package, where this user may install it."""
    if WINDOWS or not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    say("Installing Debian's Chromium …")
    call(["apt-get", "update", "-q"], log="apt")
    call(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], log="apt")
    return shutil.which("chromium")


# --- the rest -------------------------------------------------------------------------------------------------------------


def do_bench(arguments: argparse.Namespace) -> None:
    """Measure; the figures are printed, nothing is judged."""
    set_up(develop=True)
    parts: list[str] = arguments.part
    sys.exit(subprocess.run([str(PYTHON), "-m", "tests.bench", *parts], cwd=ROOT, check=False).returncode)


def do_package(_: argparse.Namespace) -> None:
    """The wheel that operators install."""
    set_up(develop=True)
    call([str(PYTHON), "-m", "hatchling", "build", "-t", "wheel"], log="wheel")
    say("Built: " + ", ".join(str(path.relative_to(ROOT)) for path in sorted((ROOT / "dist").glob("*.whl"))))


def do_lock(_: argparse.Namespace) -> None:
    """Hashed, for every platform, and without the address of any index."""
    set_up(develop=True)
    compile_ = [str(PYTHON), "-m", "uv", "pip", "compile", "pyproject.toml", "--upgrade", "--universal", "--python-version", "3.11"]
    compile_ += [
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--no-annotate",
        "--quiet",
    ]
    compile_ += [part for extra in ("sync", "cosmos", "vault", "chat") for part in ("--extra", extra)]
    call([*compile_, "-o", "requirements.txt"], log="lock")
    develop = [part for extra in ("test", "lint", "build") for part in ("--extra", extra)]
    call([*compile_, *develop, "-o", "requirements-dev.txt"], log="lock")


def do_clean(_: argparse.Namespace) -> None:
    """Remove what the chores made; asks nothing, keeps nothing but the sources."""
    for folder in (WORK, VENV, TAB / "node_modules", LOCAL_WORLD / "node_modules", TAB / "dist", ROOT / "dist"):
        shutil.rmtree(folder, ignore_errors=True)


def call(command: Sequence[str], *, log: str, cwd: Path = ROOT) -> None:
    """Run a command; on failure end with what it said."""
    WORK.mkdir(exist_ok=True)
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode("utf-8", "replace")
    (WORK / f"{log}.log").write_text(said, "utf-8")
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said[-6000:]}")


def output(command: Sequence[str]) -> str:
    """What a command prints."""
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


if __name__ == "__main__":
    main()

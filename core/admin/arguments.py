"""What was typed, as values. Nothing is done here."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.admin.sources import FIRST, LAST


@dataclass(frozen=True, slots=True)
class Verify:
    """Compare all counters with the bookings."""

    repair: bool


@dataclass(frozen=True, slots=True)
class Export:
    """Write the house as sheets."""

    folder: Path
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ExportPerson:
    """Write what is kept of one person."""

    person: str
    file: Path


@dataclass(frozen=True, slots=True)
class Import:
    """Read offices or people from a sheet."""

    what: str
    file: Path
    apply: bool


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget one person. `wait_s` None: the calendar is not waited for."""

    person: str
    wait_s: float | None


@dataclass(frozen=True, slots=True)
class Restamp:
    """Make what is kept follow the rules' retention."""


@dataclass(frozen=True, slots=True)
class CosmosCheck:
    """Check the Azure Cosmos DB account."""


@dataclass(frozen=True, slots=True)
class PassKey:
    """Make the key that signs passes from now on."""

    folder: Path


OnStore = Verify | Export | ExportPerson | Import | Erase | Restamp
Command = OnStore | CosmosCheck | PassKey


@dataclass(frozen=True, slots=True)
class Call:
    """A command and where its settings are."""

    settings: Path
    command: Command


def parse(arguments: Sequence[str], environ: Mapping[str, str]) -> Call:
    """Ends the process, as argparse does, where nothing can be made of them."""
    parser = argparse.ArgumentParser(prog="office-booker-admin", description="Operate Office Booker's store.", epilog=_ENDINGS)
    default = Path(environ.get("OFFICE_BOOKER_SETTINGS", "office-booker.toml"))
    where = f"settings of the service ({default})"
    parser.add_argument("--settings", type=Path, default=default, metavar="FILE", help=where)
    # May stand before or after the command; named after it, it must not be undone by a default.
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--settings", type=Path, default=argparse.SUPPRESS, metavar="FILE", help=where)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[shared], allow_abbrev=False)

    verify = command("verify", "Compare every tally and every person's week with the bookings.")
    verify.add_argument("--repair", action="store_true", help="set what is wrong to what the bookings say")
    export = command("export", "Write offices, people, bookings and journal as CSV, or everything kept of one person as JSON.")
    export.add_argument("where", type=Path, help="a folder; with --person a file")
    export.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", help="the first day of bookings and journal")
    export.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="the last day")
    export.add_argument("--person", metavar="ID", help=_PERSON)
    sheet = command("import", "Read offices or people from a CSV with the columns of the export; shows what would change.")
    sheet.add_argument("what", choices=["offices", "people"])
    sheet.add_argument("file", type=Path)
    sheet.add_argument("--apply", action="store_true", help="change it")
    erase = command("erase", "Erase everything that is kept of one person.")
    erase.add_argument("person", help=_PERSON)
    erase.add_argument("--wait", type=float, default=120.0, metavar="SECONDS", help="how long to wait for the calendar (%(default)s)")
    erase.add_argument("--without-calendar", action="store_true", help="don't wait: no clerk runs, or the mailbox is gone")
    command("retention", "Make what is kept already follow the retention of the rules, after it was changed.")
    command("cosmos-check", "Check the Azure Cosmos DB account of the settings, and probe it with a write.")
    pass_key = command("pass-key", "Make a new key that signs passes, where they are kept in a folder.")
    pass_key.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "export" and given.person and (given.first or given.last):
        export.error("--person takes no days")
    return Call(given.settings, _command(given))


_PERSON = "tenant.object as in the export; the object id alone where one tenant signs in"
_ENDINGS = "Ends with 0: done; 1: differences or faults found; 2: bad use or settings; 3: unfinished, run it again."


def _command(given: argparse.Namespace) -> Command:
    match given.command:
        case "verify":
            return Verify(given.repair)
        case "export":
            return (
                ExportPerson(given.person, given.where) if given.person else Export(given.where, given.first or FIRST, given.last or LAST)
            )
        case "import":
            return Import(given.what, given.file, given.apply)
        case "erase":
            return Erase(given.person, None if given.without_calendar else given.wait)
        case "retention":
            return Restamp()
        case "cosmos-check":
            return CosmosCheck()
        case _:
            return PassKey(given.folder)

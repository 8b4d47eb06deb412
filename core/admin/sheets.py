"""The CSV files that operators exchange with spreadsheets: columns, cells and their values. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.cells import unquoted, yes_no
from core.model import Office, Person

ENCODING = "utf-8-sig"
OFFICE_COLUMNS = ("id", "name", "location", "zone", "capacity", "parking_capacity", "open_weekdays")
PEOPLE_COLUMNS = ("id", "name", "email", "allowance", "admin_of", "auto_approved", "home_office", "shares_days", "reminders")
BOOKING_COLUMNS = ("day", "office", "person", "parking", "reason", "made_at", "made_by")
JOURNAL_COLUMNS = ("at", "action", "actor", "person", "office", "day", "before", "after", "correlation")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read: where it stands in the file, and its cells by column."""

    line: int
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"line {self.line}"


class BadSheet(Exception):
    """The file is no sheet with these columns."""


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a sheet. A column may be missing, except the first; one that is not known is a fault. Raises BadSheet."""
    try:
        text = path.read_text(ENCODING)
    except OSError as error:
        raise BadSheet(f"{path}: {error.strerror or 'can not be read'}") from error
    except UnicodeDecodeError as error:
        raise BadSheet(f"{path}: is not UTF-8; save it as “CSV UTF-8”") from error
    head = text.partition("\n")[0]
    # Excel writes semicolons where the comma is the decimal sign.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
    try:
        return list(_rows(reader, columns))
    except csv.Error as error:
        raise BadSheet(f"{path}: line {reader.line_num}: {error}") from error


def _rows(reader: Iterator[list[str]], columns: Sequence[str]) -> Iterator[Row]:
    names = [name.strip().lower() for name in next(reader, list[str]())]
    unknown = [name for name in names if name not in columns]
    if columns[0] not in names or unknown or len(set(names)) != len(names):
        raise BadSheet(f"the first line must name columns, each once, out of: {', '.join(columns)}")
    line = 2
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) != len(names):
                raise BadSheet(f"line {line}: has {len(cells)} cells, not {len(names)}")
            yield Row(line, {name: unquoted(cell).strip() for name, cell in zip(names, cells, strict=True)})
        line += 1 + sum(cell.count("\n") for cell in cells)


def office_row(office: Office) -> Sequence[str]:
    """An office in the order of its columns; weekdays count from Monday = 1, as in the settings."""
    weekdays = " ".join(str(number + 1) for number in sorted(office.open_weekdays))
    return (office.id, office.name, office.location, office.zone, str(office.capacity), str(office.parking_capacity), weekdays)


def person_row(person: Person) -> Sequence[str]:
    """A person in the order of the columns; an empty allowance is the house's default."""
    allowance = "" if person.allowance is None else str(person.allowance)
    admin_of = " ".join(sorted(person.admin_of))
    switches = [yes_no(value=on) for on in (person.auto_approved, person.shares_days, person.reminders)]
    return (person.id, person.name, person.email, allowance, admin_of, switches[0], person.home_office or "", *switches[1:])

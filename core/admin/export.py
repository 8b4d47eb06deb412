"""`export DIRECTORY`: offices, people, bookings and journal as sheets. A run that was killed goes on where it stopped.

An export is no snapshot: people book meanwhile. A sheet has its final name only when it is whole.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from core import offices
from core.admin.console import counted
from core.admin.sheets import BOOKING_COLUMNS, JOURNAL_COLUMNS, OFFICE_COLUMNS, PEOPLE_COLUMNS
from core.admin.sources import FIRST, LAST, Source, Sources
from core.admin.tools import Ending, Tools
from core.admin.unfinished import Folder
from core.cells import lines


async def export(tools: Tools, path: Path, first: date = FIRST, last: date = LAST) -> Ending:
    """Write the sheets. Raises Unavailable and OSError; then run it again, into the same folder."""
    folder = Folder.open(path, f"{first} to {last}")
    if folder.is_resumed:
        tools.console.note(f"Going on with the export that was begun in {path}.")
    sources = Sources(tools.store, await offices.read_all(tools.store), first, last)
    sheets: list[tuple[str, tuple[str, ...], Source]] = [
        ("offices.csv", OFFICE_COLUMNS, sources.offices),
        ("people.csv", PEOPLE_COLUMNS, sources.people),
        ("bookings.csv", BOOKING_COLUMNS, sources.bookings),
        ("journal.csv", JOURNAL_COLUMNS, sources.journal),
    ]
    for name, columns, source in sheets:
        if folder.is_whole(name):
            tools.console.tell(f"{path / name}: whole already")
            continue
        written = await _write(tools, folder, name, columns, source)
        tools.console.tell(f"{path / name}: {counted(written, 'row')}")
    folder.close()
    return Ending.DONE


async def _write(tools: Tools, folder: Folder, name: str, columns: tuple[str, ...], source: Source) -> int:
    """How many rows this run wrote."""
    place = folder.place_in(name)
    folder.begin(name, place, lines([columns]))
    written = 0
    async for page in source(place):
        folder.append(name, lines(page.rows), page.place)
        written += len(page.rows)
        tools.console.progress(f"{name}: {counted(written, 'row')}")
    folder.finish(name)
    return written

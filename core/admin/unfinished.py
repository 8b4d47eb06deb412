"""Files that are there when they are whole: written under another name, with a note of how far they are, and renamed at the end."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from core.admin.sheets import ENCODING

NOTE = "unfinished.json"


class Note(msgspec.Struct, frozen=True):
    """How far an export came: what it was asked for, which files are whole, and of the file under way what is sure to be on the disk."""

    asked: str
    whole: tuple[str, ...] = ()
    file: str = ""
    place: str | None = None
    length: int = 0


@dataclass(slots=True)
class Folder:
    """The folder of one export; where it is made here, nobody else may look into it.

    `asked` in words: only an export of the same goes on where another stopped.
    """

    path: Path
    note: Note

    @classmethod
    def open(cls, path: Path, asked: str) -> Folder:
        """Make the folder, or find what an earlier run left. Raises OSError."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            found = msgspec.json.decode((path / NOTE).read_bytes(), type=Note)
        except (FileNotFoundError, msgspec.DecodeError):
            found = None
        return cls(path, found if found and found.asked == asked else Note(asked))

    @property
    def is_resumed(self) -> bool:
        """Whether an earlier run did some of the work."""
        return bool(self.note.whole or self.note.file)

    def is_whole(self, name: str) -> bool:
        """Whether the run before this one finished the file."""
        return name in self.note.whole

    def place_in(self, name: str) -> str | None:
        """Where to go on with the file; None: at its beginning."""
        part = self._part(name)
        known = self.note.file == name and part.exists() and part.stat().st_size >= self.note.length
        return self.note.place if known else None

    def begin(self, name: str, place: str | None, head: str) -> None:
        """Cut off what was written after the last note, or write the head of a new file."""
        if place is not None:
            os.truncate(self._part(name), self.note.length)
            return
        self._write_note(Note(self.note.asked, self.note.whole))
        self._part(name).write_bytes(head.encode(ENCODING))

    def append(self, name: str, text: str, place: str | None) -> None:
        """Write to the file, and once that is on the disk note the place after it."""
        with self._part(name).open("ab") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
            length = file.tell()
        self._write_note(Note(self.note.asked, self.note.whole, name, place, length))

    def finish(self, name: str) -> None:
        """The file is whole."""
        self._part(name).replace(self.path / name)
        self._write_note(Note(self.note.asked, (*self.note.whole, name)))

    def close(self) -> None:
        """All files are whole."""
        (self.path / NOTE).unlink(missing_ok=True)

    def _part(self, name: str) -> Path:
        return self.path / f"{name}.part"

    def _write_note(self, note: Note) -> None:
        new = self.path / f"{NOTE}.new"
        new.write_bytes(msgspec.json.encode(note))
        new.replace(self.path / NOTE)
        self.note = note


def write_whole(path: Path, content: bytes) -> None:
    """One file at once: whole, or as it was before; nobody else's to read. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)

"""Who is in an office on a day, as one person may see it: colleagues by name if they share their days, the others as a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.model import Office, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """`named`: whom the asker may know to be in; `unnamed`: how many more. `is_in`: so is the asker, counted in neither."""

    office: Office
    day: date
    named: tuple[Person, ...]
    unnamed: int
    is_in: bool

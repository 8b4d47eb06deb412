"""Days as JSON, each printed once for all who stand alike to it: most people see the same of an office, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from bot.api.views import office_view
from core.days import today_in
from core.model import Office, OfficeId, Person, PersonWeek, Rules
from core.store.port import Document, Version

MOST = 300
"""Prints of one office, of 3 KB at most; then it begins anew. A day has a few at a time: one for each way to stand to it."""

_encoder = msgspec.json.Encoder()


class Standing(NamedTuple):
    """All that the rules ask of somebody about days on which they have neither a booking in that office nor a place in its line.

    `used_up`: allowance and what is used of it, where nothing is left. `elsewhere`: how many places they hold on each weekday, where that
    counts. `language`: in which a refusal is told.
    """

    used_up: tuple[int, int] | None
    elsewhere: tuple[int, ...] | None
    language: str | None


def standing(person: Person, person_week: PersonWeek, rules: Rules) -> Standing:
    """How the person stands to the days of that week."""
    allowance = rules.allowance_of(person)
    used_up = (allowance, person_week.used) if person_week.used >= allowance else None
    return Standing(used_up, person_week.by_weekday if rules.one_office_per_day else None, person.language)


_Key = tuple[tuple[date, ...], tuple[Version | None, ...], Standing]


@dataclass(slots=True)
class OfficePrints:
    """What was printed of one office while it, its date and the rules were these."""

    revision: int
    rules: int
    today: date
    office: msgspec.Raw
    _days: dict[_Key, bytes] = field(default_factory=dict["_Key", bytes])

    def days(self, days: tuple[date, ...], tallies: tuple[Document | None, ...], standing: Standing, make: Callable[[], bytes]) -> bytes:
        """Days with these tallies, for somebody who stands so; made if they were not printed yet."""
        key = (days, tuple([tally and tally.version for tally in tallies]), standing)
        known = self._days.get(key)
        if known is None:
            if len(self._days) >= MOST:
                self._days.clear()
            known = self._days[key] = make()
        return known


class PrintedDays:
    """The prints of all offices; one of each."""

    def __init__(self) -> None:
        self._offices: dict[OfficeId, OfficePrints] = {}

    def of(self, office: Office, now: datetime, rules: Rules) -> OfficePrints:
        """The office's prints; new ones after every edit and every midnight."""
        today = today_in(office.zone, now)
        known = self._offices.get(office.id)
        if known is None or (known.revision, known.rules, known.today) != (office.revision, rules.revision, today):
            known = OfficePrints(office.revision, rules.revision, today, msgspec.Raw(printed(office_view(office, now))))
            self._offices[office.id] = known
        return known


def printed(view: msgspec.Struct) -> bytes:
    """A view as it goes out."""
    return _encoder.encode(view)


def row(prints: Iterable[bytes]) -> bytes:
    """Printed views beside each other; one alone is its own row."""
    return b",".join(prints)

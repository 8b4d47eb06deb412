"""Days as JSON, each printed once for all who stand alike to it: most people see the same of an office, byte for byte."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
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

MOST_ANSWERS = 2_000
"""Answers kept, of 6 KB for a window of two weeks and 17 at most; the oldest makes room."""
LATEST_S = 2.0
"""How long an answer is given again. It was made of what was a second old at most, so what another process writes shows within three."""

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


class Moment(NamedTuple):
    """When an answer is asked for, in seconds since 1970; at which mark of the store, by whom: all of them that an answer shows."""

    at: float
    mark: int
    whom: Hashable


class _Given(NamedTuple):
    moment: Moment
    until: float
    state: Hashable
    answer: bytes


class PrintedDays:
    """The prints of all offices, one of each; and the last answers as they went out, each for one person."""

    def __init__(self) -> None:
        self._offices: dict[OfficeId, OfficePrints] = {}
        self._answers: OrderedDict[Hashable, _Given] = OrderedDict()

    def of(self, office: Office, now: datetime, rules: Rules) -> OfficePrints:
        """The office's prints; new ones after every edit and every midnight."""
        today = today_in(office.zone, now)
        known = self._offices.get(office.id)
        if known is None or (known.revision, known.rules, known.today) != (office.revision, rules.revision, today):
            known = OfficePrints(office.revision, rules.revision, today, msgspec.Raw(printed(office_view(office, now))))
            self._offices[office.id] = known
        return known

    def latest(self, asked: Hashable, moment: Moment) -> bytes | None:
        """The answer to what was asked, if it was given a moment ago on the same day, and nothing was written or changed since."""
        known = self._answers.get(asked)
        if known is None or (known.moment.mark, known.moment.whom) != (moment.mark, moment.whom):
            return None
        return known.answer if known.moment.at <= moment.at < known.until else None

    def answer(self, asked: Hashable, moment: Moment, ends: float, state: Hashable, make: Callable[[], bytes]) -> bytes:
        """The answer to what was asked, while all that it is made of has this state; made anew else. `ends`: the end of the day."""
        known = self._answers.get(asked)
        made = known.answer if known is not None and known.state == state else make()
        self._answers[asked] = _Given(moment, min(moment.at + LATEST_S, ends), state, made)
        self._answers.move_to_end(asked)
        if len(self._answers) > MOST_ANSWERS:
            self._answers.popitem(last=False)
        return made


def printed(view: msgspec.Struct) -> bytes:
    """A view as it goes out."""
    return _encoder.encode(view)


def row(prints: Iterable[bytes]) -> bytes:
    """Printed views beside each other; one alone is its own row."""
    return b",".join(prints)

"""What a sentence can mean. A sentence that is not wholly clear means a question, never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.model import OfficeId


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOffice:
    """An office as people may name it; `today` is the day it is there now."""

    id: OfficeId
    name: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known before the sentence is read. `home`: where they book when they name no office; None if they never said.

    `language`: the one they chose; None: the sentence's own decides, else `locale`, that of their client.
    """

    offices: Sequence[KnownOffice]
    home: OfficeId | None
    language: str | None
    locale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Book these days, in order. `office` None: no office was named and there is no home office to take."""

    days: tuple[date, ...]
    office: OfficeId | None
    parking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFor:
    """Stand in line for these days."""

    days: tuple[date, ...]
    office: OfficeId | None
    parking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Give days back, or leave their lines. `office` None: wherever they are booked.

    `first` to `last` both included; single days have both alike, one Cancel meaning may hold several spans. `is_sweeping`: more than the
    person named one by one ("all next week"), so it is confirmed first. No spans: "cancel" alone, which is asked back. `of_lines`: only
    the waiting list is to be left, whatever is booked.
    """

    spans: tuple[tuple[date, date], ...]
    office: OfficeId | None = None
    is_sweeping: bool = False
    of_lines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MyBookings:
    """Show what I have booked; between the days if any were named."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWeek:
    """Show the week of that day in the office, to book in; no day: the present one."""

    day: date | None = None
    office: OfficeId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPass:
    """Show the pass of that day; no day: of the next booking."""

    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoIsIn:
    """Who is in the office on that day."""

    day: date
    office: OfficeId | None


@dataclass(frozen=True, slots=True)
class ListOffices:
    """Which offices there are."""


@dataclass(frozen=True, slots=True)
class ChangeOffice:
    """Make it the home office; None: ask which."""

    office: OfficeId | None


@dataclass(frozen=True, slots=True)
class ChangeLanguage:
    """Speak that language ("en", "de") from now on; None: ask which."""

    language: str | None


@dataclass(frozen=True, slots=True)
class Reminders:
    """Evening reminders on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class ShareDays:
    """Whether colleagues may see my days by name."""

    on: bool


@dataclass(frozen=True, slots=True)
class Help:
    """What the bot understands; also for greetings."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """Politeness that asks for nothing."""


class Doubt(StrEnum):
    """Why a sentence with a clear deed is asked back."""

    NO_DAY = "no_day"
    PAST_DAY = "past_day"
    AMBIGUOUS_DAY = "ambiguous_day"
    NO_SUCH_DAY = "no_such_day"
    WHICH_OFFICE = "which_office"
    UNKNOWN_OFFICE = "unknown_office"
    NOT_DONE = "not_done"
    """A negated or conditional wish, such as "don't book tomorrow", of which nothing is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBack:
    """The deed is clear, something else is not. `deed`: the meaning once it is, with what is clear already filled in.

    `days`: the days it could be (AMBIGUOUS_DAY), or the one that is over (PAST_DAY); `offices`: which it could be (WHICH_OFFICE);
    `said`: the words that were not understood, for UNKNOWN_OFFICE and NO_SUCH_DAY.
    """

    doubt: Doubt
    deed: Book | WaitFor | Cancel | WhoIsIn | ShowPass | ShowWeek | MyBookings | None = None
    days: tuple[date, ...] = ()
    offices: tuple[OfficeId, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing we know."""


Deed = (
    Book
    | WaitFor
    | Cancel
    | MyBookings
    | ShowWeek
    | ShowPass
    | WhoIsIn
    | ListOffices
    | ChangeOffice
    | ChangeLanguage
    | Reminders
    | ShareDays
)
Meaning = Deed | Help | Thanks | AskBack | NotUnderstood


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence means, and the language it was said in: "en" or "de"."""

    meaning: Meaning
    language: str

"""What the cards are made of: the core's own values, and who will look at them.

Every text in them is as people wrote it or as it is said: a card escapes whatever it shows, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.chat.cards.actions import Then
from core.availability import DayView
from core.decision import Refusal
from core.model import Booking, Office, OfficeId, Waiter


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """For whom a card is drawn. `language`: "en" or "de". `ask`: the id of this drawing, new each time.

    `refreshed_for`: names inside Teams of those for whom the card is drawn anew whenever they look; 60 at most count.
    `needs_reason`: this person must give a reason to book.
    """

    language: str
    ask: str
    refreshed_for: tuple[str, ...] = ()
    needs_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekFacts:
    """A week of an office as one person sees it; `days` are those of the week within the window. `news`: what was just done, if anything.

    `previous` and `next`: Mondays of the neighbouring weeks that have days to show. `can_cancel_today`: an administrator may.
    """

    office: Office
    monday: date
    today: date
    days: tuple[DayView, ...]
    allowance: int
    used: int
    previous: date | None = None
    next: date | None = None
    news: str = ""
    can_cancel_today: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDay:
    """A day of an office for everybody: nothing of anybody's own."""

    day: date
    left: int
    capacity: int
    parking_left: int
    parking_capacity: int
    closed: bool
    note: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWeek:
    """A week of an office for a group: free places only."""

    office: Office
    monday: date
    days: tuple[SharedDay, ...]
    previous: date | None = None
    next: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFacts:
    """One booking of the person who looks. `can_cancel`: not on the day itself; `refusal` says why not.

    `then`: which card a cancel leads to.
    """

    booking: Booking
    office: Office
    can_cancel: bool
    refusal: Refusal | None = None
    news: str = ""
    then: Then = Then.BOOKING


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFacts:
    """A line that the person stands in, and where."""

    office: Office
    day: date
    waiter: Waiter
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsFacts:
    """The person's coming days and lines, by day. `is_all` False: there are more than are shown."""

    bookings: tuple[BookingFacts, ...]
    waits: tuple[WaitFacts, ...] = ()
    is_all: bool = True
    news: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassFacts:
    """A pass to show at the door. `url`: the page that a guard opens; the code to scan holds just that."""

    booking: Booking
    office: Office
    url: str
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDay:
    """How many of a team are in on a day, for everybody who reads along. `members` is how many the team has."""

    office: Office
    day: date
    coming: int
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRow:
    """An office in the list of offices, with the free places of today (None: not bookable today)."""

    office: Office
    is_home: bool
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button that says a sentence for the person: for what is asked back."""

    title: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookForm:
    """What the dialog "Book an office day" offers: the offices, and the days from first to last of the chosen one."""

    offices: tuple[Office, ...]
    office: OfficeId
    first: date
    last: date
    day: date | None = None
    parking: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEntries:
    """How many bookings of an office day have no calendar entry."""

    office: str
    day: date
    count: int

"""When people are reminded of the next day, and who. Pure; always by the office's own clock.

One evening for each office day: from the hour of the settings until ten, or for an hour if that is later, and never past midnight. A
process that was down in the evening catches up until then; afterwards nobody is woken. Whoever booked after the hour thought of it then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.chat.notifier.delivery import Delivery
from core.days import today_in
from core.model import Booking, Office, OfficeId, Person
from core.waiting import deadline

LAST = time(22)
AT_LEAST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Delivery):
    """One booking's reminder; of any revision, for a day is thought of once."""


@dataclass(frozen=True, slots=True)
class Evening:
    """The time before an office day in which its people are reminded; instants in UTC, `ends` no longer of it."""

    office: OfficeId
    day: date
    begins: datetime
    ends: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it is time."""
        return self.begins <= now < self.ends

    def is_for(self, booking: Booking) -> bool:
        """Whether the booking stands, and stood when the evening began."""
        return booking.is_active and booking.made_at < self.begins


class Say(StrEnum):
    """What to do about a reminder that is due."""

    REMIND = "remind"
    NOTHING = "nothing"
    TOO_LATE = "too late"


def evening_before(office: Office, day: date, hour: int) -> Evening:
    """The evening before that day; an hour that the clocks skip is read as before the change."""
    begins = deadline(office, day, time(hour))
    return Evening(office.id, day, begins, max(deadline(office, day, LAST), begins + AT_LEAST))


def evenings_now(offices: Iterable[Office], hour: int, now: datetime) -> list[Evening]:
    """The evenings that it is now; of offices that still are."""
    evenings = (evening_before(office, today_in(office.zone, now) + timedelta(days=1), hour) for office in offices if not office.removed)
    return [evening for evening in evenings if evening.holds(now)]


def verdict(reminder: Reminder, booking: Booking | None, person: Person | None, evening: Evening | None, now: datetime) -> Say:
    """Whether the person is still to be reminded."""
    if evening is None or not evening.holds(now) or reminder.is_hopeless:
        return Say.TOO_LATE
    if booking is None or not evening.is_for(booking) or person is None or not person.reminders:
        return Say.NOTHING
    return Say.REMIND

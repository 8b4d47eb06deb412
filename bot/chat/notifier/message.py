"""What a person is told of a booking that others changed. Pure.

What counts is the booking's present state and what the person knows of it: by having done it, or by having been told. Whoever knows already
is told nothing, so a booking that was made for somebody and cancelled at once makes no message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.chat.notifier.delivery import Delivery, is_overtaken
from core.days import end_of, forgotten_after
from core.journal import Action, BookingSnapshot, Entry
from core.model import Booking, BookingId, Office, parse_booking_id

OLD_NEWS = timedelta(days=1)
"""Whoever was told nothing for so long, because no process ran, has seen it in the calendar by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Delivery):
    """What is to be told of one booking. `action`: how it came to be as the revision that is wanted.

    `knows`: the booking as the person last knew it; None: not at all, which is as good as cancelled.
    """

    action: Action = Action.BOOKING_MADE
    knows: BookingSnapshot | None = None


class Verdict(StrEnum):
    """What to do about a message that is due."""

    TELL = "tell"
    NOTHING = "nothing"
    WAIT = "wait"
    """The revision that is to be told of can't be seen yet."""
    TOO_LATE = "too late"


def is_news(entry: Entry, since: datetime, now: datetime) -> bool:
    """Whether somebody else changed a booking of the person's, and lately. `since`: when messages were first sent at all."""
    return entry.booking is not None and entry.actor != entry.person and entry.at >= max(since, now - OLD_NEWS)


def heard(booking: BookingId, entry: Entry, known: Message | None, now: datetime) -> Message | None:
    """What there is to tell after this entry, which is news; None: nothing that was not known. Entries come in the order of the changes."""
    named = parse_booking_id(booking)
    if named is None or (known is not None and known.wanted >= entry.revision):
        return None
    before = entry.before if isinstance(entry.before, BookingSnapshot) else None
    if known is None:
        return Message(booking=booking, person=named.person, wanted=entry.revision, due=now, action=entry.action, knows=before)
    renewed = replace(known.renewed(entry.revision, now), action=entry.action, attempts=0, doubts=min(known.doubts, 1))
    if _revision(before) > known.wanted:  # what lies between was no news: the person did it
        return replace(renewed, knows=before, doubts=0)
    return renewed


def verdict(message: Message, booking: Booking | None, now: datetime, office: Office | None) -> Verdict:
    """Whether the present state is news to the person."""
    if now >= over(message.booking, office) or message.is_hopeless:
        return Verdict.TOO_LATE
    if booking is None or booking.revision < message.wanted:
        return Verdict.WAIT
    if booking.revision > message.wanted:
        return Verdict.NOTHING  # the person did that, or word of it is on its way through the journal
    return Verdict.NOTHING if _is_known(message, booking) else Verdict.TELL


def over(booking: BookingId, office: Office | None) -> datetime:
    """The instant from which the day is over, in every zone if the office is not known."""
    named = parse_booking_id(booking)
    if named is None:
        raise ValueError("only bookings have messages")
    return end_of(named.day, office.zone) if office else forgotten_after(named.day, 0)


def told(message: Message, booking: Booking) -> Message:
    """The message once the person knows of the booking as it is: was told, or can't be and has the calendar."""
    knows = BookingSnapshot(booking.state, booking.parking, booking.revision)
    return replace(message, knows=knows, doubts=0).settled(max(message.wanted, booking.revision))


def beside(message: Message, newer: Message) -> Message:
    """A revision that was noted meanwhile is what there is to tell, and not held up by what was tried for the older one."""
    if is_overtaken(message, newer):
        return newer
    if newer.wanted <= message.wanted:
        return message
    did_it = _revision(newer.knows) > _revision(message.knows)
    return replace(
        message,
        wanted=newer.wanted,
        action=newer.action,
        knows=newer.knows if did_it else message.knows,
        doubts=0 if did_it else min(message.doubts, 1),
        attempts=0,
    )


def _is_known(message: Message, booking: Booking) -> bool:
    """A place from the waiting list is always news: whoever waited knew of having none. So is all after a message that may have come."""
    if message.doubts or message.action is Action.BOOKING_PROMOTED:
        return False
    if message.knows is None:
        return not booking.is_active
    return message.knows.state is booking.state and (message.knows.parking == booking.parking or not booking.is_active)


def _revision(snapshot: BookingSnapshot | None) -> int:
    return snapshot.revision if snapshot else 0

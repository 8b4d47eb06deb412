"""One booking as its person sees it: the rules say whether it can be given back, here as everywhere."""

from __future__ import annotations

from datetime import datetime

from bot.chat.cards.actions import Then
from bot.chat.cards.facts import BookingFacts
from core import policy
from core.model import Booking, Office, Person, Rules


def booking_facts(
    person: Person, booking: Booking, office: Office, now: datetime, rules: Rules, *, news: str = "", then: Then = Then.BOOKING
) -> BookingFacts:
    """What a card of the booking is made of."""
    refusal = policy.cancel_refusal(booking, office, now, rules, manages=person.can_manage(office.id))
    can_cancel = booking.is_active and refusal is None
    return BookingFacts(booking=booking, office=office, can_cancel=can_cancel, refusal=refusal, news=news, then=then)

"""What the entry in a person's calendar says. Pure."""

from __future__ import annotations

import html
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from tzlocal.windows_tz import tz_win

from core.model import Booking, BookingId, Office
from core.words import spoken_day

CATEGORY = "Office Booker"
REMINDER_MINUTES = 15 * 60
"""09:00 on the day before: an all-day entry begins at midnight."""
_NAMESPACE = uuid.UUID("6d0a4c62-0f1e-4d55-9f0c-7a0c0d9a3b51")
BOOKING_PROPERTY = f"String {{{_NAMESPACE}}} Name OfficeBookerBookingId"
"""The named property that carries the booking's id, so that an entry of ours is found again without its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """An all-day entry; `first` to `until` (excluded) are midnights in `zone`, a Windows zone name as Outlook wants it."""

    booking: BookingId
    transaction: str
    subject: str
    body_html: str
    location: str
    address: str
    zone: str
    first: date
    until: date


def entry_for(booking: Booking, office: Office, public_url: str, generation: int) -> CalendarEntry:
    """The entry for an active booking. `generation` grows each time it has to be made anew, so that no transaction id is used twice."""
    link = f"{public_url.rstrip('/')}/bookings/{booking.id}"
    return CalendarEntry(
        booking=booking.id,
        transaction=str(uuid.uuid5(_NAMESPACE, f"{booking.id}:{generation}")),
        subject=f"Office: {office.name}" + (" with parking" if booking.parking else ""),
        body_html=_body(booking, office, link),
        location=office.name,
        address=office.location,
        zone=windows_zone(office.zone),
        first=booking.day,
        until=booking.day + timedelta(days=1),
    )


def windows_zone(iana: str) -> str:
    """The Windows name of an IANA zone; an IANA name that Windows has no word for is sent as it is, which Graph often takes."""
    return tz_win.get(iana, iana)


def _body(booking: Booking, office: Office, link: str) -> str:
    parking = " A car place is reserved for you." if booking.parking else ""
    return (
        f"<p>You have a place in <b>{html.escape(office.name)}</b> on {html.escape(spoken_day(booking.day))}.{parking}</p>"
        f'<p><a href="{html.escape(link)}">Show your pass</a></p>'
        "<p>To change your plans, cancel the booking in Office Booker: deleting this entry does not free the place.</p>"
    )

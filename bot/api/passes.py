"""The address that hands out a booking's pass: the signed text, and where a guard can look at it."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

import msgspec
import structlog

from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.api.types import NoQuery
from bot.errors import Problem, refused
from core import bookings, offices
from core.decision import Refusal
from core.model import BookingId
from core.pass_keys import PassesUnavailable

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class PassView(msgspec.Struct, frozen=True, rename="camel"):
    """What to show at the door. `url`: the page that a guard opens, the code to scan holds it; `token`: the same without the address."""

    token: str
    url: str
    booking: str
    office: str
    office_name: str
    date: date
    parking: bool


async def one_pass(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """The pass of an active booking: for the person, and for those who manage the office."""
    parts = call.parts
    found = await bookings.read(parts.store, call.person, BookingId(call.path("booking")))
    if isinstance(found, Refusal):
        raise refused(found)
    if not found.is_active:
        raise Problem(HTTPStatus.CONFLICT, "booking_cancelled", "This booking was cancelled and has no pass any more.")
    office = await offices.read(parts.store, found.office)
    try:
        token = await parts.passes.issue(found)
    except PassesUnavailable as error:
        log.warning("A pass could not be signed just now.", action="unavailable", error=str(error))
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "The pass can't be made just now. Please try again in a moment.") from None
    return Answer(
        PassView(
            token=token,
            url=f"{parts.settings.web.public_url}/pass/{token}",
            booking=found.id,
            office=found.office,
            office_name=office.name if office else found.office,
            date=found.day,
            parking=found.parking,
        )
    )

"""The API's table of contents: every address, who may call it, what goes in, what comes out, what it can refuse."""

from __future__ import annotations

from http import HTTPStatus

from bot.api import handlers, waiting
from bot.api.endpoint import Route, Who, for_people, for_people_with_body, open_to_anyone
from bot.api.types import (
    BookingsQuery,
    BookingsView,
    BookingView,
    ConfigView,
    DaysQuery,
    DaysView,
    MeView,
    NewBooking,
    NewWait,
    NoQuery,
    OfficesView,
    OfficeView,
    PageQuery,
    PersonQuery,
    WaitingView,
)
from core.decision import Code

_OK, _CREATED, _NO_CONTENT = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT
_WISH_CODES = (
    Code.NO_SUCH_OFFICE,
    Code.NO_SUCH_PERSON,
    Code.NOT_YOURS,
    Code.READ_ONLY,
    Code.DAY_PAST,
    Code.DAY_TOO_FAR,
    Code.ASK_REUSED,
    Code.ALREADY_BOOKED,
    Code.OTHER_OFFICE_BOOKED,
    Code.OFFICE_CLOSED,
    Code.ALLOWANCE_USED,
    Code.NO_PARKING,
    Code.REASON_MISSING,
)
_BOOK_CODES = (*_WISH_CODES, Code.OFFICE_FULL, Code.PARKING_FULL)
_JOIN_CODES = (*_WISH_CODES, Code.PLACE_FREE, Code.WAIT_OVER, Code.QUEUE_FULL)
_LEAVE_CODES = (Code.NO_SUCH_OFFICE, Code.NOT_YOURS, Code.READ_ONLY)
_CANCEL_CODES = (Code.NO_SUCH_BOOKING, Code.NOT_YOURS, Code.READ_ONLY, Code.TODAY_IS_FIXED, Code.DAY_PAST)

ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/api/config",
        who=Who.ANYONE,
        summary="What the tab must know before anybody has signed in",
        handler=open_to_anyone(handlers.config),
        query=NoQuery,
        body=None,
        answers={_OK: ConfigView},
    ),
    Route(
        method="GET",
        path="/api/me",
        who=Who.PERSON,
        summary="Who am I",
        handler=for_people(handlers.me, NoQuery),
        query=NoQuery,
        body=None,
        answers={_OK: MeView},
    ),
    Route(
        method="GET",
        path="/api/offices",
        who=Who.PERSON,
        summary="The offices, by name",
        handler=for_people(handlers.list_offices, PageQuery),
        query=PageQuery,
        body=None,
        answers={_OK: OfficesView},
    ),
    Route(
        method="GET",
        path="/api/offices/{office}",
        who=Who.PERSON,
        summary="One office",
        handler=for_people(handlers.one_office, NoQuery),
        query=NoQuery,
        body=None,
        answers={_OK: OfficeView},
        codes=(Code.NO_SUCH_OFFICE,),
    ),
    Route(
        method="GET",
        path="/api/offices/{office}/days",
        who=Who.PERSON,
        summary="What is left on each day, and why a day can't be booked",
        handler=for_people(handlers.days, DaysQuery),
        query=DaysQuery,
        body=None,
        answers={_OK: DaysView},
        codes=(Code.NO_SUCH_OFFICE,),
    ),
    Route(
        method="POST",
        path="/api/offices/{office}/days/{date}/waiting",
        who=Who.PERSON,
        summary="Stand in line for a full day, or wait for something else; 200 if it is so already",
        handler=for_people_with_body(waiting.join, NewWait),
        query=NoQuery,
        body=NewWait,
        answers={_CREATED: WaitingView, _OK: WaitingView},
        codes=_JOIN_CODES,
    ),
    Route(
        method="DELETE",
        path="/api/offices/{office}/days/{date}/waiting",
        who=Who.PERSON,
        summary="Leave the line of a day; again is answered the same",
        handler=for_people(waiting.leave, PersonQuery),
        query=PersonQuery,
        body=None,
        answers={_NO_CONTENT: None},
        codes=_LEAVE_CODES,
    ),
    Route(
        method="GET",
        path="/api/bookings",
        who=Who.PERSON,
        summary="Bookings by day: my own, or for admins those of an office or a person",
        handler=for_people(handlers.list_bookings, BookingsQuery),
        query=BookingsQuery,
        body=None,
        answers={_OK: BookingsView},
        codes=(Code.NOT_YOURS,),
    ),
    Route(
        method="POST",
        path="/api/bookings",
        who=Who.PERSON,
        summary="Book a day; 200 for an ask that was granted before",
        handler=for_people_with_body(handlers.book, NewBooking),
        query=NoQuery,
        body=NewBooking,
        answers={_CREATED: BookingView, _OK: BookingView},
        codes=_BOOK_CODES,
    ),
    Route(
        method="GET",
        path="/api/bookings/{booking}",
        who=Who.PERSON,
        summary="One booking, cancelled or not",
        handler=for_people(handlers.one_booking, NoQuery),
        query=NoQuery,
        body=None,
        answers={_OK: BookingView},
        codes=(Code.NO_SUCH_BOOKING, Code.NOT_YOURS),
    ),
    Route(
        method="DELETE",
        path="/api/bookings/{booking}",
        who=Who.PERSON,
        summary="Give a day back; again is answered the same",
        handler=for_people(handlers.cancel, NoQuery),
        query=NoQuery,
        body=None,
        answers={_NO_CONTENT: None},
        codes=_CANCEL_CODES,
    ),
)

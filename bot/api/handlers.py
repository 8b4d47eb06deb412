"""What each address of the API does: ask the core, put the answer into its shape. No rule is decided here."""

from __future__ import annotations

from http import HTTPStatus

from bot.api.endpoint import Answer, Call, Nothing, PersonCall
from bot.api.types import (
    BookingsQuery,
    BookingsView,
    BookingView,
    ConfigView,
    MeView,
    NewBooking,
    NoQuery,
    OfficesView,
    PageQuery,
)
from bot.api.versions import etag, shown_version
from bot.api.views import BookingViews, me_view, office_view
from bot.entra import SCOPE
from bot.errors import bad_request, refused
from bot.keys import Parts
from core import bookings, offices, people_lists
from core.decision import Booked, Code, Refusal
from core.model import AskId, Booking, BookingId, Office, OfficeId, Person, PersonId
from core.service import Book
from core.version import VERSION


async def config(call: Call[NoQuery, Nothing]) -> Answer:
    """What the tab must know before anybody has signed in."""
    settings = call.parts.settings
    entra = settings.entra
    rules = await call.parts.rules.read()
    view = ConfigView(
        version=VERSION,
        authority=entra.authority,
        # Somebody of several tenants is asked by Entra which account to use; personal accounts are never offered.
        tenant=entra.tenants[0] if len(entra.tenants) == 1 else "organizations",
        client_id=entra.client_id,
        scope=f"api://{entra.client_id}/{SCOPE}",
        host_origins=settings.web.host_origins,
        advance_booking_days=rules.advance_booking_days,
        read_only=rules.read_only,
    )
    return Answer(view)


async def me(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """Who is calling; with the version to name in an edit, unless nothing is kept of them."""
    known = await call.parts.administration.read_person(call.person.id)
    headers = etag(shown_version(known.version)) if known else {}
    return Answer(await me_shown(call.parts, call.person), headers=headers)


async def list_offices(call: PersonCall[PageQuery, Nothing]) -> Answer:
    """The offices by name."""
    try:
        page, after = await offices.read_page(call.parts.store, limit=call.query.limit, after=call.query.next)
    except ValueError as error:
        raise bad_request(f"The query is not right: {error}.") from None
    now = call.parts.clock.now()
    return Answer(OfficesView([office_view(office, now) for office in page], after))


async def one_office(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """One office."""
    office = await office_named(call.parts, call.path("office"))
    return Answer(office_view(office, call.parts.clock.now()), headers=etag(str(office.revision)))


async def list_bookings(call: PersonCall[BookingsQuery, Nothing]) -> Answer:
    """Bookings by day: the caller's own, or for admins those of an office or a person."""
    query, parts, now = call.query, call.parts, call.parts.clock.now()
    question = bookings.Question(
        person=PersonId(query.person) if query.person else None,
        office=OfficeId(query.office) if query.office else None,
        first=query.date or query.first,
        last=query.date or query.last,
    )
    known = await offices.read_all(parts.store)
    try:
        found = await bookings.find(parts.store, call.person, question, known, now, limit=query.limit, after=query.next)
    except ValueError as error:
        raise bad_request(f"The query is not right: {error}.") from None
    if isinstance(found, Refusal):
        raise refused(found)
    people = await parts.people.read_many([booking.person for booking in found.bookings])
    views = BookingViews(call.person, known, people, now, await parts.rules.read())
    return Answer(BookingsView([views.view(booking) for booking in found.bookings], found.next))


async def one_booking(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """One booking, cancelled or not."""
    found = await bookings.read(call.parts.store, call.person, BookingId(call.path("booking")))
    if isinstance(found, Refusal):
        raise refused(found)
    return Answer(await shown(call.parts, call.person, found))


async def book(call: PersonCall[NoQuery, NewBooking]) -> Answer:
    """Book a day. 201 the first time; 200 for an ask that was granted before."""
    wish = call.body
    command = Book(
        ask=AskId(wish.ask),
        office=OfficeId(wish.office),
        day=wish.date,
        parking=wish.parking,
        reason=wish.reason,
        person=PersonId(wish.person) if wish.person else None,
    )
    decision = await call.parts.service.book(call.person, command, call.reference)
    if isinstance(decision, Refusal):
        raise refused(decision)
    status = HTTPStatus.CREATED if isinstance(decision, Booked) else HTTPStatus.OK
    return Answer(await shown(call.parts, call.person, decision.booking), status)


async def cancel(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """Give a day back. Doing so again is answered the same."""
    ask = AskId(call.parts.new_id())
    decision = await call.parts.service.cancel(call.person, BookingId(call.path("booking")), ask, call.reference)
    if isinstance(decision, Refusal):
        raise refused(decision, too_late=True)
    return Answer(None, HTTPStatus.NO_CONTENT)


async def shown(parts: Parts, caller: Person, booking: Booking) -> BookingView:
    """One booking as the caller may see it."""
    office = await offices.read(parts.store, booking.office)
    people = await parts.people.read_many([booking.person])
    rules = await parts.rules.read()
    return BookingViews(caller, {office.id: office} if office else {}, people, parts.clock.now(), rules).view(booking)


async def me_shown(parts: Parts, person: Person) -> MeView:
    """The person to themselves. Offices that were removed are no more theirs than anybody's."""
    home = [person.home_office] if person.home_office else []
    return me_view(person, await people_lists.existing(parts.store, [*person.admin_of, *home]), await parts.rules.read())


async def office_named(parts: Parts, named: str) -> Office:
    """The office of that id. Raises Problem 404."""
    office = await offices.read(parts.store, OfficeId(named))
    if office is None or office.removed:
        raise refused(Refusal(Code.NO_SUCH_OFFICE))
    return office

"""The API's table of contents: every address, who may call it, what goes in, what comes out, what it can refuse."""

from __future__ import annotations

from http import HTTPStatus

from bot.api import days, handlers, house_settings, office_admin, passes, people, reports, selftest, waiting
from bot.api.admin_types import (
    BookingsCsvQuery,
    DayImpactQuery,
    DayPut,
    ImpactQuery,
    ImpactView,
    JournalQuery,
    JournalView,
    MePatch,
    NewOffice,
    OfficePatch,
    PeopleQuery,
    PeopleView,
    PersonPatch,
    PersonView,
    RemovalQuery,
    StatsQuery,
    StatsView,
)
from bot.api.endpoint import Csv, Route, Who, asking, open_to_anyone, self_testing, sending
from bot.api.selftest_types import SelfTestView
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
from bot.api.versions import Match
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
_JOIN_CODES = (*_WISH_CODES, Code.OFFICE_FULL, Code.PLACE_FREE, Code.WAIT_OVER, Code.QUEUE_FULL)
_LEAVE_CODES = (Code.NO_SUCH_OFFICE, Code.NOT_YOURS, Code.READ_ONLY, Code.DAY_PAST)
_CANCEL_CODES = (Code.NO_SUCH_BOOKING, Code.NOT_YOURS, Code.READ_ONLY, Code.TODAY_IS_FIXED, Code.DAY_PAST)
_CHANGE_CODES = (Code.NOT_FOR_YOU, Code.READ_ONLY, Code.CHANGED_MEANWHILE)
_EDIT_CODES = (*_CHANGE_CODES, Code.BAD_VALUE, Code.ASK_REUSED)
# An ask for a person is kept beside that person, so that another wish never has the same.
_PERSON_CODES = (*_CHANGE_CODES, Code.BAD_VALUE, Code.NO_SUCH_PERSON, Code.NO_SUCH_OFFICE)
_OFFICE_CODES = (*_EDIT_CODES, Code.NO_SUCH_OFFICE)
_DAY_CODES = (*_OFFICE_CODES, Code.DAY_PAST, Code.DAY_TOO_FAR)
_IMPACT_CODES = (Code.NOT_FOR_YOU, Code.NO_SUCH_OFFICE, Code.READ_ONLY, Code.BAD_VALUE)
_REPORT_CODES = (Code.NOT_FOR_YOU, Code.NO_SUCH_OFFICE)

ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/config", "What the tab must know before anybody has signed in", open_to_anyone(handlers.config), {_OK: ConfigView}),
    Route("GET", "/api/me", "Who am I", asking(Who.PERSON, handlers.me, NoQuery), {_OK: MeView}, tagged=True),
    Route(
        "PATCH",
        "/api/me",
        "Choose my home office",
        sending(Who.PERSON, people.edit_me, MePatch, Match.MAY),
        {_OK: MeView},
        _PERSON_CODES,
        tagged=True,
    ),
    Route("GET", "/api/offices", "The offices, by name", asking(Who.PERSON, handlers.list_offices, PageQuery), {_OK: OfficesView}),
    Route(
        "POST",
        "/api/offices",
        "Add an office",
        sending(Who.SYSTEM_ADMIN, office_admin.add_office, NewOffice),
        {_CREATED: OfficeView},
        (Code.NOT_FOR_YOU, Code.READ_ONLY, Code.OFFICE_EXISTS, Code.BAD_VALUE, Code.ASK_REUSED),
        tagged=True,
    ),
    Route(
        "GET",
        "/api/offices/{office}",
        "One office",
        asking(Who.PERSON, handlers.one_office, NoQuery),
        {_OK: OfficeView},
        (Code.NO_SUCH_OFFICE,),
        tagged=True,
    ),
    Route(
        "PATCH",
        "/api/offices/{office}",
        "Change what an office is on every day; its days follow",
        sending(Who.SYSTEM_ADMIN, office_admin.edit_office, OfficePatch, Match.MUST),
        {_OK: OfficeView},
        _OFFICE_CODES,
        tagged=True,
    ),
    Route(
        "DELETE",
        "/api/offices/{office}",
        "Close an office for good",
        asking(Who.SYSTEM_ADMIN, office_admin.remove_office, RemovalQuery, Match.MUST),
        {_NO_CONTENT: None},
        (*_CHANGE_CODES, Code.NO_SUCH_OFFICE),
    ),
    Route(
        "GET",
        "/api/offices/{office}/impact",
        "Whom a change of an office, or its end, would hit",
        asking(Who.SYSTEM_ADMIN, office_admin.impact, ImpactQuery),
        {_OK: ImpactView},
        _IMPACT_CODES,
    ),
    Route(
        "GET",
        "/api/offices/{office}/days",
        "What is left on each day, and why a day can't be booked",
        asking(Who.PERSON, days.days, DaysQuery),
        {_OK: DaysView},
        (Code.NO_SUCH_OFFICE,),
    ),
    Route(
        "PUT",
        "/api/offices/{office}/days/{date}",
        "Set a day apart: closed, or with a capacity of its own; or make it a day like any other",
        sending(Who.OFFICE_ADMIN, office_admin.set_day, DayPut, Match.MUST),
        {_OK: OfficeView},
        _DAY_CODES,
        tagged=True,
    ),
    Route(
        "GET",
        "/api/offices/{office}/days/{date}/impact",
        "Whom setting a day apart would hit",
        asking(Who.OFFICE_ADMIN, office_admin.day_impact, DayImpactQuery),
        {_OK: ImpactView},
        (*_IMPACT_CODES, Code.DAY_PAST, Code.DAY_TOO_FAR),
    ),
    Route(
        "POST",
        "/api/offices/{office}/days/{date}/waiting",
        "Stand in line for a full day, or wait for something else; 200 if it is so already",
        sending(Who.PERSON, waiting.join, NewWait),
        {_CREATED: WaitingView, _OK: WaitingView},
        _JOIN_CODES,
    ),
    Route(
        "DELETE",
        "/api/offices/{office}/days/{date}/waiting",
        "Leave the line of a day; again is answered the same",
        asking(Who.PERSON, waiting.leave, PersonQuery),
        {_NO_CONTENT: None},
        _LEAVE_CODES,
    ),
    Route(
        "GET",
        "/api/bookings",
        "Bookings by day: my own, or for admins those of an office or a person",
        asking(Who.PERSON, handlers.list_bookings, BookingsQuery),
        {_OK: BookingsView},
        (Code.NOT_YOURS, Code.NO_SUCH_OFFICE),
    ),
    Route(
        "POST",
        "/api/bookings",
        "Book a day; 200 for an ask that was granted before",
        sending(Who.PERSON, handlers.book, NewBooking),
        {_CREATED: BookingView, _OK: BookingView},
        _BOOK_CODES,
    ),
    Route(
        "GET",
        "/api/bookings.csv",
        "Who comes to the offices that I manage, as a table",
        asking(Who.ADMIN, reports.bookings_csv, BookingsCsvQuery),
        {_OK: Csv},
        _REPORT_CODES,
    ),
    Route(
        "GET",
        "/api/bookings/{booking}",
        "One booking, cancelled or not",
        asking(Who.PERSON, handlers.one_booking, NoQuery),
        {_OK: BookingView},
        (Code.NO_SUCH_BOOKING, Code.NOT_YOURS),
    ),
    Route(
        "GET",
        "/api/bookings/{booking}/pass",
        "The pass of a booking, to be shown at the door",
        asking(Who.PERSON, passes.one_pass, NoQuery),
        {_OK: passes.PassView},
        (Code.NO_SUCH_BOOKING, Code.NOT_YOURS),
        also={HTTPStatus.CONFLICT: "booking_cancelled"},
    ),
    Route(
        "DELETE",
        "/api/bookings/{booking}",
        "Give a day back; again is answered the same",
        asking(Who.PERSON, handlers.cancel, NoQuery),
        {_NO_CONTENT: None},
        _CANCEL_CODES,
    ),
    Route(
        "GET",
        "/api/people",
        "The people, by name",
        asking(Who.ADMIN, people.list_people, PeopleQuery),
        {_OK: PeopleView},
        (Code.NOT_FOR_YOU,),
    ),
    Route(
        "GET",
        "/api/people/{person}",
        "One person: myself, or anybody for admins",
        asking(Who.PERSON, people.one_person, NoQuery),
        {_OK: PersonView},
        (Code.NOT_FOR_YOU, Code.NO_SUCH_PERSON),
        tagged=True,
    ),
    Route(
        "PATCH",
        "/api/people/{person}",
        "Change what a person is allowed",
        sending(Who.SYSTEM_ADMIN, people.edit_person, PersonPatch, Match.MUST),
        {_OK: PersonView},
        _PERSON_CODES,
        tagged=True,
    ),
    Route(
        "GET",
        "/api/stats",
        "How full the offices are that I manage; numbers only",
        asking(Who.ADMIN, reports.list_stats, StatsQuery),
        {_OK: StatsView},
        _REPORT_CODES,
    ),
    Route("GET", "/api/stats.csv", "The same as a table", asking(Who.ADMIN, reports.stats_csv, StatsQuery), {_OK: Csv}, _REPORT_CODES),
    Route(
        "GET",
        "/api/journal",
        "What was changed, by whom, the newest first",
        asking(Who.ADMIN, reports.list_journal, JournalQuery),
        {_OK: JournalView},
        (Code.NOT_FOR_YOU,),
    ),
    Route(
        "GET",
        "/api/settings",
        "The rules of the house",
        asking(Who.SYSTEM_ADMIN, house_settings.read_settings, NoQuery),
        {_OK: house_settings.SettingsView},
        (Code.NOT_FOR_YOU,),
        tagged=True,
    ),
    Route(
        "PATCH",
        "/api/settings",
        "Change the rules of the house; they count everywhere within a second",
        sending(Who.SYSTEM_ADMIN, house_settings.edit_settings, house_settings.SettingsPatch, Match.MUST),
        {_OK: house_settings.SettingsView},
        _EDIT_CODES,
        tagged=True,
    ),
    Route(
        "POST",
        "/api/selftest",
        "Whether all that the service needs works; changes nothing",
        self_testing(selftest.self_test),
        {_OK: SelfTestView},
        (Code.NOT_FOR_YOU,),
        also={HTTPStatus.SERVICE_UNAVAILABLE: selftest.SELF_TEST_FAILED},
    ),
)

"""The examples of what admins are answered, tables among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from bot.api.admin_types import (
    BookingState,
    DayImpactView,
    EntryView,
    ExceedingView,
    ImpactView,
    JournalView,
    OfficeStatsView,
    PeopleView,
    PersonState,
    PersonView,
    StatsDayView,
    StatsView,
)
from bot.api.openapi_people import ANNA, BEN, BOOKED, CLARA, FULL, NOW, OFFICE, OMAR, TENANT, TODAY, email_of
from bot.api.reports import BOOKINGS_COLUMNS, STATS_COLUMNS
from bot.api.selftest_types import (
    PartName,
    SelfTestCaller,
    SelfTestDuty,
    SelfTestOffice,
    SelfTestPart,
    SelfTestStore,
    SelfTestSync,
    SelfTestView,
)
from core.cells import BYTE_ORDER_MARK, lines
from core.journal import Action
from core.model import State
from core.version import VERSION

_ANNA = PersonView(
    id=ANNA.id,
    name=ANNA.name,
    email=email_of(ANNA),
    role="person",
    admin_of=[],
    allowance=None,
    effective_allowance=3,
    auto_approved=False,
    home_office=OFFICE,
    seen_on=TODAY,
    version="MQ",
)
_CLARA = PersonView(
    id=CLARA.id,
    name=CLARA.name,
    email=email_of(CLARA),
    role="officeAdmin",
    admin_of=[OFFICE],
    allowance=5,
    effective_allowance=5,
    auto_approved=True,
    home_office=OFFICE,
    seen_on=date(2026, 11, 23),
    version="Nw",
)
_IMPACT = DayImpactView(
    date=FULL,
    closed=False,
    capacity=8,
    taken=10,
    parking_capacity=4,
    parking_taken=4,
    exceeding=2,
    bookings=[
        ExceedingView(f"{FULL}.{OFFICE}.{BEN.id}", BEN, parking=False),
        ExceedingView(f"{FULL}.{OFFICE}.{CLARA.id}", CLARA, parking=True),
    ],
)
_ENTRIES = [
    EntryView(
        at=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
        action=Action.PERSON_EDITED,
        actor=OMAR,
        person=BEN,
        office=None,
        date=None,
        before=PersonState(allowance=None, admin_of=[], auto_approved=False, home_office=None),
        after=PersonState(allowance=4, admin_of=[], auto_approved=False, home_office=None),
        reference="7c1d2e3f4a5b69788796a5b4c3d2e1f0",
    ),
    EntryView(
        at=datetime(2026, 11, 20, 9, 12, tzinfo=UTC),
        action=Action.BOOKING_MADE,
        actor=ANNA,
        person=ANNA,
        office=OFFICE,
        date=BOOKED,
        before=None,
        after=BookingState(State.ACTIVE, parking=False, revision=1),
        reference="5b0c1d2e3f4a59687786a5b4c3d2e1f0",
    ),
]

_PARTS: Mapping[PartName, float] = {
    "office": 0.196,
    "caller": 0.06,
    "bookings": 0.254,
    "store": 0.095,
    "passes": 0.586,
    "entraKeys": 0.635,
    "sync": 0.482,
}
_UP_TO_DATE = SelfTestDuty(waiting=0, waiting_or_more=False, oldest_due=None, unread=0, unread_or_more=False, unread_since=None, late=False)
_IS_WELL = SelfTestView(
    version=VERSION,
    started_at=NOW,
    ok=True,
    parts=[SelfTestPart(name=name, ok=True, milliseconds=milliseconds) for name, milliseconds in _PARTS.items()],
    caller=SelfTestCaller(kind="application", id=f"{TENANT}.88888888-8888-4888-8888-888888888888", role="selfTest"),
    office=SelfTestOffice(OFFICE, "London"),
    bookings=0,
    store=SelfTestStore(kind="sqlite", read_milliseconds=0.022, list_milliseconds=0.047),
    sync=SelfTestSync(calendar=_UP_TO_DATE, notices=None),
)

ADMIN_ANSWERS: Mapping[type[msgspec.Struct], msgspec.Struct] = {
    PersonView: _ANNA,
    PeopleView: PeopleView([_ANNA, _CLARA], None),
    ImpactView: ImpactView([_IMPACT]),
    StatsView: StatsView(
        [
            OfficeStatsView(
                OFFICE,
                "London",
                [
                    StatsDayView(BOOKED, closed=False, capacity=10, bookings=1, parking_capacity=4, parking=0, waiting=0),
                    StatsDayView(FULL, closed=False, capacity=10, bookings=10, parking_capacity=4, parking=4, waiting=1),
                ],
            )
        ]
    ),
    JournalView: JournalView(_ENTRIES, None),
    SelfTestView: _IS_WELL,
}

TABLES: Mapping[str, str] = {
    "/api/bookings.csv": BYTE_ORDER_MARK
    + lines(
        [
            BOOKINGS_COLUMNS,
            (BOOKED.isoformat(), OFFICE, "London", ANNA.id, ANNA.name, email_of(ANNA), "no", "", "2026-11-20T09:12:00+00:00"),
        ]
    ),
    "/api/stats.csv": BYTE_ORDER_MARK + lines([STATS_COLUMNS, (FULL.isoformat(), OFFICE, "London", "no", "10", "10", "4", "4", "1")]),
}
"""For each address that answers with a table; complete by a test."""

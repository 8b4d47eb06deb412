"""From the core's values to the shapes that admins see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

import msgspec

from bot.api.admin_types import (
    BookingState,
    CountersState,
    DayImpactView,
    EntryView,
    ExceedingView,
    OfficeState,
    OfficeStatsView,
    PersonState,
    PersonView,
    RulesState,
    StateView,
    StatsDayView,
    WaitState,
)
from bot.api.types import PersonRef
from bot.api.versions import shown_version
from bot.api.views import special_day_view
from core.journal import BookingSnapshot, CountersSnapshot, Entry, OfficeSnapshot, PersonSnapshot, RulesSnapshot, Snapshot, WaitSnapshot
from core.model import OfficeId, Person, PersonId, Rules
from core.office_edits import DayImpact
from core.people_lists import role_of
from core.stats import OfficeStats
from core.store.port import Version

MOST_NAMED = 50
"""Bookings named of a day that an edit would make too small; how many there are is said of all."""

_Names = Mapping[PersonId, str]
_View = TypeVar("_View", bound=msgspec.Struct)


def person_view(person: Person, version: Version | None, there: Collection[OfficeId], rules: Rules) -> PersonView:
    """A person; `there` are the offices that exist."""
    return PersonView(
        id=person.id,
        name=person.name,
        email=person.email,
        role=role_of(person, there).value,
        admin_of=sorted(person.admin_of),
        allowance=person.allowance,
        effective_allowance=rules.allowance_of(person),
        auto_approved=person.auto_approved,
        home_office=person.home_office,
        seen_on=person.seen_on,
        version=shown_version(version) if version else None,
    )


def impact_view(impact: DayImpact, names: _Names) -> DayImpactView:
    """A day that would be too small."""
    named = impact.exceeding[:MOST_NAMED]
    return DayImpactView(
        date=impact.day,
        closed=impact.limits.closed,
        capacity=impact.limits.capacity,
        taken=impact.taken,
        parking_capacity=impact.limits.parking_capacity,
        parking_taken=impact.parking_taken,
        exceeding=len(impact.exceeding),
        bookings=[ExceedingView(booking.id, _ref(booking.person, names), booking.parking) for booking in named],
    )


def stats_view(stats: OfficeStats) -> OfficeStatsView:
    """How full an office is."""
    days = [
        StatsDayView(
            date=tally.day,
            closed=tally.closed,
            capacity=tally.capacity,
            bookings=tally.taken,
            parking_capacity=tally.parking_capacity,
            parking=tally.parking_taken,
            waiting=tally.waiting,
        )
        for tally in stats.days
    ]
    return OfficeStatsView(stats.office.id, stats.office.name, days)


def entry_view(entry: Entry, names: _Names) -> EntryView:
    """A change; who it was by is said by name, as far as they are still known."""
    return EntryView(
        at=entry.at,
        action=entry.action,
        actor=_ref(entry.actor, names),
        person=_ref(entry.person, names) if entry.person else None,
        office=entry.office,
        date=entry.day,
        before=_state(entry.before, entry.after),
        after=_state(entry.after, entry.before),
        reference=entry.correlation,
    )


def _ref(person: PersonId, names: _Names) -> PersonRef:
    return PersonRef(person, names.get(person, ""))


def _state(shown: Snapshot | None, other: Snapshot | None) -> StateView | None:
    match shown:
        case None:
            return None
        case OfficeSnapshot():
            return _office_state(shown, other)
        case BookingSnapshot():
            return _alike(shown, BookingState)
        case WaitSnapshot():
            return WaitState(shown.parking, shown.until.isoformat("minutes") if shown.until else None)
        case PersonSnapshot():
            return _alike(shown, PersonState)
        case RulesSnapshot():
            return _alike(shown, RulesState)
        case CountersSnapshot():
            return _alike(shown, CountersState)


def _office_state(shown: OfficeSnapshot, other: Snapshot | None) -> OfficeState:
    """An office may have hundreds of special days; only those that are not on both sides say anything."""
    both = frozenset(other.special_days) if isinstance(other, OfficeSnapshot) else frozenset[object]()
    return OfficeState(
        zone=shown.zone,
        capacity=shown.capacity,
        parking_capacity=shown.parking_capacity,
        open_weekdays=[number + 1 for number in shown.open_weekdays],
        special_days=[special_day_view(special) for special in shown.special_days if special not in both],
        revision=shown.revision,
    )


def _alike(snapshot: Snapshot, view: type[_View]) -> _View:
    return msgspec.convert(snapshot, view, from_attributes=True)

"""The addresses by which admins change offices and single days, and see beforehand whom a change would hit."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import hdrs
from msgspec import UNSET, UnsetType

from bot.api.admin_types import DayImpactQuery, DayPut, ImpactQuery, ImpactView, NewOffice, OfficePatch, RemovalQuery
from bot.api.admin_views import MOST_NAMED, impact_view
from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.api.handlers import office_named
from bot.api.types import NoQuery
from bot.api.versions import etag
from bot.api.views import office_view
from bot.errors import refused
from bot.keys import Parts
from core import office_edits, people_lists
from core.administration import Edit
from core.decision import Refusal
from core.model import AskId, Office, OfficeId, Person, SpecialDay
from core.office_edits import OfficeEdit


async def add_office(call: PersonCall[NoQuery, NewOffice]) -> Answer:
    """A new office."""
    body = call.body
    office = Office(
        id=OfficeId(body.id),
        name=body.name.strip(),
        zone=body.zone,
        capacity=body.capacity,
        parking_capacity=body.parking_capacity,
        location=body.location.strip(),
        open_weekdays=_weekdays(body.open_weekdays),
    )
    added = await call.parts.administration.add_office(_edit(call.person, body.ask, call.reference, None, call.parts), office)
    answer = _shown(call.parts, added)
    return Answer(answer.view, HTTPStatus.CREATED, {**answer.headers, hdrs.LOCATION: f"/api/offices/{quote(body.id)}"})


async def edit_office(call: PersonCall[NoQuery, OfficePatch]) -> Answer:
    """Change what an office is on every day."""
    body = call.body
    change = OfficeEdit(
        name=body.name,
        zone=body.zone,
        location=body.location,
        capacity=body.capacity,
        parking_capacity=body.parking_capacity,
        open_weekdays=UNSET if body.open_weekdays is UNSET else _weekdays(body.open_weekdays),
    )
    edit = _edit(call.person, body.ask, call.reference, call.seen, call.parts)
    return _shown(call.parts, await call.parts.administration.edit_office(edit, OfficeId(call.path("office")), change))


async def set_day(call: PersonCall[NoQuery, DayPut]) -> Answer:
    """Set one day apart, or make it a day like any other."""
    body = call.body
    special = SpecialDay(
        day=call.day(), open=body.open, capacity=body.capacity, parking_capacity=body.parking_capacity, note=body.note.strip()
    )
    edit = _edit(call.person, body.ask, call.reference, call.seen, call.parts)
    return _shown(call.parts, await call.parts.administration.set_day(edit, OfficeId(call.path("office")), special, clear=body.clear))


async def remove_office(call: PersonCall[RemovalQuery, Nothing]) -> Answer:
    """Close an office for good."""
    edit = _edit(call.person, None, call.reference, call.seen, call.parts)
    _shown(call.parts, await call.parts.administration.remove_office(edit, OfficeId(call.path("office")), clear=call.query.clear))
    return Answer(None, HTTPStatus.NO_CONTENT)


async def impact(call: PersonCall[ImpactQuery, Nothing]) -> Answer:
    """Whom a change of the office would hit."""
    query, parts = call.query, call.parts
    office, rules = await office_named(parts, call.path("office")), await parts.rules.read()
    change = OfficeEdit(
        zone=query.zone,
        capacity=query.capacity,
        parking_capacity=query.parking_capacity,
        open_weekdays=_weekdays_said(query.open_weekdays),
    )
    after = office_edits.edited(call.person, office, change, rules)
    if query.removed and isinstance(after, Office):
        after = office_edits.removed(call.person, after, (), rules)
    return await _impact(parts, after)


async def day_impact(call: PersonCall[DayImpactQuery, Nothing]) -> Answer:
    """Whom setting a day apart would hit."""
    query, parts = call.query, call.parts
    office = await office_named(parts, call.path("office"))
    special = SpecialDay(day=call.day(), open=query.open, capacity=query.capacity, parking_capacity=query.parking_capacity)
    after = office_edits.with_special_day(call.person, office, special, None, parts.clock.now(), await parts.rules.read())
    return await _impact(parts, after, special.day)


async def _impact(parts: Parts, after: Office | Refusal, only: date | None = None) -> Answer:
    if isinstance(after, Refusal):
        raise refused(after)
    hit = [day for day in await parts.administration.impact(after) if only is None or day.day == only]
    names = await people_lists.names(parts.people, {booking.person for day in hit for booking in day.exceeding[:MOST_NAMED]})
    return Answer(ImpactView([impact_view(day, names) for day in hit]))


def _edit(actor: Person, ask: str | None, reference: str, seen: str | None, parts: Parts) -> Edit:
    return Edit(actor=actor, ask=AskId(ask or parts.new_id()), correlation=reference, seen=seen)


def _shown(parts: Parts, decision: Office | Refusal) -> Answer:
    if isinstance(decision, Refusal):
        raise refused(decision)
    return Answer(office_view(decision, parts.clock.now()), headers=etag(str(decision.revision)))


def _weekdays(numbers: list[int]) -> frozenset[int]:
    """Monday is 1 in what people write and 0 in what is counted with."""
    return frozenset(number - 1 for number in numbers)


def _weekdays_said(text: str | UnsetType) -> frozenset[int] | UnsetType:
    return text if text is UNSET else _weekdays([int(number) for number in text.split(",") if number])

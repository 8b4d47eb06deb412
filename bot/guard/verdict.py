"""What a guard is told of a pass: its standing and what is needed to compare it with the person who shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.keys import Parts
from core import offices
from core.days import today_in
from core.model import Booking, Office
from core.passes import Pass, Standing, standing
from core.store import documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a pass stands at an instant. Nothing but the standing is known of what is not genuine; `office` None is one that is gone."""

    standing: Standing
    now: datetime
    shown: Pass | None = None
    office: Office | None = None
    name: str = ""

    @property
    def today(self) -> date | None:
        """The office's own date."""
        return today_in(self.office.zone, self.now) if self.office else None


async def verdict_on(token: str, parts: Parts) -> Verdict:
    """How a pass stands now. What is not genuine costs no look into the store. Raises Unavailable."""
    shown = await parts.passes.check(token)
    if shown is None:
        return Verdict(standing=Standing.NOT_GENUINE, now=parts.clock.now())
    office = await offices.read(parts.store, shown.office)
    booking = await _booking_of(shown, parts)
    now = parts.clock.now()
    told = standing(shown, booking, office, now)
    return Verdict(standing=told, now=now, shown=shown, office=office, name=await _name_for(shown, office, now, parts))


async def _booking_of(shown: Pass, parts: Parts) -> Booking | None:
    document = await parts.store.read(documents.booking_key(shown.booking, shown.day))
    return documents.booking_of(document) if document else None


async def _name_for(shown: Pass, office: Office | None, now: datetime, parts: Parts) -> str:
    """Whose pass it is; of a day that is over nobody needs to know it, and an old address must not go on telling who was where."""
    if office is None or shown.day < today_in(office.zone, now):
        return ""
    person = await parts.people.read(shown.person)
    return person.name if person else ""

"""What the cards are made of that everybody in a conversation reads: numbers, and nothing of anybody's own."""

from __future__ import annotations

from datetime import date

from bot.chat.cards.day_row import shared_day
from bot.chat.cards.facts import SharedWeek
from bot.chat.talk.views import neighbours, week_span
from bot.chat.talk.visit import Visit
from core import policy
from core.days import days_between
from core.model import Office
from core.store import documents


async def shared_week(visit: Visit, office: Office, day: date) -> SharedWeek:
    """The free places of the week of that day, or of the nearest week that can be booked. Raises Unavailable."""
    monday, span = week_span(visit, office, day)
    keys = {one: documents.office_day_key(office.id, one) for one in days_between(span.first, span.last)}
    found = await visit.desk.store.recently(list(keys.values()))
    tallies = [documents.office_day_of(found[key]) if key in found else policy.fresh_tally(office, one) for one, key in keys.items()]
    previous, following = neighbours(visit, office, monday)
    return SharedWeek(office=office, monday=monday, days=tuple(map(shared_day, tallies)), previous=previous, next=following)

"""Who in line gets the places that are free: read a few at a time, decided by the rules, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core import changes, waiting
from core.decision import Booked
from core.model import Office, PersonId, Rules
from core.people import People
from core.reading import Hopeful, hopefuls
from core.store.port import Store

CHUNK = 20
"""People of the line read at a time: most often the first may have the place."""
MOST_AT_ONCE = 20
"""Promotions in one batch; each is three operations of the hundred that a batch may hold."""


async def chosen(store: Store, people: People, office: Office, line: changes.Line, now: datetime, rules: Rules) -> list[changes.Promotion]:
    """Those in line who get a place that is free in the line's tally; MOST_AT_ONCE at most."""
    promotions: list[changes.Promotion] = []
    tally, waiters = line.tally, line.queue.waiters
    for first in range(0, len(waiters), CHUNK):
        if tally.closed or tally.taken >= tally.capacity or len(promotions) >= MOST_AT_ONCE:
            break
        chunk = waiters[first : first + CHUNK]
        known = await hopefuls(store, people, office.id, tally.day, [waiter.person for waiter in chunk])
        candidates = {person: hopeful.candidate for person, hopeful in known.items()}
        booked = waiting.promote(office, tally, chunk, candidates, now, rules)
        promotions += [_promotion(one, known, rules) for one in booked]
        parked = sum(one.booking.parking for one in booked)
        tally = replace(tally, taken=tally.taken + len(booked), parking_taken=tally.parking_taken + parked)
    return promotions[:MOST_AT_ONCE]


def _promotion(booked: Booked, known: Mapping[PersonId, Hopeful], rules: Rules) -> changes.Promotion:
    hopeful = known[booked.booking.person]
    allowance = rules.allowance_of(hopeful.candidate.person)
    return changes.Promotion(booked, allowance, hopeful.booking_version, hopeful.candidate.person_week is not None)

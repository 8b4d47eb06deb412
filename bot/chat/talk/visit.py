"""One person who says or presses one thing at one instant: who they are, in which language they are answered, and what counts now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from bot.chat.cards.facts import Viewer
from bot.chat.incoming import Incoming
from bot.chat.talk.desk import Desk
from bot.chat.words.languages import language_of
from core import policy
from core.days import today_in
from core.decision import Code, Refusal
from core.model import AskId, Booking, BookingName, Office, OfficeId, Person, Rules
from core.words import sentence

MOST_REFRESHED = 60
"""Teams draws user-specific views for no more people of one card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`offices`: every one that is known, removed ones too. `said`: the sentence, if it is one.

    `correlation`: ties the journal to the log.
    """

    desk: Desk
    incoming: Incoming
    person: Person
    language: str
    now: datetime
    rules: Rules
    offices: Mapping[OfficeId, Office]
    correlation: str
    said: str = ""

    @property
    def is_shared(self) -> bool:
        """Whether others read along."""
        return self.incoming.conversation.is_shared

    @property
    def open_offices(self) -> list[Office]:
        """The offices that are not removed, by name."""
        return [office for office in self.offices.values() if not office.removed]

    @property
    def home(self) -> OfficeId | None:
        """Where the person books if no office is named: the home office, or the only one there is."""
        there = self.open_offices
        if len(there) == 1:
            return there[0].id
        return self.person.home_office if any(office.id == self.person.home_office for office in there) else None

    def office(self, named: OfficeId) -> Office | None:
        """The office, unless there is none such or it was removed."""
        office = self.offices.get(named)
        return None if office is None or office.removed else office

    def office_of(self, booking: Booking) -> Office:
        """Where the booking is. An office that is forgotten is still called by its id, and its days are UTC's, as in the core."""
        return self.offices.get(booking.office) or Office(id=booking.office, name=booking.office, zone="UTC", capacity=0, removed=True)

    def today(self, office: Office) -> date:
        """Which day it is there."""
        return today_in(office.zone, self.now)

    def viewer(self, refreshed_for: Sequence[str] = ()) -> Viewer:
        """Who looks at a card that is drawn now."""
        return Viewer(
            language=self.language,
            ask=self.desk.new_id(),
            refreshed_for=tuple(refreshed_for[:MOST_REFRESHED]),
            needs_reason=policy.needs_reason(self.person, self.rules),
        )

    def ask(self, *what: object, drawn: str | None = None) -> AskId:
        """The ask of one deed: of the card it was `drawn` into, or else of what came.

        The same for what Teams sends again, another for each deed: one sentence can book a week, and a card has many buttons.
        """
        came = self.incoming.id or self.desk.new_id()  # what has no id can't be told from what is sent again
        origin = ("card", drawn) if drawn is not None else ("came", self.incoming.conversation.id, came)
        return AskId(hashlib.sha256(repr((origin, [str(one) for one in what])).encode()).hexdigest()[:32])

    def refuse_others(self, named: BookingName | None) -> Refusal | None:
        """In a chat everybody acts for themselves alone: what a card says of others may be made up, also before an admin."""
        if named is None:
            return Refusal(Code.NO_SUCH_BOOKING)
        return None if named.person == self.person.id else Refusal(Code.NOT_YOURS)

    def says(self, refusal: Refusal) -> str:
        """The refusal's sentence."""
        return sentence(refusal, self.language)

    def saying(self, said: str, language: str) -> Visit:
        """The same, having said that; answered in the language that was chosen, or else in this one that was just heard."""
        self.desk.memory.heard(self.person.id, language)
        return replace(self, said=said, language=self.person.language or language)


async def begin(desk: Desk, incoming: Incoming) -> Visit:
    """Who it is that comes. Raises Unavailable."""
    now = desk.clock.now()
    person = await desk.people.signed_in(incoming.sender.person, incoming.sender.name, "", now)
    bound = structlog.contextvars.get_contextvars().get("reference")
    return Visit(
        desk=desk,
        incoming=incoming,
        person=person,
        language=person.language or desk.memory.languages.get(person.id) or language_of(incoming.sender.locale),
        now=now,
        rules=await desk.rules.read(),
        offices=await desk.offices.read_all(),
        correlation=bound if isinstance(bound, str) else desk.new_id(),
    )

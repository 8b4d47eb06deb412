"""What admins change: offices, single days, people. Each edit is one batch with its journal entry; the days of an office then follow.

Every edit names the version that its admin saw, so that two of them never overwrite each other (fault B14 of the original), and carries an
ask, so that one whose answer was lost can be sent again: it is recognised by what it was an edit of, so each edit needs an ask of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import office_edits, offices, people_edits
from core.clock import Clock
from core.days import days_between, forgotten_after, today_in, window_end
from core.decision import Code, Refusal
from core.house_rules import RulesSource
from core.journal import Action, Occasion, entry_key, entry_of, office_entry, person_entry
from core.model import AskId, Booking, Clearing, Office, OfficeDay, OfficeId, Person, PersonId, Rules, SpecialDay
from core.office_edits import DayImpact, OfficeEdit
from core.people import People, person_operation
from core.people_edits import PersonEdit
from core.roll_out import RollOut
from core.service import Pause, insist
from core.store import documents
from core.store.port import MAX_PAGE, Create, Document, Listing, Operation, Replace, Store, Version

_Rule = Callable[[Office, Rules], Office | Refusal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Who edits, by which ask, and what they saw. `seen` None: whatever is there."""

    actor: Person
    ask: AskId
    correlation: str
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person and the version of what is kept of them."""

    person: Person
    version: Version


class Administration:
    """The edits of admins. Raises Busy and Unavailable; after either the same edit can be sent again."""

    def __init__(self, store: Store, people: People, clock: Clock, rules: RulesSource, pause: Pause, roll_out: RollOut) -> None:
        self._store = store
        self._people = people
        self._clock = clock
        self._rules = rules
        self._pause = pause
        self._roll_out = roll_out

    async def impact(self, after: Office) -> list[DayImpact]:
        """The days on which more is booked than the office would take after an edit."""
        today = today_in(after.zone, self._clock.now())
        days = days_between(today, window_end(today, (await self._rules.read()).advance_booking_days))
        found = await self._store.read_many([documents.office_day_key(after.id, day) for day in days])
        tallies = sorted((documents.office_day_of(document) for document in found.values()), key=lambda tally: tally.day)
        hit = [tally for tally in tallies if office_edits.exceeds(tally, after.limits_on(tally.day))]
        return office_edits.impact(after, hit, {tally.day: await self._bookings_of(tally) for tally in hit})

    async def add_office(self, edit: Edit, office: Office) -> Office | Refusal:
        """A new office; its id must never have been that of another, whose rights would pass to it."""
        after = office_edits.added(edit.actor, office, await self._rules.read())
        if isinstance(after, Refusal):
            return after
        return await insist(lambda: self._try_to_add(edit, after), self._pause)

    async def edit_office(self, edit: Edit, office: OfficeId, change: OfficeEdit) -> Office | Refusal:
        """Edit an office; the edit's `seen` is the office's revision. Its days follow before the answer, or soon after a crash."""
        return await self._edit_office(
            edit, office, Action.OFFICE_EDITED, lambda known, rules: office_edits.edited(edit.actor, known, change, rules)
        )

    async def set_day(self, edit: Edit, office: OfficeId, special: SpecialDay, *, clear: bool = False) -> Office | Refusal:
        """Set one day apart: closed, or with a capacity of its own. `clear`: cancel what is booked on it, if it is closed."""
        now = self._clock.now()
        clearing = Clearing(day=special.day, actor=edit.actor.id, ask=edit.ask, correlation=edit.correlation) if clear else None
        return await self._edit_office(
            edit,
            office,
            Action.OFFICE_EDITED,
            lambda known, rules: office_edits.with_special_day(edit.actor, known, special, clearing, now, rules),
        )

    async def remove_office(self, edit: Edit, office: OfficeId, *, clear: bool = False) -> Office | Refusal:
        """Close an office for good; `clear`: cancel what is booked there."""

        def rule(known: Office, rules: Rules) -> Office | Refusal:
            return office_edits.removed(edit.actor, known, self._clearing_of_window(edit, known, rules) if clear else (), rules)

        return await self._edit_office(edit, office, Action.OFFICE_REMOVED, rule)

    async def read_person(self, person: PersonId) -> KnownPerson | None:
        """A person and the version to name in an edit."""
        document = await self._store.read(documents.person_key(person))
        return KnownPerson(self._people.person_of(document), document.version) if document else None

    async def edit_person(self, edit: Edit, person: PersonId, change: PersonEdit) -> KnownPerson | Refusal:
        """Edit a person; the edit's `seen` is the version that was read."""
        known = await offices.read_all(self._store)
        there = frozenset(office.id for office in known.values() if not office.removed)
        return await insist(lambda: self._try_to_edit_person(edit, person, change, there), self._pause)

    async def _try_to_add(self, edit: Edit, after: Office) -> Office | Refusal:
        key = documents.office_key(after.id)
        occasion = self._occasion(edit)
        found = await self._store.read_many([key, entry_key(occasion, key.partition)])
        asked = found.get(entry_key(occasion, key.partition))
        if asked is not None and not _is_of(asked, Action.OFFICE_ADDED, office=after.id):
            return Refusal(Code.ASK_REUSED)
        if key in found:
            return documents.office_of(found[key]) if asked else Refusal(Code.OFFICE_EXISTS)
        batch = [
            Create(id=key.id, fields=documents.office_fields(after)),
            self._office_entry(Action.OFFICE_ADDED, after, None, occasion, await self._rules.read()),
        ]
        await self._store.commit(key.partition, batch)
        return await self._roll_out.run(after.id) or after

    async def _edit_office(self, edit: Edit, office: OfficeId, action: Action, rule: _Rule) -> Office | Refusal:
        answer = await insist(lambda: self._try_to_edit_office(edit, office, action, rule), self._pause)
        if isinstance(answer, Refusal):
            return answer
        return await self._roll_out.run(office) or answer

    async def _try_to_edit_office(self, edit: Edit, office: OfficeId, action: Action, rule: _Rule) -> Office | Refusal:
        key = documents.office_key(office)
        occasion = self._occasion(edit)
        asked_key = entry_key(occasion, key.partition)
        found = await self._store.read_many([key, asked_key])
        if key not in found:
            return Refusal(Code.NO_SUCH_OFFICE)
        known = documents.office_of(found[key])
        if asked_key in found:
            return known if _is_of(found[asked_key], action, office=office) else Refusal(Code.ASK_REUSED)
        if known.removed:
            return Refusal(Code.NO_SUCH_OFFICE)
        if edit.seen is not None and edit.seen != str(known.revision):
            return Refusal(Code.CHANGED_MEANWHILE)
        rules = await self._rules.read()
        after = rule(known, rules)
        if isinstance(after, Refusal) or after == known:
            return after
        kept = Replace(id=key.id, fields=documents.office_fields(after), version=found[key].version)
        await self._store.commit(key.partition, [kept, self._office_entry(action, after, known, occasion, rules)])
        return after

    async def _try_to_edit_person(
        self, edit: Edit, person: PersonId, change: PersonEdit, there: frozenset[OfficeId]
    ) -> KnownPerson | Refusal:
        known, rules = await self.read_person(person), await self._rules.read()
        if known is None:  # in a read-only house nobody is kept, so people themselves may be unknown
            hindrance = people_edits.edited(edit.actor, Person(id=person), change, there, rules)
            return hindrance if isinstance(hindrance, Refusal) else Refusal(Code.NO_SUCH_PERSON)
        occasion = self._occasion(edit)
        key = entry_key(occasion, documents.person_key(person).partition)
        if await self._store.read(key) is not None:  # such entries lie beside the person, so it was an edit of them
            return known
        after = people_edits.edited(edit.actor, known.person, change, there, rules)
        if isinstance(after, Refusal):
            return after
        if edit.seen is not None and edit.seen != known.version:
            return Refusal(Code.CHANGED_MEANWHILE)
        if after == known.person:
            return known
        entry = Create(id=key.id, fields=person_entry(after, known.person, occasion), expires=_forgotten(occasion, rules))
        await self._store.commit(key.partition, [person_operation(after, known.version, rules), entry])
        return await self.read_person(person) or KnownPerson(after, known.version)

    async def _bookings_of(self, tally: OfficeDay) -> Sequence[Booking]:
        day = tally.day.isoformat()
        listing = Listing("booking", "active_office", tally.office, "day", day, day)
        bookings: list[Booking] = []
        after: str | None = None
        while True:
            page = await self._store.list(listing, limit=MAX_PAGE, next=after)
            bookings += [documents.booking_of(document) for document in page.documents]
            after = page.next
            if after is None:
                return bookings

    def _clearing_of_window(self, edit: Edit, office: Office, rules: Rules) -> list[Clearing]:
        today = today_in(office.zone, self._clock.now())
        days = days_between(today, window_end(today, rules.advance_booking_days))
        return [Clearing(day=day, actor=edit.actor.id, ask=edit.ask, correlation=edit.correlation) for day in days]

    def _office_entry(self, action: Action, after: Office, before: Office | None, occasion: Occasion, rules: Rules) -> Operation:
        key = entry_key(occasion, documents.HOUSE)
        return Create(id=key.id, fields=office_entry(action, after, before, occasion), expires=_forgotten(occasion, rules))

    def _occasion(self, edit: Edit) -> Occasion:
        return Occasion(edit.actor.id, edit.ask, self._clock.now(), edit.correlation)


def _forgotten(occasion: Occasion, rules: Rules) -> datetime:
    return forgotten_after(occasion.at.date(), rules.retention_days)


def _is_of(entry: Document, action: Action, *, office: OfficeId) -> bool:
    """Whether the entry tells of such an edit of this office."""
    told = entry_of(entry)
    return told is not None and told.action is action and told.office == office

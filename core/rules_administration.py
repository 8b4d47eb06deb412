"""How System Admins change the rules of the house. One batch with its journal entry; every process goes by them within a second."""

from __future__ import annotations

from core import offices, rules_edits
from core.administration import Edit
from core.clock import Clock
from core.days import forgotten_after
from core.decision import Code, Refusal
from core.house_rules import HouseRules
from core.journal import Action, Entry, Occasion, entry_key, entry_of, rules_entry
from core.model import Rules
from core.roll_out import RollOut, horizon
from core.rules_edits import RulesEdit
from core.service import Pause, insist
from core.store import documents
from core.store.port import Create, Replace, Store


class RulesAdministration:
    """Reads and edits the rules. Raises Busy and Unavailable; after either the same edit can be sent again."""

    def __init__(self, store: Store, rules: HouseRules, clock: Clock, pause: Pause, roll_out: RollOut) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock
        self._pause = pause
        self._roll_out = roll_out

    async def edit(self, edit: Edit, change: RulesEdit) -> Rules | Refusal:
        """Edit the rules; the edit's `seen` is their revision."""
        return await insist(lambda: self._try_to_edit(edit, change), self._pause)

    async def _try_to_edit(self, edit: Edit, change: RulesEdit) -> Rules | Refusal:
        key = documents.rules_key()
        occasion = Occasion(edit.actor.id, edit.ask, self._clock.now(), edit.correlation)
        asked_key = entry_key(occasion, key.partition)
        found = await self._store.read_many([key, asked_key])
        asked = entry_of(found[asked_key]) if asked_key in found else None
        if key not in found:  # nothing was ever kept, so there is nothing yet that could be edited
            await self._rules.seed()
            return await self._try_to_edit(edit, change)
        known = documents.rules_of(found[key])
        if asked_key in found:
            return known if asked is not None and _is_of(asked, change) else Refusal(Code.ASK_REUSED)
        if edit.seen is not None and edit.seen != str(known.revision):
            return Refusal(Code.CHANGED_MEANWHILE)
        after = rules_edits.edited(edit.actor, known, change, occasion.at.date(), is_frozen=self._rules.is_frozen)
        if isinstance(after, Refusal) or after == known:
            return after
        if after.advance_booking_days > known.advance_booking_days:
            await self._catch_up(after)
        entry = Create(
            id=asked_key.id,
            fields=rules_entry(after, known, occasion),
            expires=forgotten_after(occasion.at.date(), after.retention_days),
        )
        kept = Replace(id=key.id, fields=documents.rules_fields(after), version=found[key].version)
        await self._store.commit(key.partition, [kept, entry])
        self._rules.forget()
        if after.advance_booking_days > known.advance_booking_days:
            await self._catch_up(after)
        return after

    async def _catch_up(self, after: Rules) -> None:
        """Days that were booked under an even wider window follow what was edited of their office since, before they can be booked again.

        And once more when it can be: of an office that is edited at this very moment, either this sees the edit, or its roll-out, which
        reads the rules anew, sees the wider window.
        """
        now = self._clock.now()
        for office in (await offices.read_all(self._store)).values():
            await self._roll_out.catch_up(office, horizon(office, now, after))


def _is_of(entry: Entry, change: RulesEdit) -> bool:
    """Whether the entry tells of an edit that made the rules what this one is to make them."""
    is_edit = entry.action is Action.RULES_EDITED
    return is_edit and all(getattr(entry.after, name) == value for name, value in change.named.items())

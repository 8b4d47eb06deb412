"""What every command works with, handed in by the composition root or by a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum

from core.admin.console import Console
from core.administration import Administration, Edit
from core.clock import Clock
from core.house_rules import FixedRules
from core.journal import Occasion
from core.model import AskId, Person, PersonId, Rules
from core.people import People
from core.roll_out import RollOut
from core.service import Pause, Service
from core.store.port import Store

OPERATOR = Person(id=PersonId("operator"), name="Operator", is_system_admin=True)
"""Who acts: whoever may start this program. No signed-in person can have this id."""


class Ending(IntEnum):
    """How a command ends, as the shell is told."""

    DONE = 0
    FOUND = 1
    """Differences, faults or refusals: read what was written."""
    BAD_USE = 2
    UNFINISHED = 3
    """Run it again: it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """A store and what belongs to it; `rules` as they were when the command began.

    `pause(attempt)` is for conflicts, `sleep(seconds)` for waits that people notice.
    """

    store: Store
    clock: Clock
    rules: Rules
    console: Console
    new_id: Callable[[], str]
    pause: Pause
    sleep: Callable[[float], Awaitable[None]]

    @property
    def people(self) -> People:
        """The people of the store; who is a System Admin is of no interest here."""
        return People(self.store, frozenset(), FixedRules(self.rules))

    @property
    def service(self) -> Service:
        """The doorway of bookings."""
        return Service(self.store, self.people, self.clock, FixedRules(self.rules), self.pause)

    @property
    def roll_out(self) -> RollOut:
        """What makes days follow their office."""
        return RollOut(self.store, self.people, self.clock, FixedRules(self.rules), self.pause)

    @property
    def administration(self) -> Administration:
        """The doorway of edits."""
        return Administration(self.store, self.people, self.clock, FixedRules(self.rules), self.pause, self.roll_out)

    def ask(self) -> AskId:
        """An ask that was never used."""
        return AskId(self.new_id())

    def occasion(self) -> Occasion:
        """The operator's next change."""
        return Occasion(OPERATOR.id, self.ask(), self.clock.now(), self.new_id())

    def edit(self, seen: str | None = None) -> Edit:
        """The operator's next edit, of what was seen."""
        return Edit(actor=OPERATOR, ask=self.ask(), correlation=self.new_id(), seen=seen)

"""Something the clerk has to do for a booking: what came to be wanted, what was done, and when it is to be tried. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self, TypeVar

from core.model import BookingId, PersonId

IN_HAND = "in hand"
IN_HAND_FOR = timedelta(seconds=30)
"""How long an errand belongs to the clerk that took it; longer than any call may last. After a crash it is free again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """`wanted` and `applied` are revisions of the booking; there is something to do while they differ.

    `due`: not before; `trouble`: why it must wait so long.
    """

    booking: BookingId
    person: PersonId
    wanted: int
    due: datetime
    applied: int = 0
    attempts: int = 0
    trouble: str = ""

    @property
    def is_dirty(self) -> bool:
        """Whether the world outside may not know of what is wanted."""
        return self.applied < self.wanted

    def renewed(self, revision: int, now: datetime) -> Self:
        """The errand once a newer revision is wanted: due at once, unless it is in hand or being left alone for a while."""
        return replace(self, wanted=revision, due=self.due if self.trouble else now)

    def settled(self, revision: int) -> Self:
        """The errand once all is done that this revision of the booking wanted."""
        return replace(self, applied=revision, attempts=0, trouble="")


_Errand = TypeVar("_Errand", bound=Errand)


def still_wanted(errand: _Errand, newer: _Errand) -> _Errand:
    """What became of a call for the errand, where `newer` is kept by now: a revision that came to be wanted meanwhile stays wanted."""
    return replace(errand, wanted=max(errand.wanted, newer.wanted))

"""What may be changed of a person, and by whom. Pure. What an edit does not name stays as it is (faults B7 and B8 of the original)."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from msgspec import UNSET, UnsetType

from core.decision import Code, Refusal
from core.model import OfficeId, Person, Rules
from core.words import LANGUAGES

MAX_ALLOWANCE = 100
"""Days a week in all offices together; more is a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEdit:
    """New values; UNSET leaves the old one. `allowance` None: the house's default again; `language` None: English."""

    allowance: int | UnsetType | None = UNSET
    admin_of: frozenset[OfficeId] | UnsetType = UNSET
    auto_approved: bool | UnsetType = UNSET
    home_office: OfficeId | UnsetType | None = UNSET
    language: str | UnsetType | None = UNSET
    shares_days: bool | UnsetType = UNSET
    reminders: bool | UnsetType = UNSET

    @property
    def is_of_rights(self) -> bool:
        """Whether it names more than a person may choose for themselves."""
        return any(value is not UNSET for value in (self.allowance, self.admin_of, self.auto_approved))


def edited(actor: Person, person: Person, edit: PersonEdit, offices: Container[OfficeId], rules: Rules) -> Person | Refusal:
    """The person as edited. Everyone chooses their own home office, language, whether they share their days and want reminders.

    The rest is for System Admins. Who is one comes from the settings, or with the token; it can't be edited.
    """
    if not actor.is_system_admin and (actor.id != person.id or edit.is_of_rights):
        return Refusal(Code.NOT_FOR_YOU)
    if rules.read_only:
        return Refusal(Code.READ_ONLY)
    if edit.allowance is not UNSET and edit.allowance is not None and not 0 <= edit.allowance <= MAX_ALLOWANCE:
        return Refusal(Code.BAD_VALUE, {"field": "allowance", "least": 0, "most": MAX_ALLOWANCE})
    if edit.language is not UNSET and edit.language is not None and edit.language not in LANGUAGES:
        return Refusal(Code.BAD_VALUE, {"field": "language"})
    named = set[OfficeId]() if edit.admin_of is UNSET else set(edit.admin_of) - set(person.admin_of)
    if edit.home_office is not UNSET and edit.home_office is not None:
        named.add(edit.home_office)
    if any(office not in offices for office in named):
        return Refusal(Code.NO_SUCH_OFFICE)
    return replace(
        person,
        allowance=person.allowance if edit.allowance is UNSET else edit.allowance,
        admin_of=person.admin_of if edit.admin_of is UNSET else edit.admin_of,
        auto_approved=person.auto_approved if edit.auto_approved is UNSET else edit.auto_approved,
        home_office=person.home_office if edit.home_office is UNSET else edit.home_office,
        language=person.language if edit.language is UNSET else edit.language,
        shares_days=person.shares_days if edit.shares_days is UNSET else edit.shares_days,
        reminders=person.reminders if edit.reminders is UNSET else edit.reminders,
    )

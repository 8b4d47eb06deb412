"""What may be changed of the rules of the house, and by whom. Pure. What an edit does not name stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from msgspec import UNSET, UnsetType

from core.decision import Code, Refusal
from core.model import Person, Rules
from core.people_edits import MAX_ALLOWANCE

BEYOND_WINDOW = 7
"""Days that somebody is remembered beyond the window at least: nobody may be forgotten who holds a booking or stands in line."""
LIMITS = {
    "advance_booking_days": (1, 366),
    "default_allowance": (0, MAX_ALLOWANCE),
    "retention_days": (1, 3650),
    "people_retention_days": (30, 3650),
}
"""The least and the most of each number; the settings keep to them, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesEdit:
    """New values; UNSET leaves the old one."""

    advance_booking_days: int | UnsetType = UNSET
    default_allowance: int | UnsetType = UNSET
    one_office_per_day: bool | UnsetType = UNSET
    reason_required: bool | UnsetType = UNSET
    read_only: bool | UnsetType = UNSET
    retention_days: int | UnsetType = UNSET
    people_retention_days: int | UnsetType = UNSET

    @property
    def named(self) -> dict[str, int]:
        """The new values by their names."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not UNSET}


def edited(actor: Person, rules: Rules, edit: RulesEdit, today: date, *, is_frozen: bool) -> Rules | Refusal:
    """The rules as edited; the same if nothing is new. `today`: a date of the moment, in UTC.

    In a read-only house only an edit that ends this is taken; `is_frozen`: the operator made it so, and not even that.
    """
    if not actor.is_system_admin:
        return Refusal(Code.NOT_FOR_YOU)
    if is_frozen or (rules.read_only and edit.read_only is not False):
        return Refusal(Code.READ_ONLY)
    after = replace(rules, **edit.named)
    refusal = _faulty(after)
    if refusal is not None:
        return refusal
    if after == rules:
        return rules
    if after.retention_days > rules.retention_days:
        oldest = today - timedelta(days=rules.retention_days)
        after = replace(after, kept_since=max(oldest, rules.kept_since or oldest))
    return replace(after, revision=rules.revision + 1)


def _faulty(rules: Rules) -> Refusal | None:
    """The first number that can't be."""
    numbers = {
        "advance_booking_days": rules.advance_booking_days,
        "default_allowance": rules.default_allowance,
        "retention_days": rules.retention_days,
        "people_retention_days": rules.people_retention_days,
    }
    for field, value in numbers.items():
        least, most = LIMITS[field]
        if field == "people_retention_days":
            least = max(least, rules.advance_booking_days + BEYOND_WINDOW)
        if not least <= value <= most:
            return Refusal(Code.BAD_VALUE, {"field": field, "least": least, "most": most})
    return None

"""Fields whose limits are rules. The document tells them; a value beyond them is understood, and refused with a 422 that tells them too."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from bot.api.types import OfficeIdText
from core.office_edits import MAX_CAPACITY, MAX_TEXT
from core.people_edits import MAX_ALLOWANCE
from core.rules_edits import LIMITS


def _told(**limits: object) -> Meta:
    """In the document alone: the rules are the ones that keep it."""
    return Meta(extra_json_schema=limits)


def _told_of_rule(name: str) -> Meta:
    least, most = LIMITS[name]
    return _told(minimum=least, maximum=most)


_Line = Annotated[str, Meta(pattern=r"^[^\u0000-\u001f\u007f]*$(?!\n)", description="One line.")]
Name = Annotated[_Line, _told(minLength=1, maxLength=MAX_TEXT)]
Text = Annotated[_Line, _told(maxLength=MAX_TEXT)]
Zone = Annotated[_Line, Meta(max_length=400, examples=["Europe/London"])]
NewOfficeId = Annotated[OfficeIdText, _told(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
Capacity = Annotated[int, _told(minimum=0, maximum=MAX_CAPACITY)]
Allowance = Annotated[int, _told(minimum=0, maximum=MAX_ALLOWANCE)]
WindowDays = Annotated[int, _told_of_rule("advance_booking_days")]
DefaultAllowance = Annotated[int, _told_of_rule("default_allowance")]
RetentionDays = Annotated[int, _told_of_rule("retention_days")]
PeopleRetentionDays = Annotated[int, _told_of_rule("people_retention_days")]

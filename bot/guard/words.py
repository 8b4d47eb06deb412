"""What the guard reads. Short, for a screen at arm's length; the scanner has the same words for what it can't ask the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.guard.verdict import Verdict
from core.passes import Standing
from core.words import spoken_day

Tone = Literal["good", "bad", "unsure"]


@dataclass(frozen=True, slots=True)
class Said:
    """A standing in words; `tone` chooses colour and icon, which never say more than the words."""

    tone: Tone
    title: str
    detail: str


_TITLES: Mapping[Standing, str] = {
    Standing.VALID: "Valid today",
    Standing.NOT_TODAY: "Not today",
    Standing.CANCELLED: "Cancelled",
    Standing.NOT_GENUINE: "Not genuine",
}
NOT_CHECKED = Said("unsure", "Not checked", "The check did not work just now. Please try again in a moment.")


def said(verdict: Verdict) -> Said:
    """The verdict in words."""
    tone: Tone = "good" if verdict.standing is Standing.VALID else "bad"
    return Said(tone, _TITLES[verdict.standing], _detail(verdict))


def _detail(verdict: Verdict) -> str:
    match verdict.standing:
        case Standing.VALID:
            return "Compare the name with the person."
        case Standing.NOT_TODAY:
            return f"This pass is for {day_of(verdict)}."
        case Standing.CANCELLED:
            return "The booking was cancelled or changed. Ask for a newer pass."
        case Standing.NOT_GENUINE:
            return "This is no pass of this house."


def day_of(verdict: Verdict) -> str:
    """The day of a genuine pass, as people say it; with its year unless it is today."""
    if verdict.shown is None:
        return ""
    day = verdict.shown.day
    return f"Today, {spoken_day(day)}" if day == verdict.today else f"{spoken_day(day)} {day.year}"


def office_of(verdict: Verdict) -> str:
    """The office's name."""
    return verdict.office.name if verdict.office else "An office that is no longer there"


def parking_of(verdict: Verdict) -> str:
    """Whether a car may come along."""
    return "Car place booked" if verdict.shown is not None and verdict.shown.parking else "No car place"

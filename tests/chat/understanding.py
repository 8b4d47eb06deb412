"""A scene to read sentences in, and short words for what they can mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.chat.understand.days import FAR
from bot.chat.understand.meaning import (
    AskBack,
    Book,
    Cancel,
    ChangeLanguage,
    ChangeOffice,
    Doubt,
    KnownOffice,
    Meaning,
    MyBookings,
    Reminders,
    Scene,
    ShareDays,
    ShowPass,
    ShowWeek,
    WaitFor,
    WhoIsIn,
)
from bot.chat.understand.reader import understand
from core.model import OfficeId

TUESDAY = date(2026, 11, 24)
ALPHA, BERLIN, AUCKLAND, NORTH, SOUTH = (OfficeId(name) for name in ("alpha", "berlin", "auckland", "beta-north", "beta-south"))
NAMES = {ALPHA: "Alpha", BERLIN: "Berlin", AUCKLAND: "Auckland", NORTH: "Beta North", SOUTH: "Beta South"}


def scene(today: date = TUESDAY, *, home: OfficeId | None = ALPHA, language: str | None = None, locale: str = "") -> Scene:
    """Five offices; that day it is everywhere, but in Auckland it is the next one already."""
    offices = [
        KnownOffice(id=office, name=name, today=date.fromordinal(today.toordinal() + (office == AUCKLAND)))
        for office, name in NAMES.items()
    ]
    return Scene(offices=offices, home=home, language=language, locale=locale)


def scene_of(*offices: tuple[str, str], home: str | None = None, today: date = TUESDAY) -> Scene:
    """A scene of these offices, by id and name."""
    known = [KnownOffice(id=OfficeId(one), name=name, today=today) for one, name in offices]
    return Scene(offices=known, home=OfficeId(home) if home else None, language=None)


def meaning(text: str, today: date = TUESDAY, locale: str = "") -> Meaning:
    """What it means to somebody at home in Alpha."""
    return understand(text, scene(today, locale=locale)).meaning


def _days(days: tuple[str, ...]) -> tuple[date, ...]:
    """Days as "2026-12-03", or without the year as "12-03" and "01-05" for those around that Tuesday."""
    return tuple(_day(day) for day in days)


def _day(day: str) -> date:
    if len(day) > 5:
        return date.fromisoformat(day)
    return date.fromisoformat(f"{2026 if day > '11-01' else 2027}-{day}")


def book(*days: str, at: OfficeId | None = ALPHA, car: bool = False) -> Book:
    return Book(days=_days(days), office=at, parking=car)


def wait(*days: str, at: OfficeId | None = ALPHA, car: bool = False) -> WaitFor:
    return WaitFor(days=_days(days), office=at, parking=car)


def leave(*spans: str) -> Cancel:
    """Only the waiting list."""
    return replace(cancel(*spans), of_lines=True)


def cancel(*spans: str, at: OfficeId | None = None, sweeping: bool = False) -> Cancel:
    """Spans as "11-25" or "11-30/12-06"."""
    ends = [(span.partition("/")[0], span.partition("/")[2] or span) for span in spans]
    return Cancel(spans=tuple((_day(first), _day(last)) for first, last in ends), office=at, is_sweeping=sweeping)


def cancel_from(day: str) -> Cancel:
    """Everything from that day on."""
    return Cancel(spans=((_day(day), TUESDAY + timedelta(days=FAR)),), is_sweeping=True)


def week(day: str | None = None, at: OfficeId = ALPHA) -> ShowWeek:
    return ShowWeek(day=_day(day) if day else None, office=at)


def mine(first: str | None = None, last: str | None = None) -> MyBookings:
    return MyBookings(first=_day(first) if first else None, last=_day(last or first) if first else None)


def who(day: str, at: OfficeId = ALPHA) -> WhoIsIn:
    return WhoIsIn(day=_day(day), office=at)


def door(day: str | None = None) -> ShowPass:
    return ShowPass(day=_day(day) if day else None)


Asked = Book | WaitFor | Cancel | WhoIsIn | ShowPass | ShowWeek | MyBookings


def which(*days: str, deed: Asked | None) -> AskBack:
    """It could be each of these days."""
    return AskBack(doubt=Doubt.AMBIGUOUS_DAY, deed=deed, days=_days(days))


def past(day: str, deed: Asked | None) -> AskBack:
    return AskBack(doubt=Doubt.PAST_DAY, deed=deed, days=(_day(day),))


def never(said: str, deed: Asked | None) -> AskBack:
    return AskBack(doubt=Doubt.NO_SUCH_DAY, deed=deed, said=said)


def no_day(deed: Asked | None) -> AskBack:
    return AskBack(doubt=Doubt.NO_DAY, deed=deed)


def not_done(deed: Asked | None = None) -> AskBack:
    return AskBack(doubt=Doubt.NOT_DONE, deed=deed)


def nowhere(said: str, deed: Asked | None) -> AskBack:
    return AskBack(doubt=Doubt.UNKNOWN_OFFICE, deed=deed, said=said)


def one_of(*offices: OfficeId, deed: Asked | None) -> AskBack:
    return AskBack(doubt=Doubt.WHICH_OFFICE, deed=deed, offices=offices)


CHANGES = (Book, WaitFor, Cancel, ChangeOffice, ChangeLanguage, Reminders, ShareDays)


def changes(meant: Meaning) -> bool:
    """Whether something would be done; to ask which office or language is to do nothing."""
    return isinstance(meant, CHANGES) and meant not in {ChangeOffice(None), ChangeLanguage(None)}


def without_words(meant: Meaning) -> Meaning:
    """The same, without the words that a question repeats; only what was not understood is looked at word by word."""
    says_what = isinstance(meant, AskBack) and meant.doubt in {Doubt.UNKNOWN_OFFICE, Doubt.NO_SUCH_DAY}
    return replace(meant, said="") if isinstance(meant, AskBack) and not says_what else meant

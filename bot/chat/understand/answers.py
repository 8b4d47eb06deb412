"""From a deed to its meaning: days and offices are filled in, and whatever is in doubt becomes a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.chat.understand import meaning as m
from bot.chat.understand.days import FAR, SATURDAY, When
from bot.chat.understand.meaning import AskBack, Doubt
from bot.chat.understand.sentence import MOST_SAID, NOT_KNOWN, Sentence
from bot.chat.understand.switches import wish_of
from bot.chat.understand.vocabulary import Tag
from bot.chat.understand.wishes import Deed, Hindrance, Wish
from core.days import days_between, monday_of
from core.model import OfficeId

MOST_DAYS = 31
MOST_OFFICES = 10
LANGUAGES = ("en", "de")
Askable = m.Book | m.WaitFor | m.Cancel | m.WhoIsIn | m.ShowPass | m.ShowWeek | m.MyBookings
_WHOLE_BOOKED = frozenset({Deed.BOOK, Deed.WAIT})
_CHANGING = frozenset({Deed.BOOK, Deed.WAIT, Deed.CANCEL, Deed.HOME, Deed.REMINDERS, Deed.SHARE})
_GRAVEST = (Doubt.NO_SUCH_DAY, Doubt.PAST_DAY, Doubt.AMBIGUOUS_DAY, Doubt.NO_DAY)


@dataclass(frozen=True, slots=True)
class Setting:
    """The scene, and today where the sentence plays; None if there is no office at all."""

    scene: m.Scene
    today: date | None


@dataclass(frozen=True, slots=True)
class Where:
    """The office: `named` says that it was, `doubt` and `offices` that it isn't clear which; `is_several`: more than one was named."""

    office: OfficeId | None
    named: bool = False
    doubt: Doubt | None = None
    offices: tuple[OfficeId, ...] = ()
    said: str = ""
    is_several: bool = False


def meaning_of(s: Sentence, setting: Setting) -> m.Meaning:
    """What the sentence means."""
    wish = wish_of(s)
    if s.typed.is_cut and wish.deed in _CHANGING:
        return AskBack(doubt=Doubt.NOT_DONE, said=s.typed.text[:MOST_SAID])
    return _MEANINGS[wish.deed](s, setting, wish)


def _where(s: Sentence, scene: m.Scene) -> Where:
    known = [office.id for office in scene.offices]
    strange = s.said({Tag.UNKNOWN_PLACE})
    if strange:
        return Where(None, named=True, doubt=Doubt.UNKNOWN_OFFICE, said=strange)
    named = [piece.offices for piece in s.pieces if piece.tag is Tag.PLACE]
    if named:
        common = tuple(office for office in named[0] if all(office in other for other in named))
        if len(common) == 1:
            return Where(common[0], named=True)
        offices = common or tuple(dict.fromkeys(office for one in named for office in one))
        return Where(None, named=True, doubt=Doubt.WHICH_OFFICE, offices=offices[:MOST_OFFICES], is_several=not common)
    if scene.home in known:
        return Where(scene.home)
    if len(known) == 1:
        return Where(known[0])
    return Where(None, doubt=Doubt.WHICH_OFFICE, offices=tuple(known[:MOST_OFFICES]))


def _gravest(whens: Sequence[When]) -> AskBack | None:
    """The worst doubt about the days, without its deed."""
    for doubt in _GRAVEST:
        doubtful = [when for when in whens if when.doubt is doubt]
        if doubtful:
            days = dict.fromkeys(day for when in doubtful for day in when.choices)
            return AskBack(doubt=doubt, days=tuple(days)[:MOST_DAYS], said=doubtful[0].said[:MOST_SAID])
    return None


def _asked(deed: Askable, where: Where | None, whens: Sequence[When]) -> m.Meaning:
    """The deed if nothing is in doubt; else the question that comes first.

    A place that was named and is in doubt comes before days in doubt, and then nothing is offered to go on with: the days would be lost.
    """
    days = _gravest(whens)
    if where is not None and where.doubt is not None and where.named:
        kept = deed if days is None and not where.is_several else None
        return AskBack(doubt=where.doubt, deed=kept, offices=where.offices, said=where.said)
    if days is not None:
        is_part_of_range = any(when.doubt is not None and when.is_range for when in whens)
        return replace(days, deed=None if is_part_of_range else deed)
    if where is not None and where.doubt is not None:
        return AskBack(doubt=where.doubt, deed=deed, offices=where.offices)
    return deed


def _hindered(deed: Askable, s: Sentence, wish: Wish) -> AskBack:
    """Nothing is done; what could yet be wanted is kept."""
    if wish.hindrance is Hindrance.OTHERS:
        return AskBack(doubt=Doubt.NOT_DONE, said=s.said({Tag.OTHERS, Tag.COLLEAGUES}))
    if wish.hindrance is Hindrance.UNWANTED:
        return AskBack(doubt=Doubt.NOT_DONE, said=s.typed.text[:MOST_SAID])
    kept = None if s.has(Tag.UNKNOWN) else deed
    return AskBack(doubt=Doubt.NOT_DONE, deed=kept, said=s.said(NOT_KNOWN | {Tag.HEDGE}))


def _clear(whens: Sequence[When]) -> list[When]:
    return [when for when in whens if when.doubt is None and when.first is not None]


def _booked_days(whens: Sequence[When], today: date) -> tuple[date, ...]:
    """The days one by one, in the order they were said; of a week its working days that are not over."""
    days: dict[date, None] = {}
    for when in _clear(whens):
        if when.first is not None and when.last is not None and not when.is_open:
            days |= dict.fromkeys(day for day in days_between(when.first, when.last) if _is_worked(day, when, today))
    return tuple(days)


def _is_worked(day: date, when: When, today: date) -> bool:
    """A weekend that lies wholly inside a range is passed over; one that a range ends in was meant."""
    if when.is_whole:
        return day >= today and day.weekday() < SATURDAY
    if day.weekday() < SATURDAY or when.first is None or when.last is None:
        return True
    saturday = monday_of(day) + timedelta(days=SATURDAY)
    return not when.first < saturday <= when.last - timedelta(days=2)


def _bookable(whens: Sequence[When], today: date) -> list[When]:
    """The same, with a doubt where nothing can be booked of it: a week that is over, one without end, a month."""
    return [_doubted(when, today) for when in whens]


def _doubted(when: When, today: date) -> When:
    if when.doubt is not None or when.first is None or when.last is None:
        return when
    if when.is_open or (when.is_whole and (when.last - when.first).days > MOST_DAYS // 2):
        return replace(when, doubt=Doubt.NO_DAY)
    if when.is_whole and not _booked_days([when], today):
        last = monday_of(when.first) + timedelta(days=SATURDAY - 1)
        return replace(when, doubt=Doubt.PAST_DAY, choices=(last,))
    return when


def _book(s: Sentence, setting: Setting, wish: Wish) -> m.Meaning:
    where = _where(s, setting.scene)
    if setting.today is None:
        return AskBack(doubt=Doubt.WHICH_OFFICE)
    whens = _bookable(s.whens, setting.today)
    days = _booked_days(whens, setting.today)
    parking = s.has(Tag.PARKING) and not s.has(Tag.NO_PARKING)
    kind = m.WaitFor if wish.deed is Deed.WAIT else m.Book
    if any(when.doubt is Doubt.NO_DAY for when in whens):
        days = ()  # "a day next week": else all of that week would be booked with the one that is chosen
    deed = kind(days=days[:MOST_DAYS], office=where.office, parking=parking)
    if wish.hindrance is Hindrance.UNSURE and not s.whens:
        return AskBack(doubt=Doubt.NO_DAY, deed=deed, said=s.said(NOT_KNOWN))
    if wish.hindrance is not None:
        doubtful = where.doubt is not None or _gravest(whens) is not None
        return _hindered(deed, s, wish) if not doubtful else replace(_hindered(deed, s, wish), deed=None)
    if len(days) > MOST_DAYS:
        return AskBack(doubt=Doubt.NOT_DONE, deed=deed)
    if not s.whens:
        named_doubt = where.doubt if where.named else None
        return AskBack(doubt=named_doubt or Doubt.NO_DAY, deed=deed, offices=where.offices if named_doubt else (), said=where.said)
    return _asked(deed, where, whens)


def _cancel(s: Sentence, setting: Setting, wish: Wish) -> m.Meaning:
    where = _where(s, setting.scene)
    if setting.today is None:
        return AskBack(doubt=Doubt.WHICH_OFFICE)
    today = setting.today
    spans = tuple(dict.fromkeys(_span(when, today) for when in _clear(s.whens)))
    is_all = not s.whens and s.has(Tag.ALL)
    if is_all:
        spans = ((today, today + timedelta(days=FAR)),)
    deed = m.Cancel(
        spans=spans[:MOST_DAYS],
        office=where.office if where.named else None,
        is_sweeping=any(first != last for first, last in spans),
        of_lines=s.has(Tag.LEAVE_LINE, Tag.LINE),
    )
    if wish.hindrance is not None:
        doubtful = (where.named and where.doubt is not None) or _gravest(s.whens) is not None
        return _hindered(deed, s, wish) if not doubtful else replace(_hindered(deed, s, wish), deed=None)
    return _asked(deed, where if where.named else None, s.whens)


def _span(when: When, today: date) -> tuple[date, date]:
    first, last = when.first or today, when.last or today
    return max(first, today) if when.is_whole else first, last


def _mine(s: Sentence, setting: Setting, _: Wish) -> m.Meaning:
    whens = [replace(when, doubt=None) if when.first is not None else when for when in s.whens]
    firsts = [when.first for when in whens if when.first is not None]
    lasts = [when.last for when in whens if when.last is not None]
    has_days = bool(firsts and lasts and setting.today)
    deed = m.MyBookings(first=min(firsts), last=max(lasts)) if has_days else m.MyBookings()
    where = _where(s, setting.scene)
    asked = [when for when in whens if when.doubt is not Doubt.NO_DAY]
    return _asked(deed, where if where.doubt is Doubt.UNKNOWN_OFFICE else None, asked)


def _week(s: Sentence, setting: Setting, _: Wish) -> m.Meaning:
    where = _where(s, setting.scene)
    if setting.today is None:
        return AskBack(doubt=Doubt.WHICH_OFFICE, deed=m.ShowWeek())
    whens = [replace(when, doubt=None, first=when.last) if when.doubt is Doubt.NO_DAY and when.last else when for when in s.whens]
    asked = [when for when in whens if when.doubt is not Doubt.NO_DAY]
    clear = _clear(asked)
    day = clear[0].first if clear else None
    if clear and clear[0].is_whole and day is not None and day <= setting.today:
        day = None if monday_of(day) == monday_of(setting.today) else day
    return _asked(m.ShowWeek(day=day, office=where.office), where, asked)


def _pass(s: Sentence, _: Setting, __: Wish) -> m.Meaning:
    clear = _clear(s.whens)
    if len(clear) > 1 or any(when.first != when.last for when in clear):
        return _one_day(m.ShowPass(), clear)
    return _asked(m.ShowPass(day=clear[0].first if clear else None), None, s.whens)


def _who(s: Sentence, setting: Setting, _: Wish) -> m.Meaning:
    where = _where(s, setting.scene)
    if setting.today is None:
        return AskBack(doubt=Doubt.WHICH_OFFICE)
    clear = _clear(s.whens)
    day = clear[0].first if clear else None
    deed = m.WhoIsIn(day=day or setting.today, office=where.office)
    if len(clear) > 1 or any(when.first != when.last for when in clear):
        return _one_day(deed, clear)
    return _asked(deed, where, s.whens)


def _one_day(deed: Askable, whens: Sequence[When]) -> AskBack:
    """Of several days only one can be shown: that is asked."""
    days: dict[date, None] = {}
    for when in whens:
        if when.first is not None and when.last is not None:
            week = [day for day in days_between(when.first, when.last) if not when.is_whole or day.weekday() < SATURDAY]
            days |= dict.fromkeys(week)
    return AskBack(doubt=Doubt.AMBIGUOUS_DAY, deed=deed, days=tuple(days)[:MOST_DAYS])


def _home(s: Sentence, setting: Setting, wish: Wish) -> m.Meaning:
    if wish.hindrance is not None:
        return AskBack(doubt=Doubt.UNKNOWN_OFFICE, said=s.said({Tag.UNKNOWN, Tag.UNKNOWN_PLACE}))
    where = _where(s, setting.scene)
    if where.doubt is Doubt.UNKNOWN_OFFICE:
        return AskBack(doubt=Doubt.UNKNOWN_OFFICE, said=where.said)
    return m.ChangeOffice(where.office if where.named else None)


def _language(s: Sentence, _: Setting, __: Wish) -> m.Meaning:
    named = {piece.value for piece in s.pieces if piece.tag is Tag.TONGUE}
    is_clear = len(named) == 1 and not s.has(Tag.NOT, Tag.OR)
    return m.ChangeLanguage(LANGUAGES[named.pop()] if is_clear else None)


def _always(meaning: m.Meaning) -> Callable[[Sentence, Setting, Wish], m.Meaning]:
    return lambda _, __, ___: meaning


_MEANINGS: dict[Deed, Callable[[Sentence, Setting, Wish], m.Meaning]] = {
    Deed.BOOK: _book,
    Deed.WAIT: _book,
    Deed.CANCEL: _cancel,
    Deed.MINE: _mine,
    Deed.WEEK: _week,
    Deed.PASS: _pass,
    Deed.WHO: _who,
    Deed.OFFICES: _always(m.ListOffices()),
    Deed.HOME: _home,
    Deed.LANGUAGE: _language,
    Deed.REMINDERS: lambda _, __, wish: m.Reminders(wish.on),
    Deed.SHARE: lambda _, __, wish: m.ShareDays(wish.on),
    Deed.HELP: _always(m.Help()),
    Deed.THANKS: _always(m.Thanks()),
    Deed.NOTHING: _always(m.NotUnderstood()),
}

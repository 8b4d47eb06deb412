"""A day in a card of a week: when, how much is left, what is mine, and why what can't be had can't be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.chat.cards.day_buttons import back_to_week, book_button, cancel_button, leave_button, pass_button, wait_button
from bot.chat.cards.elements import Part, beside, buttons, group, small, text
from bot.chat.cards.facts import SharedDay, Viewer, WeekFacts
from bot.chat.words.dates import day_and_month, weekday
from bot.chat.words.languages import words_of
from core.availability import DayView
from core.decision import Code, Refusal
from core.model import Booking, OfficeDay, Waiter
from core.store.port import Json
from core.words import sentence

FEW = 0.2
SAID_ONCE = frozenset({Code.READ_ONLY, Code.ALLOWANCE_USED})
"""What keeps one from every day of the week alike is said above them."""


def own_row(day: DayView, week: WeekFacts, viewer: Viewer) -> Part:
    """The day as the person who looks sees it."""
    free = shared_day(day.tally)
    status, actions = _mine(day.mine, week, viewer) if day.mine else _not_mine(day, week, viewer)
    head = _head(free, viewer.language, is_today=free.day == week.today)
    return group([head, *status, *buttons(actions)], separator=True, style="emphasis" if day.mine else "default", spacing="Medium")


def shared_row(day: SharedDay, viewer: Viewer) -> Part:
    """The day as everybody sees it."""
    return group([_head(day, viewer.language, is_today=False)], separator=True, spacing="Small")


def shared_day(tally: OfficeDay) -> SharedDay:
    """What everybody may see of the day."""
    return SharedDay(
        day=tally.day,
        left=tally.left,
        capacity=tally.capacity,
        parking_left=tally.parking_left,
        parking_capacity=tally.parking_capacity,
        closed=tally.closed,
        note=tally.note,
        waiting=tally.waiting,
    )


def is_read_only(days: Sequence[DayView]) -> bool:
    """Whether nothing can be changed in the whole house, as each day then says."""
    return any(day.refusal is not None and day.refusal.code is Code.READ_ONLY for day in days)


def _head(day: SharedDay, language: str, *, is_today: bool) -> Part:
    words = words_of(language).day
    name = f"{weekday(day.day, language)} · {words.today}" if is_today else weekday(day.day, language)
    when = [text(name, weight="Bolder"), small(day_and_month(day.day, language))]
    if day.closed:
        return group([beside(when, []), small(words.closed(day.note))]) if day.note else beside(when, [small(words.closed(""))])
    return beside(when, _places(day, language))


def _places(day: SharedDay, language: str) -> list[Part]:
    words = words_of(language).day
    parts = [_left(words.places_left(day.left, day.capacity), day.left, day.capacity)]
    if day.parking_capacity > 0:
        parts.append(small(words.cars_left(day.parking_left, day.parking_capacity), horizontalAlignment="Right"))
    if day.waiting > 0:
        parts.append(small(words.waiting(day.waiting), horizontalAlignment="Right"))
    return parts


def _left(said: str, left: int, of: int) -> Part:
    """What is scarce stands out. By weight, and red alone: the other colours of Teams are too pale to be read on white."""
    look: Mapping[str, Json] = {"isSubtle": False, "weight": "Bolder"} if left <= FEW * of else {}
    return small(said, horizontalAlignment="Right", color="Default" if left else "Attention", **look)


def _mine(booking: Booking, week: WeekFacts, viewer: Viewer) -> tuple[list[Part], list[Part]]:
    words = words_of(viewer.language).day
    status, actions = [text(words.booked(booking.parking), weight="Bolder", spacing="Small")], [pass_button(booking, viewer)]
    if is_read_only(week.days):
        return status, actions
    if booking.day > week.today or week.can_cancel_today:
        return status, [*actions, cancel_button(booking, viewer, back_to_week(week.office.id, week.monday))]
    why = Refusal(Code.TODAY_IS_FIXED, {"office": week.office.name})
    return [*status, small(sentence(why, viewer.language))], actions


def _not_mine(day: DayView, week: WeekFacts, viewer: Viewer) -> tuple[list[Part], list[Part]]:
    if day.waits is not None and day.place is not None:
        leave = [] if is_read_only(week.days) else [leave_button(week.office.id, day.tally.day, viewer, _then(week))]
        return _in_line(day.waits, day.place, day.tally.day, viewer), [*_book(day, week, viewer), *leave]
    return _why(day, week, viewer), [*_book(day, week, viewer), *_wait(day, week, viewer)]


def _in_line(waits: Waiter, place: int, day: date, viewer: Viewer) -> list[Part]:
    words = words_of(viewer.language).day
    status = [text(words.in_line(place), weight="Bolder", spacing="Small")]
    if waits.parking or waits.until is not None:
        status.append(small(words.waits_for(waits.parking, waits.until, day)))
    return status


def _why(day: DayView, week: WeekFacts, viewer: Viewer) -> list[Part]:
    """Why not, or what to know before the click."""
    tally, refusal = day.tally, day.refusal
    if refusal is not None:
        is_said = refusal.code in SAID_ONCE or refusal.code is Code.OFFICE_CLOSED
        return [] if is_said else [small(sentence(refusal, viewer.language))]
    said: list[str] = []
    if tally.parking_capacity > 0 and day.parking_refusal is not None:
        said.append(sentence(day.parking_refusal, viewer.language))
    if tally.day == week.today and not week.can_cancel_today:
        said.append(words_of(viewer.language).day.today_is_final)
    return [small(one) for one in said]


def _book(day: DayView, week: WeekFacts, viewer: Viewer) -> list[Part]:
    if day.refusal is not None:
        return []
    tally = day.tally
    row = [book_button(week.office.id, tally.day, viewer, _then(week), parking=False)]
    if tally.parking_capacity > 0 and day.parking_refusal is None:
        row.append(book_button(week.office.id, tally.day, viewer, _then(week), parking=True))
    return row


def _wait(day: DayView, week: WeekFacts, viewer: Viewer) -> list[Part]:
    """Where others hold what one wants; nobody is asked to wait for a car place where there are none."""
    tally = day.tally
    is_full = day.refusal is not None and day.refusal.code is Code.OFFICE_FULL and tally.capacity > 0
    cars_full = day.parking_refusal is not None and day.parking_refusal.code is Code.PARKING_FULL
    kinds = [False] if is_full else []
    if tally.parking_capacity > 0 and (is_full or cars_full):
        kinds.append(True)
    return [wait_button(week.office.id, tally.day, viewer, _then(week), parking=parking) for parking in kinds]


def _then(week: WeekFacts) -> Mapping[str, Json]:
    return back_to_week(week.office.id, week.monday)

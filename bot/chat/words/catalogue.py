"""What every language has to say. A language is a file with one object of each of these; the type checker holds it to all of them.

Names and notes of people go in as they are: whoever puts a sentence into markdown makes it `plain`, and a card does so with every text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

OfCount = Callable[[int], str]
OfDay = Callable[[date], str]
LeftOf = Callable[[int, int], str]
"""How many are left, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """What is said about a day of an office, and its buttons; in the tab's own wording. What ends in `_day` is for screen readers."""

    today: str
    places_left: LeftOf
    cars_left: LeftOf
    waiting: OfCount
    closed: Callable[[str], str]
    booked: Callable[[bool], str]
    with_parking: str
    in_line: OfCount
    waits_for: Callable[[bool, time | None, date], str]
    book: str
    book_day: OfDay
    book_parking: str
    book_day_parking: OfDay
    cancel: str
    cancel_day: OfDay
    show: str
    show_day: OfDay
    wait: Callable[[bool], str]
    wait_day: Callable[[date, bool], str]
    leave_line: str
    leave_line_day: OfDay
    today_is_final: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekWords:
    """The card of a week."""

    week: OfCount
    allowance: LeftOf
    previous: str
    previous_week: OfDay
    next: str
    next_week: OfDay
    no_days: str
    reason: str
    own_view: str
    own_view_hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingWords:
    """The cards of bookings."""

    cancelled: str
    mine: str
    none: str
    more: str
    confirm: OfCount
    confirm_yes: OfCount
    keep: str
    book_a_day: str
    office: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassWords:
    """The pass for the door."""

    title: str
    today: str
    later: OfDay
    code: OfDay
    open: str
    parking: str
    with_car: str
    without_car: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseWords:
    """The cards about offices, colleagues, oneself and the bot."""

    who: OfDay
    you: str
    with_others: OfCount
    others: OfCount
    nobody: str
    somebody: str
    sharing_hint: str
    team: LeftOf
    who_button: str
    offices: str
    home: str
    left_today: OfCount
    not_today: str
    see_week: str
    make_home: str
    make_home_of: Callable[[str], str]
    week_of: Callable[[str], str]
    more_offices: Callable[[str], str]
    no_offices: str
    help: str
    help_intro: str
    help_lines: Sequence[tuple[str, str]]
    help_buttons: Sequence[tuple[str, str]]
    more_help: str
    welcome: str
    welcome_personal: str
    welcome_shared: str
    which_language: str
    form_title: str
    form_office: str
    form_office_fault: str
    form_day: str
    form_day_fault: str
    form_parking: str
    form_send: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsWords:
    """What the bot tells unasked. `by`: the name of whoever did it; empty where it is not known."""

    booked_for_you: str
    booked_by: Callable[[date, str, bool, str], str]
    cancelled_for_you: str
    cancelled_by: Callable[[date, str, str], str]
    closed: str
    closed_day: Callable[[date, str, str], str]
    place_free: str
    promoted: Callable[[date, str, bool], str]
    reminder: str
    reminder_of: Callable[[date, str, bool], str]
    cannot_come: str
    stop_reminding: str
    sync_failed: str
    sync_failed_of: Callable[[str, date, int], str]
    sync_counts: str
    sync_forbidden: str
    sync_no_mailbox: str
    sync_failing: str
    sync_stalled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkWords:
    """What is said around the cards: sentences with gaps in braces. `says_…`: what a button says for the person who presses it."""

    day_in_office: str
    booked: str
    booked_with_car: str
    booked_no_more: str
    cancelled: str
    waits: str
    waits_no_more: str
    nothing_that_day: str
    nothing_those_days: str
    too_many_days: str
    which_booking: str
    which_office: str
    which_office_first: str
    which_day: str
    which_of_days: str
    past_day: str
    no_such_day: str
    unknown_office: str
    not_done: str
    home_changed: str
    language_changed: str
    reminders_on: str
    reminders_off: str
    shares_on: str
    shares_off: str
    signed_later: str
    thanks: str
    not_understood: str
    only_between_us: str
    done_for_you: str
    odd_button: str
    in_one: str
    in_many: str
    in_nobody: str
    and_more: str
    you: str
    link_title: str
    link_text: str
    says_book: str
    says_wait: str
    says_cancel: str
    says_leave: str
    says_who: str
    says_door: str
    says_week: str
    says_mine: str
    says_in_office: str
    says_with_car: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelWords:
    """What the channel says by itself, where nobody else can.

    `try_again`: something was away or took too long. `failed`: something is broken. `nobody`: Teams does not say who it is.
    """

    try_again: str
    failed: str
    nobody: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All that the chat says in one language."""

    language: str
    day: DayWords
    week: WeekWords
    booking: BookingWords
    door: PassWords
    house: HouseWords
    news: NewsWords
    talk: TalkWords
    channel: ChannelWords

"""Which sentences a language needs for what the bot says around its cards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """Sentences with gaps in braces. `…_one` is for one, and for several there is the name without."""

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

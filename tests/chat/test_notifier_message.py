"""What is news to somebody, decided from the journal, the present state and what the person knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.notifier.delivery import MAX_ATTEMPTS, MAX_DOUBTS, Fate, Outcome, after, beside, in_hand, later
from bot.chat.notifier.message import OLD_NEWS, Message, Verdict, heard, is_news, told, verdict
from bot.chat.notifier.message import beside as message_beside
from core.journal import Action, BookingSnapshot, Entry
from core.model import AskId, Booking, PersonId, State
from tests.house_of import LONDON, NOON, TOMORROW, booking_on, person

EVA, ADMIN = person("eva"), person("admin")
NAME = booking_on(TOMORROW, LONDON, EVA)
ONCE = datetime(2026, 1, 1, tzinfo=UTC)


def entry(revision: int, action: Action, *, actor: PersonId = ADMIN.id, parking: bool = False, before: bool | None = False) -> Entry:
    """`before`: whether the booking had parking before; None: nobody knows of any before."""
    was = State.ACTIVE if revision % 2 == 0 else State.CANCELLED
    return Entry(
        at=NOON,
        action=action,
        actor=actor,
        person=EVA.id,
        office=LONDON.id,
        day=TOMORROW,
        ask=AskId(f"ask-{revision}"),
        correlation="",
        before=None if before is None or revision == 1 else BookingSnapshot(was, before, revision - 1),
        after=BookingSnapshot(State.ACTIVE if revision % 2 else State.CANCELLED, parking, revision),
    )


def booking(revision: int, *, parking: bool = False) -> Booking:
    state = State.ACTIVE if revision % 2 else State.CANCELLED
    return Booking(
        office=LONDON.id, person=EVA.id, day=TOMORROW, parking=parking, state=state, made_at=NOON, made_by=ADMIN.id, revision=revision
    )


def after_all(*entries: Entry) -> Message:
    message: Message | None = None
    for one in entries:
        message = heard(NAME, one, message, NOON) or message
    assert message is not None
    return message


MADE, CANCELLED, PROMOTED, CLEARED = Action.BOOKING_MADE, Action.BOOKING_CANCELLED, Action.BOOKING_PROMOTED, Action.BOOKING_CLEARED


def decided(message: Message, revision: int, *, parking: bool = False) -> Verdict:
    return verdict(message, booking(revision, parking=parking), NOON, LONDON)


@pytest.mark.parametrize(("revision", "action"), [(1, MADE), (2, CANCELLED), (2, CLEARED), (3, MADE), (3, PROMOTED)])
def test_what_others_did_is_told(revision: int, action: Action) -> None:
    assert decided(after_all(entry(revision, action)), revision) is Verdict.TELL


def test_ones_own_deeds_are_no_news() -> None:
    assert is_news(entry(1, MADE), ONCE, NOON)
    assert not is_news(entry(1, MADE, actor=EVA.id), ONCE, NOON)


def test_what_was_before_the_first_start_or_long_ago_is_no_news() -> None:
    assert not is_news(entry(1, MADE), NOON + timedelta(seconds=1), NOON)
    assert not is_news(entry(1, MADE), ONCE, NOON + OLD_NEWS + timedelta(seconds=1))


def test_booked_and_cancelled_before_it_was_told_is_told_of_in_no_word() -> None:
    assert decided(after_all(entry(1, MADE), entry(2, CANCELLED)), 2) is Verdict.NOTHING


def test_cancelled_and_booked_again_alike_is_told_of_in_no_word() -> None:
    assert decided(after_all(entry(2, CANCELLED), entry(3, MADE)), 3) is Verdict.NOTHING


def test_cancelled_and_booked_again_with_parking_is_told() -> None:
    assert decided(after_all(entry(2, CANCELLED), entry(3, MADE, parking=True)), 3, parking=True) is Verdict.TELL


def test_cancelled_and_promoted_again_is_one_message_about_the_place() -> None:
    message = after_all(entry(2, CANCELLED), entry(3, PROMOTED))
    assert (decided(message, 3), message.action) == (Verdict.TELL, PROMOTED)


def test_who_cancelled_it_themselves_meanwhile_is_told_nothing() -> None:
    assert decided(after_all(entry(1, MADE)), 2) is Verdict.NOTHING


def test_who_booked_it_themselves_is_told_of_the_next_cancel() -> None:
    message = told(after_all(entry(2, CANCELLED)), booking(2))
    assert decided(after_all_from(message, entry(4, CANCELLED)), 4) is Verdict.TELL


def test_who_was_told_of_a_booking_is_told_that_it_was_cancelled() -> None:
    message = told(after_all(entry(1, MADE)), booking(1))
    assert decided(after_all_from(message, entry(2, CANCELLED)), 2) is Verdict.TELL


def test_who_may_have_been_told_is_told_of_the_cancel_too() -> None:
    sent = after_all(entry(1, MADE))
    doubted = after(sent, told(sent, booking(1)), Fate(Outcome.UNSURE), NOON, 0.5)
    assert decided(after_all_from(doubted, entry(2, CANCELLED)), 2) is Verdict.TELL


def test_an_entry_that_comes_again_changes_nothing() -> None:
    message = after_all(entry(1, MADE), entry(2, CANCELLED))
    assert heard(NAME, entry(1, MADE), message, NOON) is None
    assert heard(NAME, entry(2, CANCELLED), message, NOON) is None


def test_a_revision_that_cannot_be_seen_yet_is_waited_for() -> None:
    message = after_all(entry(3, MADE))
    assert decided(message, 2) is Verdict.WAIT
    assert verdict(message, None, NOON, LONDON) is Verdict.WAIT


def test_when_the_day_is_over_in_the_office_nobody_is_told() -> None:
    message = after_all(entry(1, MADE))
    midnight = datetime(2026, 11, 26, tzinfo=UTC)
    assert verdict(message, booking(1), midnight - timedelta(seconds=1), LONDON) is Verdict.TELL
    assert verdict(message, booking(1), midnight, LONDON) is Verdict.TOO_LATE


@pytest.mark.parametrize("spent", [{"doubts": MAX_DOUBTS}, {"attempts": MAX_ATTEMPTS}])
def test_what_was_tried_too_often_is_given_up_until_there_is_something_new(spent: dict[str, int]) -> None:
    given_up = replace(after_all(entry(1, MADE)), **spent)
    assert decided(given_up, 1) is Verdict.TOO_LATE
    assert decided(after_all_from(given_up.settled(1), entry(2, CANCELLED)), 2) in {Verdict.TELL, Verdict.NOTHING}
    assert decided(message_beside(given_up, after_all(entry(1, MADE), entry(2, CANCELLED))), 2) is not Verdict.TOO_LATE


def test_a_message_in_hand_counts_as_perhaps_sent_until_something_else_is_known() -> None:
    message = after_all(entry(1, MADE))
    held = in_hand(message, NOON)
    assert held.doubts == 1
    assert after(message, told(message, booking(1)), Fate(Outcome.NOT_NOW), NOON, 0.5).doubts == 0
    assert after(held, told(held, booking(1)), Fate(Outcome.SENT), NOON, 0.5).doubts == 0


def test_a_yes_that_is_kept_late_does_not_undo_what_was_done_since() -> None:
    first = after_all(entry(1, MADE))
    yes = told(first, booking(1))
    newer = told(after_all_from(yes, entry(2, CANCELLED)), booking(2))
    assert message_beside(yes, newer) == newer
    held = in_hand(after_all_from(yes, entry(2, CANCELLED)), NOON)
    assert message_beside(yes, held) == held
    assert beside(yes, newer) == newer


def test_what_was_noted_while_a_message_went_out_is_still_to_be_told() -> None:
    first = after_all(entry(1, MADE))
    kept = message_beside(told(first, booking(1)), after_all(entry(1, MADE), entry(2, CANCELLED)))
    assert kept.is_dirty
    assert decided(kept, 2) is Verdict.TELL


def test_teams_word_on_when_to_come_again_is_kept_to() -> None:
    message = after_all(entry(1, MADE))
    assert later(message, NOON, 1.0, 30.0).due >= NOON + timedelta(seconds=30)
    assert later(message, NOON, 0.0, 0.0).due >= NOON + timedelta(seconds=1)


@given(st.integers(0, MAX_ATTEMPTS), st.floats(0, 1))
def test_tries_lie_between_a_second_and_five_minutes_apart(attempts: int, jitter: float) -> None:
    rest = later(replace(after_all(entry(1, MADE)), attempts=attempts), NOON, jitter).due - NOON
    assert timedelta(seconds=1) <= rest <= timedelta(minutes=5)


def after_all_from(message: Message, *entries: Entry) -> Message:
    for one in entries:
        message = heard(NAME, one, message, NOON) or message
    return message


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[bool, bool]]:
    """Changes of one booking, made by another or not, and whether there was a round of the notifier after each."""
    return draw(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8))


@given(lives())
def test_in_every_life_of_a_booking_the_person_knows_in_the_end_and_hears_nothing_twice(life: list[tuple[bool, bool]]) -> None:
    message: Message | None = None
    knows, heard_of = False, list[int]()
    for revision, (by_other, is_round) in enumerate(life, start=1):
        if by_other:
            message = heard(NAME, entry(revision, MADE if revision % 2 else CANCELLED), message, NOON) or message
        else:
            knows = revision % 2 == 1
        if (is_round or revision == len(life)) and message is not None and message.is_dirty:
            if decided(message, revision) is Verdict.TELL:
                assert by_other
                assert (revision % 2 == 1) != knows
                heard_of.append(revision)
                knows = revision % 2 == 1
                message = told(message, booking(revision))
            else:
                message = message.settled(message.wanted)
    assert knows == (len(life) % 2 == 1)
    assert len(heard_of) == len(set(heard_of))

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.errands.errand import IN_HAND, IN_HAND_FOR
from core.model import Booking, OfficeId, PersonId, State, booking_id
from graph_sync.projection import BLOCKED_FOR, UNSURE_FOR, Projection, Step, after, in_hand, next_step
from graph_sync.reply import BLOCKING, FORBIDDEN, MAX_BACKOFF, UNANSWERED, Reply, leaves_alone

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 30)
PERSON = PersonId("t.p")
LONDON = OfficeId("london")
CALLS = (Step.CREATE, Step.UPDATE, Step.FIND, Step.REMOVE)
STATUSES = (0, 200, 201, 204, 302, 400, 401, 403, 404, 408, 409, 410, 412, 413, 418, 429, 500, 502, 503, 504)
CODES = ("", "ErrorItemNotFound", "ErrorCannotDeleteObject", "ErrorDuplicateTransactionId", "SomethingNew", *sorted(BLOCKING))


def a_booking(state: State = State.ACTIVE, revision: int = 1) -> Booking:
    return Booking(
        office=LONDON, person=PERSON, day=DAY, parking=False, state=state, made_at=NOW, made_by=PERSON, revision=revision
    )  # fmt: skip


ACTIVE = a_booking()
CANCELLED = a_booking(State.CANCELLED, 2)
WANTED = Projection(booking=booking_id(DAY, LONDON, PERSON), person=PERSON, wanted=1, due=NOW)
KEPT = replace(WANTED, wanted=2, applied=1, event="E")
UNSURE = replace(WANTED, wanted=2, unsure_until=NOW + timedelta(minutes=3))
BEFORE = {Step.CREATE: WANTED, Step.UPDATE: KEPT, Step.REMOVE: KEPT, Step.FIND: UNSURE}


def told(step: Step, reply: Reply, before: Projection | None = None, *, jitter: float = 0.5) -> Projection:
    before = before or BEFORE[step]
    return after(step, reply, before, before.wanted, NOW, jitter)


def is_success(step: Step, reply: Reply) -> bool:
    """Said anew, and not with the code's own words."""
    gone = (reply.status in {404, 410} and bool(reply.code) and reply.code not in BLOCKING) or (
        reply.code == "ErrorCannotDeleteObject" and reply.status != 0
    )
    return {
        Step.CREATE: reply.status == 201 and bool(reply.event),
        Step.UPDATE: reply.status == 200,
        Step.REMOVE: reply.status == 204 or gone,
        Step.FIND: reply.status == 200 and not reply.event,
        Step.NOTHING: True,
    }[step]


EVERY_ANSWER = [
    (step, Reply(status=status, code=code, event=event, retry_after_s=wait))
    for step, status, code, event, wait in itertools.product(CALLS, STATUSES, CODES, (None, "X"), (None, 0.0, 7.0, 600.0))
    if (status < 300) <= (code == "")  # a yes has no error code
]


@pytest.mark.parametrize(
    ("before", "booking", "step"),
    [
        (WANTED, ACTIVE, Step.CREATE),
        (UNSURE, ACTIVE, Step.CREATE),
        (KEPT, ACTIVE, Step.UPDATE),
        (KEPT, CANCELLED, Step.REMOVE),
        (UNSURE, CANCELLED, Step.FIND),
        (WANTED, CANCELLED, Step.NOTHING),
        (KEPT, None, Step.NOTHING),
        (UNSURE, None, Step.NOTHING),
    ],
)
def test_the_next_step_follows_from_what_is_booked_now(before: Projection, booking: Booking | None, step: Step) -> None:
    assert next_step(before, booking) is step


def test_nothing_becomes_settled_without_a_success() -> None:
    for step, reply in EVERY_ANSWER:
        if not told(step, reply).is_dirty:
            assert is_success(step, reply), (step, reply)


def test_no_answer_loses_booking_person_or_the_wanted_revision() -> None:
    for step, reply in EVERY_ANSWER:
        before, now = BEFORE[step], told(step, reply)
        assert (now.booking, now.person, now.wanted) == (before.booking, before.person, before.wanted), (step, reply)
        assert now.generation >= before.generation


def test_an_entry_is_let_go_only_when_outlook_says_that_it_is_gone() -> None:
    for step, reply in EVERY_ANSWER:
        if BEFORE[step].event and not told(step, reply).event:
            assert is_success(Step.REMOVE, reply), (step, reply)


def test_a_failure_always_waits_and_never_longer_than_a_day() -> None:
    for step, reply in EVERY_ANSWER:
        now = told(step, reply)
        if now.trouble:
            assert now.is_dirty, (step, reply)
            assert timedelta(seconds=1) <= now.due - NOW <= BLOCKED_FOR, (step, reply)


def test_an_answer_that_is_no_failure_leaves_no_trouble() -> None:
    """Trouble of the tries before must not keep the next step waiting."""
    troubled = replace(WANTED, attempts=4, trouble="ApplicationThrottled")
    adopted = told(Step.CREATE, Reply(status=400, code="ErrorDuplicateTransactionId", event="E"), troubled)
    assert (adopted.event, adopted.trouble, adopted.due, adopted.is_dirty) == ("E", "", NOW, True)


@pytest.mark.parametrize("status", [400, 401, 403, 409, 412, 413, 418, 302])
@pytest.mark.parametrize("step", CALLS)
def test_an_answer_nobody_knows_keeps_the_entry_and_is_asked_again_ever_more_slowly(step: Step, status: int) -> None:
    projection = BEFORE[step]
    rests: list[timedelta] = []
    for _ in range(12):
        now = projection.due
        projection = after(step, Reply(status=status, code="Strange"), projection, 9, now, 1.0)
        rests.append(projection.due - now)
    assert projection.is_dirty
    assert projection.event == BEFORE[step].event
    assert rests == sorted(rests)
    assert rests[0] >= timedelta(seconds=1)
    assert rests[-1] == MAX_BACKOFF


@pytest.mark.parametrize("jitter", [0.0, 0.5, 1.0])
def test_the_backoff_is_bounded_on_both_sides(jitter: float) -> None:
    for attempts in (0, 1, 2, 5, 9, 10, 1_000):
        rest = told(Step.CREATE, Reply(status=503), replace(WANTED, attempts=attempts), jitter=jitter).due - NOW
        assert timedelta(seconds=1) <= rest <= MAX_BACKOFF


@pytest.mark.parametrize("seconds", [1.0, 7.0, 120.0, 600.0])
@pytest.mark.parametrize("jitter", [0.0, 1.0])
def test_retry_after_is_obeyed_and_not_stretched(seconds: float, jitter: float) -> None:
    for attempts in (0, 9):
        rest = told(Step.UPDATE, Reply(status=429, retry_after_s=seconds), replace(KEPT, attempts=attempts), jitter=jitter).due - NOW
        assert timedelta(seconds=seconds) <= rest <= timedelta(seconds=seconds + 1)


def test_retry_after_zero_does_not_run_hot() -> None:
    assert told(Step.CREATE, Reply(status=429, retry_after_s=0.0), jitter=0.0).due - NOW >= timedelta(seconds=1)


@pytest.mark.parametrize("code", sorted(BLOCKING - {FORBIDDEN}))
@pytest.mark.parametrize("step", CALLS)
def test_a_blocked_mailbox_is_asked_once_a_day(step: Step, code: str) -> None:
    """A licence may come back, and the entry with it: a removal waits like anything else."""
    now = told(step, Reply(status=404, code=code))
    assert (now.due, now.trouble, now.is_dirty) == (NOW + BLOCKED_FOR, code, True)
    assert now.event == BEFORE[step].event


@pytest.mark.parametrize("step", CALLS)
def test_a_missing_right_is_asked_for_every_hour(step: Step) -> None:
    """The operator may grant it any minute."""
    now = told(step, Reply(status=403, code=FORBIDDEN))
    assert (now.due, now.trouble, now.is_dirty, now.event) == (NOW + timedelta(hours=1), FORBIDDEN, True, BEFORE[step].event)


@pytest.mark.parametrize("code", sorted(BLOCKING))
def test_a_mailbox_that_is_only_busy_is_not_blocked(code: str) -> None:
    assert told(Step.UPDATE, Reply(status=503, code=code)).due - NOW <= MAX_BACKOFF


def test_only_throttling_and_blocking_speak_for_the_whole_mailbox() -> None:
    assert leaves_alone(Reply(status=429, code="ApplicationThrottled"))
    assert leaves_alone(Reply(status=404, code="MailboxNotEnabledForRESTAPI"))
    assert not leaves_alone(Reply(status=400, code="ErrorPropertyValidationFailure"))
    assert not leaves_alone(Reply(status=503))


def test_a_missing_page_on_the_way_is_not_a_missing_entry() -> None:
    for step in (Step.UPDATE, Step.REMOVE):
        assert told(step, Reply(status=404)).event == "E"


def test_a_second_delete_counts_as_removed() -> None:
    now = told(Step.REMOVE, Reply(status=403, code="ErrorCannotDeleteObject"))
    assert (now.event, now.is_dirty) == (None, False)


def test_an_entry_the_person_deleted_is_made_anew_under_another_transaction() -> None:
    now = told(Step.UPDATE, Reply(status=404, code="ErrorItemNotFound"))
    assert (now.event, now.generation, now.is_dirty) == (None, 2, True)
    assert next_step(now, ACTIVE) is Step.CREATE


def test_a_doubled_creation_is_adopted_and_then_brought_up_to_date() -> None:
    now = told(Step.CREATE, Reply(status=400, code="ErrorDuplicateTransactionId", event="E"))
    assert (now.event, now.is_dirty, now.due) == ("E", True, NOW)
    assert next_step(now, ACTIVE) is Step.UPDATE


@pytest.mark.parametrize("status", sorted(UNANSWERED))
def test_a_making_without_an_answer_is_looked_for_after_a_cancellation(status: int) -> None:
    now = told(Step.CREATE, Reply(status=status))
    assert now.unsure_until == NOW + UNSURE_FOR
    assert next_step(now, CANCELLED) is Step.FIND


@pytest.mark.parametrize("status", [400, 404, 413, 429])
def test_a_making_that_was_refused_leaves_no_doubt(status: int) -> None:
    assert next_step(told(Step.CREATE, Reply(status=status, code="No")), CANCELLED) is Step.NOTHING


def test_a_refusal_does_not_clear_the_doubt_of_an_earlier_try() -> None:
    assert told(Step.CREATE, Reply(status=429), UNSURE).unsure_until == UNSURE.unsure_until


def test_what_is_not_found_is_looked_for_once_more_when_it_can_no_longer_come() -> None:
    early = told(Step.FIND, Reply(status=200))
    assert (early.is_dirty, early.due, early.generation, early.trouble) == (True, UNSURE.unsure_until, 1, "")
    late = after(Step.FIND, Reply(status=200), early, 2, early.due, 0.5)
    assert (late.is_dirty, late.unsure_until, late.generation) == (False, None, 2)


def test_what_is_found_after_a_cancellation_is_removed() -> None:
    found = told(Step.FIND, Reply(status=200, event="E"))
    assert (found.event, found.due) == ("E", NOW)
    assert next_step(found, CANCELLED) is Step.REMOVE


def test_an_entry_in_hand_is_left_alone_for_longer_than_a_call_lasts_and_free_again_after_a_crash() -> None:
    taken = in_hand(KEPT, Step.UPDATE, NOW)
    assert (taken.due, taken.trouble, taken.unsure_until) == (NOW + IN_HAND_FOR, IN_HAND, None)


def test_a_making_in_hand_is_in_doubt_until_it_is_answered() -> None:
    taken = in_hand(WANTED, Step.CREATE, NOW)
    assert next_step(taken, CANCELLED) is Step.FIND
    assert next_step(taken, ACTIVE) is Step.CREATE


def test_settled_forgets_the_trouble() -> None:
    now = replace(KEPT, attempts=7, trouble="ApplicationThrottled").settled(2)
    assert (now.is_dirty, now.attempts, now.trouble) == (False, 0, "")


def test_a_change_that_came_during_the_call_keeps_the_entry_dirty() -> None:
    assert after(Step.UPDATE, Reply(status=200), replace(KEPT, wanted=3), 2, NOW, 0.5).is_dirty

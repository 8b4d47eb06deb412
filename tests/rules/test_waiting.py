"""Who may stand in line, and who gets a place that frees."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from core import policy, waiting
from core.decision import Code, Joined, Left, Refusal, Repeated, Waits
from core.model import AskId, Booking, OfficeDay, OfficeId, Person, PersonWeek, Queue, State, Waiter, Week
from core.waiting import Candidate
from tests.house_of import LONDON, NOON, RULES, TOMORROW, person

ANNA, BEN = person("anna"), person("ben")
ADMIN = person("admin", admin_of=frozenset({LONDON.id}))
OTHER_ADMIN = person("other", admin_of=frozenset({OfficeId("auckland")}))
FULL = OfficeDay(office=LONDON.id, day=TOMORROW, capacity=10, parking_capacity=4, taken=10, parking_taken=4)
EMPTY_LINE = Queue(LONDON.id, TOMORROW)
SPENT = PersonWeek(person=ANNA.id, week=Week("2026-W48"), used=3)


def wish(who: Person = ANNA, *, parking: bool = False, actor: Person | None = None, reason: str = "") -> policy.Wish:
    return policy.Wish(ask=AskId("an-ask-id"), actor=actor or who, person=who, office=LONDON, day=TOMORROW, parking=parking, reason=reason)


def known(tally: OfficeDay | None = FULL, **more: object) -> policy.Known:
    return policy.Known(**{"now": NOON, "tally": tally} | more)  # pyright: ignore[reportArgumentType] - keywords of Known


def waits(who: Person, *, parking: bool = False, until: time | None = None) -> Waiter:
    return Waiter(person=who.id, parking=parking, since=NOON, until=until)


def line(*waiters: Waiter) -> Queue:
    return Queue(LONDON.id, TOMORROW, waiters)


def booking(who: Person, *, state: State = State.ACTIVE) -> Booking:
    return Booking(office=LONDON.id, person=who.id, day=TOMORROW, parking=False, state=state, made_at=NOON, made_by=who.id)


def code_of(answer: object) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


def test_somebody_who_meets_a_full_day_joins_at_the_end() -> None:
    answer = waiting.join(wish(), None, line(waits(BEN)), known(), RULES)
    assert isinstance(answer, Joined)
    assert answer.queue.waiters == (waits(BEN), waits(ANNA))
    assert answer.queue.place_of(ANNA.id) == 2


def test_nobody_waits_for_what_can_be_had() -> None:
    free = replace(FULL, taken=9)
    assert code_of(waiting.join(wish(), None, EMPTY_LINE, known(free), RULES)) == Code.PLACE_FREE
    with_car = waiting.join(wish(parking=True), None, EMPTY_LINE, known(free), RULES)
    assert isinstance(with_car, Joined)  # desks are free, car places are not


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"tally": replace(FULL, closed=True)}, Code.OFFICE_CLOSED),
        ({"tally": replace(FULL, taken=9, parking_capacity=0)}, Code.NO_PARKING),
        ({"tally": replace(FULL, parking_capacity=0)}, Code.NO_PARKING),
        ({"person_week": SPENT}, Code.ALLOWANCE_USED),
        ({"booking": booking(ANNA)}, Code.ALREADY_BOOKED),
        ({"now": NOON + timedelta(days=2)}, Code.DAY_PAST),
        ({"now": NOON - timedelta(days=20)}, Code.DAY_TOO_FAR),
    ],
)
def test_waiting_helps_against_a_full_house_and_against_nothing_else(more: dict[str, object], code: Code) -> None:
    assert code_of(waiting.join(wish(parking=True), None, EMPTY_LINE, known(**more), RULES)) == code  # pyright: ignore[reportArgumentType]


def test_nobody_waits_for_others_but_admins_of_that_office() -> None:
    for actor, code in ((BEN, Code.NOT_YOURS), (OTHER_ADMIN, Code.NOT_YOURS), (ADMIN, None)):
        assert code_of(waiting.join(wish(actor=actor), None, EMPTY_LINE, known(), RULES)) == code
        assert code_of(waiting.leave(actor, ANNA.id, LONDON, line(waits(ANNA)), None, NOON, RULES)) == code


def test_joining_again_changes_what_one_waits_for_and_keeps_the_place() -> None:
    here = line(waits(ANNA), waits(BEN))
    assert waiting.join(wish(), None, here, known(), RULES) == Waits(1)
    changed = waiting.join(wish(parking=True), time(18), here, known(now=NOON + timedelta(hours=1)), RULES)
    assert isinstance(changed, Joined)
    assert changed.queue.waiters == (waits(ANNA, parking=True, until=time(18)), waits(BEN))
    assert changed.before == waits(ANNA)


def test_the_same_ask_is_answered_by_where_one_stands_by_now() -> None:
    asked = policy.Asked(deed=policy.Deed.JOIN, booking=booking(ANNA).id)
    assert waiting.join(wish(), None, line(waits(BEN), waits(ANNA)), known(asked=asked), RULES) == Waits(2)
    assert waiting.join(wish(), None, EMPTY_LINE, known(asked=asked), RULES) == Waits(None)
    promoted = known(asked=asked, booking=booking(ANNA))
    assert waiting.join(wish(), None, EMPTY_LINE, promoted, RULES) == Repeated(booking(ANNA))
    for other in (replace(asked, deed=policy.Deed.BOOK), replace(asked, parking=True), replace(asked, booking=booking(BEN).id)):
        assert code_of(waiting.join(wish(), None, EMPTY_LINE, known(asked=other), RULES)) == Code.ASK_REUSED


def test_the_line_has_an_end() -> None:
    crowd = line(*(waits(person(f"p{number}")) for number in range(waiting.MAX_WAITING)))
    assert code_of(waiting.join(wish(), None, crowd, known(), RULES)) == Code.QUEUE_FULL
    shorter = crowd.without(crowd.waiters[0].person)
    assert isinstance(waiting.join(wish(), None, shorter, known(), RULES), Joined)
    assert isinstance(waiting.join(wish(person("p3"), parking=True), None, crowd, known(), RULES), Joined)  # is in it already


def test_a_reason_is_asked_for_before_waiting_and_comes_with_the_place() -> None:
    asking = replace(RULES, reason_required=True)
    assert code_of(waiting.join(wish(), None, EMPTY_LINE, known(), asking)) == Code.REASON_MISSING
    joined = waiting.join(wish(reason=" The post "), None, EMPTY_LINE, known(), asking)
    assert isinstance(joined, Joined)
    candidates = {ANNA.id: Candidate(ANNA, None, None)}
    (promoted,) = waiting.promote(LONDON, replace(FULL, taken=9), joined.queue.waiters, candidates, NOON, asking)
    assert promoted.booking.reason == "The post"


def test_a_read_only_house_moves_nobody() -> None:
    house = replace(RULES, read_only=True)
    assert code_of(waiting.join(wish(), None, EMPTY_LINE, known(), house)) == Code.READ_ONLY
    assert code_of(waiting.leave(ANNA, ANNA.id, LONDON, line(waits(ANNA)), None, NOON, house)) == Code.READ_ONLY
    assert waiting.promote(LONDON, replace(FULL, taken=9), [waits(ANNA)], {ANNA.id: Candidate(ANNA, None, None)}, NOON, house) == []


def test_leaving_twice_is_leaving_once() -> None:
    left = waiting.leave(ANNA, ANNA.id, LONDON, line(waits(ANNA), waits(BEN)), None, NOON, RULES)
    assert left == Left(line(waits(BEN)), waits(ANNA))
    assert waiting.leave(ANNA, ANNA.id, LONDON, line(waits(BEN)), None, NOON, RULES) == Waits(None)


def test_a_line_of_a_day_that_is_over_stays_as_it_was() -> None:
    assert code_of(waiting.leave(ANNA, ANNA.id, LONDON, line(waits(ANNA)), None, NOON + timedelta(days=2), RULES)) == Code.DAY_PAST
    assert isinstance(waiting.leave(ANNA, ANNA.id, LONDON, line(waits(ANNA)), None, NOON + timedelta(days=1), RULES), Left)


def test_a_leave_that_is_sent_again_does_not_undo_a_later_join() -> None:
    asked = policy.Asked(deed=policy.Deed.LEAVE, booking=booking(ANNA).id)
    here = line(waits(ANNA))
    assert waiting.leave(ANNA, ANNA.id, LONDON, here, asked, NOON, RULES) == Waits(1)
    assert code_of(waiting.leave(ANNA, ANNA.id, LONDON, here, replace(asked, deed=policy.Deed.JOIN), NOON, RULES)) == Code.ASK_REUSED

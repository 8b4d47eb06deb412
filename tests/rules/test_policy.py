"""Each rule of the house, at its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core import policy
from core.decision import Booked, Cancelled, Code, Facts, Refusal, Repeated
from core.model import (
    AskId,
    Booking,
    Office,
    OfficeDay,
    OfficeId,
    Person,
    PersonId,
    PersonWeek,
    Rules,
    SpecialDay,
    State,
    Week,
    parse_booking_id,
)
from tests.house_of import LONDON, NOON, RULES, TODAY, TOMORROW, person

ANNA, BEN = person("anna"), person("ben")
ADMIN = person("admin", admin_of=frozenset({LONDON.id}))
OTHER_ADMIN = person("other", admin_of=frozenset({OfficeId("auckland")}))
ROOT = person("root", is_system_admin=True)
W48 = Week("2026-W48")


def wish(
    who: Person = ANNA, day: date = TOMORROW, *, parking: bool = False, actor: Person | None = None, office: Office = LONDON
) -> policy.Wish:
    return policy.Wish(ask=AskId("an-ask-id"), actor=actor or who, person=who, office=office, day=day, parking=parking)


def known(**more: object) -> policy.Known:
    return policy.Known(**{"now": NOON} | more)  # pyright: ignore[reportArgumentType] - keywords of Known


def tally(taken: int = 0, parked: int = 0, *, capacity: int = 10, parking: int = 4, closed: bool = False, note: str = "") -> OfficeDay:
    return OfficeDay(
        office=LONDON.id,
        day=TOMORROW,
        capacity=capacity,
        parking_capacity=parking,
        taken=taken,
        parking_taken=parked,
        closed=closed,
        note=note,
    )


def booking(who: Person = ANNA, day: date = TOMORROW, *, state: State = State.ACTIVE, revision: int = 1) -> Booking:
    return Booking(office=LONDON.id, person=who.id, day=day, parking=False, state=state, made_at=NOON, made_by=who.id, revision=revision)


def code_of(decision: object) -> Code | None:
    return decision.code if isinstance(decision, Refusal) else None


def test_a_free_day_is_booked_for_the_one_who_asks() -> None:
    decision = policy.book(wish(parking=True), known(), RULES)
    assert isinstance(decision, Booked)
    assert decision.booking == replace(booking(), parking=True)
    assert decision.before is None


@pytest.mark.parametrize(("offset", "code"), [(-1, Code.DAY_PAST), (0, None), (13, None), (14, Code.DAY_TOO_FAR)])
def test_the_window_runs_from_today_for_as_many_days_as_are_set(offset: int, code: Code | None) -> None:
    assert code_of(policy.book(wish(day=TODAY + timedelta(offset)), known(), RULES)) == code


def test_the_window_is_counted_in_the_offices_own_zone() -> None:
    late = datetime(2026, 11, 24, 12, tzinfo=UTC)  # already Wednesday in Auckland
    auckland = replace(LONDON, zone="Pacific/Auckland")
    assert code_of(policy.book(wish(day=TODAY, office=auckland), known(now=late), RULES)) == Code.DAY_PAST
    assert code_of(policy.book(wish(day=TODAY), known(now=late), RULES)) is None
    assert code_of(policy.book(wish(day=TODAY + timedelta(14), office=auckland), known(now=late), RULES)) is None


def test_nobody_books_for_others_but_admins_of_that_office_and_system_admins() -> None:
    answers = {who.name: code_of(policy.book(wish(ANNA, actor=who), known(), RULES)) for who in (BEN, OTHER_ADMIN, ADMIN, ROOT)}
    assert answers == {"Ben": Code.NOT_YOURS, "Other": Code.NOT_YOURS, "Admin": None, "Root": None}


def test_a_full_day_refuses_the_next_person() -> None:
    assert code_of(policy.book(wish(), known(tally=tally(taken=9)), RULES)) is None
    assert code_of(policy.book(wish(), known(tally=tally(taken=10)), RULES)) == Code.OFFICE_FULL
    assert code_of(policy.book(wish(), known(tally=tally(taken=11)), RULES)) == Code.OFFICE_FULL


def test_an_office_of_no_places_is_full_from_the_start() -> None:
    assert code_of(policy.book(wish(office=replace(LONDON, capacity=0)), known(), RULES)) == Code.OFFICE_FULL


def test_full_parking_refuses_only_those_who_come_by_car() -> None:
    full = known(tally=tally(taken=5, parked=4))
    assert code_of(policy.book(wish(parking=True), full, RULES)) == Code.PARKING_FULL
    assert code_of(policy.book(wish(), full, RULES)) is None
    assert code_of(policy.book(wish(parking=True), known(tally=tally(parking=0)), RULES)) == Code.NO_PARKING


def test_the_allowance_is_spent_at_its_number_and_nothing_is_an_allowance_too() -> None:
    spent = PersonWeek(person=ANNA.id, week=W48, used=3, by_weekday=(1, 1, 0, 1, 0, 0, 0))
    assert code_of(policy.book(wish(), known(person_week=spent), RULES)) == Code.ALLOWANCE_USED
    assert code_of(policy.book(wish(), known(person_week=replace(spent, used=2)), RULES)) is None
    assert code_of(policy.book(wish(replace(ANNA, allowance=0)), known(), RULES)) == Code.ALLOWANCE_USED
    assert code_of(policy.book(wish(replace(ANNA, allowance=1)), known(), RULES)) is None
    # An allowance that was lowered below what is held takes nothing away, and gives nothing more.
    assert code_of(policy.book(wish(replace(ANNA, allowance=2)), known(person_week=spent), RULES)) == Code.ALLOWANCE_USED
    assert code_of(policy.book(wish(replace(ANNA, allowance=4)), known(person_week=spent), RULES)) is None


def test_the_allowance_of_an_admin_counts_like_everybodys() -> None:
    spent = PersonWeek(person=ROOT.id, week=W48, used=3)
    assert code_of(policy.book(wish(ROOT), known(person_week=spent), RULES)) == Code.ALLOWANCE_USED
    for_anna = PersonWeek(person=ANNA.id, week=W48, used=3)
    assert code_of(policy.book(wish(ANNA, actor=ROOT), known(person_week=for_anna), RULES)) == Code.ALLOWANCE_USED


def test_one_booking_a_day_in_an_office() -> None:
    assert code_of(policy.book(wish(), known(booking=booking()), RULES)) == Code.ALREADY_BOOKED
    again = policy.book(wish(), known(booking=booking(state=State.CANCELLED, revision=2)), RULES)
    assert isinstance(again, Booked)
    assert again.booking.revision == 3


def test_two_offices_on_one_day_unless_the_house_says_otherwise() -> None:
    elsewhere = PersonWeek(person=ANNA.id, week=W48, used=1, by_weekday=(0, 0, 1, 0, 0, 0, 0))
    strict = Rules(default_allowance=3, one_office_per_day=True)
    assert code_of(policy.book(wish(), known(person_week=elsewhere), RULES)) is None
    assert code_of(policy.book(wish(), known(person_week=elsewhere), strict)) == Code.OTHER_OFFICE_BOOKED
    assert code_of(policy.book(wish(day=TOMORROW + timedelta(1)), known(person_week=elsewhere), strict)) is None


def test_a_closed_day_says_why() -> None:
    weekdays = replace(LONDON, open_weekdays=frozenset(range(5)), special_days=(SpecialDay(day=TOMORROW, open=False, note="Painters"),))
    named = policy.book(wish(office=weekdays), known(), RULES)
    assert isinstance(named, Refusal)
    assert (named.code, named.facts["note"]) == (Code.OFFICE_CLOSED, "Painters")
    saturday = date(2026, 11, 28)
    assert code_of(policy.book(wish(day=saturday, office=weekdays), known(), RULES)) == Code.OFFICE_CLOSED
    assert code_of(policy.book(wish(), known(tally=tally(closed=True)), RULES)) == Code.OFFICE_CLOSED


def test_once_a_day_has_a_tally_its_capacity_and_closure_decide() -> None:
    assert code_of(policy.book(wish(), known(tally=tally(taken=10, capacity=11)), RULES)) is None
    opened = replace(LONDON, special_days=(SpecialDay(day=TOMORROW, open=False),))
    assert code_of(policy.book(wish(office=opened), known(tally=tally(closed=False)), RULES)) is None


def test_the_same_ask_is_answered_again_even_when_nothing_is_free() -> None:
    asked = policy.Asked(deed=policy.Deed.BOOK, booking=booking().id, parking=False)
    full = tally(taken=10)
    assert policy.book(wish(), known(tally=full, booking=booking(), asked=asked), RULES) == Repeated(booking())


def test_an_ask_is_not_booked_anew_after_its_booking_was_cancelled() -> None:
    cancelled = booking(state=State.CANCELLED, revision=2)
    asked = policy.Asked(deed=policy.Deed.BOOK, booking=cancelled.id, parking=False)
    assert policy.book(wish(), known(booking=cancelled, asked=asked), RULES) == Repeated(cancelled)


def test_one_ask_can_not_serve_two_wishes() -> None:
    asked = policy.Asked(deed=policy.Deed.BOOK, booking=booking(day=TODAY).id, parking=False)
    assert code_of(policy.book(wish(), known(asked=asked), RULES)) == Code.ASK_REUSED
    assert code_of(policy.book(wish(), known(booking=booking(), asked=asked), RULES)) == Code.ASK_REUSED
    same_day = policy.Asked(deed=policy.Deed.BOOK, booking=booking().id, parking=True)
    assert code_of(policy.book(wish(), known(booking=booking(), asked=same_day), RULES)) == Code.ASK_REUSED


def test_what_can_not_be_mended_is_said_before_what_can() -> None:
    everything_wrong = known(
        tally=tally(taken=10, parked=4, closed=True), person_week=PersonWeek(person=ANNA.id, week=W48, used=3), booking=booking()
    )
    order = [code_of(policy.book(wish(day=TODAY - timedelta(1)), everything_wrong, RULES))]
    order.append(code_of(policy.book(wish(), everything_wrong, RULES)))
    order.append(code_of(policy.book(wish(), replace(everything_wrong, booking=None), RULES)))
    order.append(code_of(policy.book(wish(), replace(everything_wrong, booking=None, tally=tally(taken=10)), RULES)))
    order.append(code_of(policy.book(wish(), known(tally=tally(taken=10, parked=4)), RULES)))
    assert order == [Code.DAY_PAST, Code.ALREADY_BOOKED, Code.OFFICE_CLOSED, Code.ALLOWANCE_USED, Code.OFFICE_FULL]


def give_back(who: Person, kept: Booking, office: Office | None = LONDON) -> policy.Return:
    named = parse_booking_id(kept.id)
    assert named is not None
    return policy.Return(actor=who, named=named, office=office)


def cancel(who: Person, day: date, now: datetime = NOON, *, state: State = State.ACTIVE, asked: policy.Asked | None = None) -> object:
    kept = booking(day=day, state=state)
    return policy.cancel(give_back(who, kept), kept, asked, now, RULES)


def test_a_person_gives_back_own_days_until_they_begin() -> None:
    before_midnight = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
    assert isinstance(cancel(ANNA, TOMORROW, before_midnight), Cancelled)
    assert code_of(cancel(ANNA, TOMORROW, before_midnight + timedelta(seconds=1))) == Code.TODAY_IS_FIXED
    assert code_of(cancel(BEN, TOMORROW)) == Code.NOT_YOURS


def test_on_the_day_only_admins_of_the_office_cancel_and_only_until_it_ends() -> None:
    assert code_of(cancel(ANNA, TODAY)) == Code.TODAY_IS_FIXED
    assert code_of(cancel(OTHER_ADMIN, TODAY)) == Code.NOT_YOURS
    last_moment = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
    for who in (ADMIN, ROOT):
        assert isinstance(cancel(who, TODAY, last_moment), Cancelled)
        assert code_of(cancel(who, TODAY, last_moment + timedelta(seconds=1))) == Code.DAY_PAST


def test_an_admin_cancels_own_bookings_of_today_in_the_own_office() -> None:
    own = booking(ADMIN, TODAY)
    assert isinstance(policy.cancel(give_back(ADMIN, own), own, None, NOON, RULES), Cancelled)


def test_the_day_of_cancelling_is_the_offices_not_the_servers() -> None:
    """Fault B13 of the original: at 00:30 of a London summer night its server still thought it was yesterday."""
    summer_night = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 July in London
    assert code_of(cancel(ANNA, date(2026, 7, 2), summer_night)) == Code.TODAY_IS_FIXED


def test_cancelling_again_changes_nothing() -> None:
    assert isinstance(cancel(ANNA, TOMORROW, state=State.CANCELLED), Repeated)


def test_a_booking_that_never_was_is_unknown_to_its_owner_and_to_admins_and_nobodys_else() -> None:
    codes = [code_of(policy.cancel(give_back(who, booking()), None, None, NOON, RULES)) for who in (ANNA, ADMIN, ROOT, BEN)]
    assert codes == [Code.NO_SUCH_BOOKING, Code.NO_SUCH_BOOKING, Code.NO_SUCH_BOOKING, Code.NOT_YOURS]


def test_a_booking_in_a_removed_office_can_still_be_given_back() -> None:
    """Fault B9 of the original: a removed office made every list with it fail."""
    assert isinstance(policy.cancel(give_back(ANNA, booking(), None), booking(), None, NOON, RULES), Cancelled)


def test_a_cancel_that_is_sent_again_does_not_give_back_the_booking_that_was_made_since() -> None:
    asked = policy.Asked(deed=policy.Deed.CANCEL, booking=booking().id)
    assert cancel(ANNA, TOMORROW, asked=asked) == Repeated(booking())
    assert code_of(cancel(ANNA, TOMORROW, asked=replace(asked, deed=policy.Deed.BOOK))) == Code.ASK_REUSED
    assert code_of(cancel(ANNA, TOMORROW, asked=replace(asked, booking=booking(BEN).id))) == Code.ASK_REUSED


ASKING = replace(RULES, reason_required=True)


def test_where_a_reason_is_asked_for_blanks_are_none_and_it_is_kept_with_the_booking() -> None:
    answers = [policy.book(replace(wish(), reason=reason), known(), ASKING) for reason in ("", " \n\t", " The post ")]
    assert [code_of(answer) for answer in answers] == [Code.REASON_MISSING, Code.REASON_MISSING, None]
    assert isinstance(answers[2], Booked)
    assert answers[2].booking.reason == "The post"


def test_the_reason_is_that_of_the_one_who_comes_not_of_the_one_who_books() -> None:
    trusted = replace(ANNA, auto_approved=True)
    assert code_of(policy.book(wish(trusted), known(), ASKING)) is None
    assert code_of(policy.book(wish(trusted, actor=ADMIN), known(), ASKING)) is None
    assert code_of(policy.book(wish(ANNA, actor=replace(ADMIN, auto_approved=True)), known(), ASKING)) == Code.REASON_MISSING


def test_a_reason_that_nobody_asked_for_is_not_kept() -> None:
    for who, rules in ((ANNA, RULES), (replace(ANNA, auto_approved=True), ASKING)):
        decision = policy.book(replace(wish(who), reason="None of your business"), known(), rules)
        assert isinstance(decision, Booked)
        assert decision.booking.reason == ""


def test_a_full_day_is_said_before_a_reason_is_asked_for() -> None:
    assert code_of(policy.book(wish(), known(tally=tally(taken=10)), ASKING)) == Code.OFFICE_FULL


def test_the_reason_goes_with_the_booking() -> None:
    kept = replace(booking(), reason="The post")
    decision = policy.cancel(give_back(ANNA, kept), kept, None, NOON, RULES)
    assert isinstance(decision, Cancelled)
    assert decision.booking.reason == ""


CLOSED_HOUSE = replace(RULES, read_only=True)


def test_a_read_only_house_changes_nothing_and_answers_what_it_answered_before() -> None:
    assert code_of(policy.book(wish(), known(), CLOSED_HOUSE)) == Code.READ_ONLY
    assert code_of(policy.cancel(give_back(ROOT, booking()), booking(), None, NOON, CLOSED_HOUSE)) == Code.READ_ONLY
    asked = policy.Asked(deed=policy.Deed.BOOK, booking=booking().id)
    assert policy.book(wish(), known(booking=booking(), asked=asked), CLOSED_HOUSE) == Repeated(booking())
    given_back = booking(state=State.CANCELLED)
    assert policy.cancel(give_back(ANNA, booking()), given_back, None, NOON, CLOSED_HOUSE) == Repeated(given_back)


def test_a_single_day_may_have_its_own_capacity_and_be_open_where_its_weekday_is_not() -> None:
    saturday = date(2026, 11, 28)
    party = SpecialDay(day=saturday, open=True, capacity=2, parking_capacity=1)
    office = replace(LONDON, open_weekdays=frozenset(range(5)), special_days=(party,))
    fresh = policy.fresh_tally(office, saturday)
    assert (fresh.closed, fresh.capacity, fresh.parking_capacity) == (False, 2, 1)
    other = policy.fresh_tally(office, saturday + timedelta(1))
    assert (other.closed, other.capacity, other.parking_capacity) == (True, 10, 4)
    assert policy.fresh_tally(replace(office, removed=True), saturday).closed


def refusal_of(answer: object) -> Refusal:
    assert isinstance(answer, Refusal)
    return answer


def test_a_refusal_says_whether_it_is_about_oneself() -> None:
    """Equal ids are one person, wherever they were read."""
    for actor, own in ((ANNA, True), (ROOT, False), (person("aaron", is_system_admin=True), False)):
        again = replace(actor, id=PersonId("".join(list(actor.id))))
        full = policy.book(wish(ANNA, actor=again), known(tally=tally(taken=10)), RULES)
        assert refusal_of(full).facts["own"] is own
        unsaid = policy.book(wish(ANNA, actor=again), known(), ASKING)
        assert refusal_of(unsaid).facts["own"] is own


def test_a_refusal_names_the_day_the_office_and_what_a_person_wants_to_know() -> None:
    day: Facts = {"day": TOMORROW.isoformat(), "office": "London", "own": True}
    spent = known(person_week=PersonWeek(person=ANNA.id, week=W48, used=3))
    far = TODAY + timedelta(14)
    answers: dict[Code, tuple[object, Facts]] = {
        Code.OFFICE_FULL: (policy.book(wish(), known(tally=tally(taken=10)), RULES), {"capacity": 10}),
        Code.PARKING_FULL: (policy.book(wish(parking=True), known(tally=tally(parked=4)), RULES), {"capacity": 4}),
        Code.ALLOWANCE_USED: (policy.book(wish(), spent, RULES), {"allowance": 3, "used": 3, "week": "2026-W48"}),
        Code.DAY_TOO_FAR: (policy.book(wish(day=far), known(), RULES), {"day": far.isoformat(), "last": "2026-12-07", "days": 14}),
        Code.OFFICE_CLOSED: (policy.book(wish(), known(tally=tally(closed=True, note="Painters")), RULES), {"note": "Painters"}),
        Code.ALREADY_BOOKED: (policy.book(wish(), known(booking=booking()), RULES), {}),
    }
    for code, (answer, facts) in answers.items():
        assert answer == Refusal(code, day | facts)
    too_late = cancel(ANNA, TODAY)
    assert too_late == Refusal(Code.TODAY_IS_FIXED, {"day": TODAY.isoformat(), "office": "London"})
    forgotten = policy.cancel(give_back(ANNA, booking(day=TODAY), None), booking(day=TODAY), None, NOON, RULES)
    assert refusal_of(forgotten).facts["office"] == "london"


def test_giving_a_day_back_is_the_next_revision_of_the_booking() -> None:
    kept = booking(revision=3)
    decision = policy.cancel(give_back(ANNA, kept), kept, None, NOON, RULES)
    assert decision == Cancelled(replace(kept, state=State.CANCELLED, revision=4), kept)


def test_an_ask_with_a_car_is_not_the_ask_without() -> None:
    for asked_parking, parking in ((True, False), (False, True)):
        asked = policy.Asked(deed=policy.Deed.BOOK, booking=booking().id, parking=asked_parking)
        answer = policy.book(wish(parking=parking), known(booking=booking(), asked=asked), RULES)
        assert code_of(answer) == Code.ASK_REUSED


ZOE = person("zoe")


def test_another_one_is_another_one_wherever_they_stand_in_the_alphabet() -> None:
    for who, owner in ((ANNA, ZOE), (ZOE, ANNA)):
        kept = booking(owner)
        assert code_of(policy.cancel(give_back(who, kept), kept, None, NOON, RULES)) == Code.NOT_YOURS
        assert code_of(policy.book(wish(owner, actor=who), known(), RULES)) == Code.NOT_YOURS


def test_an_ask_of_another_deed_or_of_another_booking_is_another_ask() -> None:
    mine = booking(BEN)
    for deed in policy.Deed:
        asked = policy.Asked(deed=deed, booking=mine.id)
        assert code_of(policy.book(wish(BEN), known(booking=mine, asked=asked), RULES)) == (
            None if deed is policy.Deed.BOOK else Code.ASK_REUSED
        )
        assert code_of(policy.cancel(give_back(BEN, mine), mine, asked, NOON, RULES)) == (
            None if deed is policy.Deed.CANCEL else Code.ASK_REUSED
        )
    for other in (booking(ANNA).id, booking(ZOE).id, None):
        booked = policy.Asked(deed=policy.Deed.BOOK, booking=other)
        assert code_of(policy.book(wish(BEN), known(booking=mine, asked=booked), RULES)) == Code.ASK_REUSED
        given_back = policy.Asked(deed=policy.Deed.CANCEL, booking=other)
        assert code_of(policy.cancel(give_back(BEN, mine), mine, given_back, NOON, RULES)) == Code.ASK_REUSED

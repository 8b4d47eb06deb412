"""What admins may change of offices and people, and what they are told before they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import office_edits, people_edits
from core.decision import Code, Refusal
from core.model import AskId, Booking, Clearing, Office, OfficeDay, OfficeId, Person, SpecialDay, State
from core.office_edits import OfficeEdit
from core.people_edits import PersonEdit
from tests.house_of import AUCKLAND, LONDON, NOON, ROOT, RULES, TODAY, TOMORROW, person

ANNA = person("anna", allowance=2, auto_approved=True, home_office=LONDON.id)
ADMIN = person("admin", admin_of=frozenset({LONDON.id}))
THERE = {LONDON.id, AUCKLAND.id}
READ_ONLY = replace(RULES, read_only=True)
CLOSED = SpecialDay(day=TOMORROW, open=False, note="Painters")
WORD = Clearing(day=TOMORROW, actor=ADMIN.id, ask=AskId("close-ask"), correlation="c")


def code_of(answer: object) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


def edited(change: PersonEdit, actor: Person = ROOT, who: Person = ANNA) -> Person | Refusal:
    return people_edits.edited(actor, who, change, THERE, RULES)


@pytest.mark.parametrize(
    ("allowance", "code"), [(0, None), (1, None), (100, None), (None, None), (-1, Code.BAD_VALUE), (101, Code.BAD_VALUE)]
)
def test_no_days_is_an_allowance_and_less_than_none_is_not(allowance: int | None, code: Code | None) -> None:
    """Fault B7 of the original: 0 was ignored, -5 and 1.5 were taken."""
    answer = edited(PersonEdit(allowance=allowance))
    assert code_of(answer) == code
    assert code is not None or answer == replace(ANNA, allowance=allowance)


def test_what_an_edit_does_not_name_stays() -> None:
    """Fault B8 of the original: any edit took the auto-approval away."""
    assert edited(PersonEdit(allowance=4)) == replace(ANNA, allowance=4)
    assert edited(PersonEdit(auto_approved=False)) == replace(ANNA, auto_approved=False)
    assert edited(PersonEdit(admin_of=frozenset({AUCKLAND.id}))) == replace(ANNA, admin_of=frozenset({AUCKLAND.id}))
    assert edited(PersonEdit()) == ANNA


def test_rights_are_given_by_system_admins_alone_and_a_home_office_is_everyones_own() -> None:
    changes = [PersonEdit(allowance=7), PersonEdit(admin_of=frozenset({LONDON.id})), PersonEdit(auto_approved=True)]
    for actor in (ANNA, ADMIN):
        assert [code_of(edited(change, actor)) for change in changes] == [Code.NOT_FOR_YOU] * 3
    home = PersonEdit(home_office=AUCKLAND.id)
    assert edited(home, ANNA) == replace(ANNA, home_office=AUCKLAND.id)
    assert edited(PersonEdit(home_office=None), ANNA) == replace(ANNA, home_office=None)
    assert code_of(edited(home, ADMIN)) == Code.NOT_FOR_YOU
    assert code_of(edited(PersonEdit(home_office=AUCKLAND.id, allowance=7), ANNA)) == Code.NOT_FOR_YOU


@pytest.mark.parametrize("choice", [PersonEdit(shares_days=True), PersonEdit(reminders=False), PersonEdit(language="de")])
def test_what_people_choose_for_themselves_is_theirs_and_a_system_admins(choice: PersonEdit) -> None:
    assert not choice.is_of_rights
    for actor in (ANNA, ROOT):
        answer = edited(choice, actor)
        assert isinstance(answer, Person)
        assert answer == replace(ANNA, shares_days=answer.shares_days, reminders=answer.reminders, language=answer.language)
        assert answer != ANNA
        assert edited(PersonEdit(allowance=1), ROOT, answer) == replace(answer, allowance=1)
    assert code_of(edited(choice, ADMIN)) == Code.NOT_FOR_YOU


def test_an_unknown_office_is_refused_and_not_dropped_in_silence() -> None:
    nowhere = OfficeId("nowhere")
    assert code_of(edited(PersonEdit(admin_of=frozenset({LONDON.id, nowhere})))) == Code.NO_SUCH_OFFICE
    assert code_of(edited(PersonEdit(home_office=nowhere), ANNA)) == Code.NO_SUCH_OFFICE
    admin_of_a_removed_one = replace(ANNA, admin_of=frozenset({nowhere}))
    assert edited(PersonEdit(allowance=1, admin_of=frozenset({nowhere})), who=admin_of_a_removed_one) == replace(
        admin_of_a_removed_one, allowance=1
    )


def test_a_read_only_house_edits_nobody_and_nothing() -> None:
    assert code_of(people_edits.edited(ROOT, ANNA, PersonEdit(allowance=1), THERE, READ_ONLY)) == Code.READ_ONLY
    assert code_of(office_edits.edited(ROOT, LONDON, OfficeEdit(capacity=1), READ_ONLY)) == Code.READ_ONLY
    assert code_of(office_edits.with_special_day(ADMIN, LONDON, CLOSED, None, NOON, READ_ONLY)) == Code.READ_ONLY
    assert code_of(office_edits.added(ROOT, LONDON, READ_ONLY)) == Code.READ_ONLY
    assert code_of(office_edits.removed(ROOT, LONDON, (), READ_ONLY)) == Code.READ_ONLY


def test_what_an_office_is_every_day_is_for_system_admins() -> None:
    for actor, code in ((ANNA, Code.NOT_FOR_YOU), (ADMIN, Code.NOT_FOR_YOU), (ROOT, None)):
        assert code_of(office_edits.edited(actor, LONDON, OfficeEdit(capacity=12), RULES)) == code
        assert code_of(office_edits.added(actor, LONDON, RULES)) == code
        assert code_of(office_edits.removed(actor, LONDON, (), RULES)) == code
    assert office_edits.edited(ROOT, LONDON, OfficeEdit(capacity=12), RULES) == replace(LONDON, capacity=12, revision=2)
    assert office_edits.edited(ROOT, LONDON, OfficeEdit(capacity=10), RULES) == LONDON  # nothing new is no edit


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (OfficeEdit(capacity=-1), "capacity"),
        (OfficeEdit(capacity=100_001), "capacity"),
        (OfficeEdit(parking_capacity=-1), "parking_capacity"),
        (OfficeEdit(name="  "), "name"),
        (OfficeEdit(name="x" * 201), "name"),
        (OfficeEdit(location="x" * 201), "location"),
        (OfficeEdit(zone="Mars/Olympus"), "zone"),
        (OfficeEdit(zone="../../etc/passwd"), "zone"),
        (OfficeEdit(open_weekdays=frozenset({7})), "open_weekdays"),
    ],
)
def test_an_office_that_can_not_be_is_refused(change: OfficeEdit, field: str) -> None:
    answer = office_edits.edited(ROOT, LONDON, change, RULES)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.facts["field"]) == (Code.BAD_VALUE, field)


@pytest.mark.parametrize("name", ["", "Upper", "a.b", "a|b", "a/b", "-a", "x" * 41])
def test_an_offices_id_fits_into_the_ids_of_its_bookings(name: str) -> None:
    answer = office_edits.added(ROOT, replace(LONDON, id=OfficeId(name)), RULES)
    assert isinstance(answer, Refusal)
    assert answer.facts["field"] == "id"


def test_a_single_day_is_set_apart_by_an_admin_of_the_office_and_only_until_it_is_over() -> None:
    for actor, code in ((ANNA, Code.NOT_FOR_YOU), (person("other", admin_of=frozenset({AUCKLAND.id})), Code.NOT_FOR_YOU), (ADMIN, None)):
        assert code_of(office_edits.with_special_day(actor, LONDON, CLOSED, None, NOON, RULES)) == code
    yesterday, far = replace(CLOSED, day=TODAY - timedelta(1)), replace(CLOSED, day=TODAY + timedelta(733))
    assert code_of(office_edits.with_special_day(ADMIN, LONDON, replace(CLOSED, day=TODAY), None, NOON, RULES)) is None
    assert code_of(office_edits.with_special_day(ADMIN, LONDON, yesterday, None, NOON, RULES)) == Code.DAY_PAST
    assert code_of(office_edits.with_special_day(ADMIN, LONDON, far, None, NOON, RULES)) == Code.DAY_TOO_FAR
    assert code_of(office_edits.with_special_day(ADMIN, LONDON, replace(CLOSED, note="x" * 201), None, NOON, RULES)) == Code.BAD_VALUE
    assert code_of(office_edits.with_special_day(ADMIN, LONDON, replace(CLOSED, capacity=-1), None, NOON, RULES)) == Code.BAD_VALUE


def after(special: SpecialDay, clearing: Clearing | None = None, office: Office = LONDON) -> Office:
    answer = office_edits.with_special_day(ADMIN, office, special, clearing, NOON, RULES)
    assert isinstance(answer, Office)
    return answer


def test_days_stand_in_order_once_each_and_those_that_are_over_are_dropped() -> None:
    old = SpecialDay(day=TODAY - timedelta(3), open=False)
    later = SpecialDay(day=TOMORROW + timedelta(1), capacity=3)
    office = after(CLOSED, office=after(later, office=replace(LONDON, special_days=(old,))))
    assert office.special_days == (CLOSED, later)
    assert after(replace(CLOSED, note="Plumbers"), office=office).special_days == (replace(CLOSED, note="Plumbers"), later)
    assert after(SpecialDay(day=TOMORROW), office=office).special_days == (later,)


def test_a_day_is_cleared_only_while_it_is_closed() -> None:
    closed = after(CLOSED, WORD)
    assert closed.clearing == (WORD,)
    assert after(SpecialDay(day=TOMORROW, capacity=3), WORD).clearing == ()
    assert after(SpecialDay(day=TOMORROW), office=closed).clearing == ()
    assert after(SpecialDay(day=TODAY, open=False), office=closed).clearing == (WORD,)  # another day's word still stands


def booked(name: str, minute: int, *, parking: bool = False, day: date = TOMORROW) -> Booking:
    made = NOON + timedelta(minutes=minute)
    return Booking(
        office=LONDON.id, person=person(name).id, day=day, parking=parking, state=State.ACTIVE, made_at=made, made_by=person(name).id
    )


def test_an_edit_first_says_whom_it_would_hit_the_last_who_came() -> None:
    bookings = [booked("cleo", 3, parking=True), booked("anna", 1, parking=True), booked("ben", 2)]
    tally = OfficeDay(office=LONDON.id, day=TOMORROW, capacity=10, parking_capacity=4, taken=3, parking_taken=2)

    def hit(office: Office) -> list[str]:
        found = office_edits.impact(office, [tally], {TOMORROW: bookings})
        return [booking.person.removeprefix("tenant.") for day in found for booking in day.exceeding]

    assert hit(LONDON) == []
    assert hit(replace(LONDON, capacity=3, parking_capacity=2)) == []
    assert hit(replace(LONDON, capacity=2)) == ["cleo"]
    assert hit(replace(LONDON, parking_capacity=1)) == ["cleo"]
    assert hit(replace(LONDON, capacity=1, parking_capacity=0)) == ["anna", "ben", "cleo"]
    assert sorted(hit(replace(LONDON, special_days=(CLOSED,)))) == ["anna", "ben", "cleo"]
    assert sorted(hit(replace(LONDON, removed=True))) == ["anna", "ben", "cleo"]
    assert hit(replace(LONDON, special_days=(SpecialDay(day=TOMORROW, capacity=2),))) == ["cleo"]


@pytest.mark.parametrize(
    ("office", "is_hit"),
    [
        (replace(LONDON, capacity=3, parking_capacity=2), False),
        (replace(LONDON, capacity=2), True),
        (replace(LONDON, parking_capacity=1), True),
        (replace(LONDON, open_weekdays=frozenset({0})), True),
    ],
)
def test_a_tally_alone_says_whether_a_day_is_hit(office: Office, is_hit: bool) -> None:
    tally = OfficeDay(office=LONDON.id, day=TOMORROW, capacity=10, parking_capacity=4, taken=3, parking_taken=2)
    assert office_edits.exceeds(tally, office.limits_on(TOMORROW)) is is_hit
    assert not office_edits.exceeds(replace(tally, taken=0, parking_taken=0), office.limits_on(TOMORROW))

"""Who may change the rules of the house, and to what."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from core.decision import Code, Refusal
from core.model import Rules
from core.rules_edits import BEYOND_WINDOW, LIMITS, RulesEdit, edited
from tests.house_of import ROOT, RULES, TODAY, person

NUMBERS = sorted(LIMITS)
SWITCHES = ["one_office_per_day", "read_only", "reason_required"]


def edit(rules: Rules, /, **change: object) -> Rules | Refusal:
    return edited(ROOT, rules, RulesEdit(**change), TODAY, is_frozen=False)  # pyright: ignore[reportArgumentType] - keywords of RulesEdit


def test_every_rule_can_be_edited() -> None:
    assert {field.name for field in fields(Rules)} - {"kept_since", "revision"} == {field.name for field in fields(RulesEdit)}
    assert sorted([*NUMBERS, *SWITCHES]) == sorted(field.name for field in fields(RulesEdit))


def test_only_a_system_admin_edits_the_rules() -> None:
    office_admin = person("admin", admin_of=frozenset({"london"}))
    assert edited(office_admin, RULES, RulesEdit(default_allowance=1), TODAY, is_frozen=False) == Refusal(Code.NOT_FOR_YOU)


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_keeps_to_its_limits(name: str) -> None:
    wide = replace(RULES, people_retention_days=3650)
    least, most = LIMITS[name]
    if name == "people_retention_days":
        least = max(least, wide.advance_booking_days + BEYOND_WINDOW)
    for right in (least, most):
        assert isinstance(edit(wide, **{name: right}), Rules)
    for wrong in (least - 1, most + 1, -1, 10**30):
        assert edit(wide, **{name: wrong}) == Refusal(Code.BAD_VALUE, {"field": name, "least": least, "most": most})


def test_people_are_remembered_for_longer_than_days_can_be_booked_whichever_of_the_two_is_edited() -> None:
    short = replace(RULES, advance_booking_days=14, people_retention_days=30)
    told = {"field": "people_retention_days", "least": 31, "most": 3650}
    assert edit(short, advance_booking_days=24) == Refusal(Code.BAD_VALUE, told)
    assert isinstance(edit(short, advance_booking_days=24, people_retention_days=31), Rules)


def test_in_a_read_only_house_only_the_end_of_it_is_taken() -> None:
    closed = replace(RULES, read_only=True)
    assert edit(closed, default_allowance=1) == Refusal(Code.READ_ONLY)
    assert edit(closed, default_allowance=1, read_only=True) == Refusal(Code.READ_ONLY)
    assert edit(closed, read_only=False) == replace(RULES, read_only=False, revision=2)


def test_where_the_operator_made_it_read_only_nobody_ends_it() -> None:
    assert edited(ROOT, RULES, RulesEdit(read_only=False), TODAY, is_frozen=True) == Refusal(Code.READ_ONLY)


def test_an_edit_that_changes_nothing_makes_no_revision() -> None:
    assert edit(RULES, default_allowance=RULES.default_allowance) == RULES
    assert edit(RULES) == RULES


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.one_of(st.sampled_from(LIMITS[name]), st.integers(-1, 4000)) for name in NUMBERS},
        **dict.fromkeys(SWITCHES, st.booleans()),
    },
)


@given(st.lists(CHANGES, max_size=8))
def test_whatever_is_edited_in_a_row_the_rules_go_together_and_nothing_else_moves(changes: list[dict[str, object]]) -> None:
    rules = RULES
    for change in changes:
        after = edit(rules, **change)
        if isinstance(after, Refusal):
            assert after.code in {Code.BAD_VALUE, Code.READ_ONLY}
            continue
        wanted = {name: change.get(name, getattr(rules, name)) for name in (*NUMBERS, *SWITCHES)}
        assert {name: getattr(after, name) for name in wanted} == wanted
        assert after.revision == rules.revision + (after != rules)
        assert all(LIMITS[name][0] <= getattr(after, name) <= LIMITS[name][1] for name in NUMBERS)
        assert after.people_retention_days >= after.advance_booking_days + BEYOND_WINDOW
        rules = after


def test_more_days_kept_does_not_bring_back_what_was_forgotten() -> None:
    longer = edit(RULES, retention_days=90)
    assert isinstance(longer, Rules)
    assert longer.kept_since == TODAY - timedelta(days=30)
    shorter = edit(longer, retention_days=10)
    assert isinstance(shorter, Rules)
    assert shorter.kept_since == TODAY - timedelta(days=30)
    again = edit(shorter, retention_days=60)
    assert isinstance(again, Rules)
    assert again.kept_since == TODAY - timedelta(days=10)


def test_what_an_edit_does_not_name_is_left() -> None:
    assert all(getattr(RulesEdit(), field.name) is UNSET for field in fields(RulesEdit))

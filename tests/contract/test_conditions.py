"""A patch is written while every one of its conditions holds, and changes nothing but the numbers it names."""

from __future__ import annotations

from core.store.port import Condition, Create, Field, Fields, Patch, Refused, Relation, Store
from tests.contract.things import TALLY, get, put, refusal_of

EQUAL, LESS, GREATER = Relation.EQUAL, Relation.LESS, Relation.GREATER
FIELDS: Fields = {
    "kind": "k",
    "n": 5,
    "half": 2.5,
    "zero": 0,
    "below": -3,
    "yes": True,
    "no": False,
    "word": "5",
    "nothing": None,
    "deep": {"n": 5, "m": 6, "yes": True, "list": [1]},
    "value": 1,
    "order": 2,
}

MET = [
    Condition("n", EQUAL, 5),
    Condition("n", LESS, 6),
    Condition("n", GREATER, 4),
    Condition("half", LESS, 3),
    Condition("half", GREATER, 2),
    Condition("zero", EQUAL, 0),
    Condition("below", LESS, 0),
    Condition("below", EQUAL, -3),
    Condition("below", GREATER, -4),
    Condition("yes", EQUAL, True),
    Condition("no", EQUAL, False),
    Condition("deep.n", EQUAL, 5),
    Condition("deep.n", LESS, Field("deep.m")),
    Condition("deep.m", GREATER, Field("n")),
    Condition("n", EQUAL, Field("deep.n")),
    Condition("yes", EQUAL, Field("deep.yes")),
    Condition("value", LESS, Field("order")),
]

UNMET = [
    Condition("n", EQUAL, 4),
    Condition("n", LESS, 5),
    Condition("n", GREATER, 5),
    Condition("half", EQUAL, 2),
    Condition("yes", EQUAL, False),
    Condition("no", EQUAL, True),
    Condition("n", LESS, Field("deep.n")),
    Condition("deep.m", LESS, Field("deep.n")),
    Condition("absent", EQUAL, 0),
    Condition("absent", LESS, 1),
    Condition("absent", GREATER, -1),
    Condition("absent", EQUAL, False),
    Condition("deep.absent", LESS, 9),
    Condition("n.deeper", LESS, 9),
    Condition("absent.deeper", LESS, 9),
    Condition("deep.list.n", LESS, 9),
    Condition("n", LESS, Field("absent")),
    Condition("absent", EQUAL, Field("missing")),
    Condition("word", EQUAL, 5),
    Condition("word", LESS, 9),
    Condition("word", EQUAL, Field("n")),
    Condition("nothing", EQUAL, 0),
    Condition("nothing", LESS, 9),
    Condition("deep", LESS, 9),
    Condition("deep.list", LESS, 9),
    # True is no 1 and False no 0, either way round.
    Condition("yes", EQUAL, 1),
    Condition("no", EQUAL, 0),
    Condition("value", EQUAL, True),
    Condition("zero", EQUAL, False),
    Condition("yes", EQUAL, Field("value")),
    Condition("yes", LESS, 9),
    Condition("yes", GREATER, 0),
]


def named(condition: Condition) -> str:
    than = condition.than.path if isinstance(condition.than, Field) else repr(condition.than)
    return f"{condition.path} {condition.relation} {than}"


async def test_a_condition_that_holds_lets_the_patch_in(store: Store, week: str) -> None:
    await store.commit(week, [Create(id=named(condition), fields=FIELDS) for condition in MET])
    for condition in MET:
        patch = Patch(id=named(condition), add=(("n", 1),), where=(condition,))
        assert await refusal_of(store, week, [patch]) is None, named(condition)
        assert (await get(store, week, patch.id)).fields == {**FIELDS, "n": 6}, named(condition)


async def test_a_condition_that_fails_keeps_the_patch_out(store: Store, week: str) -> None:
    before = await put(store, week, "one", FIELDS)
    for condition in UNMET:
        patch = Patch(id="one", add=(("n", 1),), where=(condition,))
        assert await refusal_of(store, week, [patch]) == (0, Refused.UNMET), named(condition)
    assert await get(store, week, "one") == before


async def test_one_condition_of_many_that_fails_is_enough(store: Store, week: str) -> None:
    await put(store, week, "one", FIELDS)
    for failing in range(3):
        where = [*MET[:2], MET[3]]
        where[failing] = UNMET[0]
        assert await refusal_of(store, week, [Patch(id="one", add=(("n", 1),), where=tuple(where))]) == (0, Refused.UNMET)


async def test_a_patch_without_conditions_needs_the_document_only(store: Store, week: str) -> None:
    await put(store, week, "one", FIELDS)
    await store.commit(week, [Patch(id="one", add=(("n", 1),), where=())])
    assert (await get(store, week, "one")).fields["n"] == 6


async def test_a_patch_adds_to_nested_numbers_and_leaves_the_rest(store: Store, week: str) -> None:
    await put(store, week, "tally", TALLY)
    both = Patch(id="tally", add=(("desks.used", 3), ("parking.used", 1)), where=())
    await store.commit(week, [both])
    await store.commit(week, [Patch(id="tally", add=(("desks.used", -1),), where=())])
    expected = {**TALLY, "desks": {"used": 2, "capacity": 10}, "parking": {"used": 1, "capacity": 2}}
    assert (await get(store, week, "tally")).fields == expected


async def test_a_patch_makes_a_number_that_was_not_there(store: Store, week: str) -> None:
    await put(store, week, "tally", TALLY)
    await store.commit(week, [Patch(id="tally", add=(("desks.waiting", 2), ("visits", 1)), where=())])
    fields = (await get(store, week, "tally")).fields
    assert fields == {**TALLY, "desks": {"used": 0, "capacity": 10, "waiting": 2}, "visits": 1}


async def test_a_patch_sets_fields_and_adds_in_one_go(store: Store, week: str) -> None:
    await put(store, week, "tally", TALLY)
    closing = Patch(
        id="tally", add=(("desks.used", 1),), set=(("open", False), ("note", 'Paint, 3" thick'), ("desks.capacity", 7), ("revision", 2))
    )
    await store.commit(week, [closing])
    expected = {**TALLY, "open": False, "note": 'Paint, 3" thick', "desks": {"used": 1, "capacity": 7}, "revision": 2}
    assert (await get(store, week, "tally")).fields == expected


async def test_a_set_that_is_sent_again_late_does_not_undo_a_newer_one(store: Store, week: str) -> None:
    await put(store, week, "tally", {**TALLY, "revision": 1})

    def resized(capacity: int, revision: int) -> Patch:
        newer = (Condition("revision", LESS, revision),)
        return Patch(id="tally", set=(("desks.capacity", capacity), ("revision", revision)), where=newer)

    await store.commit(week, [resized(5, 2)])
    await store.commit(week, [resized(9, 3)])
    assert await refusal_of(store, week, [resized(5, 2)]) == (0, Refused.UNMET)
    assert (await get(store, week, "tally")).fields["desks"] == {"used": 0, "capacity": 9}

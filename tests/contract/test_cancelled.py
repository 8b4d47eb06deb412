"""Who asked may leave before the answer comes, as a call does whose time is over: then it is as if the answer had been lost."""

from __future__ import annotations

import asyncio

import pytest

from core.store.port import Conflict, Create, Key, Store

CROWD = 12


@pytest.mark.parametrize("turns", [0, 1, 2, 5, 20, 100])
async def test_a_commit_that_nobody_waits_for_any_more_hurts_no_other(store: Store, week: str, turns: int) -> None:
    commits = [asyncio.create_task(store.commit(week, [Create(id=f"one-{number}", fields={"n": number})])) for number in range(CROWD)]
    for _ in range(turns):
        await asyncio.sleep(0)
    left = commits[::3]
    for commit in left:
        commit.cancel()
    outcomes = await asyncio.gather(*commits, return_exceptions=True)
    stayed = [outcome for number, outcome in enumerate(outcomes) if number % 3]
    assert stayed == [None] * len(stayed)
    for number in range(0, CROWD, 3):
        await _send_again(store, week, number)
    keys = [Key(week, f"one-{number}") for number in range(CROWD)]
    found = await store.read_many(keys)
    assert [found[key].fields["n"] for key in keys] == list(range(CROWD))


async def _send_again(store: Store, week: str, number: int) -> None:
    """As with any lost answer: it is written now, or it was written then."""
    try:
        await store.commit(week, [Create(id=f"one-{number}", fields={"n": number})])
    except Conflict:
        return

"""Issuing and checking: as few signatures as there are states of bookings, and never a stale one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.model import State
from core.pass_keys import PublicKeys
from core.passes import Pass, Passes, issue, key_of, verify
from tests.passes.making import Ring, booking, token_of


async def test_a_pass_that_was_issued_is_checked_and_signed_only_once() -> None:
    ring = Ring()
    passes = Passes(ring)
    token = await passes.issue(booking())
    assert await passes.issue(booking()) == token
    assert await passes.check(token) == Pass.of(booking())
    assert ring.signed == 1
    assert ring.wanted[-1] == key_of(token)


async def test_another_revision_or_a_moved_car_is_another_pass() -> None:
    ring = Ring()
    passes = Passes(ring)
    made = [booking(), booking(revision=2), booking(parking=True), booking(parking=True, revision=2), booking(person="tenant.ben")]
    tokens = [await passes.issue(one) for one in made]
    assert len(set(tokens)) == ring.signed == 5
    assert [await passes.check(token) for token in tokens] == [Pass.of(one) for one in made]


async def test_what_is_remembered_is_bounded_and_the_least_used_goes_first() -> None:
    ring = Ring()
    passes = Passes(ring, remembered=2)
    first = await passes.issue(booking(revision=1))
    await passes.issue(booking(revision=2))
    assert await passes.issue(booking(revision=1)) == first
    await passes.issue(booking(revision=3))
    assert ring.signed == 3
    assert await passes.issue(booking(revision=1)) == first
    assert ring.signed == 3
    await passes.issue(booking(revision=2))
    assert ring.signed == 4


async def test_after_a_rotation_old_passes_hold_and_new_ones_are_of_the_new_key() -> None:
    ring = Ring()
    passes = Passes(ring)
    old = await passes.issue(booking())
    ring.rotate()
    new = await passes.issue(booking(revision=2))
    assert key_of(old) != key_of(new)
    assert [await passes.check(token) for token in (old, new)] == [Pass.of(booking()), Pass.of(booking(revision=2))]
    assert await passes.issue(booking()) == old


async def test_a_removed_key_takes_its_passes_with_it_also_the_remembered_ones() -> None:
    ring = Ring()
    passes = Passes(ring)
    old = await passes.issue(booking())
    ring.rotate()
    del ring.keys[0]
    assert await passes.check(old) is None
    new = await passes.issue(booking())
    assert key_of(new) != key_of(old)
    assert await passes.check(new) == Pass.of(booking())


async def test_a_cancelled_booking_gets_no_pass_though_it_had_one() -> None:
    passes = Passes(Ring())
    await passes.issue(booking())
    with pytest.raises(ValueError, match="no pass"):
        await passes.issue(booking(state=State.CANCELLED))


async def test_a_text_that_can_be_no_pass_costs_its_source_nothing() -> None:
    ring = Ring()
    for text in ("", "x", "é", "A" * 100_000, "A" * 200, token_of(booking(), Ring()) + "="):
        assert await Passes(ring).check(text) is None
    assert ring.wanted == []


async def test_there_are_no_keys_without_keys() -> None:
    assert verify(await issue(booking(), Ring()), PublicKeys()) is None
    assert PublicKeys().jwks() == []


def test_passes_load_nothing_of_azure_nor_of_the_web() -> None:
    program = "import sys, core.passes, core.pass_keys; print([n for n in sys.modules if n.split('.')[0] in ('azure', 'aiohttp', 'jwt')])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.strip() == "[]"

"""The keys in Azure Key Vault, through the genuine SDK."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from core.pass_keys import KeyId, PassesUnavailable, key_id_of
from core.passes import Pass, Passes, key_of
from tests.fakes import FakeClock
from tests.passes.key_vault import NOW, TENANT, Fault, KeyVault, ManagedIdentity, Opening
from tests.passes.making import Ring, booking, token_of

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


async def test_a_pass_is_signed_in_the_vault_and_verified_here(vault: KeyVault, opening: Opening, identity: ManagedIdentity) -> None:
    passes = Passes(await opening())
    token = await passes.issue(booking())
    assert await passes.check(token) == Pass.of(booking())
    assert key_of(token) == key_id_of(vault.versions[0].key.public_key())
    assert await passes.issue(booking()) == token
    assert Counter(vault.asked)["sign"] == 1
    assert (set(identity.scopes), set(identity.tenants)) == ({"https://vault.azure.net/.default"}, {TENANT})
    assert vault.challenged == 1


async def test_every_page_of_versions_is_read_and_the_newest_signs(vault: KeyVault, opening: Opening) -> None:
    for age in (200, 50, 100, 150, 250):
        vault.rotate(NOW - age * DAY)
    newest = next(one for one in vault.versions if one.made_at == NOW - 50 * DAY)
    keys = await opening()
    assert Counter(vault.asked) == {"list": 3, "get": 6}
    assert len((await keys.public_keys()).jwks()) == 6
    assert (await keys.sign(b"x")).key_id == key_id_of(newest.key.public_key())


async def test_a_disabled_version_neither_signs_nor_vouches(vault: KeyVault, opening: Opening) -> None:
    vault.rotate(NOW - DAY, enabled=False)
    keys = await opening()
    assert (await keys.sign(b"x")).key_id == key_id_of(next(one for one in vault.versions if one.enabled).key.public_key())
    assert len((await keys.public_keys()).jwks()) == 1


async def test_a_version_beyond_its_dates_vouches_but_does_not_sign(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    good = vault.versions[0]
    good.expires_at = NOW + DAY
    vault.rotate(NOW - 3 * DAY, expires_at=NOW)
    vault.rotate(NOW - 2 * DAY, not_before=NOW + 10 * DAY)
    keys = await opening()
    assert (await keys.sign(b"x")).key_id == key_id_of(good.key.public_key())
    assert len((await keys.public_keys()).jwks()) == 3
    clock.forward(DAY)
    with pytest.raises(PassesUnavailable, match="no version that may sign"):
        await keys.sign(b"x")
    assert len((await keys.public_keys()).jwks()) == 3


async def test_a_rotation_is_noticed_within_ten_minutes(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    passes = Passes(await opening())
    old = await passes.issue(booking())
    new = vault.rotate(NOW)
    clock.forward(10 * MINUTE - timedelta(seconds=1))
    assert key_of(await passes.issue(booking(revision=2))) == key_of(old)
    clock.forward(timedelta(seconds=1))
    token = await passes.issue(booking(revision=3))
    assert key_of(token) == key_id_of(new.key.public_key())
    assert await passes.check(old) == Pass.of(booking())
    assert await passes.check(token) == Pass.of(booking(revision=3))
    # Only the new version's public part was fetched, once to vouch and once by the SDK before it signs.
    assert Counter(vault.asked) == {"list": 2, "get": 4, "sign": 3}


async def test_another_processes_new_key_is_known_at_once_but_forged_ids_are_not_worth_a_look(
    vault: KeyVault, opening: Opening, clock: FakeClock
) -> None:
    here = Passes(await opening())
    vault.rotate(NOW)
    token = await Passes(await opening()).issue(booking())
    clock.forward(MINUTE)
    assert await here.check(token) == Pass.of(booking())
    before = Counter(vault.asked)["list"]
    for _ in range(5):
        clock.forward(timedelta(seconds=20))
        forged = [token_of(booking(), Ring()) for _ in range(4)]
        assert await asyncio.gather(*(here.check(one) for one in forged)) == [None] * 4
    assert Counter(vault.asked)["list"] == before + 1


async def test_all_who_come_with_a_new_key_at_once_wait_for_one_look(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    here = Passes(await opening())
    vault.rotate(NOW)
    token = await Passes(await opening()).issue(booking())
    before = Counter(vault.asked)["list"]
    clock.forward(MINUTE)
    vault.faults = [Fault(kind="list", slow_s=0.2)]
    assert await asyncio.gather(*(here.check(token) for _ in range(20))) == [Pass.of(booking())] * 20
    assert Counter(vault.asked)["list"] == before + 1


async def test_a_version_that_was_disabled_since_is_given_up_within_a_minute(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    newer = vault.rotate(NOW - DAY)
    keys = await opening()
    token = await Passes(keys).issue(booking())
    newer.enabled = False
    with pytest.raises(PassesUnavailable, match=r"pass-signing.*can't be signed \(403\)"):
        await keys.sign(b"x")
    clock.forward(MINUTE)
    assert (await keys.sign(b"x")).key_id != key_of(token)
    assert await Passes(keys).check(token) is None


async def test_when_every_version_is_disabled_no_pass_is_good_until_one_is_enabled(
    vault: KeyVault, opening: Opening, clock: FakeClock
) -> None:
    passes = Passes(await opening())
    token = await passes.issue(booking())
    vault.versions[0].enabled = False
    clock.forward(10 * MINUTE)
    assert await passes.check(token) is None
    with pytest.raises(PassesUnavailable, match="no version that may sign"):
        await passes.issue(booking())
    vault.versions[0].enabled = True
    clock.forward(MINUTE)
    assert await passes.check(await passes.issue(booking())) == Pass.of(booking())
    assert await passes.check(token) == Pass.of(booking())


async def test_forged_ids_do_not_stop_a_rotation_from_being_noticed(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    keys = await opening()
    new = vault.rotate(NOW)
    for _ in range(3):
        clock.forward(timedelta(seconds=30))
        await keys.public_keys(KeyId("forged"))
    assert key_id_of(new.key.public_key()) in await keys.public_keys()

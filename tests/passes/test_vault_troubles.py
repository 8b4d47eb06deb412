"""A vault that is slow, refuses, answers wrongly or is not there."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import CredentialUnavailableError

from core.pass_keys import PassesUnavailable
from core.pass_vault import Vault, open_vault
from core.passes import Pass, Passes
from tests.fakes import FakeClock
from tests.passes.key_vault import CHALLENGE, KEY, NOW, Fault, KeyVault, ManagedIdentity, Opening, transport
from tests.passes.making import Ring, booking

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("headers", [{}, {"Retry-After": "0"}])
async def test_a_passing_trouble_is_waited_out(vault: KeyVault, opening: Opening, status: int, headers: dict[str, str]) -> None:
    vault.faults = [Fault(status, kind, headers) for kind in ("list", "get", "sign", "sign")]
    passes = Passes(await opening())
    assert await passes.check(await passes.issue(booking())) == Pass.of(booking())
    assert vault.faults == []


async def test_a_cut_connection_is_tried_again(vault: KeyVault, opening: Opening) -> None:
    vault.faults = [Fault(kind=kind, cut=True) for kind in ("list", "get", "sign")]
    passes = Passes(await opening())
    assert await passes.check(await passes.issue(booking())) == Pass.of(booking())
    assert vault.faults == []


LASTING = [
    [Fault(503)] * 9,
    [Fault(429, headers={"Retry-After": "3600"})] * 9,
    [Fault(403)],
    [Fault(slow_s=5)] * 9,
    [Fault(200, page="<h1>Your firewall</h1>")],
]
NAMES = ["503", "429 for an hour", "403", "slow", "no JSON"]


@pytest.mark.parametrize("faults", LASTING, ids=NAMES)
async def test_a_lasting_trouble_at_the_start_is_told_in_good_time(vault: KeyVault, opening: Opening, faults: list[Fault]) -> None:
    vault.faults = list(faults)
    begun = time.monotonic()
    with pytest.raises(PassesUnavailable, match=rf"the key 'pass-signing' of https://{vault.host}"):
        await opening()
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("faults", LASTING, ids=NAMES)
async def test_a_lasting_trouble_later_stops_signing_but_not_checking(
    vault: KeyVault, opening: Opening, clock: FakeClock, faults: list[Fault]
) -> None:
    keys = await opening()
    passes = Passes(keys)
    token = await passes.issue(booking())
    vault.faults = list(faults)
    with pytest.raises(PassesUnavailable):
        await passes.issue(booking(revision=2))
    clock.forward(10 * MINUTE)
    vault.faults = list(faults)
    assert await passes.check(token) == Pass.of(booking())
    assert await passes.issue(booking()) == token
    vault.faults = []
    clock.forward(MINUTE)
    assert await passes.check(await passes.issue(booking(revision=2))) == Pass.of(booking(revision=2))


async def test_nobody_whose_key_is_known_waits_behind_a_slow_vault(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    keys = await opening()
    clock.forward(10 * MINUTE)
    vault.faults = [Fault(slow_s=0.5)]
    first = asyncio.create_task(keys.public_keys())
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    await asyncio.gather(*(keys.public_keys() for _ in range(100)))
    assert time.monotonic() - begun < 0.3
    assert not first.done()
    await first
    assert Counter(vault.asked)["list"] == 2


async def test_reading_that_is_broken_off_is_taken_up_again_in_a_minute(vault: KeyVault, opening: Opening, clock: FakeClock) -> None:
    keys = await opening()
    vault.rotate(NOW)
    clock.forward(10 * MINUTE)
    vault.faults = [Fault(slow_s=1)]
    reading = asyncio.create_task(keys.public_keys())
    await asyncio.sleep(0.1)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert len((await keys.public_keys()).jwks()) == 1
    clock.forward(MINUTE)
    assert len((await keys.public_keys()).jwks()) == 2


async def test_a_signature_of_another_key_is_not_passed_on(vault: KeyVault, opening: Opening) -> None:
    keys = await opening()
    await keys.sign(b"x")
    vault.versions[0].key = Ring().keys[0]
    with pytest.raises(PassesUnavailable, match="none of its own"):
        await keys.sign(b"x")


async def test_a_key_of_another_curve_or_the_same_key_twice_is_refused(vault: KeyVault, opening: Opening) -> None:
    vault.crv = "P-384"
    with pytest.raises(PassesUnavailable, match="can't be read"):
        await opening()
    vault.crv = "P-256"
    vault.rotate(NOW).key = next(one for one in vault.versions if one.made_at != NOW).key
    with pytest.raises(PassesUnavailable, match="two pass keys have the same id"):
        await opening()


async def test_a_key_without_enabled_versions_is_refused(vault: KeyVault, opening: Opening) -> None:
    vault.versions[0].enabled = False
    with pytest.raises(PassesUnavailable, match="has no enabled version"):
        await opening()


async def test_an_answer_without_a_signature_is_not_passed_on(vault: KeyVault, opening: Opening) -> None:
    keys = await opening()
    vault.faults = [Fault(200, kind="sign")]
    with pytest.raises(PassesUnavailable, match="none of its own"):
        await keys.sign(b"x")


async def test_a_key_that_is_not_there_is_told(vault: KeyVault, clock: FakeClock, identity: ManagedIdentity, authority: Path) -> None:
    named = Vault(url=vault.url, key="other", client_id="", deadline_s=2)
    with pytest.raises(PassesUnavailable, match=r"the key 'other'.*\(404\)"):
        await open_vault(named, clock, identity, transport(vault.port, authority))


async def test_a_vault_of_another_domain_gets_no_token(vault: KeyVault, opening: Opening, identity: ManagedIdentity) -> None:
    vault.challenge = CHALLENGE.replace("vault.azure.net", "vault.example")
    with pytest.raises(PassesUnavailable, match="ValueError"):
        await opening()
    assert identity.scopes == []


@pytest.mark.parametrize("fault", [CredentialUnavailableError("no identity"), ClientAuthenticationError("refused")])
async def test_an_identity_without_a_token_is_told(opening: Opening, identity: ManagedIdentity, fault: Exception) -> None:
    identity.fault = fault
    with pytest.raises(PassesUnavailable, match=type(fault).__name__):
        await opening()


async def test_a_vault_that_is_not_there_is_told(vault: KeyVault, clock: FakeClock, identity: ManagedIdentity, authority: Path) -> None:
    named = Vault(url=vault.url, key=KEY, client_id="", deadline_s=1)
    with pytest.raises(PassesUnavailable):
        await open_vault(named, clock, identity, transport(1, authority))

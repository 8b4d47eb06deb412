"""A vault that is rotated once, and ways to open it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from core.pass_vault import Vault, VaultKeys, open_vault
from tests.fakes import FakeClock
from tests.passes.key_vault import KEY, NOW, KeyVault, ManagedIdentity, Opening, make_tls, transport


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
def identity() -> ManagedIdentity:
    return ManagedIdentity()


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    return tmp_path / "tls.pem"


@pytest.fixture
async def vault(tmp_path: Path) -> AsyncGenerator[KeyVault]:
    context, _ = make_tls(tmp_path)
    async with KeyVault(context) as vault:
        vault.rotate(NOW - 300 * timedelta(days=1))
        yield vault


@pytest.fixture
async def opening(vault: KeyVault, clock: FakeClock, identity: ManagedIdentity, authority: Path) -> AsyncIterator[Opening]:
    async with AsyncExitStack() as opened:

        async def opening() -> VaultKeys:
            named = Vault(url=vault.url, key=KEY, client_id="", deadline_s=1.5)
            # A vault that can't be opened must close the transport by itself.
            keys = await open_vault(named, clock, identity, transport(vault.port, authority))
            opened.push_async_callback(keys.close)
            return keys

        yield opening

"""Opens the keys that sign passes, as the settings ask. Azure's SDK is imported only where a vault is used."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from core.clock import Clock
from core.pass_keys import FileKeys, Keys, PassKeysError, new_key
from core.settings import PassSettings, StoreSettings

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@asynccontextmanager
async def open_keys(settings: PassSettings, store: StoreSettings, clock: Clock) -> AsyncGenerator[Keys]:
    """The keys, ready for use; let go when the block ends. Raises PassKeysError for a bad folder, PassesUnavailable for a vault."""
    if not settings.vault:
        yield _keys_in(settings.folder_beside(store), clock)
        return
    from core.pass_vault import Vault, open_vault  # noqa: PLC0415 - slow to import, and not installed everywhere

    vault = Vault(url=settings.vault, key=settings.key, client_id=settings.client_id)
    keys = await open_vault(vault, clock)
    try:
        yield keys
    finally:
        await keys.close()


def _keys_in(folder: Path, clock: Clock) -> FileKeys:
    """The keys of the folder; a folder without any gets its first one, so that a new house needs no chore before it starts."""
    if not _has_key(folder):
        try:
            made = new_key(folder, clock.now())
        except PassKeysError:
            # Perhaps another process of this machine was a moment faster.
            if not _has_key(folder):
                raise
        else:
            log.info("The first key for passes was made.", action="pass_key_made", file=made.name)
    return FileKeys(folder, clock)


def _has_key(folder: Path) -> bool:
    return any(folder.glob("*.pem"))

"""Opens the store that the settings ask for. Azure's SDK is imported only where it is used: an embedded store never pays for it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

from core.clock import Clock
from core.settings import StoreSettings
from core.store.port import Store
from core.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider


async def open_store(settings: StoreSettings, clock: Clock, meters: MeterProvider | None = None) -> Store:
    """The store, ready for use. Raises Unavailable with a sentence that says what is missing.

    `meters` counts what Azure Cosmos DB charges; None is the process's own provider.
    """
    if settings.kind == "sqlite":
        return SqliteStore(Path(settings.path), clock)
    from core.store.cosmos_client import Account, open_cosmos  # noqa: PLC0415 - slow to import, and not installed everywhere
    from core.store.cosmos_patience import Patience  # noqa: PLC0415
    from core.store.cosmos_units import unit_counter  # noqa: PLC0415

    account = Account(endpoint=settings.endpoint, key=_key(settings), client_id=settings.client_id or None)
    patience = Patience(lambda bound: random.uniform(0, bound))  # noqa: S311 - no secret
    return await open_cosmos(account, clock, patience, unit_counter(meters))


def _key(settings: StoreSettings) -> str | None:
    return Path(settings.key_file).read_text("ascii").strip() if settings.key_file else None

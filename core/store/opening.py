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

    from core.store.cosmos_client import Account
    from core.store.cosmos_patience import Patience


async def open_store(settings: StoreSettings, clock: Clock, meters: MeterProvider | None = None) -> Store:
    """The store, ready for use. Raises Unavailable with a sentence that says what is missing.

    `meters` counts what Azure Cosmos DB charges; None is the process's own provider.
    """
    if settings.kind == "sqlite":
        return SqliteStore(Path(settings.path), clock)
    from core.store.cosmos_client import open_cosmos  # noqa: PLC0415 - slow to import, and not installed everywhere
    from core.store.cosmos_units import unit_counter  # noqa: PLC0415

    return await open_cosmos(account_of(settings), clock, patience(), unit_counter(meters))


def account_of(settings: StoreSettings) -> Account:
    """The Azure Cosmos DB account that the settings name."""
    from core.store.cosmos_client import Account  # noqa: PLC0415

    key = Path(settings.key_file).read_text("ascii").strip() if settings.key_file else None
    return Account(endpoint=settings.endpoint, key=key, client_id=settings.client_id or None)


def patience() -> Patience:
    """How long an account that does not answer is asked again, with chance in it so that not all ask at once."""
    from core.store.cosmos_patience import Patience  # noqa: PLC0415

    return Patience(lambda bound: random.uniform(0, bound))  # noqa: S311 - no secret

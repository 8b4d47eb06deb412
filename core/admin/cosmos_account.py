"""All that is right and wrong with the account; opening a store says only what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from core.store.cosmos_checks import Check, layout_checks
from core.store.cosmos_client import Account, NoContainer, properties_of


async def checks(account: Account) -> Sequence[Check]:
    """What is as it must be, and what is not. Raises Unavailable if the account doesn't answer at all."""
    container = f"container {account.container!r} in database {account.database!r}"
    try:
        found = await properties_of(account)
    except NoContainer:
        return [Check(container, "there is none")]
    return [Check(container), *layout_checks(found)]

"""Opening the container, and saying plainly what is wrong with it. Nothing is created here: the process has rights to data only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, cast

from azure.core.exceptions import AzureError, ClientAuthenticationError, HttpResponseError
from azure.cosmos.aio import ContainerProxy, CosmosClient

from core.clock import Clock
from core.store.cosmos import CosmosStore
from core.store.cosmos_checks import layout_checks
from core.store.cosmos_layout import CONTAINER, DATABASE
from core.store.cosmos_patience import Patience, sub_status_of
from core.store.port import Unavailable

CONNECT_TIMEOUT_S = 5
READ_TIMEOUT_S = 10
THROTTLE_TRIES = 4
THROTTLE_WAIT_S = 5
NOT_FOUND = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the database is and as whom to speak to it: by key (local only), else as the managed identity with this client id."""

    endpoint: str
    key: str | None = None
    client_id: str | None = None
    database: str = DATABASE
    container: str = CONTAINER


class NoContainer(Unavailable):
    """The account answers, and has no such container."""


def ignore_charge(_operation: str, _units: float) -> None:
    """For those who don't count request units."""


async def open_cosmos(
    account: Account, clock: Clock, patience: Patience, on_charge: Callable[[str, float], None] = ignore_charge
) -> CosmosStore:
    """The store, once its container is found to be as `cosmos_layout.py` says. Raises Unavailable."""
    async with AsyncExitStack() as opened:
        credential = await _credential(account, opened)
        container = await _container(account, credential, opened)
        # The place in the feed is read from the client's last answer, which must not be an answer to somebody else.
        feed = await _container(account, credential, opened)
        await _verify(container, account)
        return CosmosStore(container, feed, clock, patience, on_charge, opened.pop_all().aclose)
    raise AssertionError("opening returns or raises")


async def _credential(account: Account, opened: AsyncExitStack) -> Any:
    if account.key is not None:
        return account.key
    from azure.identity.aio import ManagedIdentityCredential  # noqa: PLC0415 - slow to import and not needed with a key

    return await opened.enter_async_context(ManagedIdentityCredential(client_id=account.client_id))


async def _container(account: Account, credential: Any, opened: AsyncExitStack) -> ContainerProxy:
    client = CosmosClient(
        account.endpoint,
        credential,
        # The client would send a write again that was applied and whose answer was lost, and add twice. With discovery it would also do
        # so after a 503. Azure points the account's own address at the write region, so nothing is lost without it.
        retry_connect=0,
        retry_read=0,
        enable_endpoint_discovery=False,
        # The client waits out a 429 as long as the service says; a write that was throttled was not done.
        retry_throttle_total=THROTTLE_TRIES,
        retry_throttle_backoff_max=THROTTLE_WAIT_S,
        connection_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        user_agent_suffix="office-booker",
    )
    try:
        await opened.enter_async_context(client)
    except ClientAuthenticationError as error:
        await client.close()
        why = f"the key is refused ({_reason(error)})" if account.key else f"there is no token for the managed identity {account.client_id}"
        raise Unavailable(f"Azure Cosmos DB at {account.endpoint} can't be used: {why}") from error
    except (AzureError, OSError) as error:
        await client.close()
        raise Unavailable(f"Azure Cosmos DB can't be reached at {account.endpoint} ({_reason(error)})") from error
    return client.get_database_client(account.database).get_container_client(account.container)


async def properties_of(account: Account) -> Mapping[str, Any]:
    """What the container is like. Raises NoContainer and Unavailable."""
    async with AsyncExitStack() as opened:
        credential = await _credential(account, opened)
        return await _properties(await _container(account, credential, opened), account)


async def _verify(container: ContainerProxy, account: Account) -> None:
    faults = [f"{check.what}: {check.fault}" for check in layout_checks(await _properties(container, account)) if check.fault]
    if faults:
        raise Unavailable(f"the container {account.container!r} is not as it must be. " + "; ".join(faults))


async def _properties(container: ContainerProxy, account: Account) -> Mapping[str, Any]:
    try:
        return cast("Mapping[str, Any]", await container.read())
    except HttpResponseError as error:
        if error.status_code == NOT_FOUND:
            raise NoContainer(f"there is no container {account.container!r} in a database {account.database!r}") from error
        raise Unavailable(f"the container {account.container!r} can't be read ({_reason(error)})") from error
    except AzureError as error:
        raise Unavailable(f"Azure Cosmos DB can't be reached at {account.endpoint} ({_reason(error)})") from error


def _reason(error: Exception) -> str:
    status = error.status_code if isinstance(error, HttpResponseError) else None
    return f"{status}/{sub_status_of(error)}" if status else type(error).__name__

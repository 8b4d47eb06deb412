"""The login of the machine reaches the product as the managed identity that it asks for."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from azure.core.credentials import AccessToken
from azure.identity.aio import ManagedIdentityCredential

from tests.contract.azure_login import as_managed_identity


class Login:
    """Somebody who is signed in."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        self.asked += scopes
        return AccessToken("token-of-the-login", 2**31)

    async def close(self) -> None:
        return

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None = None, exc_value: BaseException | None = None, traceback: TracebackType | None = None
    ) -> None:
        return


async def test_a_managed_identity_is_given_the_login_s_token() -> None:
    login = Login()
    async with as_managed_identity(login), ManagedIdentityCredential(client_id="11111111-2222-3333-4444-555555555555") as identity:
        token = await identity.get_token("https://house.documents.azure.com/.default")
    assert token.token == "token-of-the-login"
    assert login.asked == ["https://house.documents.azure.com/.default"]

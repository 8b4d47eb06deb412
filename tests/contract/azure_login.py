"""A managed identity on this machine that answers with the tokens of whoever is signed in to Azure here.

Without a key the product speaks to an account as a managed identity and as nobody else. The suite gives it one, so that the product's own
code is what is tested.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from azure.core.credentials_async import AsyncTokenCredential
from azure.identity.aio import DefaultAzureCredential


def developers_login() -> AsyncTokenCredential:
    """The Azure CLI, an editor, or variables of the environment; never a managed identity, which would ask itself."""
    return DefaultAzureCredential(exclude_managed_identity_credential=True)


@asynccontextmanager
async def as_managed_identity(login: AsyncTokenCredential) -> AsyncGenerator[None]:
    """While this is open, a managed identity asked for in this process is the login."""

    async def give_token(request: web.Request) -> web.Response:
        resource = request.query["resource"]
        token = await login.get_token(f"{resource}/.default")
        body = {"access_token": token.token, "expires_on": str(token.expires_on), "resource": resource, "token_type": "Bearer"}
        return web.json_response(body)

    app = web.Application()
    app.router.add_get("/token", give_token)
    async with login, TestServer(app) as identity:
        with pytest.MonkeyPatch.context() as environ:
            # The two variables by which Azure tells a container where its identity is.
            environ.setenv("IDENTITY_ENDPOINT", str(identity.make_url("/token")))
            environ.setenv("IDENTITY_HEADER", "not-a-secret")
            yield

"""Lets people in: from the token in the request to the person in the store. Roles are read anew for every call."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from aiohttp import web

from bot.entra import BadToken
from bot.errors import Problem
from bot.keys import PARTS
from core.model import Person

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def caller(request: web.Request) -> Person:
    """Who is calling, by a verified token. Raises Problem 401 otherwise, the same for every fault of a token."""
    parts = request.app[PARTS]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _sign_in()
    try:
        identity = await parts.tokens.check(token.strip())
    except BadToken as bad:
        log.info("A token was refused.", action="token_refused", why=str(bad))
        raise _sign_in() from None
    return await parts.people.signed_in(identity.person, identity.name, identity.email, parts.clock.now())


def _sign_in() -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, "sign_in", "Please sign in.")

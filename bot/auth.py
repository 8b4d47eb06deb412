"""Lets people in: from the token in the request to the person in the store. Roles are read anew for every call.

One role may come with the token, if the settings say so: System Admin. It counts for this call alone and is never kept, so lists of people
do not show it. Applications are let in where the route table names them, and are never made people of.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import structlog
from aiohttp import web

from bot.entra import AppIdentity, BadToken, Identity
from bot.errors import Problem
from bot.keys import LANGUAGE, PARTS
from core.model import Person

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def caller(request: web.Request) -> Person:
    """Which person is calling, by a verified token. Raises Problem 401 otherwise, the same for every fault of a token."""
    identity = await _identity(request)
    if isinstance(identity, AppIdentity):
        log.info("A token was refused.", action="token_refused", why="an application where a person is needed")
        raise _sign_in()
    return await _person(request, identity)


async def caller_or_application(request: web.Request) -> Person | AppIdentity:
    """Who is calling, be it an application that holds a role of ours. Raises Problem 401 as `caller` does."""
    identity = await _identity(request)
    return identity if isinstance(identity, AppIdentity) else await _person(request, identity)


async def _identity(request: web.Request) -> Identity | AppIdentity:
    """Whose token it is. Raises TooManyCalls as well.

    A token is counted by the address only once it is known to be wrong: nobody is kept out for what their neighbours do.
    """
    parts = request.app[PARTS]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        await parts.limits.count_refused(request)
        raise _sign_in()
    try:
        identity = await parts.tokens.check(token.strip())
    except BadToken as bad:
        await parts.limits.count_refused(request)
        log.info("A token was refused.", action="token_refused", why=str(bad))
        raise _sign_in() from None
    await parts.limits.count_known(identity.principal if isinstance(identity, AppIdentity) else identity.person)
    return identity


async def _person(request: web.Request, identity: Identity) -> Person:
    parts = request.app[PARTS]
    person = await parts.people.signed_in(identity.person, identity.name, identity.email, parts.clock.now())
    if person.language:
        request[LANGUAGE] = person.language
    return replace(person, is_system_admin=True) if identity.is_system_admin else person


def _sign_in() -> Problem:
    return Problem(HTTPStatus.UNAUTHORIZED, "sign_in", "Please sign in.")

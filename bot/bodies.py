"""The bodies of calls: JSON, not compressed, and here in good time."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from aiohttp import hdrs, web

from bot.errors import Problem, bad_request
from bot.keys import PARTS


async def json_body(request: web.Request) -> bytes:
    """The whole body, not yet decoded; as large as the request allows. Raises Problem 400 and 408, and HTTPRequestEntityTooLarge."""
    if request.content_type != "application/json":
        raise bad_request("The body must be JSON, with the content type application/json.")
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise bad_request("The body must not be compressed.")
    try:
        async with asyncio.timeout(request.app[PARTS].time_limits.body_s):
            return await request.read()
    except TimeoutError:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, "too_slow", "The request took too long to arrive.") from None

"""Around every handler that answers anybody, signed in or not."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.keys import PARTS


def counted(handler: Handler) -> Handler:
    """The handler for those who do not call too often, by their address."""

    async def serve(request: web.Request) -> web.StreamResponse:
        await request.app[PARTS].limits.count_stranger(request)
        return await handler(request)

    return serve

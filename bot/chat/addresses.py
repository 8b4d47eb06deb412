"""The bot's address. Teams calls it, and proves that it is Teams; to anybody else it is closed, and without a bot there is nothing."""

from __future__ import annotations

from aiohttp import web

from bot.keys import PARTS

PATH = "/api/messages"


def add_chat(app: web.Application) -> None:
    """Hang the address into the application."""
    app.router.add_post(PATH, _receive)


async def _receive(request: web.Request) -> web.Response:
    parts = request.app[PARTS]
    if parts.chat is None:
        await parts.limits.count_refused(request)
        raise web.HTTPNotFound
    return await parts.chat(request)

"""What a load balancer asks. No account is needed and nothing is told but yes or no."""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from bot.keys import PARTS
from core.model import OfficeId
from core.store.documents import office_key
from core.store.port import Unavailable


async def live(_: web.Request) -> web.Response:
    """The loop answers; whatever else is wrong, a restart would not mend it."""
    return web.json_response({"status": "live"})


async def ready(request: web.Request) -> web.Response:
    """The process wants work and its store answers, or did a second ago: anybody may ask, as often as they like."""
    parts = request.app[PARTS]
    if parts.lifecycle.draining:
        return _not_ready("draining")
    try:
        await parts.store.recently([office_key(OfficeId("-"))])
    except Unavailable:
        return _not_ready("store")
    return web.json_response({"status": "ready"})


def _not_ready(why: str) -> web.Response:
    return web.json_response({"status": why}, status=HTTPStatus.SERVICE_UNAVAILABLE)

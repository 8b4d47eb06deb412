"""The guard's addresses. All are open to anybody and set no cookie."""

from __future__ import annotations

import asyncio
from datetime import date
from http import HTTPStatus

import msgspec
import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.guard import page, words
from bot.guard.files import add_files
from bot.guard.headers import HEADERS
from bot.guard.luggage import Packer
from bot.guard.verdict import Verdict, verdict_on
from bot.keys import PARTS
from bot.limits import TooManyCalls
from bot.strangers import counted
from core.passes import Standing
from core.store.port import Unavailable

RETRY_AFTER_S = 1

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class VerdictView(msgspec.Struct, frozen=True):
    """What the scanner is told, in the page's words. All is empty for what is not genuine but what says so."""

    standing: str
    tone: words.Tone
    title: str
    detail: str
    name: str = ""
    office: str = ""
    day: str = ""
    parking: str = ""
    date: date | None = None


def add_guard(app: web.Application) -> None:
    """Hang the guard's addresses into the application, which must have its parts."""
    # A slash in it is a fault like any other: a guard is always answered by a page.
    app.router.add_get("/pass/{token:.*}", show_pass)
    app.router.add_get("/guard/keys.json", counted(_luggage(Packer(app[PARTS]))))
    add_files(app)


async def show_pass(request: web.Request) -> web.Response:
    """How a pass stands: a page, or JSON for the scanner. 200 for whatever is genuine, 404 for what is not."""
    parts = request.app[PARTS]
    wants_json = "application/json" in request.headers.get(hdrs.ACCEPT, "")
    try:
        await parts.limits.count_stranger(request)
        async with asyncio.timeout(parts.time_limits.pass_s):
            verdict = await verdict_on(request.match_info["token"], parts)
    except TooManyCalls as often:
        return _not_checked(HTTPStatus.TOO_MANY_REQUESTS, often.retry_after_s, wants_json=wants_json)
    except (Unavailable, TimeoutError) as error:
        log.warning("A pass could not be checked just now.", action="unavailable", error=type(error).__name__)
        return _not_checked(HTTPStatus.SERVICE_UNAVAILABLE, RETRY_AFTER_S, wants_json=wants_json)
    status = HTTPStatus.NOT_FOUND if verdict.standing is Standing.NOT_GENUINE else HTTPStatus.OK
    return _json(_view(verdict), status) if wants_json else _html(page.verdict_page(verdict), status)


def _not_checked(status: HTTPStatus, retry_after_s: int, *, wants_json: bool) -> web.Response:
    told = words.NOT_CHECKED
    view = VerdictView("not_checked", told.tone, told.title, told.detail)
    response = _json(view, status) if wants_json else _html(page.unsure_page(told), status)
    response.headers[hdrs.RETRY_AFTER] = str(retry_after_s)
    return response


def _view(verdict: Verdict) -> VerdictView:
    told = words.said(verdict)
    if verdict.shown is None:
        return VerdictView(verdict.standing, told.tone, told.title, told.detail)
    return VerdictView(
        standing=verdict.standing,
        tone=told.tone,
        title=told.title,
        detail=told.detail,
        name=verdict.name,
        office=words.office_of(verdict),
        day=words.day_of(verdict),
        parking=words.parking_of(verdict),
        date=verdict.shown.day,
    )


def _html(text: str, status: HTTPStatus) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers={**HEADERS, hdrs.VARY: hdrs.ACCEPT})


def _json(view: VerdictView, status: HTTPStatus) -> web.Response:
    headers = {**HEADERS, hdrs.VARY: hdrs.ACCEPT}
    return web.Response(body=msgspec.json.encode(view), status=status, content_type="application/json", headers=headers)


def _luggage(packer: Packer) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.Response(body=await packer.pack(), content_type="application/json", headers=HEADERS)

    return serve

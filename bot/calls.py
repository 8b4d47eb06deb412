"""Every call from its first moment to its last: its reference, and its line in the log."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.keys import PARTS, REFERENCE

TRACE_PARENT = "traceparent"
_TRACE_PARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)
"""W3C Trace Context, level 1."""

READS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
SLOW_S = 1.0

log: structlog.stdlib.BoundLogger = structlog.get_logger()


@web.middleware
async def watched(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the call its reference, and those of the API a line; the outermost of the middlewares.

    aiohttp gives each call a context of its own, so that nothing of another call is ever bound there.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    request[REFERENCE] = reference = request.app[PARTS].new_id()
    structlog.contextvars.bind_contextvars(reference=reference)
    if TRACE_PARENT in request.headers:
        _bind_trace(request.headers[TRACE_PARENT])
    response = await handler(request)
    took_s = loop.time() - started
    if _is_worth_a_line(request, response, took_s):
        ms = round(took_s * 1000, 2)
        log.info("A call was answered.", action="call", method=_method(request), route=route_of(request), status=response.status, ms=ms)
    return response


def _is_worth_a_line(request: web.Request, response: web.StreamResponse, took_s: float) -> bool:
    """A call of the API that was to change something, that was refused, or that took long. People who look on say nothing about the house.

    Whoever calls too often is told to the log once a minute (`limits.py`); a line for each call would be a flood of our own.
    """
    if not request.path.startswith("/api/") or response.status == HTTPStatus.TOO_MANY_REQUESTS:
        return False
    return request.method not in READS or response.status >= HTTPStatus.BAD_REQUEST or took_s >= SLOW_S


def route_of(request: web.Request) -> str:
    """The pattern of the address, which says what was asked and never about whom; empty where there is nothing."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


def _method(request: web.Request) -> str:
    """A caller may call a method what they like."""
    return request.method if request.method in hdrs.METH_ALL else "other"


def _bind_trace(parent: str) -> None:
    """The trace that a proxy or a program has begun, for whoever follows a call through several logs. Nothing else relies on it."""
    found = _TRACE_PARENT.fullmatch(parent)
    if found:
        structlog.contextvars.bind_contextvars(trace=found[1])

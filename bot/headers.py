"""The headers that every answer carries, whoever made it. Set at the last moment, so that none slips through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import hdrs, web

from bot.settings import Settings

POLICY = "default-src 'none'; frame-ancestors 'none'"
"""For answers that are no pages; pages bring their own."""


def protect(settings: Settings) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """A signal for `on_response_prepare`. It adds what an answer does not say itself."""
    is_https = settings.web.public_url.startswith("https:")

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        # It does not hinder a frame, whose page is navigated to. No Cross-Origin-Opener-Policy: a host may open the tab as a window.
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if isinstance(response, web.FileResponse) and response.status < HTTPStatus.BAD_REQUEST:
            _for_files(request, response)
        else:
            headers.setdefault("Content-Security-Policy", POLICY)
            headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
        headers.popall(hdrs.SERVER, None)  # aiohttp would tell its own version and Python's

    return add


def _for_files(request: web.Request, response: web.FileResponse) -> None:
    if request.path.startswith("/assets/"):
        # Vite names an asset by its content: under one name it never changes.
        response.headers.setdefault(hdrs.CACHE_CONTROL, "public, max-age=31536000, immutable")
        # Each is there in several encodings under the one name.
        response.headers.setdefault(hdrs.VARY, hdrs.ACCEPT_ENCODING)

"""The page's addresses. All are open to anybody: they tell what the API is, and nothing of whom it serves."""

from __future__ import annotations

import functools
import gzip
import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.api import openapi
from bot.api.problem_types import PROBLEM_TYPES
from bot.docs.document import read
from bot.docs.page import page_of
from bot.keys import PARTS
from bot.strangers import counted

STATIC = Path(__file__).parent / "static"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
HEADERS = {"Cache-Control": "no-cache", "Content-Security-Policy": POLICY, "X-Robots-Tag": "noindex"}
"""A browser may keep all of it, but asks each time whether it is still the same."""


@dataclass(frozen=True, slots=True)
class Made:
    """The page as it is sent."""

    body: bytes
    zipped: bytes
    digest: str


def add_docs(app: web.Application) -> None:
    """Hang the page into the application, which must have its parts."""
    app.router.add_get("/api/docs", counted(_page(app[PARTS].settings.web.public_url.rstrip("/"))))
    for file in sorted(STATIC.iterdir()):
        app.router.add_get(f"/api/docs/{file.name}", counted(_file(file)))


def _page(origin: str) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        return _answer(request, made(origin))

    return serve


@functools.cache
def made(origin: str) -> Made:
    """The page for a service at that origin. Made when it is first asked for: most processes never are."""
    body = page_of(read(openapi.document()), PROBLEM_TYPES, origin).encode()
    return Made(body, gzip.compress(body), hashlib.sha256(body).hexdigest()[:32])


def _answer(request: web.Request, page: Made) -> web.Response:
    headers = {**HEADERS, hdrs.ETAG: f'W/"{page.digest}"', hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if any(known.value == page.digest for known in request.if_none_match or ()):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    if "gzip" not in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
        return web.Response(body=page.body, content_type="text/html", charset="utf-8", headers=headers)
    headers[hdrs.CONTENT_ENCODING] = "gzip"
    return web.Response(body=page.zipped, content_type="text/html", charset="utf-8", headers=headers)


def _file(path: Path) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers=HEADERS)

    return serve

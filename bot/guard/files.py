"""Serves the scanner: its page, its files, and the service worker that keeps them for when there is no connection."""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.guard.headers import HEADERS
from bot.strangers import counted

STATIC = Path(__file__).parent / "static"
SCANNER = STATIC / "scanner.html"
WORKER = STATIC / "worker.js"
VERSION_MARK = "__VERSION__"
_MAY_BE_ASKED_ABOUT = {"Cache-Control": "no-cache"}
"""The files hold no data. A browser may keep them, but asks each time whether they are still the same."""


def add_files(app: web.Application) -> None:
    """Hang the scanner into the application."""
    app.router.add_get("/guard", _file(SCANNER, dict(HEADERS)))
    app.router.add_get(f"/guard/{WORKER.name}", _worker())
    for file in sorted(STATIC.iterdir()):
        if file not in {SCANNER, WORKER}:
            app.router.add_get(f"/guard/{file.name}", _file(file, {**HEADERS, **_MAY_BE_ASKED_ABOUT}))


def _file(path: Path, headers: dict[str, str]) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers=headers)

    return counted(serve)


def _worker() -> Handler:
    """The worker with one word for all files that it keeps: whatever of them changes, it is a new worker, which fetches them anew."""
    digest = hashlib.sha256(b"\0".join(file.read_bytes() for file in sorted(STATIC.iterdir()))).hexdigest()[:16]
    text = WORKER.read_text("utf-8").replace(VERSION_MARK, digest)
    # Without the last one a worker is only for what lies in its own folder, and the scanner's own address does not.
    headers = {**HEADERS, **_MAY_BE_ASKED_ABOUT, "Service-Worker-Allowed": "/guard"}

    async def serve(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type="text/javascript", headers=headers)

    return counted(serve)

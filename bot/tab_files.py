"""Serves the built tab, and says by its headers who may frame it and what it may load."""

from __future__ import annotations

import secrets
from pathlib import Path

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot.settings import Settings

DIST = Path(__file__).parent / "tab" / "dist"
NONCE_MARK = "__CSP_NONCE__"
HOSTS = (
    "https://teams.microsoft.com",
    "https://*.teams.microsoft.com",
    "https://*.cloud.microsoft",
    "https://*.microsoft365.com",
    "https://*.office.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook-sdf.office.com",
    "https://outlook-sdf.office365.com",
)
"""Where Microsoft shows tabs (learn.microsoft.com, tab requirements: content security policy)."""
TEAMS_JS_LIST = "https://res.cdn.office.net"
"""teams-js reads its list of trusted hosts from there when it loads."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def content_security_policy(settings: Settings, nonce: str) -> str:
    """Only our own scripts; styles by nonce (Fluent writes its own); framed by Microsoft's hosts and those of the settings."""
    frames = " ".join((*HOSTS, *settings.web.host_origins))
    connect = f"'self' {settings.entra.authority} {TEAMS_JS_LIST}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src {connect}",
            f"frame-ancestors {frames}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def add_tab(app: web.Application, settings: Settings, dist: Path = DIST) -> None:
    """Serve the tab: its assets under their hashed names, its page for every other address."""
    index = dist / "index.html"
    if not index.is_file():
        log.warning("The tab is not built; only the API is served.", action="tab_missing")
        return
    app.router.add_static("/assets", dist / "assets")
    for file in dist.iterdir():
        if file.is_file() and file != index and not file.name.startswith("."):
            app.router.add_get(f"/{file.name}", _file(file))
    page = _page(settings, index.read_text("utf-8"))
    app.router.add_get("/", page)
    app.router.add_get("/bookings/{booking}", page)


def _file(path: Path) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers={hdrs.CACHE_CONTROL: "public, max-age=3600"})

    return serve


def _page(settings: Settings, template: str) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        nonce = secrets.token_urlsafe(16)
        headers = {
            hdrs.CACHE_CONTROL: "no-store",
            "Content-Security-Policy": content_security_policy(settings, nonce),
        }
        return web.Response(text=template.replace(NONCE_MARK, nonce), content_type="text/html", headers=headers)

    return serve

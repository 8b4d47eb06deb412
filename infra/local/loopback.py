"""Serving an aiohttp application to this machine only, with the headers every page of the local world carries."""

import ssl
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

HOST = "127.0.0.1"
_OUR_NAMES = frozenset({HOST, "localhost"})
_STATIC = Path(__file__).parent / "static"


class Server:
    """One application on one port of 127.0.0.1; port 0 takes any free one."""

    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    async def start(self, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Answers the port in use."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, port, ssl_context=tls).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Ends open answers within a second."""
        transports = [] if self._runner.server is None else [one.transport for one in self._runner.server.connections]
        await self._runner.cleanup()
        for transport in transports:
            # TLS would wait half a minute for the other side's goodbye, longer than this loop may live.
            if transport is not None:
                transport.abort()


def build_app(policy: Callable[[], str], *, body_bytes_max: int = 64 * 1024) -> web.Application:
    """An application with the shared style sheets and the given Content-Security-Policy on every answer."""
    app = web.Application(middlewares=[_only_this_machine], client_max_size=body_bytes_max)

    async def headers(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        # Without any referrer a browser says "null" as the Origin of a form, and the sign-in form must say where it comes from.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-cache")

    app.on_response_prepare.append(headers)
    app.router.add_static("/static", _STATIC)
    return app


@web.middleware
async def _only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page elsewhere may point its own name at 127.0.0.1 (DNS rebinding): such a request carries that name as Host."""
    if urlsplit(f"//{request.host}").hostname not in _OUR_NAMES:
        raise web.HTTPMisdirectedRequest(text="The local world answers only to 127.0.0.1 and localhost.\n")
    return await handler(request)


def own_origin_only(request: web.Request) -> None:
    """For what changes something by a page's own script: JSON, and from that page's origin, so that no other page can do it."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send application/json.\n")
    if request.headers.get("Origin") not in (None, f"{request.scheme}://{request.host}"):
        raise web.HTTPForbidden(text="Only this address's own pages may do that.\n")


def loopback_origin(url: str) -> str:
    """The origin of an address on this machine; raises ValueError for any other."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname not in _OUR_NAMES or parts.path not in ("", "/"):
        msg = f"{url!r} is not an address of this machine such as http://127.0.0.1:3978."
        raise ValueError(msg)
    return f"{parts.scheme}://{parts.netloc}"

"""`office-booker-web`: serves until it is asked to stop, then drains: says "not ready", finishes what it holds, and ends."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.app import build_app, parts_of
from bot.keys import PARTS
from bot.settings import Settings, read
from core import logs, process
from core.clock import SystemClock
from core.pass_keys import PassesUnavailable, PassKeysError
from core.settings import BadSettings

SHUTDOWN_S = 30.0
"""How long requests in flight may take after the port is closed."""

MAX_HEADER = 16 * 1024
"""A token that lists two hundred groups, the most that Entra writes into one, is about 12 KB."""

IDLE_S = 150.0
"""How long a connection may stay without a whole request's headers, however slowly they come. A reverse proxy must let go of one first,
or it sends a call into a closing one: nginx does after 60 seconds, Traefik after 90, Caddy after 120."""

LINGER_S = 2.0
"""How long the rest of a body that nobody wants is still read, so that the caller gets to see the answer."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Serve on the address of the settings until a signal comes."""
    stop = process.stop_signal()
    async with parts_of(settings, SystemClock()) as parts:
        app = build_app(parts)
        runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=SHUTDOWN_S,
            max_field_size=MAX_HEADER,
            keepalive_timeout=IDLE_S,
            lingering_time=LINGER_S,
            # A few bytes of a compressed body can be gigabytes. The API takes none, so none is ever unpacked.
            auto_decompress=False,
        )
        await runner.setup()
        try:
            host, port = settings.address
            await web.TCPSite(runner, host, port, reuse_address=True).start()
            log.info("The web process is ready.", action="ready", listen=settings.web.listen)
            await stop.wait()
            log.info("The web process drains.", action="draining")
            # The port stays open meanwhile: the load balancer needs a moment to send people elsewhere.
            app[PARTS].lifecycle.draining = True
            await asyncio.sleep(settings.web.drain_seconds)
        finally:
            await runner.cleanup()


def main() -> None:
    """Read the settings and serve; bad settings end the process with every fault named."""
    parser = argparse.ArgumentParser(prog="office-booker-web", description="The web process of Office Booker: API and tab.")
    parser.add_argument("--settings", type=Path, default=Path(os.environ.get("OFFICE_BOOKER_SETTINGS", "office-booker.toml")))
    arguments = parser.parse_args()
    logs.configure()
    logging.getLogger("aiohttp.server").addFilter(_is_of_ours)
    try:
        settings = read(arguments.settings, os.environ)
    except BadSettings as bad:
        sys.exit(f"The settings can't be used:\n{bad}")
    try:
        asyncio.run(serve(settings))
    except (PassKeysError, PassesUnavailable) as error:
        sys.exit(f"The keys of passes can't be used: {error}")


def _is_of_ours(record: logging.LogRecord) -> bool:
    """Whether a line of the server is about us. What is no HTTP is answered 400 by aiohttp; anybody can send any amount of it."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


if __name__ == "__main__":
    main()

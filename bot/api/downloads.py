"""Answers that are made while they are sent: long tables, of which no more than a page is ever in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from aiohttp import hdrs, web

from bot.keys import PARTS
from bot.time_limits import DEADLINE
from core.cells import BYTE_ORDER_MARK


@dataclass(frozen=True, slots=True)
class Download:
    """A table under the name that it gets on the caller's machine; `pieces` of CSV, the first of them with the columns."""

    name: str
    pieces: AsyncGenerator[str]


async def send(request: web.Request, download: Download) -> web.StreamResponse:
    """Send the pieces as they come. What fails before the first is answered as any failure is; later ones break the connection off.

    A table that ends early must never look whole.
    """
    async with aclosing(download.pieces) as pieces:
        first = await anext(pieces, "")
        parts = request.app[PARTS]
        parts.deadlines.set(request[DEADLINE], parts.time_limits.table_s)
        response = web.StreamResponse(
            headers={
                hdrs.CONTENT_TYPE: "text/csv; charset=utf-8",
                hdrs.CONTENT_DISPOSITION: f'attachment; filename="{download.name}"',
            }
        )
        await response.prepare(request)
        is_whole = False
        try:
            await response.write(f"{BYTE_ORDER_MARK}{first}".encode())
            async for piece in pieces:
                await response.write(piece.encode())
                # The embedded store answers at once, and a fast reader never makes us wait: others want their turn.
                await asyncio.sleep(0)
            await response.write_eof()
            is_whole = True
        except ConnectionError:
            pass  # whoever asked has gone
        finally:
            if not is_whole and request.transport:
                request.transport.abort()
    return response

"""Where Teams calls: the token first, then the body, then whether the two belong together; only then is anything answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Protocol

import msgspec
import structlog
from aiohttp import hdrs, web

from bot.bodies import json_body
from bot.chat.channel.answering import Answering, Turn
from bot.chat.channel.fields import id_of, part_of
from bot.chat.channel.proof import ActivityCheck
from bot.chat.channel.read import Raw, Unread, read
from bot.chat.channel.write import Body
from bot.chat.incoming import Incoming
from bot.entra import BadToken
from bot.errors import Problem, bad_request
from bot.keys import PARTS

MOST_BYTES = 256 * 1024
"""Teams lets people write 28 KB, and sends it three times over: as text, as HTML, and as an attachment."""
WHOLE_S = 25.0

log: structlog.stdlib.BoundLogger = structlog.get_logger()
_decoder = msgspec.json.Decoder(dict[str, object])


class Turns(Protocol):
    """Makes a turn of an activity."""

    async def run(self, raw: Raw, answer: Callable[[Turn], Awaitable[Body | None]]) -> Body | None:
        """What the answer came to, once the turn is over."""
        ...


class Reception:
    """Takes a call of Teams from its first header to its answer. Every fault of a token or an activity is one and the same 401."""

    def __init__(self, check: ActivityCheck, answering: Answering, turns: Turns) -> None:
        self._check = check
        self._answering = answering
        self._turns = turns

    async def receive(self, request: web.Request) -> web.Response:
        """The answer to Teams. Raises Problem, TooManyCalls and KeysUnavailable."""
        limits = request.app[PARTS].limits
        try:
            proof = await self._check.check(request.headers.get(hdrs.AUTHORIZATION, ""))
            raw = await _body(request)
            tenant = self._check.agree(proof, raw)
        except BadToken as bad:
            await limits.count_refused(request)
            log.info("An activity was refused.", action="activity_refused", why=str(bad))
            raise Problem(HTTPStatus.UNAUTHORIZED, "sign_in", "Please sign in.") from None
        found = read(raw, tenant)
        # All of Microsoft's calls come from a few addresses, so that they count by who is behind them.
        sender = found.sender.person if isinstance(found, Incoming) else id_of(part_of(raw, "from").get("id"))
        await limits.count_known(sender or tenant)
        if found is Unread.UNKNOWN:
            raise bad_request("The bot knows no such invoke.")
        if found is Unread.NOTHING:
            return web.Response()
        return await self._answered(raw, found)

    async def _answered(self, raw: Raw, found: Incoming | Unread) -> web.Response:
        async def answer(turn: Turn) -> Body | None:
            return await self._answering.answer(raw, found, turn)

        try:
            async with asyncio.timeout(WHOLE_S):
                body = await self._turns.run(raw, answer)
        except TimeoutError:
            log.warning("An activity took too long.", action="chat_too_slow")
            body = None
        return web.Response() if body is None else web.Response(body=msgspec.json.encode(body), content_type="application/json")


async def _body(request: web.Request) -> Mapping[str, object]:
    body = await json_body(request.clone(client_max_size=MOST_BYTES))
    try:
        raw = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise bad_request("The body is no activity.") from None
    if not isinstance(raw.get("type"), str):
        raise bad_request("The body is no activity.")
    return raw

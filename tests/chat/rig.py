"""The whole web application with a bot of which everything is real but the talker, and a Bot Framework that calls it over loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app, parts_of
from bot.chat.channel.opening import Channel, open_channel
from bot.chat.incoming import Incoming
from bot.chat.outgoing import Answer, Replies, Text
from bot.chat.ports import Roster
from bot.chat.settings import ChatSettings
from bot.keys import Parts
from bot.settings import Settings
from core.clock import Clock, SystemClock
from tests.bot.fake_entra import TENANT
from tests.chat.fake_bot_framework import APP, FakeBotFramework


class FakeTalker:
    """Keeps what came and answers `answer`, or raises it; `wait_s` before."""

    def __init__(self) -> None:
        self.came: list[Incoming] = []
        self.answer_with: Answer | Exception = Replies((Text("Hello"),))
        self.wait_s = 0.0
        self.asks: Callable[[Incoming, Roster], Any] | None = None

    async def answer(self, incoming: Incoming, roster: Roster) -> Answer:
        self.came.append(incoming)
        await asyncio.sleep(self.wait_s)
        if self.asks:
            await self.asks(incoming, roster)
        if isinstance(self.answer_with, Exception):
            raise self.answer_with
        return self.answer_with


@dataclass(slots=True)
class Rig:
    """`call` sends an activity and gives the answer; `json` its status and body."""

    framework: FakeBotFramework
    talker: FakeTalker
    client: TestClient[Any, Any]
    channel: Channel
    parts: Parts

    async def call(self, activity: object, **more: Any) -> ClientResponse:
        return await self.framework.call(self.client, activity, **more)

    async def json(self, activity: object, **more: Any) -> tuple[int, Any]:
        answer = await self.call(activity, **more)
        return answer.status, await answer.json(content_type=None) if await answer.read() else None

    def last(self) -> Any:
        return self.talker.came[-1]


def chat_settings(framework: FakeBotFramework, **changed: Any) -> ChatSettings:
    fields: dict[str, Any] = {"app_id": APP, "openid_url": f"{framework.url}/openid", "service_hosts": ["127.0.0.1"]}
    return ChatSettings(**(fields | changed))


@asynccontextmanager
async def rigged(
    settings: Settings,
    framework: FakeBotFramework,
    *,
    clock: Clock | None = None,
    change: Callable[[Parts], Parts] | None = None,
    may_be_local: bool = True,
    without: bool = False,
    **chat: Any,
) -> AsyncGenerator[Rig]:
    """The rig; `without` a bot, or with one whose settings differ by `chat`."""
    talker = FakeTalker()
    async with (
        parts_of(settings, SystemClock()) as own,
        ClientSession() as session,
        open_channel(
            chat_settings(framework, **chat), [TENANT], session, clock or SystemClock(), talker, may_be_local=may_be_local
        ) as channel,
    ):
        parts = replace(change(own) if change else own, chat=None if without else channel.reception.receive)
        async with TestClient(TestServer(build_app(parts, Path("nowhere")))) as client:
            yield Rig(framework, talker, client, channel, parts)

"""Opens the bot where the settings ask for one. What it is made of takes a second to import, and nobody without a bot pays for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module

import aiohttp

from bot.keys import Parts
from bot.settings import Settings


class Loading:
    """Imports what the bot is made of, in a thread, while the rest of the process opens."""

    def __init__(self, settings: Settings) -> None:
        self._task = asyncio.create_task(asyncio.to_thread(import_module, "bot.chat.house")) if settings.chat else None

    async def done(self) -> None:
        """Once it can be used. Raises ImportError where it is not installed."""
        if self._task:
            await self._task


@asynccontextmanager
async def open_chat(parts: Parts, session: aiohttp.ClientSession, loading: Loading, dice: Callable[[], float]) -> AsyncGenerator[Parts]:
    """The parts, with what answers Teams among them if there is a bot."""
    if parts.settings.chat is None:
        yield parts
        return
    await loading.done()
    from bot.chat.house import open_house  # noqa: PLC0415 - slow to import, and not installed everywhere

    async with open_house(parts, parts.settings.chat, session, dice) as receive:
        yield replace(parts, chat=receive)

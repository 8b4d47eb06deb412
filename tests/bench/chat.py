"""The bot in the real web process, called by a Bot Framework of our own that signs truly: so many messages a second, at their times.

They come when they come, whether or not those before are answered, as people write. A message is answered when Teams has its 200, which is
after the bot's own message was taken by the connector; people, connector and platform are all in the process that measures.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psutil

from tests.bench.crowd import latencies_of
from tests.bench.figures import Figure
from tests.bench.http import SETTINGS
from tests.bench.size import Size
from tests.bot.fake_entra import TENANT
from tests.chat.fake_bot_framework import APP, FakeBotFramework
from tests.product import free_ports, process, wait_until_up

A_SECOND = 50
PEOPLE = 300
SAID = ("what's free this week", "my bookings", "book tomorrow", "who is in tomorrow", "help", "hello")


@dataclass(slots=True)
class Seen:
    """What became of the messages: milliseconds each took, statuses, and MiB held by the process after each sixth."""

    took: array[float] = field(default_factory=lambda: array("d"))
    statuses: Counter[str] = field(default_factory=Counter[str])
    held: list[float] = field(default_factory=list[float])


async def measure(size: Size) -> Sequence[Figure]:
    """Latencies at a steady load, what went wrong, and whether memory grows."""
    with tempfile.TemporaryDirectory() as name:
        async with _framework() as framework:
            with _web_process(Path(name), framework) as (url, web):
                async with aiohttp.ClientSession(base_url=url, connector=aiohttp.TCPConnector(limit=0)) as session:
                    await _load(session, framework, web, Seen(), size.chat_s / 6)  # warm
                    before, seen = len(framework.messages), Seen()
                    await _load(session, framework, web, seen, size.chat_s)
                    said = len(framework.messages) - before
    bad = sum(number for status, number in seen.statuses.items() if status != "200")
    number = len(seen.took)
    steps = " ".join(f"{mebibytes:.0f}" for mebibytes in seen.held)
    return [
        Figure("messages", f"{number / size.chat_s:.0f}/s", f"{latencies_of(seen.took)}, {number:,} of {PEOPLE} people"),
        Figure("not answered by 200", f"{bad}", ", ".join(f"{status}: {count}" for status, count in sorted(seen.statuses.items()))),
        Figure("answers in the chats", f"{said:,}", f"for {number:,} messages"),
        Figure("MiB after each sixth", steps, f"resident memory of the web process, {seen.held[-1] - seen.held[0]:+.1f} since the first"),
    ]


async def _load(session: aiohttp.ClientSession, framework: FakeBotFramework, web: psutil.Process, seen: Seen, seconds: float) -> None:
    token, number = framework.token(), max(int(A_SECOND * seconds), 6)
    started = time.perf_counter()

    async def say(index: int) -> None:
        who = f"p{index % PEOPLE}"
        activity = framework.activity(
            text=SAID[(index + index // PEOPLE) % len(SAID)],
            conversation={"conversationType": "personal", "tenantId": TENANT, "id": f"a:{who}"},
            **{"from": {"id": f"29:{who}", "name": who, "aadObjectId": who}},
        )
        begun = time.perf_counter()
        try:
            answer = await framework.call(session, activity, token=token)
            seen.statuses[str(answer.status)] += 1
        except aiohttp.ClientError as error:
            seen.statuses[type(error).__name__] += 1
        seen.took.append((time.perf_counter() - begun) * 1000)

    async with asyncio.TaskGroup() as group:
        for index in range(number):
            await asyncio.sleep(max(0.0, started + index / A_SECOND - time.perf_counter()))
            group.create_task(say(index))
            if (index + 1) % (number // 6) == 0:
                seen.held.append(web.memory_info().rss / 2**20)


@asynccontextmanager
async def _framework() -> AsyncGenerator[FakeBotFramework]:
    framework = await FakeBotFramework().start()
    try:
        yield framework
    finally:
        await framework.stop()


@contextmanager
def _web_process(folder: Path, framework: FakeBotFramework) -> Generator[tuple[str, psutil.Process]]:
    port = free_ports(1)
    settings, log = folder / "settings.toml", folder / "web.log"
    text = SETTINGS.read_text("utf-8")
    settings.write_text(text[: text.index("[[offices]]")] + '[[offices]]\nid = "huge"\nname = "Huge"\nzone = "UTC"\ncapacity = 100000\n')
    environ = {
        "OFFICE_BOOKER__WEB__LISTEN": f"127.0.0.1:{port}",
        "OFFICE_BOOKER__STORE__PATH": str(folder / "house.db"),
        "OFFICE_BOOKER__ENTRA__TENANTS": f'["{TENANT}"]',
        "OFFICE_BOOKER__CHAT__APP_ID": APP,
        "OFFICE_BOOKER__CHAT__OPENID_URL": f"{framework.url}/openid",
        "OFFICE_BOOKER__CHAT__SERVICE_HOSTS": '["127.0.0.1"]',
        "OFFICE_BOOKER__CHAT__CREDENTIAL": "managed_identity",
        "IDENTITY_ENDPOINT": f"{framework.url}/msi/token",
        "IDENTITY_HEADER": "secret",
    }
    with process(["-m", "bot", "--settings", str(settings)], log, environ) as running:
        wait_until_up(f"http://127.0.0.1:{port}/healthz/ready", running, log)
        yield f"http://127.0.0.1:{port}", psutil.Process(running.pid)

"""`office-booker-sync`: the calendar clerk, until it is asked to stop."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
from pathlib import Path

import structlog

from core import logs, process
from core.clock import SystemClock
from core.house_rules import HouseRules
from core.settings import BadSettings
from core.store.opening import open_store
from graph_sync.clerk import Clerk
from graph_sync.credentials import MsalTokens
from graph_sync.notices import Notices
from graph_sync.outlook import Outlook
from graph_sync.settings import Settings, read

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def work(settings: Settings) -> None:
    """Serve the calendars until a signal comes."""
    stop = process.stop_signal()
    clock = SystemClock()
    store = await open_store(settings.store, clock)
    tokens = MsalTokens(settings.graph)
    outlook = Outlook(settings.graph.url, tokens)
    try:
        log.info("The calendar clerk is ready.", action="ready")
        dice, rules = random.random, HouseRules(store, clock, settings.rules)
        clerk = Clerk(store, outlook, clock, settings.public_url, settings.graph.parallel, dice, rules)
        async with asyncio.TaskGroup() as duties:
            duties.create_task(clerk.run(stop))
            if settings.notice is not None:
                duties.create_task(Notices(store, outlook, clock, settings.notice, dice, rules).run(stop))
    finally:
        await outlook.close()
        tokens.close()
        await store.close()


def main() -> None:
    """Read the settings and work; bad settings end the process with every fault named."""
    parser = argparse.ArgumentParser(prog="office-booker-sync", description="The calendar clerk of Office Booker.")
    parser.add_argument("--settings", type=Path, default=Path(os.environ.get("OFFICE_BOOKER_SETTINGS", "office-booker.toml")))
    arguments = parser.parse_args()
    logs.configure()
    try:
        settings = read(arguments.settings, os.environ)
    except BadSettings as bad:
        sys.exit(f"The settings can't be used:\n{bad}")
    asyncio.run(work(settings))


if __name__ == "__main__":
    main()

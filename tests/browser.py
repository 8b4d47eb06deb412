"""The real browser for tests: where it is and how it is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""Nothing that a browser does of its own accord: it would look for the outside world."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def path_of_browser() -> str:
    """The browser that `dev.py test` found, or one on the path. A test without one fails; it is never passed over."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "No Chromium was found: run `python3 dev.py test`, or name one in CHROMIUM."
    return found


@asynccontextmanager
async def open_browser() -> AsyncGenerator[Browser]:
    """A fresh browser, without the sandbox where this user is root and has none."""
    sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path_of_browser(), args=[*QUIET, *sandbox])
        yield browser
        await browser.close()

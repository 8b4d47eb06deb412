"""What every room's tests may ask for."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import Browser

from tests.browser import open_browser


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    """A real Chromium of its own for each test."""
    async with open_browser() as opened:
        yield opened

"""Somebody in the chat of the local Teams, in a real browser; and where else it can be seen what became of it."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import SOON_MS, Running

PATIENCE_MS = 15_000
"""For an answer on a busy machine; what must come soon is measured by `Soon`."""
GREENWICH = "Africa/Abidjan"
"""Where it is the same day all year as on the clock that the tests count days by."""


@dataclass(frozen=True, slots=True)
class Soon:
    """Three seconds from now, for all that is looked for together."""

    ends: float = field(default_factory=lambda: time.monotonic() + SOON_MS / 1000)

    @property
    def left_ms(self) -> float:
        """What is left of them; to playwright, 0 would be for ever."""
        return max(1.0, (self.ends - time.monotonic()) * 1000)

    async def holds(self, what: Callable[[], bool]) -> None:
        """Fails unless it becomes true in time."""
        while not await asyncio.to_thread(what):
            assert time.monotonic() < self.ends, "not within three seconds"
            await asyncio.sleep(0.05)


@dataclass(frozen=True, slots=True)
class ChatPage:
    """A conversation as one person has it before them."""

    page: Page

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def bots(self) -> Locator:
        """What the bot said, the oldest first."""
        return self.log.locator("article.bot")

    async def say(self, words: str) -> Locator:
        """Write it as a person does; the message that the bot sends next."""
        known = await self.bots.count()
        box = self.page.get_by_label("Type a message")
        await box.fill(words)
        await box.press("Enter")
        return await self.message(known)

    async def message(self, number: int) -> Locator:
        """The bot's message of that number, from 0; waits for it."""
        found = self.bots.nth(number)
        await expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found


async def chat_of(context: BrowserContext, running: Running, name: str, where: str = "", **client: str) -> ChatPage:
    """Opens somebody's chat with the bot, or a conversation of several. The first look adds the app, and the bot greets."""
    running.oid(name)  # so that the directory knows them
    page = await context.new_page()
    query = urllib.parse.urlencode({"person": name, **client})
    await page.goto(f"{running.teams}/?{query}#chat{'/' + urllib.parse.quote(where) if where else ''}")
    await expect(page.locator("#room-title")).to_have_text(where or "Office Booker")
    chat = ChatPage(page)
    await chat.message(0)
    return chat


async def shows(message: Locator, *words: str) -> None:
    """All of this can be read in it, sooner or later."""
    for one in words:
        await expect(message).to_contain_text(one, timeout=PATIENCE_MS)


def button(message: Locator, said: str) -> Locator:
    """A button by the whole of what it says, which is longer than its face where there are several alike."""
    return message.get_by_title(said, exact=True)


@dataclass(frozen=True, slots=True)
class House:
    """An office that one test file has for itself in the running product."""

    running: Running
    id: str
    name: str

    def is_home_of(self, *people: str) -> None:
        """They need not name it any more."""
        for name in people:
            self.running.call("PATCH", "/api/me", name, {"homeOffice": self.id})

    def book(self, name: str, day: date, **more: object) -> str:
        """Book as the tab does; the id of the booking."""
        wish = {"ask": f"chat-{self.id}-{name}-{day}".replace(" ", "-"), "office": self.id, "date": day.isoformat(), **more}
        return str(self.running.call("POST", "/api/bookings", name, wish)["id"])

    def book_for(self, name: str, day: date, by: str) -> str:
        """Book for somebody else."""
        return self.book(by, day, person=self.running.call("GET", "/api/me", name)["id"], ask=f"for-{name}-{day}".replace(" ", "-"))

    def cancel(self, booking: str, name: str) -> None:
        self.running.call("DELETE", f"/api/bookings/{booking}", name)

    def days_of(self, name: str) -> dict[str, bool]:
        """What the API tells somebody's tab: the days that are booked here, and whether with a car."""
        held = self.running.call("GET", "/api/bookings", name)["bookings"]
        return {str(one["date"]): bool(one["parking"]) for one in held if one["office"] == self.id}

    def entries_of(self, name: str) -> list[str]:
        """The entries of somebody's calendar for this office: day and subject."""
        with urllib.request.urlopen(f"{self.running.calendar_of(name)}/entries?known=", timeout=10) as answer:
            entries: list[dict[str, Any]] = json.load(answer)["entries"]
        return sorted(f"{one['first']} {one['subject']}" for one in entries if self.name in one["subject"])


def opened(running: Running, name: str, *, capacity: int = 10, parking: int = 10, zone: str = GREENWICH) -> House:
    """A new office of that name."""
    office = {"id": name.lower(), "name": name, "zone": zone, "capacity": capacity, "parkingCapacity": parking}
    running.call("POST", "/api/offices", "Ada", office)
    return House(running, name.lower(), name)

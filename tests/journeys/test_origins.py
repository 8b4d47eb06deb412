"""The tab framed by pages at Microsoft's true addresses, and by a stranger's. No request leaves this machine: all are routed here."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.journeys.conftest import Running, person

pytestmark = pytest.mark.browser
TAB = "https://desks.contoso.example"
"""Where the tab would be in a deployment; requests to it are handed to the running service."""
FRAME = (
    f'<!doctype html><title>Host</title><iframe id="tab" width="1000" height="800" src="{TAB}/"></iframe><script src="/host.js"></script>'
)
HOST = """
const frame = document.getElementById('tab'), answers = {
  initialize: () => ['content', 'web', JSON.stringify({apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: {}}), '2.58.0'],
  getContext: () => [CONTEXT],
  'authentication.getAuthToken': () => TOKEN ? [true, TOKEN] : [false, 'resourceRequiresConsent'],
};
addEventListener('message', ({data, origin, source}) => {
  if (source !== frame.contentWindow || origin !== 'TAB' || !(data.func in answers)) return;
  source.postMessage({id: data.id, uuidAsString: data.uuidAsString, args: answers[data.func]()}, 'TAB');
});
"""
CONTEXT = {
    "locale": "en-gb",
    "theme": "default",
    "frameContext": "content",
    "hostName": "Teams",
    "hostClientType": "web",
    "entityId": "book",
}


def router(running: Running, host: str, token: str) -> Callable[[Route], Awaitable[None]]:
    """The whole internet, as far as this test goes: the host's page, our service, and nothing else."""
    script = HOST.replace("CONTEXT", json.dumps(CONTEXT)).replace("TOKEN", json.dumps(token)).replace("TAB", TAB)

    async def handle(route: Route) -> None:
        address = route.request.url
        if address.startswith(TAB):
            answer = await route.fetch(url=running.service + address.removeprefix(TAB))
            await route.fulfill(response=answer)
        elif address == f"{host}/host.js":
            await route.fulfill(content_type="text/javascript", body=script)
        elif address == f"{host}/":
            await route.fulfill(content_type="text/html", body=FRAME)
        else:
            await route.abort()

    return handle


async def framed_by(browser: Browser, running: Running, host: str, token: str) -> tuple[Page, list[str]]:
    page = await browser.new_page(locale="en-GB")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.route(re.compile("^https:"), router(running, host, token))
    await page.goto(f"{host}/")
    return page, said


@pytest.mark.parametrize("host", ["https://teams.microsoft.com", "https://outlook.office.com", "https://m365.cloud.microsoft"])
async def test_the_tab_works_framed_by_microsofts_true_addresses(browser: Browser, running: Running, host: str) -> None:
    page, _ = await framed_by(browser, running, host, running.token("Aroha"))
    tab = page.frame_locator("#tab")
    await expect(tab.get_by_role("heading", name="This week")).to_be_visible()
    await expect(tab.get_by_text(person("Aroha").name).first).to_be_visible()
    await page.close()


async def test_without_consent_the_tab_says_whom_to_ask(browser: Browser, running: Running) -> None:
    page, _ = await framed_by(browser, running, "https://teams.microsoft.com", "")
    await expect(page.frame_locator("#tab").get_by_text("Ask an administrator to grant consent")).to_be_visible()
    await page.close()


async def test_a_strangers_page_can_not_frame_the_tab(browser: Browser, running: Running) -> None:
    page, said = await framed_by(browser, running, "https://evil.example", running.token("Aroha"))
    await page.wait_for_function("() => performance.getEntriesByType('navigation').length > 0")
    await expect(page.frame_locator("#tab").get_by_role("heading")).to_have_count(0)
    assert any("frame-ancestors" in text for text in said), said
    await page.close()


def test_the_service_names_its_own_frames_in_the_header(running: Running) -> None:
    with urllib.request.urlopen(f"{running.service}/", timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert running.teams in policy
    assert "https://teams.microsoft.com" in policy

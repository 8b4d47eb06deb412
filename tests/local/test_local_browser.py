"""The pages in a real browser: signing in, the Teams host with a tab that speaks the raw protocol, and a live calendar."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Literal
from urllib.parse import urlencode

import pytest
from aiohttp import web
from playwright.async_api import Browser, Frame, Page, expect

from infra.local.loopback import Server
from infra.local.run import LocalWorld
from infra.local.world import API_SCOPE, APP_CLIENT_ID, NOTICES, PEOPLE, TENANT
from tests.local.clients import Graph
from tests.local.test_local_calendar import EVENTS, event

pytestmark = pytest.mark.browser
ADA, PRIYA, MATEO = PEOPLE[:3]

TAB = """<!doctype html><title>Tab</title><h1>Tab</h1><script>
let last = 0; const waiting = new Map(); window.themes = []; window.strangers = 0;
addEventListener('message', (event) => {
  if (event.source !== parent) return;
  if (event.data.func === 'themeChange') return window.themes.push(event.data.args[0]);
  waiting.get(event.data.uuidAsString)?.(event.data.args);
});
window.ask = (func, args = []) => new Promise((resolve) => {
  const uuidAsString = crypto.randomUUID();
  waiting.set(uuidAsString, resolve);
  parent.postMessage({ id: last++, uuidAsString, func, args, timestamp: Date.now(), apiVersionTag: 'v2' }, '*');
});
window.ready = ask('initialize', ['2.58.0', 4, []]);
</script>"""


@pytest.fixture
async def tab_world(world: LocalWorld) -> AsyncIterator[LocalWorld]:
    """The world with a tiny service behind its tab."""

    async def tab(_request: web.Request) -> web.Response:
        return web.Response(text=TAB, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", tab)
    server = Server(app)
    world.service_at(f"http://127.0.0.1:{await server.start(0)}")
    yield world
    await server.stop()


async def tab_in(page: Page) -> Frame:
    """The tab's frame, once the host has answered it."""
    frame = None
    for _ in range(200):  # the page puts a new frame in the place of the old one: a handle may be of one that is gone
        element = await page.wait_for_selector("#frame")
        frame = await element.content_frame() if element else None
        if frame is not None and frame.url not in {"", "about:blank"}:
            break
        await asyncio.sleep(0.05)
    assert frame is not None
    await frame.wait_for_function("window.ready")
    return frame


async def token_claims(frame: Frame) -> dict[str, object]:
    script = """async () => {
      const [fine, token] = await ask('authentication.getAuthToken', [null, null, false, null]);
      return fine ? JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))) : {};
    }"""
    claims: dict[str, object] = await frame.evaluate(script)
    return claims


async def test_the_host_answers_the_tab_for_the_chosen_person(tab_world: LocalWorld, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{tab_world.teams.url}/?person=priya&theme=dark")
    frame = await tab_in(page)
    assert (await frame.evaluate("ready"))[:2] == ["content", "web"]
    context = (await frame.evaluate("ask('getContext')"))[0]
    assert (context["userObjectId"], context["theme"], context["hostName"], context["tid"]) == (PRIYA.oid, "dark", "Teams", TENANT)
    assert (await token_claims(frame))["oid"] == PRIYA.oid
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(page.get_by_role("link", name="Calendar")).to_have_attribute("href", f"{tab_world.outlook.url}/calendar/{PRIYA.oid}")


async def test_themes_and_people_change_as_in_teams(tab_world: LocalWorld, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(tab_world.teams.url)
    frame = await tab_in(page)
    await page.get_by_label("Theme").select_option("contrast")
    await frame.wait_for_function("themes.length === 1")
    assert await frame.evaluate("themes") == ["contrast"]
    await page.get_by_label("You are").select_option(MATEO.oid)
    await expect(page).to_have_url(re.compile(r"person=mateo.fuentes%40contoso.example&theme=contrast"))
    frame = await tab_in(page)
    assert (await token_claims(frame))["oid"] == MATEO.oid
    await page.get_by_label("You are").select_option(label="Somebody new…")
    await page.get_by_label("Name").fill("Ingrid Vale")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("person=ingrid.vale"))
    assert (await token_claims(await tab_in(page)))["name"] == "Ingrid Vale"


async def test_the_host_answers_no_other_page(tab_world: LocalWorld, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(tab_world.teams.url)
    frame = await tab_in(page)
    await frame.evaluate("addEventListener('message', (event) => { window.strangers += event.data.uuidAsString === 'x'; })")
    # From the wrong window; then from the right one, whose answer shows that the first had time to be answered.
    await page.evaluate("postMessage({ id: 1, uuidAsString: 'x', func: 'getContext', args: [] }, '*')")
    await frame.evaluate("ask('getContext')")
    assert await frame.evaluate("strangers") == 0
    await frame.evaluate("parent.postMessage({ id: 1, uuidAsString: 'x', func: 'getContext', args: [] }, '*')")
    await frame.wait_for_function("strangers === 1")


async def test_a_tab_that_fails_or_keeps_silent_is_told_of(tab_world: LocalWorld, browser: Browser) -> None:
    page = await browser.new_page()
    await page.clock.install()
    await page.route(f"{tab_world.teams.service}/", lambda route: route.fulfill(body="nothing", content_type="text/html"))
    await page.goto(tab_world.teams.url)
    await page.wait_for_selector("#frame[src]", state="attached")
    await page.clock.run_for(10_500)
    await expect(page.get_by_role("alert")).to_contain_text("has not answered yet")
    await page.unroute_all()
    await page.get_by_role("button", name="Try again").click()
    frame = await tab_in(page)
    await expect(page.get_by_role("alert")).to_be_hidden()
    await frame.evaluate("ask('appInitialization.failure', ['AuthFailed', 'No token.'])")
    await expect(page.get_by_role("alert")).to_contain_text("could not start. No token.")


async def test_a_person_signs_in_by_keyboard_and_is_sent_back(tab_world: LocalWorld, browser: Browser) -> None:
    page = await browser.new_page()
    ask = {
        "client_id": APP_CLIENT_ID,
        "redirect_uri": f"{tab_world.entra.service}/",
        "response_type": "code",
        "scope": f"openid {API_SCOPE}",
        "state": "st",
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
    }
    await page.goto(f"{tab_world.entra.url}/{TENANT}/oauth2/v2.0/authorize?{urlencode(ask)}")
    await page.get_by_role("button", name="Ada Okafor").focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(rf"^{tab_world.entra.service}/\?code=.*state=st"))


async def test_a_calendar_changes_before_ones_eyes_and_by_its_buttons(graph: Graph, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{graph.world.outlook.url}/calendar/{ADA.oid}")
    await expect(page.get_by_text("No entries yet.")).to_be_visible()
    day = await page.locator("td.today").get_attribute("data-day")
    assert day is not None
    new = await graph.call("POST", EVENTS, event(day="2030-01-01", after="2030-01-02"))
    await expect(page.get_by_role("heading", name="Office: London")).to_be_visible()
    await expect(page.get_by_role("status")).to_contain_text("New: Office: London")
    await page.get_by_label("Move to").fill(day)
    await page.get_by_role("button", name="Move Office: London").click()
    await expect(page.locator("td.today .chip")).to_have_text("Office: London")
    entry_id = (await new.json())["id"]
    assert (await (await graph.call("GET", f"{EVENTS}/{entry_id}")).json())["start"]["dateTime"][:10] == day
    await page.get_by_role("button", name="Delete Office: London").click()
    await expect(page.get_by_text("No entries yet.")).to_be_visible()
    assert graph.world.outlook.events(ADA.oid) == []


async def test_focus_and_the_rest_stay_when_an_entry_goes(graph: Graph, browser: Browser) -> None:
    for n in range(1, 4):
        await graph.call("POST", EVENTS, event(day=f"2030-01-0{n}", after=f"2030-01-0{n + 1}", booking=f"b{n}", subject=f"Office {n}"))
    page = await browser.new_page()
    await page.goto(f"{graph.world.outlook.url}/calendar/{ADA.oid}")
    await page.get_by_role("button", name="Delete Office 2").click()
    await expect(page.get_by_role("heading", name="Office 2")).to_have_count(0)
    await expect(page.get_by_role("button", name="Delete Office 3")).to_be_focused()
    await page.get_by_label("Move to").last.focus()
    first = graph.world.outlook.mailboxes.entries(ADA.oid)[0]
    graph.world.outlook.mailboxes.delete(first)
    await expect(page.get_by_role("heading", name="Office 1")).to_have_count(0)
    await expect(page.get_by_label("Move to")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_mail_appears_on_its_open_page(graph: Graph, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    page = await browser.new_page(color_scheme=scheme)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(graph.world.outlook.url)
    await page.get_by_role("link", name=NOTICES.name).click()
    await expect(page.get_by_text("No mails yet.")).to_be_visible()
    body = {"contentType": "text", "content": "Day: Monday\nReason: <b>x</b>"}
    mail = {"subject": "Office day: London", "body": body, "toRecipients": [{"emailAddress": {"address": NOTICES.email}}]}
    assert (await graph.call("POST", f"/users/{NOTICES.oid}/sendMail", {"message": mail, "saveToSentItems": False})).status == 202
    await expect(page.get_by_role("heading", name="Office day: London")).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text("New: Office day: London")
    await expect(page.get_by_text("Reason: <b>x</b>")).to_be_visible()
    assert errors == []

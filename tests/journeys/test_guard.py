"""The guard's way: a pass looked at on a phone without an account, and the scanner with and without a connection."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.async_api import Browser, Page, expect

from core.pass_keys import FileKeys, new_key
from core.passes import OfflineStanding, issue, offline_standing, verify
from tests.bot.forgeries import mutations
from tests.fakes import FakeClock
from tests.journeys.conftest import Running, day_after, person_at, spoken, today
from tests.passes.making import LONGEST_OFFICE, PERSON, booking

pytestmark = pytest.mark.browser

PHONE = 390
FORGED = "AQ" + "A" * 158
SENSES = """
    window.shakes = [];
    navigator.vibrate = (pattern) => window.shakes.push(pattern);
    window.sounds = [];
    const start = AudioScheduledSourceNode.prototype.start;
    AudioScheduledSourceNode.prototype.start = function (at) {
        window.sounds.push(this.frequency.value);
        return start.call(this, at);
    };
"""
"""What a guard would hear and feel."""
CAMERA = """
    const canvas = document.createElement('canvas');
    const pen = canvas.getContext('2d');
    setInterval(() => pen.fillRect(Math.random() * 100, 0, 9, 9), 50);
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
    window.code = '';
    window.looks = 0;
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ['qr_code']; }
        async detect() { window.looks += 1; return window.code ? [{ rawValue: window.code }] : []; }
    };
"""
"""A camera, and a reader that sees in it what `window.code` says; a Chromium without a screen has neither."""


JUDGE = """async ({ texts, luggage, now }) => {
    const { checkOffline } = await import('/guard/offline.js');
    const verdicts = await Promise.all(texts.map((text) => checkOffline(text, luggage, new Date(now))));
    return verdicts.map(({ title, facts }) => [title, facts.some(([, value]) => value === 'Car place booked')]);
}"""
TITLES = {
    OfflineStanding.SIGNED_FOR_TODAY: "Signed for today",
    OfflineStanding.NOT_TODAY: "Not today",
    OfflineStanding.NOT_GENUINE: "Not genuine",
}


def book(running: Running, name: str, day: date | str, **more: object) -> dict[str, Any]:
    """The pass of a fresh booking in London."""
    wish = {"ask": f"guard-ask-{day}", "office": "london", "date": str(day), **more}
    made = running.call("POST", "/api/bookings", name, wish)
    return cast("dict[str, Any]", running.call("GET", f"/api/bookings/{made['id']}/pass", name))


@pytest.fixture
async def phone(browser: Browser) -> AsyncGenerator[Page]:
    """A guard's phone that never signed in; nothing on its console may be red."""
    context = await person_at(browser, PHONE)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    yield page
    assert faults == []
    assert await context.cookies() == []
    await context.close()


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def check(page: Page, text: str) -> None:
    await page.get_by_label("paste the address of a pass").fill(text)
    await page.get_by_role("button", name="Check").click()


async def test_a_guard_sees_todays_pass_until_it_is_cancelled(phone: Page, running: Running) -> None:
    told = book(running, "Wilma Gate", today(), parking=True)
    await phone.goto(told["url"])
    await expect(phone.get_by_role("heading", name="Valid today")).to_be_visible()
    for text in ("Wilma Gate", "London", f"Today, {spoken(day_after(0))}", "Car place booked", "Time in London"):
        await expect(phone.get_by_text(text, exact=True)).to_be_visible()
    assert await fits(phone)

    clock = phone.locator("#clock")
    before = await clock.text_content()
    assert before is not None
    assert re.fullmatch(r"\d\d:\d\d:\d\d", before)
    await expect(clock).not_to_have_text(before)

    running.call("DELETE", f"/api/bookings/{told['booking']}", "Ada")
    await phone.reload()
    await expect(phone.get_by_role("heading", name="Cancelled")).to_be_visible()


async def test_a_pass_for_another_day_says_for_which(phone: Page, running: Running) -> None:
    day = day_after(3)
    await phone.goto(book(running, "Wim Gate", day)["url"])
    await expect(phone.get_by_role("heading", name="Not today")).to_be_visible()
    await expect(phone.get_by_text(f"This pass is for {spoken(day)} {day.year}.")).to_be_visible()


async def test_a_page_that_was_left_open_looks_again_when_it_is_seen(phone: Page, running: Running) -> None:
    told = book(running, "Wanda Gate", today())
    await phone.clock.install()
    await phone.goto(told["url"])
    await expect(phone.get_by_role("heading", name="Valid today")).to_be_visible()
    running.call("DELETE", f"/api/bookings/{told['booking']}", "Ada")
    await phone.clock.fast_forward(61_000)
    await phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(phone.get_by_role("heading", name="Cancelled")).to_be_visible()


async def test_a_forged_pass_is_a_page_as_well(phone: Page, running: Running) -> None:
    answer = await phone.goto(f"{running.service}/pass/{FORGED}")
    assert answer is not None
    assert answer.status == 404
    await expect(phone.get_by_role("heading", name="Not genuine")).to_be_visible()
    assert await fits(phone)


async def test_the_scanner_tells_good_from_bad_by_word_sound_and_touch(phone: Page, running: Running) -> None:
    told = book(running, "Willem Gate", today())
    await phone.add_init_script(SENSES)
    await phone.goto(f"{running.service}/guard")
    await expect(phone.get_by_role("heading", name="Ready")).to_be_visible()
    await expect(phone.get_by_text("This browser can't read codes")).to_be_visible()
    result = phone.locator("#result")
    await check(phone, told["url"])
    await expect(phone.get_by_role("heading", name="Valid today")).to_be_visible()
    await expect(result).to_have_class("verdict good")
    await expect(phone.get_by_text("Willem Gate", exact=True)).to_be_visible()
    assert await phone.evaluate("window.shakes") == [[90]]
    assert await phone.evaluate("window.sounds") == [880, 1320]
    assert await fits(phone)

    for bad in (FORGED, f"https://elsewhere.example/pass/{told['token'][:-4]}AAAA", "https://contoso.example/", "good day"):
        await check(phone, bad)
        await expect(phone.get_by_role("heading", name="Not genuine")).to_be_visible()
        await expect(result).to_have_class("verdict bad")
        await expect(phone.get_by_text("Willem Gate", exact=True)).to_have_count(0)
    assert (await phone.evaluate("window.shakes"))[1:] == [[300, 100, 300]] * 4
    await check(phone, told["token"])
    await expect(result).to_have_class("verdict good")


async def test_a_verdict_is_gone_before_the_next_person_stands_there(phone: Page, running: Running) -> None:
    told = book(running, "Wolf Gate", today())
    await phone.clock.install()
    await phone.goto(f"{running.service}/guard")
    await check(phone, told["url"])
    await expect(phone.get_by_role("heading", name="Valid today")).to_be_visible()
    await phone.clock.run_for(10_500)
    await expect(phone.get_by_role("heading", name="Ready")).to_be_visible()
    await expect(phone.get_by_text("Wolf Gate")).to_have_count(0)


async def test_without_a_connection_the_signature_decides_and_the_scanner_says_so(phone: Page, running: Running) -> None:
    mine = book(running, "Wendel Gate", today(), parking=True)
    later = book(running, "Wendel Gate", day_after(3))
    await phone.goto(f"{running.service}/guard")
    await phone.evaluate("navigator.serviceWorker.ready")
    running.call("DELETE", f"/api/bookings/{mine['booking']}", "Ada")

    await phone.context.set_offline(True)
    await phone.reload()
    await expect(phone.get_by_text("Offline: passes are checked by their signature alone.")).to_be_visible()
    result = phone.locator("#result")
    await check(phone, mine["url"])
    await expect(phone.get_by_role("heading", name="Signed for today")).to_be_visible()
    await expect(result).to_have_class("verdict unsure")
    for text in ("Not checked against cancellations (offline)", "Car place booked", f"Today, {spoken(day_after(0))}"):
        await expect(phone.get_by_text(text)).to_be_visible()
    await expect(phone.get_by_text("Wendel")).to_have_count(0)
    await check(phone, later["url"])
    await expect(phone.get_by_role("heading", name="Not today")).to_be_visible()
    await expect(result).to_have_class("verdict bad")
    for forged in (FORGED, mine["token"][:-4] + "AAAA", mine["token"][:20] + "z" + mine["token"][21:], mine["token"] + "A", "x" * 400):
        await check(phone, forged)
        await expect(phone.get_by_role("heading", name="Not genuine")).to_be_visible()
        await expect(result).to_have_class("verdict bad")

    await phone.context.set_offline(False)
    await check(phone, mine["url"])
    await expect(phone.get_by_role("heading", name="Cancelled")).to_be_visible()
    await expect(phone.get_by_text("Offline: passes")).to_be_hidden()


async def test_the_script_judges_as_the_service_does(phone: Page, running: Running, tmp_path: Path) -> None:
    """`offline.js` is `core.passes` written a second time: whatever text is shown to them, they agree."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    new_key(tmp_path, now)
    keys = FileKeys(tmp_path, FakeClock(now))
    public = await keys.public_keys()
    zones = {"london": "Europe/London", "auckland": "Pacific/Auckland", LONGEST_OFFICE: "Etc/GMT+12"}
    days = [now.date() + timedelta(days=step) for step in (-1, 0, 1)]
    genuine = [
        await issue(booking(office=office, person=whose, day=day, parking=day.day % 2 == 0), keys)
        for office in zones
        for whose in (PERSON, "tenant.anna", "ü" * 50)
        for day in days
    ]
    texts = [*genuine, *mutations(genuine[0]), *mutations(genuine[4]), "", "é", "a=", "AAAA", "x" * 400]
    luggage = {
        "madeAt": now.isoformat(),
        "keys": public.jwks(),
        "offices": [{"id": office, "name": office, "zone": zone} for office, zone in zones.items()],
    }
    await phone.goto(f"{running.service}/guard")
    told = await phone.evaluate(JUDGE, {"texts": texts, "luggage": luggage, "now": now.isoformat()})
    passes = [verify(text, public) for text in texts]
    expected = [TITLES[offline_standing(shown, zones[shown.office] if shown else "UTC", now)] for shown in passes]
    assert [title for title, _ in told] == expected
    assert len(set(expected)) == 3
    assert [parking for _, parking in told] == [shown is not None and shown.parking for shown in passes]


async def test_the_scanner_reads_codes_through_the_camera_each_once(phone: Page, running: Running) -> None:
    told = book(running, "Wera Gate", today())
    await phone.add_init_script(SENSES + CAMERA)
    await phone.goto(f"{running.service}/guard")
    await phone.get_by_role("button", name="Start the camera").click()
    await expect(phone.locator("video")).to_be_visible()
    await expect(phone.get_by_text("Show a pass to the camera.")).to_be_visible()
    await phone.evaluate("(code) => { window.code = code; }", told["url"])
    await expect(phone.get_by_role("heading", name="Valid today")).to_be_visible()
    await phone.wait_for_function("() => window.looks > 8")
    assert await phone.evaluate("window.shakes") == [[90]]
    await phone.evaluate("(code) => { window.code = code; }", FORGED)
    await expect(phone.get_by_role("heading", name="Not genuine")).to_be_visible()


async def test_a_camera_that_is_refused_is_said_and_can_be_tried_again(phone: Page, running: Running) -> None:
    refuse = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };"
    await phone.add_init_script(CAMERA + refuse)
    await phone.goto(f"{running.service}/guard")
    await phone.get_by_role("button", name="Start the camera").click()
    await expect(phone.get_by_text("The camera could not be used.")).to_be_visible()
    await expect(phone.get_by_role("button", name="Start the camera")).to_be_visible()

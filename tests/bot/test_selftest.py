"""The self-test: what a smoke test is told of a house that is well, and of one in which something is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from msgspec import structs

from bot.api import selftest
from bot.app import build_app, parts_of
from bot.settings import Settings
from core.backlog import CALENDAR, LATE, MOST_CHANGES, NOTICES, Duty
from core.clock import SystemClock
from core.errands.feed import Feed
from core.errands.records import Records
from core.model import person_id
from core.pass_keys import PassesUnavailable, PublicKeys
from core.store.port import Create, Unavailable
from core.version import VERSION
from graph_sync.notice import Notice
from graph_sync.projection import Projection
from tests.bot.conftest import ROOT_OID, Web, person
from tests.bot.fake_entra import OTHER_TENANT, PRINCIPAL, TENANT, FakeEntra
from tests.bot.test_api import day, is_problem
from tests.fakes import FakeClock
from tests.house_of import everything

ALL = ["office", "caller", "bookings", "store", "passes", "entraKeys", "sync"]
NOTHING = {
    "waiting": 0,
    "waitingOrMore": False,
    "oldestDue": None,
    "unread": 0,
    "unreadOrMore": False,
    "unreadSince": None,
    "late": False,
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(SystemClock().now())


@pytest.fixture
async def web(settings: Settings, entra: FakeEntra, tab: Path, clock: FakeClock) -> AsyncGenerator[Web]:
    async with parts_of(settings, clock) as parts, TestClient(TestServer(build_app(parts, tab))) as client:
        yield Web(client, entra, parts)


async def ask(web: Web, token: str = "") -> tuple[int, Any]:
    """As the pipeline, or whoever has the token."""
    return await web.json("POST", "/api/selftest", None, headers={"Authorization": f"Bearer {token or web.entra.app_token()}"})


async def failing(web: Web) -> dict[str, str]:
    """What became of each part of a self-test that fails."""
    status, body = await ask(web)
    assert status == 503
    assert is_problem(body, "selftest_failed")
    assert body["facts"].pop("version") == VERSION
    assert list(body["facts"]) == ALL
    named = [name for name, outcome in body["facts"].items() if outcome != "ok"]
    assert body["detail"] == f"The self-test failed: {', '.join(named)}."
    return {name: body["facts"][name] for name in named}


async def away(*_: Any, **__: Any) -> None:
    raise Unavailable("secret-account.documents.example did not answer")


async def test_a_house_that_is_well_says_so(web: Web, clock: FakeClock) -> None:
    status, body = await ask(web)
    assert status == 200
    assert [(part["name"], part["ok"]) for part in body["parts"]] == [(name, True) for name in ALL]
    assert all(0 <= part["milliseconds"] < 5000 for part in body.pop("parts"))
    store = body.pop("store")
    assert store.pop("readMilliseconds") >= 0
    assert store.pop("listMilliseconds") >= 0
    assert store == {"kind": "sqlite"}
    assert body == {
        "version": VERSION,
        "startedAt": clock.now().isoformat().replace("+00:00", "Z"),
        "ok": True,
        "caller": {"kind": "application", "id": f"{TENANT}.{PRINCIPAL}", "role": "selfTest"},
        "office": {"id": "auckland", "name": "Auckland"},
        "bookings": 0,
        "sync": {"calendar": NOTHING, "notices": None},
    }


async def test_a_system_admin_is_told_of_their_own_bookings(web: Web, clock: FakeClock) -> None:
    await web.book(day(3), ROOT_OID)
    await web.book(day(5), ROOT_OID, ask="second-ask")
    await web.book(day(3), "anna")
    status, body = await ask(web, web.entra.token(ROOT_OID))
    assert (status, body["bookings"]) == (200, 2)
    assert body["caller"] == {"kind": "person", "id": person(ROOT_OID), "role": "systemAdmin"}
    await catch_up(web, CALENDAR)
    clock.forward(timedelta(days=4))
    ends = clock.now().timestamp() + 600
    assert (await ask(web, web.entra.token(ROOT_OID, exp=ends)))[1]["bookings"] == 1


async def test_the_first_office_is_one_that_is_there(web: Web) -> None:
    for office, first in (("auckland", {"id": "london", "name": "London"}), ("london", None)):
        assert (await web.call("DELETE", f"/api/offices/{office}", ROOT_OID, headers={"If-Match": "*"})).status == 204
        status, body = await ask(web)
        assert (status, body["office"]) == (200, first)


async def test_nothing_is_written_and_nobody_is_made(web: Web) -> None:
    await web.book(day(), ROOT_OID)
    before = await everything(web.parts.store)
    assert (await ask(web))[0] == 200
    assert (await ask(web, web.entra.token(ROOT_OID)))[0] == 200
    assert await everything(web.parts.store) == before
    assert await web.parts.people.read(person_id(TENANT, PRINCIPAL)) is None


@pytest.mark.parametrize("body", [b"", b"{}", b"nonsense"])
async def test_a_body_is_not_looked_at(web: Web, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {web.entra.app_token()}"}
    assert (await web.call("POST", "/api/selftest", None, headers=headers, data=body)).status == 200


class TestReadOnly:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, policy=structs.replace(settings.policy, read_only=True))

    async def test_a_read_only_house_passes(self, web: Web) -> None:
        before = await everything(web.parts.store)
        assert (await ask(web))[0] == 200
        assert (await ask(web, web.entra.token(ROOT_OID)))[0] == 200
        assert await everything(web.parts.store) == before


async def test_without_the_store_the_other_parts_are_told_all_the_same(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("read", "list", "changes"):
        monkeypatch.setattr(web.parts.store, name, away)
    assert await failing(web) == dict.fromkeys(("office", "caller", "bookings", "store", "sync"), "unavailable")


@pytest.mark.parametrize(
    ("method", "parts"),
    [("changes", ["sync"]), ("read", ["caller", "store", "sync"]), ("list", ["office", "bookings", "store", "sync"])],
)
async def test_each_part_fails_by_what_it_needs_alone(web: Web, monkeypatch: pytest.MonkeyPatch, method: str, parts: list[str]) -> None:
    monkeypatch.setattr(web.parts.store, method, away)
    assert list(await failing(web)) == parts


async def test_without_the_keys_of_passes_that_part_fails(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unsigned(_: bytes) -> None:
        raise PassesUnavailable("the key 'passes' of https://secret.vault.example can't sign")

    monkeypatch.setattr(web.parts.pass_keys, "sign", unsigned)
    assert await failing(web) == {"passes": "unavailable"}


async def test_a_signature_that_no_key_vouches_for_fails(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(*_: Any) -> PublicKeys:
        return PublicKeys()

    monkeypatch.setattr(web.parts.pass_keys, "public_keys", none)
    assert await failing(web) == {"passes": "a pass that was just signed is not genuine"}


class TestTwoTenants:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, entra=structs.replace(settings.entra, tenants=[TENANT, OTHER_TENANT]))

    async def test_the_keys_of_every_tenant_are_needed(self, web: Web, clock: FakeClock) -> None:
        assert (await web.call("GET", "/api/me")).status == 200  # fetches the keys of the one tenant
        web.entra.is_away = True
        assert await failing(web) == {"entraKeys": "unavailable"}
        web.entra.is_away = False
        assert (await ask(web))[0] == 200
        asked = len(web.entra.asked)
        for _ in range(10):
            assert (await ask(web))[0] == 200
        assert len(web.entra.asked) == asked
        web.entra.is_away = True
        clock.forward(timedelta(minutes=30))
        assert (await ask(web))[0] == 200  # those that are kept serve on


async def test_what_breaks_unexpectedly_is_told_without_a_word_of_why(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(web.parts.store, "changes", breaks)
    assert await failing(web) == {"sync": "broken; the log says why"}


async def test_a_part_that_does_not_answer_holds_up_no_other(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(*_: Any, **__: Any) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(web.parts.store, "changes", hangs)
    monkeypatch.setattr(selftest, "LIMIT_S", 0.2)
    async with asyncio.timeout(5):
        assert await failing(web) == {"sync": "no answer within 0.2 seconds"}


async def catch_up(web: Web, duty: Duty) -> None:
    """As the clerk does that has read the whole journal."""
    newest = (await web.parts.store.changes(None, limit=500)).token
    await Feed(web.parts.store, duty.cursor).move(newest)


def calendar_records(web: Web) -> Records[Projection]:
    return Records(web.parts.store, Projection, CALENDAR, web.parts.rules)


async def test_what_waits_for_the_clerk_is_counted(web: Web, clock: FakeClock) -> None:
    since = clock.now()
    made = [(await web.book(day(offset), ask=f"ask-number-{offset}"))[1]["id"] for offset in (3, 5, 7)]
    for booking in made:
        await calendar_records(web).want(booking, 1, clock.now())
        clock.forward(timedelta(minutes=1))
    await Records(web.parts.store, Notice, NOTICES, web.parts.rules).want(made[0], 1, clock.now())
    await catch_up(web, NOTICES)
    _, body = await ask(web)
    shown = since.isoformat().replace("+00:00", "Z")
    assert body["sync"]["calendar"] == NOTHING | {"waiting": 3, "oldestDue": shown, "unread": 3, "unreadSince": shown}
    assert body["sync"]["notices"] == NOTHING | {"waiting": 1, "oldestDue": clock.now().isoformat().replace("+00:00", "Z")}


async def test_what_is_done_waits_no_more(web: Web, clock: FakeClock) -> None:
    _, made = await web.book(day())
    await calendar_records(web).want(made["id"], 1, clock.now())
    (record,) = await calendar_records(web).due(clock.now(), limit=5)
    await calendar_records(web).take(record, record.errand.settled(1))
    assert (await ask(web))[1]["sync"]["calendar"]["waiting"] == 0


async def test_counting_is_bounded(web: Web, clock: FakeClock) -> None:
    due = clock.now().isoformat(timespec="microseconds")
    for first in range(0, MOST_CHANGES, 100):
        records = [
            Create(id=f"entry|{number}", fields={"kind": "entry", "state": "dirty", "due": due}) for number in range(first, first + 100)
        ]
        await web.parts.store.commit("calendar|many", records)
    _, body = await ask(web)
    calendar = body["sync"]["calendar"]
    assert (calendar["waiting"], calendar["waitingOrMore"], calendar["unread"], calendar["unreadOrMore"]) == (200, True, 0, True)


async def test_a_clerk_that_does_not_follow_the_journal_fails_after_a_while(web: Web, clock: FakeClock) -> None:
    since = clock.now().isoformat(timespec="seconds")
    await web.book(day())
    clock.forward(LATE)
    status, body = await ask(web)
    assert (status, body["sync"]["calendar"]["unread"], body["sync"]["calendar"]["late"]) == (200, 1, False)
    clock.forward(timedelta(seconds=1))
    assert await failing(web) == {"sync": f"the calendar clerk has not read the journal since {since}"}
    await catch_up(web, CALENDAR)
    status, body = await ask(web)
    assert (status, body["sync"]["calendar"]) == (200, NOTHING)


async def test_a_clerk_that_reads_old_entries_anew_right_now_fails_nothing(web: Web, clock: FakeClock) -> None:
    """They were rewritten, as after a change of the retention; the clerk has them in hand."""
    await web.book(day())
    clock.forward(2 * LATE)
    asked = asyncio.create_task(ask(web))
    await asyncio.sleep(selftest.MOVES_ON_S / 2)
    await catch_up(web, CALENDAR)
    status, body = await asked
    assert (status, body["sync"]["calendar"]["unread"], body["sync"]["calendar"]["late"]) == (200, 1, False)


async def test_notices_that_a_house_no_longer_sends_fail_nothing(web: Web, clock: FakeClock) -> None:
    await catch_up(web, NOTICES)
    await web.book(day())
    await catch_up(web, CALENDAR)
    clock.forward(2 * LATE)
    status, body = await ask(web)
    assert (status, body["sync"]["calendar"]["late"], body["sync"]["notices"]["late"]) == (200, False, True)


async def test_what_is_answered_names_nobody(web: Web) -> None:
    await web.book(day(), ROOT_OID)
    answer = str(await ask(web, web.entra.token(ROOT_OID, name="Root Person", preferred_username="root@contoso.example")))
    assert "Root" not in answer
    assert "contoso" not in answer

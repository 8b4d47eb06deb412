"""What operators read: a line for each call that matters, with the reference of its answer, and never a name, address, reason or token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build_app
from bot.calls import SLOW_S
from bot.settings import Settings
from core.store.port import Changes, Document, Key, Listing, Operation, Page, Unavailable
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person, serving
from tests.bot.fake_entra import OTHER_KEY, FakeEntra
from tests.bot.test_api import day
from tests.bot.test_headers import addresses
from tests.bot.test_time_limits import Stuck
from tests.bot.written import EMAIL, NAME, REASON, Written, told_of_nobody

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
async def named(settings: Settings, entra: FakeEntra, tab: Path, written: Written) -> AsyncGenerator[Web]:
    async with serving(settings, entra, tab) as web:
        yield web


class Talking:
    """A store that fails in the words of a library, with what it was given in them."""

    def __init__(self, fault: Callable[[str], Exception]) -> None:
        self._fault = fault

    def _fail(self) -> Exception:
        fault = self._fault(f"{EMAIL} is not a number, nor is {REASON}")
        fault.__cause__ = KeyError(NAME)
        return fault

    async def read(self, key: Key) -> Document | None:
        raise self._fail()

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        raise self._fail()

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        raise self._fail()

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        raise self._fail()

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        raise self._fail()

    async def close(self) -> None: ...


def headers_of(web: Web, oid: str = "wilhelmina", **claims: object) -> dict[str, str]:
    token = web.entra.token(oid, name=NAME, preferred_username=EMAIL, **claims)
    return {"Authorization": f"Bearer {token}", "If-Match": "*", "Content-Type": "application/json"}


async def test_nobody_is_named_whatever_is_called_and_every_line_has_the_reference_of_its_call(named: Web, written: Written) -> None:
    wish = {"ask": "first-ask", "office": "london", "date": day(), "reason": REASON}
    assert (await named.client.post("/api/bookings", json=wish, headers=headers_of(named))).status == 201
    for method, address in addresses(named):
        for oid in ("wilhelmina", ADMIN_OID, ROOT_OID):
            body = json.dumps({"name": NAME, "note": REASON, "ask": EMAIL}).encode()
            query = {"query": NAME, "person": EMAIL, "next": REASON}
            await named.client.request(method, address, headers=headers_of(named, oid), data=body, params=query)
            await named.client.request(method, address, headers=headers_of(named, oid), data=body[:-1])
    for path in (f"/api/{NAME}", f"/api/people/{EMAIL}", f"/api/bookings/{NAME}", f"/pass/{NAME}", f"/api/offices/{NAME}/days"):
        await named.client.get(path, headers=headers_of(named))
    for method in ("PROPFIND", NAME.split(maxsplit=1)[0].upper()):
        await named.client.request(method, "/api/me", headers=headers_of(named))
    text = written.text
    told_of_nobody(text.replace("WILHELMINA", "wilhelmina"), REASON)
    assert len(written.of("call")) > 100
    assert all(len(line["reference"]) == 32 for line in written.lines if line["action"] in {"call", "failed", "token_refused"})
    assert {line["method"] for line in written.of("call")} >= {"GET", "POST", "PATCH", "PUT", "DELETE", "other"}


async def test_a_refused_token_leaves_nothing_of_itself(named: Web, written: Written) -> None:
    right = named.entra.token("wilhelmina", name=NAME, preferred_username=EMAIL)
    head, body, signature = right.split(".")
    assert (await named.call("GET", "/api/config", None)).status == (await named.call("GET", "/api/me")).status == 200
    named.entra.key = OTHER_KEY
    forged = named.entra.token("wilhelmina", name=NAME, preferred_username=EMAIL)
    wrong = [forged, f"{head}.{body}.", f"{head}.{body[:-9]}.{signature}", "sesame", f"{head}.{body}.{signature[::-1]}", "a.b.c"]
    authorizations = [*(f"Bearer {token}" for token in wrong), "Basic Zm9vOmJhcg==", f"Digest {NAME}", f"bearer {right}x"]
    for authorization in authorizations:
        assert (await named.client.get("/api/me", headers={"Authorization": authorization})).status == 401
    assert len(written.of("token_refused")) == len(wrong) + 1
    told_of_nobody(written.text, *(part for token in (right, forged) for part in token.split(".")))
    assert {line["why"] for line in written.of("token_refused")} <= {"InvalidSignatureError", "DecodeError", "key", "claims"}


async def test_a_failure_of_ours_has_its_place_and_kinds_and_none_of_its_words(named: Web, written: Written) -> None:
    parts = replace(named.parts, store=Talking(ValueError))
    async with TestClient(TestServer(build_app(parts))) as client:
        answer = await client.get(f"/api/bookings/{day()}.london.{person('wilhelmina')}", headers=headers_of(named))
        problem = await answer.json(content_type=None)
    assert (answer.status, problem["code"]) == (500, "failed")
    (failed,) = written.of("failed")
    (call,) = written.of("call")
    assert failed["reference"] == call["reference"] == problem["reference"]
    assert (call["status"], failed["route"]) == (500, "/api/bookings/{booking}")
    assert "ValueError" in failed["exception"]
    assert "KeyError" in failed["exception"]
    assert "test_logs.py" in failed["exception"]
    told_of_nobody(written.text)


async def test_a_store_that_is_away_is_told_without_its_words(named: Web, written: Written) -> None:
    parts = replace(named.parts, store=Talking(Unavailable))
    async with TestClient(TestServer(build_app(parts))) as client:
        answer = await client.get("/api/offices", headers=headers_of(named))
        assert answer.status == 503
        reference = (await answer.json(content_type=None))["reference"]
        await client.get("/healthz/ready")
        await client.get("/guard/keys.json")
    (call,) = written.of("call")
    assert call["reference"] == written.of("unavailable")[0]["reference"] == reference
    told_of_nobody(written.text)


async def leave(web: Web, headers: Mapping[str, str] | None = None) -> None:
    """A call that means to change something, and is granted."""
    assert (await web.call("DELETE", f"/api/offices/london/days/{day()}/waiting", headers=dict(headers or {}))).status == 204


async def test_a_call_is_one_line_by_its_pattern(named: Web, written: Written) -> None:
    await leave(named)
    (line,) = written.of("call")
    assert (line["method"], line["route"], line["status"]) == ("DELETE", "/api/offices/{office}/days/{date}/waiting", 204)
    assert 0 < line["ms"] < 60_000
    assert set(line) == {"action", "method", "route", "status", "ms", "event", "reference", "level", "timestamp"}


async def test_who_looks_on_and_is_answered_soon_has_no_line_and_who_has_to_wait_has_one(named: Web, written: Written) -> None:
    assert (await named.call("GET", "/api/offices")).status == 200
    assert written.of("call") == []
    store = Stuck(named.parts.store, slowness_s=SLOW_S)
    async with TestClient(TestServer(build_app(replace(named.parts, store=store)))) as client:
        assert (await replace(named, client=client).call("GET", "/api/offices")).status == 200
    (line,) = written.of("call")
    assert (line["route"], line["status"]) == ("/api/offices", 200)
    assert line["ms"] >= SLOW_S * 1000


async def test_files_pages_and_health_have_no_line(named: Web, written: Written) -> None:
    for path in ("/", "/favicon.svg", "/assets/main-abc123.js", "/healthz/live", "/guard", "/nothing"):
        await named.client.get(path)
    assert written.of("call") == []


async def test_what_is_not_there_is_told_without_its_address(named: Web, written: Written) -> None:
    await named.client.get(f"/api/{NAME}")
    (line,) = written.of("call")
    assert (line["route"], line["status"]) == ("", 404)


async def test_calls_at_the_same_moment_keep_their_references(named: Web, written: Written) -> None:
    async def reference(number: int) -> str:
        answer = await named.client.get("/api/me", headers={"Authorization": f"Bearer no{number}"})
        return (await answer.json(content_type=None))["reference"]

    told = await asyncio.gather(*(reference(number) for number in range(30)))
    assert len(set(told)) == 30
    for action in ("call", "token_refused"):
        assert sorted(line["reference"] for line in written.of(action)) == sorted(told)


async def test_the_trace_of_a_program_that_calls_is_told_with_our_reference(named: Web, written: Written) -> None:
    await leave(named, {"traceparent": PARENT})
    await leave(named)
    first, second = written.of("call")
    assert first["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert "trace" not in second


@pytest.mark.parametrize(
    "parent",
    [
        "",
        NAME,
        PARENT.upper(),
        PARENT + "0",
        "ff" + PARENT[2:],
        PARENT.replace("4bf92f3577b34da6a3ce929d0e0e4736", "0" * 32),
        PARENT.replace("00f067aa0ba902b7", "0" * 16),
        PARENT.replace("-", "_"),
        "\N{ARABIC-INDIC DIGIT ZERO}" + PARENT[1:],
        PARENT + ", " + PARENT,
    ],
)
async def test_a_trace_that_is_none_is_passed_over(named: Web, written: Written, parent: str) -> None:
    await leave(named, {"traceparent": parent})
    (line,) = written.of("call")
    assert "trace" not in line

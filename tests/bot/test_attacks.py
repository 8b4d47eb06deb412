"""What no program sends by accident: bodies without end or packed, JSON with double bottoms, letters that are none. All get a plain 4xx."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import MAX_BODY
from tests.bot.conftest import ROOT_OID, Web
from tests.bot.fake_entra import FakeEntra
from tests.bot.real_process import running
from tests.bot.test_api import day, is_problem

TEN_MEGABYTES = 10_000_000
SOON = 10.0


@dataclass(frozen=True, slots=True)
class Wire:
    """One connection to the application, written to byte by byte."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    token: str

    def post(self, body: bytes, *, length: bool = True, **headers: str) -> None:
        said = {"Host": "x", "Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()} | ({"Content-Length": str(len(body))} if length else {})
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        self.writer.write(f"POST /api/bookings HTTP/1.1\r\n{head}\r\n".encode() + body)

    async def answer(self) -> tuple[int, dict[str, Any]]:
        """The next answer on the connection."""
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), SOON)).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        return int(head.split(" ", 2)[1]), json.loads(await asyncio.wait_for(self.reader.readexactly(length), SOON))


@pytest.fixture
async def wire(web: Web) -> AsyncGenerator[Wire]:
    reader, writer = await asyncio.open_connection("127.0.0.1", web.client.port)
    yield Wire(reader, writer, web.entra.token("anna"))
    writer.close()


def wish(ask: str = "first-ask") -> bytes:
    return json.dumps({"ask": ask, "office": "london", "date": day()}).encode()


def chunked(body: bytes, size: int = 50_000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in [*pieces, b""])


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize(
    "body", [b"x" * TEN_MEGABYTES, b" " * TEN_MEGABYTES + b"{}", b"x" * (MAX_BODY + 1)], ids=["letters", "spaces", "one more"]
)
async def test_a_body_without_end_is_a_413_and_the_connection_serves_on(wire: Wire, body: bytes, *, is_chunked: bool) -> None:
    if is_chunked:
        wire.post(chunked(body), length=False, Transfer_Encoding="chunked")
    else:
        wire.post(body)
    status, problem = await wire.answer()
    assert status == 413
    assert is_problem(problem, "too_large")
    wire.post(wish())
    assert (await wire.answer())[0] == 201


async def test_a_body_that_does_not_say_its_length_is_read_like_any_other(wire: Wire) -> None:
    wire.post(chunked(wish(), size=7), length=False, Transfer_Encoding="chunked")
    assert (await wire.answer())[0] == 201


async def test_a_body_of_as_much_as_can_be_is_read(wire: Wire) -> None:
    wire.post(wish().ljust(MAX_BODY))
    assert (await wire.answer())[0] == 201


PACKED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a wish": ("gzip", lambda: gzip.compress(wish())),
    "a bomb": ("gzip", lambda: gzip.compress(b" " * 10 * TEN_MEGABYTES, 1)),
    "a bomb in a bomb": ("gzip, gzip", lambda: gzip.compress(gzip.compress(b" " * TEN_MEGABYTES))),
    "no gzip at all": ("gzip", lambda: b"garbage!"),
    "half a gzip": ("gzip", lambda: gzip.compress(wish())[:-9]),
    "no deflate at all": ("deflate", lambda: b"garbage!"),
    "deflate": ("deflate", lambda: zlib.compress(wish())),
    "nothing known": ("rot13", wish),
}


@pytest.mark.parametrize("what", PACKED)
async def test_a_packed_body_is_refused_and_not_unpacked(wire: Wire, what: str) -> None:
    encoding, make = PACKED[what]
    wire.post(make(), Content_Encoding=encoding)
    status, problem = await wire.answer()
    assert status == 400
    assert is_problem(problem, "bad_request")


async def test_the_process_never_unpacks_a_body(tmp_path: Path, entra: FakeEntra) -> None:
    """Where it did, it would say by itself, and as plain text, that it can't unpack this one."""
    async with running(tmp_path, entra) as service:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        wire = Wire(reader, writer, entra.token("anna"))
        wire.post(wish(), Content_Encoding="br")
        status, problem = await wire.answer()
        writer.close()
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize(
    "body",
    [
        b'{"ask":"first-ask","ask":"other-ask","office":"london","date":"%s"}',
        b'{"ask":"first-ask","ask":"first-ask","office":"london","date":"%s"}',
        b'{"ask":"first-ask","\\u0061sk":"other-ask","office":"london","date":"%s"}',
        b'{"ask":"first-ask","office":"london","date":"%s","person":null,"person":null}',
    ],
)
async def test_a_body_that_names_something_twice_is_refused(web: Web, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    status, problem = await web.json("POST", "/api/bookings", data=body % day().encode(), headers=headers)
    assert (status, problem["detail"]) == (400, "The body names something twice.")


@pytest.mark.parametrize(
    "body",
    [
        b'{"ask":"first-ask","office":"\xed\xa0\x80","date":"%s"}',  # half a character
        b'{"ask":"first-ask","office":"\xc0\xaf","date":"%s"}',  # a slash in two bytes instead of one
        b'{"ask":"first-ask","office":"\xf5\x80\x80\x80","date":"%s"}',  # beyond all characters
        b'\xef\xbb\xbf{"ask":"first-ask","office":"london","date":"%s"}',
        b'{"ask":"first-ask","office":"london","date":"%s"}\x00',
        b'{"ask":"first-ask","office":"london","date":"%s"}{}',
        '{"ask":"first-ask","office":"london","date":"%s"}'.encode("utf-16"),
        b'{"ask":"first-ask","office":"london","date":"%s","reason":' + b"[" * 60_000,
    ],
)
async def test_bytes_that_are_no_json_of_ours_are_refused(web: Web, body: bytes) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    status, problem = await web.json("POST", "/api/bookings", data=body.replace(b"%s", day().encode()), headers=headers)
    assert status == 400
    assert is_problem(problem, "bad_request")


@pytest.mark.parametrize(
    "name", ["\u202eolsO", "\u2066Oslo\u2069", "O\u0301slo", "\U0001f3e2", "\u041esl\u043e", "\ufeffOslo", "O\u200bslo"]
)
async def test_letters_that_trick_the_eye_come_back_as_they_were_sent(web: Web, name: str) -> None:
    body = {"id": "oslo", "name": name, "zone": "Europe/Oslo", "capacity": 1}
    status, made = await web.json("POST", "/api/offices", ROOT_OID, json=body)
    assert (status, made["name"]) == (201, name)


@pytest.mark.parametrize("said", ["null", "NULL", "nUlL"])
@pytest.mark.parametrize("name", ["date", "from", "to", "limit"])
async def test_null_in_a_query_is_no_way_to_say_nothing(web: Web, name: str, said: str) -> None:
    status, problem = await web.json("GET", f"/api/bookings?{name}={said}")
    assert status == 400
    assert is_problem(problem, "bad_request")


async def test_null_may_be_the_name_of_an_office_in_a_query(web: Web) -> None:
    assert (await web.json("GET", "/api/bookings.csv?office=null", ROOT_OID))[1]["code"] == "no_such_office"


@pytest.mark.parametrize(("said", "status"), [('""', 400), ("", 400), ("1", 400), ('"1", "2"', 400), ("*, *", 400), ('W/"1"', 412)])
async def test_a_version_that_is_none_is_refused(web: Web, said: str, status: int) -> None:
    for method, path in (("PATCH", "/api/me"), ("PATCH", "/api/offices/london")):
        assert (await web.json(method, path, ROOT_OID, json={}, headers={"If-Match": said}))[0] == status


async def test_a_version_that_is_said_twice_is_refused(web: Web) -> None:
    headers = [("Authorization", f"Bearer {web.entra.token('anna')}"), ("If-Match", '"1"'), ("If-Match", '"1"')]
    answer = await web.client.request("PATCH", "/api/me", json={}, headers=headers)
    assert answer.status == 400


async def test_a_method_that_is_not_taken_is_answered_with_those_that_are(web: Web) -> None:
    for method in ("PUT", "POST", "DELETE", "OPTIONS", "HEAD", "TRACE"):
        answer = await web.call(method, "/api/me")
        assert (answer.status, answer.headers["Allow"]) == (405, "GET,PATCH")


async def test_what_an_office_would_be_like_must_be_possible_even_if_it_were_closed(web: Web) -> None:
    status, problem = await web.json("GET", "/api/offices/london/impact?removed=true&capacity=100001", ROOT_OID)
    assert (status, problem["code"]) == (422, "bad_value")

"""The shape of every process's lines: JSON, and without the words of anybody else's code; and what a real process leaves behind."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from pathlib import Path

import structlog

from core import logs
from tests.bot.fake_entra import FakeEntra
from tests.bot.real_process import running
from tests.bot.written import EMAIL, NAME, REASON, Written, told_of_nobody
from tests.product import ROOT


def test_other_libraries_lines_are_ours_in_shape_and_without_what_they_fill_in(written: Written) -> None:
    others = logging.getLogger("a.library")
    others.addHandler(logs.OtherLibraries())
    others.propagate = False
    others.error("What %s did failed: %d%%", NAME, 5, exc_info=ValueError(EMAIL))
    others.warning(f"Task exception was never retrieved\nfuture: {REASON}")  # as asyncio writes it
    first, second = written.lines
    assert (first["event"], first["logger"], first["level"]) == ("What %s did failed: %d%%", "a.library", "error")
    assert "ValueError" in first["exception"]
    assert second["event"] == "Task exception was never retrieved"
    told_of_nobody(written.text)


def test_a_line_with_half_a_character_is_written_all_the_same(written: Written) -> None:
    structlog.get_logger().info("half", action="x", what="\ud800", other=object)
    assert written.lines[0]["what"] == "\ud800"


async def test_not_even_what_is_no_http_is_written_down(tmp_path: Path, entra: FakeEntra) -> None:
    """Standard error is all that there is to read."""
    token = entra.token("wilhelmina", name=NAME, preferred_username=EMAIL)
    async with running(tmp_path, entra) as service:
        for sent in broken_requests(token):
            assert (await said(service.port, sent)).startswith((b"HTTP/1.1 4", b"HTTP/1.0 4", b"")), sent[:40]
        back = f"DELETE /api/bookings/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
        assert (await said(service.port, back.encode())).startswith(b"HTTP/1.1 404 ")
    text = await asyncio.to_thread(service.log.read_text, "utf-8")
    told_of_nobody(text, *token.split("."))
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["status"] for line in lines if line["action"] == "call"] == [404]
    assert not [line for line in lines if line["level"] not in {"info", "warning"}]


def broken_requests(token: str) -> list[bytes]:
    """What aiohttp answers by itself, with something in each that must not be told."""
    header = f"Authorization: Bearer {token}".encode()
    return [
        b"GET /api/me HTTP/1.1\r\nHost: x\r\n" + header + b"\x00\x01\r\n\r\n",
        b"GET /api/me HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n" + header + b"\r\nContent-Length: sesame\r\n\r\n",
        b"GET /api/me HTTP/1.1\r\nHost: x\r\nX: " + b"sesame" * 10_000 + b"\r\n\r\n",
        b"GET /" + b"sesame" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"sesame\r\n\r\n",
        b"GET /sesame HTTP/9.9\r\nHost: x\r\n\r\n",
        b"POST /api/bookings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + header + b"x\r\n\r\nsesame\r\n",
        b"\x16\x03\x01sesame",
    ]


async def said(port: int, sent: bytes) -> bytes:
    """All that comes back until the connection is closed or nothing more comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    answer = b""
    try:
        async with asyncio.timeout(2):
            while piece := await reader.read(65_536):
                answer += piece
    except (TimeoutError, ConnectionError):
        pass
    writer.close()
    return answer


def test_the_lines_of_a_real_process_are_json(tmp_path: Path) -> None:
    code = (
        "import logging; from core import logs; logs.configure();"
        "logging.getLogger('x').warning('a \"quoted\" %s', 'word'); logging.getLogger('x').info('quiet')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["event"] == 'a "quoted" %s'

"""The page that describes the API: all of the document is on it, every link of it leads somewhere, and no text gets out of its place."""

from __future__ import annotations

import gzip
import json
import re
import shlex
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any, cast

import msgspec
import pytest

from bot.api import openapi
from bot.api.problem_types import PROBLEM_TYPES, ProblemType
from bot.docs.addresses import POLICY, STATIC, made
from bot.docs.curl import curl
from bot.docs.document import Operation, read
from bot.docs.page import page_of
from tests.bot.conftest import Web

ORIGIN = "https://desks.contoso.example"
EVIL = "</code></p><script>alert('`x`')</script>\"'><img src=x onerror=alert(1)>&amp;$origin"
MAX_BYTES = 250_000


@dataclass
class Seen(HTMLParser):
    """What a browser would make of a page."""

    ids: list[str] = field(default_factory=list[str])
    links: list[str] = field(default_factory=list[str])
    elements: list[tuple[str, frozenset[str]]] = field(default_factory=list[tuple[str, frozenset[str]]])
    within: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    texts: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        super().__init__()
        self._article = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.elements.append((tag, frozenset(named)))
        if "id" in named:
            self.ids.append(named["id"])
        if tag == "article":
            self._article = named["id"]
        if tag == "a":
            self.links.append(named["href"])
            self.within.setdefault(self._article, []).append(named["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._article = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def seen(page: str) -> Seen:
    found = Seen()
    found.feed(page)
    found.close()
    return found


def plain() -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(openapi.document())))


def calls(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def squeezed(text: str) -> str:
    """Without what the page shows in another way: spaces, paragraphs and backticks."""
    return re.sub(r"[\s`]", "", text)


@pytest.fixture(scope="module")
def page() -> str:
    return made(ORIGIN).body.decode()


def test_every_call_shape_and_problem_has_its_place_and_each_place_is_one(page: str) -> None:
    document, found = plain(), seen(page)
    expected = {f"call-{operation['operationId']}" for operation in calls(document)}
    expected |= {f"shape-{name}" for name in document["components"]["schemas"]}
    expected |= {f"problem-{code}" for code in PROBLEM_TYPES}
    assert expected <= set(found.ids)
    assert [name for name, times in Counter(found.ids).items() if times > 1] == []


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    found = seen(page)
    targets = {link.removeprefix("#") for link in found.links if link.startswith("#")}
    assert targets <= set(found.ids)
    assert {link for link in found.links if not link.startswith("#")} == {"/api/docs", "/api/openapi.json"}


def test_the_contents_name_every_call_shape_and_problem(page: str) -> None:
    contents = seen(page[page.index("<nav") : page.index("</nav>")])
    places = [name for name in seen(page).ids if name.startswith(("call-", "shape-", "problem-"))]
    assert Counter(f"#{place}" for place in places) <= Counter(contents.links)


def test_a_call_leads_to_all_its_problems_and_shapes(page: str) -> None:
    within = seen(page).within
    for operation in calls(plain()):
        expected = {f"#problem-{code}" for response in operation["responses"].values() for code in response.get("x-codes", [])}
        bodies = [*operation["responses"].values(), operation.get("requestBody", {})]
        media = [one for body in bodies for kind, one in body.get("content", {}).items() if "problem" not in kind]
        expected |= {f"#shape-{one['schema']['$ref'].rpartition('/')[2]}" for one in media if "$ref" in one["schema"]}
        assert expected <= set(within[f"call-{operation['operationId']}"]), operation["operationId"]


def test_whatever_the_document_says_of_a_call_is_on_the_page(page: str) -> None:
    text = squeezed("".join(seen(page).texts))
    for operation in calls(plain()):
        for said in (operation["summary"], operation["description"], *(one.get("description", "") for one in operation["parameters"])):
            assert squeezed(said) in text


async def test_the_type_of_a_problem_leads_to_its_place(web: Web) -> None:
    _, problem = await web.json("GET", "/api/offices/nowhere")
    path, _, place = problem["type"].partition("#")
    answer = await web.client.get(path)
    assert answer.status == HTTPStatus.OK
    assert place in seen(await answer.text()).ids


async def test_anybody_may_read_it_and_it_loads_nothing_but_our_own_files(web: Web) -> None:
    for path in ("/api/docs", *(f"/api/docs/{file.name}" for file in STATIC.iterdir())):
        answer = await web.client.get(path)
        assert answer.status == HTTPStatus.OK
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in POLICY
    assert "unsafe" not in POLICY


async def test_a_page_that_the_browser_has_is_not_sent_again(web: Web) -> None:
    first = await web.client.get("/api/docs")
    assert first.content_type == "text/html"
    again = await web.client.get("/api/docs", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (HTTPStatus.NOT_MODIFIED, b"")
    other = await web.client.get("/api/docs", headers={"If-None-Match": '"older"'})
    assert other.status == HTTPStatus.OK


async def test_who_can_not_unzip_gets_the_same_page(web: Web) -> None:
    zipped = await web.client.get("/api/docs")
    bare = await web.client.get("/api/docs", headers={"Accept-Encoding": "identity"})
    assert (zipped.headers["Content-Encoding"], bare.headers.get("Content-Encoding")) == ("gzip", None)
    assert await zipped.read() == await bare.read()
    assert gzip.decompress(made(ORIGIN).zipped) == made(ORIGIN).body


def test_the_page_is_small_and_has_no_script_or_style_in_itself(page: str) -> None:
    assert len(page.encode()) < MAX_BYTES
    found = seen(page)
    assert not [element for element in found.elements if element[0] == "style" or any(name.startswith("on") for name in element[1])]
    assert not [element for element in found.elements if "style" in element[1]]
    assert [element for element in found.elements if element[0] == "script"] == [("script", frozenset({"type", "src"}))]


def spoiled(value: object, of: str = "") -> Any:
    """The same document with an evil text wherever it has one of its own choice."""
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value)
        return {name: spoiled(part, name) for name, part in parts.items()}
    if isinstance(value, list):
        return [spoiled(part, of) for part in cast("list[object]", value)]
    if isinstance(value, str) and of not in {"$ref", "in", "propertyName"}:
        return f"{value} {EVIL}"
    return value


def test_no_text_of_the_document_gets_out_of_its_place() -> None:
    document, code = spoiled(openapi.document()), f"code{EVIL}"
    document["paths"][f"/api/{EVIL}"] = {f"get{EVIL}": next(iter(calls(document)))}
    document["components"]["schemas"][EVIL] = {"properties": {EVIL: {"type": EVIL, "enum": [EVIL], "default": EVIL, "pattern": EVIL}}}
    problems = {code: ProblemType(code, (HTTPStatus.CONFLICT,), EVIL, EVIL, EVIL, {EVIL: EVIL})}
    good, evil = seen(page_of(read(openapi.document()), PROBLEM_TYPES, ORIGIN)), seen(page_of(read(document), problems, f"{ORIGIN}/{EVIL}"))
    assert set(evil.elements) <= set(good.elements), "no element and no attribute that the good page has not"
    assert [name for name, _ in evil.elements].count("script") == 1
    assert "<script>alert('" in "".join(evil.texts)
    assert "$origin" in "".join(evil.texts)


def operation(**parts: object) -> Operation:
    return msgspec.convert({"operationId": "any", "security": [{"entra": []}], **parts}, Operation)


def test_a_call_in_the_shell_says_what_the_document_says() -> None:
    """Also where a text has in it what a shell minds."""
    body = {"note": 'It\'s $HOME; `ls` "now" \\ '}
    office = {"name": "office", "in": "path", "required": True, "example": "a b/ç"}
    first = {"name": "from", "in": "query", "required": True, "example": "2026-11-25"}
    optional = {"name": "to", "in": "query", "example": "2026-11-26"}
    version = {"name": "If-Match", "in": "header", "required": True, "example": '"3"'}
    content = {"application/json": {"schema": {}, "examples": {"Noted": {"value": body}}}}
    told = operation(
        parameters=[office, first, optional, version],
        requestBody={"content": content},
        responses={"200": {"headers": {"ETag": {"description": "The version"}}}},
    )
    words = shlex.split(curl(ORIGIN, "PUT", "/api/offices/{office}", told).replace("\\\n", ""))
    assert words[:5] == ["curl", "-i", "-X", "PUT", f"{ORIGIN}/api/offices/a%20b%2F%C3%A7?from=2026-11-25"]
    sent = [words[number + 1] for number, word in enumerate(words) if word == "-H"]
    assert sent == ["Authorization: Bearer $TOKEN", 'If-Match: "3"', "Content-Type: application/json"]
    assert json.loads(words[words.index("-d") + 1]) == body


def test_a_call_that_is_open_to_anybody_needs_no_token() -> None:
    assert curl(ORIGIN, "GET", "/api/config", operation(security=[])) == f"curl {ORIGIN}/api/config"

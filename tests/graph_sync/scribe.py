"""A server in Graph's place that writes down what it is sent and answers what it was told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass(frozen=True, slots=True)
class Heard:
    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str | None = None


class Scribe:
    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.answers: list[Answer] = []
        self._server: TestServer | None = None

    async def start(self) -> str:
        """The address that stands for Graph's."""
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._answer)
        self._server = TestServer(app)
        await self._server.start_server()
        return str(self._server.make_url("/v1.0"))

    async def stop(self) -> None:
        if self._server is not None:
            await self._server.close()

    async def _answer(self, request: web.Request) -> web.Response:
        body: dict[str, object] = await request.json() if request.can_read_body else {}
        self.heard.append(Heard(request.method, request.path_qs, request.headers.copy(), body))
        answer = self.answers.pop(0) if self.answers else Answer(200, {"id": "E", "value": []})
        if answer.text is not None:
            return web.Response(status=answer.status, text=answer.text, content_type="text/html", headers=answer.headers)
        if answer.body is None:
            return web.Response(status=answer.status, headers=answer.headers)
        return web.json_response(answer.body, status=answer.status, headers=answer.headers)

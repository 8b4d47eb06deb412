"""The gateway on a port of this machine. One request is read, perhaps struck by weather, applied in one instant, and answered."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from ssl import SSLContext
from typing import Self, cast
from urllib.parse import unquote

from aiohttp import web

from tests.cosmos_gateway import auth
from tests.cosmos_gateway.account import Account, description
from tests.cosmos_gateway.documents import Answer, Request, answer, has_seen_all
from tests.cosmos_gateway.items import Items
from tests.cosmos_gateway.values import GatewayError, Json, Object, bad_request
from tests.cosmos_gateway.weather import AFTER, BEFORE, Fault, Kind, Weather

MAX_REQUEST = 4 * 1024 * 1024


class Gateway:
    """`async with` it; `latency_s` is how long a write takes, during which another write of one of its items is answered 449."""

    def __init__(
        self, account: Account, *, port: int = 0, on_write: Callable[[], None] = lambda: None, tls: SSLContext | None = None
    ) -> None:
        self.account = account
        self.weather = Weather()
        self.latency_s = 0.0
        self.conflicts = 0
        self._port = port
        self._on_write = on_write
        self._tls = tls
        self._busy: set[tuple[str, str]] = set()
        self._runner: web.AppRunner | None = None

    @property
    def endpoint(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}/"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=MAX_REQUEST)
        app.router.add_route("*", "/{path:.*}", self._handle)
        # Clients keep their connections; waiting for them at the end of every test would take longer than the tests.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, ssl_context=self._tls)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _handle(self, http: web.Request) -> web.StreamResponse:
        text = await http.text()
        segments = [unquote(segment) for segment in http.raw_path.split("?")[0].split("/") if segment]
        headers = {name.lower(): value for name, value in http.headers.items()}
        try:
            auth.check(http.method, segments, headers.get("x-ms-date", ""), headers.get("authorization", ""))
            body = cast("Json", json.loads(text)) if text else None
            given = await self._answer(http, segments, headers, body)
        except GatewayError as error:
            given = Answer(error.status, error.body, 1.0, error.headers)
        if given is None:
            return _cut(http)
        return _response(given)

    async def _answer(self, http: web.Request, segments: list[str], headers: Mapping[str, str], body: Json) -> Answer | None:
        """None: the connection is cut instead."""
        if len(segments) < 5 or segments[4] != "docs":
            fault = self.weather.strike(Kind.META)
            if fault is not None and fault in BEFORE:
                raise BEFORE[fault]
            return self._meta(http.method, segments, headers)
        items = self.account.container(segments[1], segments[3])
        request = Request(http.method, segments[5] if len(segments) > 5 else None, headers, body)
        fault = self.weather.strike(request.kind)
        if fault is Fault.CUT:
            return None
        if fault is not None and fault in BEFORE:
            raise BEFORE[fault]
        if fault is Fault.CONFLICTING_INSIDE:
            return _one_conflicts(request)
        if fault is Fault.LAGGING and not has_seen_all(items, headers):
            items = items.lagging()
        given = await self._in_turn(items, request)
        if fault is Fault.LOST:
            return None
        if fault is not None and fault in AFTER:
            raise AFTER[fault]
        return _halved(given) if fault is Fault.HALF_PAGE else given

    async def _in_turn(self, items: Items, request: Request) -> Answer:
        if request.kind not in {Kind.BATCH, Kind.WRITE} or not self.latency_s:
            given = answer(items, request)
        else:
            given = await self._slowly(items, request)
        if request.kind in {Kind.BATCH, Kind.WRITE}:
            self._on_write()
        return given

    async def _slowly(self, items: Items, request: Request) -> Answer:
        """Only one update can be executed at a time per item; the other concurrent ones fail with 449."""
        wanted = {(request.partition_key, operation.id) for operation in request.operations}
        if wanted & self._busy:
            self.conflicts += 1
            raise BEFORE[Fault.CONFLICTING]
        self._busy |= wanted
        try:
            await asyncio.sleep(self.latency_s)
            return answer(items, request)
        finally:
            self._busy -= wanted

    def _meta(self, method: str, segments: list[str], headers: Mapping[str, str]) -> Answer:
        if method != "GET":
            raise GatewayError(403, "Databases and containers can't be changed with rights to data only.", 5300)
        match segments:
            case []:
                return Answer(200, cast("Object", description(self.endpoint)))
            case ["dbs", database]:
                return Answer(200, self.account.database(database))
            case ["dbs", database, "colls", container]:
                return Answer(200, self.account.container(database, container).properties)
            case ["dbs", database, "colls", container, "pkranges"]:
                return _ranges(self.account.container(database, container), headers)
            case _:
                raise bad_request(f"the path {'/'.join(segments)} is not known here")


def _ranges(items: Items, headers: Mapping[str, str]) -> Answer:
    """A feed of its own: read on until 304 says that this was all."""
    etag = f'"{"-".join(partition.id for partition in items.partitions)}"'
    if headers.get("if-none-match") == etag:
        return Answer(304, None, headers={"etag": etag})
    ranges: list[Json] = [
        {
            "id": partition.id,
            "_rid": items.properties["_rid"],
            "minInclusive": partition.low,
            "maxExclusive": partition.high,
            "ridPrefix": int(partition.id),
            "throughputFraction": 1 / len(items.partitions),
            "status": "online",
            "parents": [partition.parent] if partition.parent else [],
        }
        for partition in items.partitions
    ]
    return Answer(200, {"_rid": items.properties["_rid"], "PartitionKeyRanges": ranges, "_count": len(ranges)}, headers={"etag": etag})


def _one_conflicts(request: Request) -> Answer:
    """Whether the service says it like this is not documented; whoever meets it must take it for what it is."""
    last = len(request.operations) - 1
    return Answer(207, [{"statusCode": 449 if index == last else 424, "requestCharge": 0} for index in range(last + 1)])


def _halved(given: Answer) -> Answer:
    """A page that ends before it is full, as the service is free to answer."""
    body = cast("dict[str, list[Json]]", given.body)
    half = body["Documents"][: len(body["Documents"]) // 2]
    return Answer(given.status, {**body, "Documents": half}, given.charge, {**given.headers, "x-ms-continuation": str(len(half))})


def _cut(http: web.Request) -> web.StreamResponse:
    if http.transport is not None:
        http.transport.abort()
    return web.Response()


def _response(given: Answer) -> web.Response:
    headers = {
        "x-ms-request-charge": str(given.charge),
        "x-ms-activity-id": str(uuid.uuid4()),
        "x-ms-version": "2020-07-15",
        "Content-Type": "application/json",
        **given.headers,
    }
    return web.Response(status=given.status, body=b"" if given.body is None else json.dumps(given.body).encode(), headers=headers)

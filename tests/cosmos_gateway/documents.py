"""The routes below `/docs`: items, batches, queries and the change feed. A request goes in, an answer comes out; nothing awaits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.cosmos_gateway import charges
from tests.cosmos_gateway.items import Item, Items, Operation, operation_of
from tests.cosmos_gateway.partitions import PhysicalPartition, hash_of
from tests.cosmos_gateway.sql import ids_in, parse_query
from tests.cosmos_gateway.values import GatewayError, Json, Object, as_list, as_object, as_text, bad_request
from tests.cosmos_gateway.weather import Kind

PAGE = 100
_VERBS = {"GET": "Read", "PUT": "Replace", "PATCH": "Patch", "DELETE": "Delete"}


@dataclass(frozen=True, slots=True)
class Request:
    """What of an HTTP request matters here. `item` is the id in the path; header names are in lower case."""

    method: str
    item: str | None
    headers: Mapping[str, str]
    body: Json

    def is_marked(self, header: str) -> bool:
        return self.headers.get(header, "").lower() == "true"

    @property
    def kind(self) -> Kind:
        if self.is_marked("x-ms-cosmos-is-batch-request"):
            return Kind.BATCH
        if self.is_marked("x-ms-documentdb-isquery"):
            return Kind.QUERY
        if "a-im" in self.headers:
            return Kind.FEED
        return Kind.READ if self.method == "GET" else Kind.WRITE

    @property
    def partition_key(self) -> str:
        values = as_list(json.loads(self.headers.get("x-ms-documentdb-partitionkey", "[]")))
        if len(values) != 1:
            raise bad_request("one partition key is needed")
        return as_text(values[0])

    @property
    def operations(self) -> list[Operation]:
        """What the request would write or read by id."""
        if self.kind is Kind.BATCH:
            return [operation_of(as_object(operation)) for operation in as_list(self.body)]
        if self.kind not in {Kind.READ, Kind.WRITE}:
            return []
        if self.item is None and self.method != "POST":
            raise bad_request("items are not listed without a query here")
        if_match = self.headers.get("if-match")
        if self.item is not None:
            return [Operation(kind=_VERBS[self.method], id=self.item, body=self.body, if_match=if_match)]
        kind = "Upsert" if self.is_marked("x-ms-documentdb-is-upsert") else "Create"
        return [Operation(kind=kind, id=as_text(as_object(self.body).get("id")), body=self.body, if_match=if_match)]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Json | None
    charge: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def has_seen_all(items: Items, headers: Mapping[str, str]) -> bool:
    """Whether the session asks for everything that was ever written; then no replica that lags may answer."""
    tokens = headers.get("x-ms-session-token", "").split(",")
    return all(f"{partition.id}:-1#{partition.lsn}" in tokens for partition in items.partitions if partition.lsn)


def answer(items: Items, request: Request) -> Answer:
    """Raises GatewayError."""
    match request.kind:
        case Kind.BATCH:
            return _batch(items, request)
        case Kind.QUERY:
            return _query(items, request)
        case Kind.FEED:
            return _feed(items, request)
        case _:
            (operation,) = request.operations
            outcome = items.operate(request.partition_key, operation)
            headers = _session([items.partition_of(request.partition_key)])
            if outcome.body is not None:
                headers["etag"] = as_text(outcome.body["_etag"])
            return Answer(outcome.status, outcome.body, outcome.charge, headers)


def _batch(items: Items, request: Request) -> Answer:
    status, outcomes = items.batch(request.partition_key, request.operations)
    results: list[Json] = []
    for outcome in outcomes:
        result: dict[str, Json] = {"statusCode": outcome.status, "requestCharge": outcome.charge}
        if outcome.body is not None:
            result |= {"eTag": outcome.body["_etag"], "resourceBody": outcome.body}
        results.append(result)
    charge = round(sum(outcome.charge for outcome in outcomes), 2)
    return Answer(status, results, charge, _session([items.partition_of(request.partition_key)]))


def _query(items: Items, request: Request) -> Answer:
    if request.is_marked("x-ms-cosmos-is-query-plan-request"):
        raise bad_request("this stand-in plans no queries: ask each physical partition")
    body = as_object(request.body)
    parameters = {as_text(p["name"]): p.get("value") for p in map(as_object, as_list(body.get("parameters", [])))}
    query = parse_query(as_text(body.get("query")), parameters)
    scope, partitions = _scope(items, request, ids_in(query.where))
    found = items.select(query, [item.body for item in scope])
    start = int(request.headers.get("x-ms-continuation", "0"))
    page = found[start : start + _page_size(request)]
    headers = _session(partitions)
    if start + len(page) < len(found):
        headers["x-ms-continuation"] = str(start + len(page))
    return Answer(200, _documents(items, page), charges.of_query(page), headers)


def _feed(items: Items, request: Request) -> Answer:
    """Newest states in the order of writing, after the number in If-None-Match; whole batches; 304 when there is nothing."""
    if request.headers["a-im"] != "Incremental Feed":
        raise bad_request("only the latest version of items is fed here")
    scope, (partition, *others) = _scope(items, request)
    if others:
        raise GatewayError(410, "The feed of several partitions can't be read at once.", 1002)
    since = int(request.headers.get("if-none-match", "0").strip('"'))
    newer = sorted((item for item in scope if item.lsn > since), key=lambda item: item.lsn)
    size = _page_size(request)
    page = [item for item in newer if item.lsn <= newer[min(size, len(newer)) - 1].lsn]
    until = page[-1].lsn if page else max(since, partition.lsn)
    headers = {**_session([partition]), "etag": f'"{until}"'}
    bodies: list[Object] = [{**item.body, "_lsn": item.lsn} for item in page]
    return Answer(200 if page else 304, _documents(items, bodies) if page else None, charges.of_query(bodies), headers)


def _scope(items: Items, request: Request, ids: set[str] | None = None) -> tuple[list[Item], list[PhysicalPartition]]:
    """The living items that a query or feed is about: of one key, or of one physical partition, or of a part of that."""
    if "x-ms-documentdb-partitionkey" in request.headers:
        wanted = request.partition_key
        if ids is not None:
            named = [item for identifier in sorted(ids) if (item := items.find(wanted, identifier)) is not None]
            return named, [items.partition_of(wanted)]
        return [item for key, item in items.living() if key == wanted], [items.partition_of(wanted)]
    named = request.headers.get("x-ms-documentdb-partitionkeyrangeid")
    partitions = [partition for partition in items.partitions if named in {None, partition.id}]
    if not partitions:
        raise GatewayError(410, "The physical partition is gone.", 1002)
    if named is None and len(partitions) > 1:
        raise bad_request("the query needs a plan: it is about several physical partitions")
    low = request.headers.get("x-ms-start-epk", partitions[0].low)
    high = request.headers.get("x-ms-end-epk", partitions[-1].high)
    low, high = max(low, partitions[0].low), min(high, partitions[-1].high)
    return [item for key, item in items.living() if low <= hash_of(key) < high], partitions


def _page_size(request: Request) -> int:
    asked = int(request.headers.get("x-ms-max-item-count", "-1"))
    return asked if asked > 0 else PAGE


def _session(partitions: Sequence[PhysicalPartition]) -> dict[str, str]:
    return {"x-ms-session-token": ",".join(f"{partition.id}:-1#{partition.lsn}" for partition in partitions)}


def _documents(items: Items, bodies: Sequence[Object]) -> Object:
    return {"_rid": items.properties["_rid"], "Documents": bodies, "_count": len(bodies)}

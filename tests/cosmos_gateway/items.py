"""The items of one container: point operations and atomic batches. Nothing awaits, so every request is one instant."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.clock import Clock
from tests.cosmos_gateway import charges
from tests.cosmos_gateway.partitions import PhysicalPartition, halves, hash_of, physical_partitions
from tests.cosmos_gateway.patching import patched
from tests.cosmos_gateway.sql import Select, is_met, parse_predicate, sort_key
from tests.cosmos_gateway.values import GatewayError, Json, Object, as_list, as_object, as_text, bad_request

MAX_BODY = 2 * 1024 * 1024
MAX_BATCH = 100
MAX_ID = 1023
_FORBIDDEN = frozenset("/\\?#")
_SYSTEM = ("_rid", "_self", "_etag", "_ts", "_attachments")


@dataclass(frozen=True, slots=True)
class Item:
    body: Object
    lsn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One write or read of one item, alone or in a batch."""

    kind: str
    id: str
    body: Json = None
    if_match: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    status: int
    body: Object | None
    charge: float


class Items:
    """`properties` are the container's: its key path, time to live and indexing policy."""

    def __init__(self, properties: Object, clock: Clock, physical: int) -> None:
        if as_object(properties.get("partitionKey")).get("paths") != ["/pk"]:
            raise bad_request("this stand-in keeps containers that are partitioned by /pk")
        self.properties = properties
        self.partitions = physical_partitions(physical)
        self.kept: dict[tuple[str, str], Item] = {}
        self._before_last_batch = self.kept
        self._clock = clock
        policy = as_object(properties.get("indexingPolicy", {"includedPaths": [{"path": "/*"}]}))
        self._indexed = [as_text(as_object(path).get("path")) for path in as_list(policy.get("includedPaths", []))]

    def partition_of(self, partition_key: str) -> PhysicalPartition:
        where = hash_of(partition_key)
        return next(partition for partition in self.partitions if partition.low <= where < partition.high)

    def split(self) -> None:
        """Split every physical partition, as the service does when they grow."""
        first_id = 1 + max(int(partition.id) for partition in self.partitions)
        self.partitions = [half for number, partition in enumerate(self.partitions) for half in halves(partition, first_id + 2 * number)]

    def operate(self, partition_key: str, operation: Operation) -> Outcome:
        """Raises GatewayError, and then nothing has changed."""
        held = self.find(partition_key, operation.id)
        if operation.kind in {"Create", "Upsert"} and (held is None or operation.kind == "Create"):
            if held is not None:
                raise GatewayError(409, "Entity with the specified id already exists in the system.")
            return self._put(partition_key, operation.kind, 201, self._checked(partition_key, operation))
        if held is None:
            raise GatewayError(404, "Entity with the specified id does not exist in the system.")
        if operation.if_match is not None and operation.if_match != held.body["_etag"]:
            raise _unmet()
        match operation.kind:
            case "Read":
                return Outcome(200, held.body, charges.of_read(held.body))
            case "Replace" | "Upsert":
                return self._put(partition_key, operation.kind, 200, self._checked(partition_key, operation))
            case "Patch":
                return self._put(partition_key, operation.kind, 200, _patch(held.body, as_object(operation.body)))
            case "Delete":
                del self.kept[partition_key, operation.id]
                return Outcome(204, None, charges.of_write("Delete", held.body, self._indexed))
            case _:
                raise bad_request(f"the operation {operation.kind!r} is not known here")

    def batch(self, partition_key: str, operations: Sequence[Operation]) -> tuple[int, list[Outcome]]:
        """All or nothing. The one that failed keeps its status, the others are 424."""
        if not 0 < len(operations) <= MAX_BATCH:
            raise bad_request("Batch request has more operations than what is supported.")
        partition = self.partition_of(partition_key)
        before, lsn = dict(self.kept), partition.lsn
        outcomes: list[Outcome] = []
        for operation in operations:
            try:
                outcomes.append(self.operate(partition_key, operation))
            except GatewayError as error:
                self.kept, partition.lsn = before, lsn
                failed = len(outcomes)
                statuses = [error.status if index == failed else 424 for index in range(len(operations))]
                return 207, [Outcome(status, None, charges.REFUSED) for status in statuses]
        self._join(partition_key, operations, partition)
        self._before_last_batch = before
        return 200, outcomes

    def lagging(self) -> Items:
        """A replica that has not heard of the last batch."""
        replica = copy.copy(self)
        replica.kept = self._before_last_batch
        return replica

    def living(self) -> list[tuple[str, Item]]:
        """Every item that has not expired, with its partition key."""
        return [(key[0], item) for key in self.kept if (item := self.find(*key)) is not None]

    def select(self, query: Select, within: Sequence[Object]) -> list[Object]:
        if len(query.order) > 1:
            self._need_composite_index(["/" + "/".join(path.names) for path in query.order])
        found = [body for body in within if is_met(query.where, body)]
        if query.order:
            keyed = [(key, number, body) for number, body in enumerate(found) if (key := sort_key(query.order, body)) is not None]
            found = [body for _, _, body in sorted(keyed, key=lambda entry: entry[:2])]
        return found[: query.top]

    def _need_composite_index(self, paths: Sequence[str]) -> None:
        policy = as_object(self.properties.get("indexingPolicy", {}))
        for index in as_list(policy.get("compositeIndexes", [])):
            if [as_object(part).get("path") for part in as_list(index)] == paths:
                return
        raise bad_request("The order by query does not have a corresponding composite index that it can be served from.")

    def find(self, partition_key: str, identifier: str) -> Item | None:
        """The item, unless it has expired."""
        item = self.kept.get((partition_key, identifier))
        if item is None:
            return None
        default = self.properties.get("defaultTtl")
        ttl = item.body.get("ttl", default)
        ends = None if default is None or ttl == -1 else _number(item.body["_ts"]) + _number(ttl)
        return item if ends is None or self._clock.now().timestamp() < ends else None

    def _checked(self, partition_key: str, operation: Operation) -> Object:
        body = as_object(operation.body)
        identifier = as_text(body.get("id"))
        if not identifier or len(identifier.encode()) > MAX_ID or _FORBIDDEN & set(identifier) or identifier != operation.id:
            raise bad_request("The input name is invalid.")
        if body.get("pk") != partition_key:
            raise GatewayError(400, "PartitionKey extracted from document doesn't match the one specified in the header", 1001)
        ttl = body.get("ttl", -1)
        if isinstance(ttl, bool) or not isinstance(ttl, int) or (ttl != -1 and not 0 < ttl < 2**31):
            raise bad_request("The input ttl is invalid.")
        if len(json.dumps(body)) > MAX_BODY:
            raise GatewayError(413, "Request size is too large")
        return body

    def _put(self, partition_key: str, kind: str, status: int, body: Object) -> Outcome:
        partition = self.partition_of(partition_key)
        partition.lsn += 1
        identifier = as_text(body["id"])
        own = {name: value for name, value in body.items() if name not in _SYSTEM}
        system = {"_rid": f"rid-{hash_of(partition_key)[:6]}-{identifier}", "_self": f"docs/{identifier}/", "_attachments": "attachments/"}
        stamped = {**own, **system, "_etag": f'"{uuid.uuid4()}"', "_ts": int(self._clock.now().timestamp())}
        # Last in the dictionary is last written: the feed relies on it where numbers are equal.
        self.kept.pop((partition_key, identifier), None)
        self.kept[partition_key, identifier] = Item(stamped, partition.lsn)
        return Outcome(status, stamped, charges.of_write(kind, stamped, self._indexed))

    def _join(self, partition_key: str, operations: Sequence[Operation], partition: PhysicalPartition) -> None:
        """What a batch wrote has one number, so that no page of the feed ends inside a batch."""
        for operation in operations:
            item = self.kept.get((partition_key, operation.id))
            if item is not None and operation.kind != "Read":
                self.kept[partition_key, operation.id] = Item(item.body, partition.lsn)


def _patch(body: Object, request: Object) -> Object:
    condition = request.get("condition")
    if condition is not None and not is_met(parse_predicate(as_text(condition)), body):
        raise _unmet(1110)
    return patched(body, as_list(request.get("operations")))


def _unmet(sub_status: int = 0) -> GatewayError:
    return GatewayError(412, "One of the specified pre-condition is not met", sub_status)


def _number(value: Json) -> int | float:
    assert isinstance(value, int | float)
    return value


def operation_of(wire: Mapping[str, Json]) -> Operation:
    """An operation as it lies in the body of a batch."""
    known = {"operationType", "id", "partitionKey", "resourceBody", "ifMatch"}
    if set(wire) - known:
        raise bad_request(f"batch operations with {sorted(set(wire) - known)} are not known here")
    body, if_match = wire.get("resourceBody"), wire.get("ifMatch")
    identifier = wire.get("id") or as_object(body).get("id")
    return Operation(
        kind=as_text(wire.get("operationType")), id=as_text(identifier), body=body, if_match=None if if_match is None else as_text(if_match)
    )

"""The account: its databases and containers, made in code, and its snapshot in a file."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from core.clock import Clock
from core.store.cosmos_layout import CONTAINER, DATABASE, DEFAULT_TTL, INDEXING_POLICY, PARTITION_KEY_PATH
from tests.cosmos_gateway.items import Item, Items
from tests.cosmos_gateway.values import GatewayError, Object, as_list, as_object, as_text

LAYOUT = cast(
    "Object",
    {
        "partitionKey": {"paths": [PARTITION_KEY_PATH], "kind": "Hash", "version": 2},
        "defaultTtl": DEFAULT_TTL,
        "indexingPolicy": json.loads(json.dumps(INDEXING_POLICY)),
    },
)


class Account:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.databases: dict[str, dict[str, Items]] = {}

    def create(self, *, database: str = DATABASE, container: str = CONTAINER, layout: Object = LAYOUT, physical: int = 1) -> Items:
        properties = {"id": container, **layout, "_rid": uuid.uuid4().hex[:12], "_self": f"dbs/{database}/colls/{container}/"}
        made = self.databases.setdefault(database, {})[container] = Items(properties, self.clock, physical)
        return made

    def database(self, name: str) -> Object:
        if name not in self.databases:
            raise GatewayError(404, "Resource Not Found")
        return {"id": name, "_rid": f"rid-{name}", "_self": f"dbs/{name}/", "_colls": "colls/", "_users": "users/"}

    def container(self, database: str, name: str) -> Items:
        """By name, or by the id that the service gave."""
        containers = self.databases.get(database, {})
        by_rid = {as_text(items.properties["_rid"]): items for items in containers.values()}
        found = containers.get(name) or by_rid.get(name)
        if found is None:
            raise GatewayError(404, "Owner resource does not exist", 1003)
        return found

    def save(self, file: Path) -> None:
        """All or nothing, so that a process killed while saving leaves the snapshot before."""
        snapshot = [
            {
                "database": database,
                "properties": items.properties,
                "lsn": [partition.lsn for partition in items.partitions],
                "items": [[key[0], item.lsn, item.body] for key, item in items.kept.items()],
            }
            for database, containers in self.databases.items()
            for items in containers.values()
        ]
        new = file.with_suffix(".new")
        new.write_text(json.dumps(snapshot))
        new.replace(file)

    def load(self, file: Path) -> bool:
        """Whether there was a snapshot."""
        if not file.exists():
            return False
        for kept in json.loads(file.read_text()):
            container = as_object(cast("Object", kept))
            properties, numbers = as_object(container["properties"]), as_list(container["lsn"])
            items = Items(properties, self.clock, len(numbers))
            for partition, number in zip(items.partitions, numbers, strict=True):
                partition.lsn = int(cast("int", number))
            for entry in as_list(container["items"]):
                key, number, body = as_list(entry)
                stored = as_object(body)
                items.kept[as_text(key), as_text(stored["id"])] = Item(stored, int(cast("int", number)))
            self.databases.setdefault(as_text(container["database"]), {})[as_text(properties["id"])] = items
        return True


def description(endpoint: str) -> Mapping[str, object]:
    """What the account says of itself: one region, which is this server."""
    region = [{"name": "Local", "databaseAccountEndpoint": endpoint}]
    return {
        "id": "stand-in",
        "_rid": "stand-in",
        "_self": "",
        "_dbs": "//dbs/",
        "media": "//media/",
        "addresses": "//addresses/",
        "writableLocations": region,
        "readableLocations": region,
        "enableMultipleWriteLocations": False,
        "userConsistencyPolicy": {"defaultConsistencyLevel": "Session"},
        "userReplicationPolicy": {"asyncReplication": False, "minReplicaSetSize": 1, "maxReplicasetSize": 4},
        "systemReplicationPolicy": {"minReplicaSetSize": 1, "maxReplicasetSize": 4},
        "readPolicy": {"primaryReadCoefficient": 1, "secondaryReadCoefficient": 1},
        "queryEngineConfiguration": "{}",
    }

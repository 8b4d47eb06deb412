"""What the database charges is seen in the metrics of whoever opens the store."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint

from core.decision import Booked
from core.settings import StoreSettings
from core.store.opening import open_store
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.fakes import FakeClock
from tests.house_of import NOON, House, person


def charged(reader: InMemoryMetricReader) -> dict[object, float]:
    """Units by operation."""
    data = reader.get_metrics_data()
    metrics = [metric for resource in data.resource_metrics for scope in resource.scope_metrics for metric in scope.metrics] if data else []
    assert [(metric.name, metric.unit) for metric in metrics] == [("office_booker.store.request_units", "{request_unit}")]
    points = [point for point in metrics[0].data.data_points if isinstance(point, NumberDataPoint)]
    return {(point.attributes or {}).get("operation"): point.value for point in points}


async def test_a_booking_s_request_units_are_counted_by_operation(gateway: Gateway, tmp_path: Path) -> None:
    key_file = tmp_path / "key"
    key_file.write_text(KEY)
    reader = InMemoryMetricReader()
    meters = MeterProvider([reader])
    clock = FakeClock(NOON)
    store = await open_store(StoreSettings(kind="cosmos", endpoint=gateway.endpoint, key_file=str(key_file)), clock, meters)
    house = await House(store, clock).open()
    before = charged(reader)
    assert isinstance(await house.book(person("anna")), Booked)
    after = charged(reader)
    assert set(before) == {"list", "commit"}
    assert set(after) == {"list", "commit", "read", "read_many"}
    assert after["commit"] > before["commit"] + 10, "four documents were written"
    await store.close()
    meters.shutdown()


async def test_a_house_on_sqlite_never_loads_metrics(tmp_path: Path) -> None:
    program = """
import asyncio, sys
from core.clock import SystemClock
from core.settings import StoreSettings
from core.store.opening import open_store
async def main(): await (await open_store(StoreSettings(path=sys.argv[1]), SystemClock())).close()
asyncio.run(main())
sys.exit(any(name.split(".")[0] in {"azure", "opentelemetry"} for name in sys.modules))
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, str(tmp_path / "house.db"))
    assert await process.wait() == 0

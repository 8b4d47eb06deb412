"""Request units are what Azure Cosmos DB is paid in: each answer's charge is counted in OpenTelemetry's metrics.

Only OpenTelemetry's API is needed here. Where nobody collects metrics, counting does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from opentelemetry.metrics import MeterProvider, get_meter

METRIC = "office_booker.store.request_units"


def unit_counter(meters: MeterProvider | None) -> Callable[[str, float], None]:
    """Counts by operation; None is the process's own provider."""
    meter = get_meter("office_booker.store", meter_provider=meters)
    units = meter.create_counter(METRIC, unit="{request_unit}", description="Request units charged by Azure Cosmos DB")

    def count(operation: str, charge: float) -> None:
        units.add(charge, {"operation": operation})

    return count

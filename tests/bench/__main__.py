"""`python3 dev.py bench`: the product over HTTP beside a bare aiohttp JSON handler and bare durable inserts, in one run."""

from __future__ import annotations

import asyncio
import sys

from tests.bench.http import measure_http
from tests.bench.start import measure_start
from tests.bench.store import measure_store


def main() -> None:
    """Measure and print; nothing is judged, since a machine is never as fast as another."""
    print("\n".join(measure_start()))
    print("\n".join(asyncio.run(measure_store())))
    print("\n".join(asyncio.run(measure_http())))


if __name__ == "__main__":
    sys.exit(main())

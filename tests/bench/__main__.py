"""`python3 dev.py bench [part …]`: how fast the product is on this machine, beside how fast the machine is. Nothing is judged."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from tests.bench.figures import table
from tests.bench.parts import PARTS
from tests.bench.size import FULL


async def main(names: Sequence[str]) -> int:
    """Measure and print each part in turn."""
    unknown = sorted(set(names) - set(PARTS))
    if unknown:
        print(f"There is no part {', '.join(unknown)}; the parts are: {', '.join(PARTS)}.")
        return 2
    for name in names or PARTS:
        part = PARTS[name]
        print(f"{name}: {part.meaning}", flush=True)
        print(table(await part.measure(FULL)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))

"""Every part of the bench runs, in the smallest size; how fast it was is nobody's business here."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import main
from tests.bench.crowd import Latencies, latencies_of
from tests.bench.figures import table
from tests.bench.parts import PARTS
from tests.bench.size import TINY


@pytest.mark.parametrize("name", PARTS)
async def test_a_part_gives_lines_of_a_table(name: str) -> None:
    figures = await PARTS[name].measure(TINY)
    assert figures
    for figure in figures:
        assert figure.name
        assert figure.value
        assert figure.meaning
        assert figure.name in table([figure])


async def test_a_part_that_is_none_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert await main(["engine", "soup"]) == 2
    said = capsys.readouterr().out
    assert "no part soup" in said
    assert "units" in said


def test_percentiles_are_of_what_was_measured() -> None:
    assert latencies_of([7.0]) == Latencies(7.0, 7.0)
    assert latencies_of(float(number) for number in range(200, 0, -1)) == Latencies(100.0, 198.0)

"""`cosmos-check` says of an account what is as it must be and what is not, each on a line."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import pytest

from core.admin.console import Console
from core.admin.cosmos_check import CosmosCheck
from core.admin.tools import Ending
from core.store.cosmos_checks import layout_checks
from core.store.cosmos_client import Account
from core.store.cosmos_layout import COMPOSITE_INDEXES
from core.store.cosmos_patience import Patience
from core.store.port import Unavailable
from tests.contract.places import jitter_from
from tests.cosmos_gateway import account as cosmos_gateway
from tests.cosmos_gateway.auth import KEY
from tests.cosmos_gateway.server import Gateway
from tests.cosmos_gateway.values import Object
from tests.fakes import FakeClock
from tests.house_of import NOON


class Checker:
    def __init__(self) -> None:
        self.clock = FakeClock(NOON)
        self.out = io.StringIO()
        self.account = cosmos_gateway.Account(self.clock)
        self.check = CosmosCheck(self.clock, Console(self.out, io.StringIO(), lambda: 0.0), self._sleep, "a-word")

    async def _sleep(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    async def run(self, endpoint: str, key: str = KEY) -> Ending:
        return await self.check.run(Account(endpoint=endpoint, key=key), Patience(jitter_from(1), deadline_s=2.0))

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()


@asynccontextmanager
async def gateway_with(checker: Checker, **layout: object) -> AsyncGenerator[Gateway]:
    known: Mapping[str, object] = {**cosmos_gateway.LAYOUT, **layout}
    checker.account.create(layout=cast("Object", known))
    async with Gateway(checker.account) as gateway:
        yield gateway


@pytest.fixture
def checker() -> Checker:
    return Checker()


async def test_an_account_as_it_must_be_passes_every_check_and_the_probe(checker: Checker) -> None:
    async with gateway_with(checker) as gateway:
        assert await checker.run(gateway.endpoint) is Ending.DONE
    *told, units = checker.lines
    assert all(line.startswith("ok\t") for line in told)
    assert [line.partition("\t")[2] for line in told if "index" not in line] == [
        "container 'house' in database 'office-booker'",
        "partition key /pk",
        "default time to live -1",
        "write: a new document",
        "write: a batch of create and conditional patch",
        "write: a batch whose condition does not hold is refused, all of it",
        "write: the same document twice is refused",
        "change feed: shows the probe",
        "expiry: the probe is gone",
    ]
    assert len([line for line in told if "composite index" in line]) == len(COMPOSITE_INDEXES)
    assert units.startswith("request units: ")
    assert "commit" in units


async def test_every_fault_of_a_container_is_a_line_and_nothing_is_written(checker: Checker) -> None:
    policy: dict[str, object] = {**cast("Mapping[str, object]", cosmos_gateway.LAYOUT["indexingPolicy"]), "compositeIndexes": []}
    async with gateway_with(checker, defaultTtl=3600, indexingPolicy=policy) as gateway:
        assert await checker.run(gateway.endpoint) is Ending.FOUND
        assert checker.account.container("office-booker", "house").kept == {}
    faults = [line for line in checker.lines if line.startswith("FAULT\t")]
    assert faults[0] == "FAULT\tdefault time to live -1: it is 3600, so nothing would ever be forgotten, or all of it"
    assert len(faults) == 1 + len(COMPOSITE_INDEXES)
    assert checker.lines[-1] == f"{len(faults)} of the checks failed; nothing was written."


def test_another_partition_key_is_a_fault() -> None:
    found = {**cosmos_gateway.LAYOUT, "partitionKey": {"paths": ["/id"], "kind": "Hash", "version": 2}}
    faults = [check.fault for check in layout_checks(found) if check.fault]
    assert faults == ["it is ['/id']; only a new container can have another"]


async def test_a_container_that_is_not_there_is_a_fault(checker: Checker) -> None:
    checker.account.create(container="other")
    async with Gateway(checker.account) as gateway:
        assert await checker.run(gateway.endpoint) is Ending.FOUND
    assert checker.lines[0] == "FAULT\tcontainer 'house' in database 'office-booker': there is none"


async def test_an_account_that_does_not_answer_is_one_sentence(checker: Checker) -> None:
    with pytest.raises(Unavailable, match=r"can.t be reached at http://127\.0\.0\.1:9"):
        await checker.run("http://127.0.0.1:9")


async def test_a_key_that_is_refused_is_one_sentence(checker: Checker) -> None:
    async with gateway_with(checker) as gateway:
        with pytest.raises(Unavailable, match="401"):
            await checker.run(gateway.endpoint, "d3Jvbmc=")


async def test_a_store_that_forgets_nothing_is_found_out(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: a clock that does not move on is as bad as a database that keeps what has expired."""

    async def no_time_passes(_: float) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(checker.check, "sleep", no_time_passes)
    async with gateway_with(checker) as gateway:
        assert await checker.run(gateway.endpoint) is Ending.FOUND
    assert "FAULT\texpiry: the probe is gone: 2 documents are still seen" in checker.lines

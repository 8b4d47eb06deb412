"""`cosmos-check`: is the account as the product needs it, and does it keep its promises? For the day of a deployment.

The probe writes two documents into a partition of its own and lets them expire.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from core.admin.console import Console
from core.admin.cosmos_account import checks
from core.admin.feed import pages
from core.admin.tools import Ending
from core.clock import Clock
from core.store.cosmos_checks import Check
from core.store.cosmos_client import Account, open_cosmos
from core.store.cosmos_patience import Patience
from core.store.port import Condition, Conflict, Create, Field, Key, Operation, Patch, Refused, Relation, Store

LIVES_S = 20
"""How long the probe's documents live."""
FEED_DOCUMENTS = 50_000
"""How far the change feed is read for the probe; in a house that is older it stands at the far end."""


@dataclass(slots=True)
class CosmosCheck:
    """One run. `key_word` names the probe's partition and must be new; `sleep(seconds)` waits for the expiry."""

    clock: Clock
    console: Console
    sleep: Callable[[float], Awaitable[None]]
    key_word: str
    faults: int = 0
    units: Counter[str] = field(default_factory=Counter[str])

    async def run(self, account: Account, patience: Patience) -> Ending:
        """Every check on a line of its own. Raises Unavailable if the account doesn't answer."""
        for check in await checks(account):
            self._tell(check)
        if self.faults:
            self.console.tell(f"{self.faults} of the checks failed; nothing was written.")
            return Ending.FOUND
        store = await open_cosmos(account, self.clock, patience, self._charge)
        try:
            await self._probe(store)
        finally:
            await store.close()
        total = sum(self.units.values())
        each = ", ".join(f"{operation} {units / 100:.2f}" for operation, units in sorted(self.units.items()))
        self.console.tell(f"request units: {total / 100:.2f} ({each})")
        return Ending.FOUND if self.faults else Ending.DONE

    async def _probe(self, store: Store) -> None:
        counter, second = Key(f"probe|{self.key_word}", "counter"), Key(f"probe|{self.key_word}", "second")
        expires = self.clock.now() + timedelta(seconds=LIVES_S)

        def add(name: str) -> list[Operation]:
            where = Condition("used", Relation.LESS, Field("capacity"))
            return [Create(id=name, fields={"kind": "probe"}, expires=expires), Patch(id="counter", add=(("used", 1),), where=(where,))]

        first: list[Operation] = [Create(id="counter", fields={"kind": "probe", "used": 0, "capacity": 1}, expires=expires)]
        self._tell(Check("write: a new document", await _refusal(store, counter.partition, first, None)))
        self._tell(Check("write: a batch of create and conditional patch", await _refusal(store, counter.partition, add("second"), None)))
        again = await _refusal(store, counter.partition, add("third"), Refused.UNMET)
        found = await store.read_many([counter, second, Key(counter.partition, "third")])
        used = found[counter].fields.get("used") if counter in found else None
        whole = set(found) == {counter, second} and used == 1
        self._tell(
            Check("write: a batch whose condition does not hold is refused, all of it", again or ("" if whole else "a part was written"))
        )
        twice = await _refusal(store, counter.partition, first, Refused.EXISTS)
        self._tell(Check("write: the same document twice is refused", twice))
        await self._look_in_feed(store, counter)
        rest = (expires - self.clock.now()).total_seconds() + 1.0
        self.console.note(f"Waiting {rest:.0f} seconds for the probe to expire.")
        await self.sleep(rest)
        left = await store.read_many([counter, second])
        self._tell(Check("expiry: the probe is gone", f"{len(left)} documents are still seen" if left else ""))

    async def _look_in_feed(self, store: Store, key: Key) -> None:
        seen = 0
        async for page in pages(store):
            seen += len(page.documents)
            self.console.progress(f"Reading the change feed: {seen:,} documents")
            if any(document.key == key for document in page.documents):
                self._tell(Check("change feed: shows the probe"))
                return
            if seen >= FEED_DOCUMENTS:
                self._tell(Check(f"change feed: answers (the probe is not among the oldest {seen:,} documents)"))
                return
        self._tell(Check("change feed: shows the probe", f"it was read to its end, {seen:,} documents, without it"))

    def _tell(self, check: Check) -> None:
        self.faults += bool(check.fault)
        self.console.tell(f"{'FAULT' if check.fault else 'ok'}\t{check.what}{': ' if check.fault else ''}{check.fault}")

    def _charge(self, operation: str, units: float) -> None:
        self.units[operation] += round(units * 100)


async def _refusal(store: Store, partition: str, batch: list[Operation], wanted: Refused | None) -> str:
    """What is wrong with the answer; empty if it is as wanted."""
    try:
        await store.commit(partition, batch)
    except Conflict as conflict:
        return "" if conflict.why is wanted else f"it was refused: {conflict.why}"
    return "" if wanted is None else "it was written"

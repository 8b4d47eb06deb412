"""Takes a person out of what lies outside the weeks: the journals of offices and people, the calendar's records, the profile."""

from __future__ import annotations

from collections.abc import Sequence

from core.admin.mentions import Mentions
from core.admin.tombstones import tombstone
from core.admin.tools import Tools
from core.days import forgotten_after
from core.journal import entry_of
from core.model import PersonId
from core.service import insist
from core.store.port import Conflict, Create, Key, Refused, Replace
from core.tombstones import buried


class EraseHouse:
    """Any partition but a week's."""

    def __init__(self, tools: Tools, person: PersonId, name: PersonId) -> None:
        self._tools = tools
        self._name = name
        self._mentions = Mentions(person)
        self._note = Key(f"people|{person}", "erasure")

    async def erase(self, keys: Sequence[Key]) -> None:
        """Raises Busy and Unavailable. The profile goes after what was noted of it."""
        for key in sorted(keys, key=lambda key: key.id == "profile"):
            if key != self._note:
                await insist(lambda key=key: self._erase_one(key), self._tools.pause)

    async def _erase_one(self, key: Key) -> None:
        if key.id.startswith("journal|"):
            await self._rename_entry(key)
        elif key.id.startswith("office|"):
            await self._rename_clearing(key)
        elif self._mentions.in_key(key):
            await tombstone(self._tools, key)
        # Anything else is no kind of document of this product; the last reading of the store finds it, and the operator is told.

    async def _rename_entry(self, key: Key) -> None:
        """An entry keeps its content under the other name, in the other name's partition if it lay in the person's own."""
        document = await self._tools.store.read(key)
        if document is None:
            return
        renamed = Key(self._mentions.renamed_text(key.partition, self._name), self._mentions.renamed_text(key.id, self._name))
        fields = self._mentions.renamed_entry(document.fields, self._name)
        entry = entry_of(document)
        expires = forgotten_after((entry.at if entry else self._tools.clock.now()).date(), self._tools.rules.retention_days)
        if renamed == key:
            await self._tools.store.commit(key.partition, [Replace(id=key.id, fields=fields, version=document.version, expires=expires)])
            return
        await self._keep(renamed, Create(id=renamed.id, fields=fields, expires=expires))
        await self._tools.store.commit(key.partition, [buried(document, self._tools.clock.now())])

    async def _keep(self, key: Key, entry: Create) -> None:
        """A run before this one may have got so far."""
        try:
            await self._tools.store.commit(key.partition, [entry])
        except Conflict as conflict:
            if conflict.why is not Refused.EXISTS:
                raise

    async def _rename_clearing(self, key: Key) -> None:
        """Days of an office that are being cleared on the person's word. While there are any, an office never expires."""
        document = await self._tools.store.read(key)
        if document is None:
            return
        fields = self._mentions.renamed(document.fields, self._name)
        await self._tools.store.commit(key.partition, [Replace(id=key.id, fields=fields, version=document.version)])

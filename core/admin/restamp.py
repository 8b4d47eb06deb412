"""Makes what is kept follow the retention of the rules: a number that was changed counts for new documents only, until this was run.

Documents are rewritten as they are, so the journal comes once more to those who read it; they know what they did already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from core import retention
from core.admin.console import counted
from core.admin.feed import pages
from core.admin.tools import Ending, Tools
from core.store.port import Conflict, Document, Replace

AT_ONCE = 50
NEAR_S = 1.0
"""Stores keep whole seconds."""


class Restamp:
    """One walk through the store. Ended anywhere, it is run again; what follows the rules already is passed over."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._seen = 0
        self._changed = 0
        self._missed = 0

    async def run(self) -> Ending:
        """Raises Unavailable."""
        async for page in pages(self._tools.store):
            self._seen += len(page.documents)
            by_partition: defaultdict[str, list[Document]] = defaultdict(list)
            for document in page.documents:
                if self._stamp(document) is not None:
                    by_partition[document.key.partition].append(document)
            for partition, documents in by_partition.items():
                for first in range(0, len(documents), AT_ONCE):
                    await self._rewrite(partition, documents[first : first + AT_ONCE])
            self._tools.console.progress(f"{self._seen:,} documents seen, {self._changed:,} changed")
        self._tools.console.tell(f"{counted(self._seen, 'document')} seen, {self._changed:,} follow the rules anew.")
        if self._missed:
            self._tools.console.tell(f"{counted(self._missed, 'document')} changed meanwhile: run it again.")
            return Ending.UNFINISHED
        return Ending.DONE

    def _stamp(self, document: Document) -> Replace | None:
        """The document as it should expire; None if it does, or if the rules say nothing about it."""
        expires = retention.expiry_of(document, self._tools.rules)
        if expires is None or (document.expires is not None and abs(document.expires - expires.timestamp()) <= NEAR_S):
            return None
        return Replace(id=document.key.id, fields=document.fields, version=document.version, expires=expires)

    async def _rewrite(self, partition: str, documents: Sequence[Document]) -> None:
        """All in one batch; if one of them has moved, one by one, each as it is by now."""
        batch = [stamp for document in documents if (stamp := self._stamp(document))]
        try:
            await self._tools.store.commit(partition, batch)
        except Conflict:
            for document in documents:
                await self._rewrite_one(document)
        else:
            self._changed += len(batch)

    async def _rewrite_one(self, document: Document) -> None:
        present = await self._tools.store.read(document.key)
        stamp = self._stamp(present) if present else None
        if stamp is None:
            return
        try:
            await self._tools.store.commit(document.key.partition, [stamp])
        except Conflict:
            self._missed += 1
        else:
            self._changed += 1

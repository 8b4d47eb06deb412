"""A document that no reader sees any more, and that says nothing until the store deletes it for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.store.port import Document, Replace

AGO = timedelta(minutes=10)
"""Expired for longer than the clocks of two machines are apart: nobody may meet an empty document where a full one was."""


def buried(document: Document, now: datetime) -> Replace:
    """The operation that empties the document and lets it expire. A store has no deletes of its own: its change feed shows none."""
    return Replace(id=document.key.id, fields={"kind": "erased"}, version=document.version, expires=now - AGO)

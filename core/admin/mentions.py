"""Finds one person's id wherever it stands in documents, and puts another in its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from core.model import PersonId
from core.store.port import Document, Fields, Json, Key

ERASED_ENTRY = "journal.erased"
"""The kind of an entry that an erasure wrote anew. To those who read the journal as news, and send mail or make calendar entries of it, it
must not look like something that has just happened."""


class Mentions:
    """A person's id as a whole word: within a booking's id it follows a dot, within a key a bar."""

    def __init__(self, person: PersonId) -> None:
        self._person = person
        self._word = re.compile(rf"(?<![\w-]){re.escape(person)}(?![\w.-])")

    def in_text(self, text: str) -> bool:
        """Whether the text names the person."""
        return self._word.search(text) is not None

    def in_key(self, key: Key) -> bool:
        """Whether the document's own name does."""
        return self.in_text(key.partition) or self.in_text(key.id)

    def in_document(self, document: Document) -> bool:
        """Whether anything of it does."""
        return self.in_key(document.key) or self.in_text(msgspec.json.encode(document.fields).decode())

    def renamed_text(self, text: str, to: str) -> str:
        """The text with the other id."""
        return self._word.sub(to, text)

    def renamed_entry(self, fields: Fields, to: str) -> Fields:
        """A journal entry with the other id."""
        return {**self.renamed(fields, to), "kind": ERASED_ENTRY}

    def renamed(self, fields: Fields, to: str) -> Fields:
        """The fields with the other id wherever this one stood."""
        return {name: self._renamed(value, to) for name, value in fields.items()}

    def _renamed(self, value: Json, to: str) -> Json:
        if isinstance(value, str):
            return self.renamed_text(value, to)
        if isinstance(value, Mapping):
            return {name: self._renamed(one, to) for name, one in value.items()}
        if isinstance(value, Sequence):
            return [self._renamed(one, to) for one in value]
        return value

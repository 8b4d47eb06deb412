"""What an older version of the product kept is still understood."""

from __future__ import annotations

from core.journal import PersonSnapshot, entry_of
from core.store import documents
from core.store.port import Document, Key, Version
from tests.house_of import person

ADA = person("ada", email="ada@contoso.example")


def test_a_person_comes_back_as_they_were_kept() -> None:
    for who in (ADA, person("ben", shares_days=True, reminders=False, language="de")):
        kept = Document(documents.person_key(who.id), documents.person_fields(who), Version("1"))
        assert documents.person_of(kept) == who


def test_somebody_kept_by_an_older_version_shares_nothing_and_is_reminded() -> None:
    fields = {name: value for name, value in documents.person_fields(ADA).items() if name not in {"shares_days", "reminders"}}
    assert documents.person_of(Document(documents.person_key(ADA.id), fields, Version("1"))) == ADA


def test_an_edit_that_an_older_version_noted_can_still_be_read() -> None:
    snapshot = {"of": "person", "allowance": 2, "admin_of": ["london"], "auto_approved": False, "home_office": None}
    entry = entry_of(
        Document(
            Key("people|tenant.ada", "journal|tenant.root|ask"),
            {
                "kind": "journal",
                "at": "2026-11-24T12:00:00Z",
                "action": "person.edited",
                "actor": "tenant.root",
                "person": ADA.id,
                "ask": "ask",
                "correlation": "c",
                "after": snapshot,
            },
            Version("1"),
        )
    )
    assert entry is not None
    assert isinstance(entry.after, PersonSnapshot)
    assert (entry.after.allowance, entry.after.shares_days, entry.after.reminders) == (2, False, True)

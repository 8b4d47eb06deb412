"""The invented people of the OpenAPI document's examples, and what they are about: the London office, on a Tuesday in November."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.api.types import PersonRef

TENANT = "11111111-1111-4111-8111-111111111111"
ANNA_OID = "0b5c5a4e-2f1d-4d7b-9a51-6f0e3c2d1a01"
BEN_OID = "1c6d6b5f-3a2e-4e8c-8b62-7a1f4d3e2b02"
CLARA_OID = "2d7e7c60-4b3f-4f9d-9c73-8b205e4f3c03"
"""An Office Admin of London."""
OMAR_OID = "3e8f8d71-5c40-4a0e-8d84-9c316f504d04"
"""A System Admin."""
ANNA = PersonRef(f"{TENANT}.{ANNA_OID}", "Anna Larsen")
BEN = PersonRef(f"{TENANT}.{BEN_OID}", "Ben Okafor")
CLARA = PersonRef(f"{TENANT}.{CLARA_OID}", "Clara Novak")
OMAR = PersonRef(f"{TENANT}.{OMAR_OID}", "Omar Haddad")

OFFICE = "london"
LOCATION = "1 Example Street, London"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BOOKED = date(2026, 11, 25)
"""Anna has a place on this day."""
FULL = date(2026, 11, 26)
"""All places of this day are taken, and people stand in line."""
FREE = date(2026, 11, 27)
ANNAS_BOOKING = f"{BOOKED}.{OFFICE}.{ANNA.id}"


def email_of(person: PersonRef) -> str:
    """Their address."""
    return f"{person.name.lower().replace(' ', '.')}@contoso.example"

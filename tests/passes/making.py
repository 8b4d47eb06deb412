"""Bookings and keys to make passes of."""

from __future__ import annotations

import base64
from collections.abc import Coroutine
from datetime import UTC, date, datetime
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from core.model import Booking, OfficeId, PersonId, State
from core.pass_keys import KeyId, PublicKeys, Signed, key_id_of
from core.passes import CONTEXT, issue

DAY = date(2026, 11, 24)
TENANT = "8f6ad6a9-0d24-4b0c-9a4f-5be2f6a1c001"
PERSON = PersonId(f"{TENANT}.0b2c7a52-91e4-4c8a-8f0d-2f4f0a9be002")
LONGEST_OFFICE = OfficeId("a" * 40)

Result = TypeVar("Result")


def booking(
    *,
    office: str = "london",
    person: str = PERSON,
    day: date = DAY,
    parking: bool = False,
    state: State = State.ACTIVE,
    revision: int = 1,
) -> Booking:
    return Booking(
        office=OfficeId(office),
        person=PersonId(person),
        day=day,
        parking=parking,
        state=state,
        made_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        made_by=PersonId(person),
        revision=revision,
    )


def at_once(coroutine: Coroutine[object, None, Result]) -> Result:
    """Drive a coroutine that never waits, where no loop runs."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waited")


def raw_signature(key: EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(message, ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class Ring:
    """Keys in memory, of which the last signs; counts what it is asked."""

    def __init__(self, *keys: EllipticCurvePrivateKey) -> None:
        self.keys = list(keys) or [generate_private_key(SECP256R1())]
        self.signed = 0
        self.wanted: list[KeyId | None] = []

    def rotate(self) -> None:
        self.keys.append(generate_private_key(SECP256R1()))

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(key.public_key() for key in self.keys)

    async def sign(self, message: bytes) -> Signed:
        self.signed += 1
        return Signed(key_id_of(self.keys[-1].public_key()), raw_signature(self.keys[-1], message))

    async def public_keys(self, wanted: KeyId | None = None) -> PublicKeys:
        self.wanted.append(wanted)
        return self.public


def token_of(named: Booking, ring: Ring) -> str:
    return at_once(issue(named, ring))


def token_over(body: bytes, ring: Ring, *, version: int = 1, context: bytes = CONTEXT) -> str:
    """A token whose signature is right, whatever its body says."""
    key = ring.keys[-1]
    head = bytes([version]) + base64.urlsafe_b64decode(key_id_of(key.public_key()) + "=")
    return to_text(head + body + raw_signature(key, context + body))


def to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def to_bytes(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))

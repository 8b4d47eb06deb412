"""The pass: what a person shows at the door, as a short text that fits an address and a QR code that is easy to read.

    version 1 | key id 8 | day 3 | revision 4 | flags 1 | length of the office's id 1 | office's id | person | signature 64

are the parts with their lengths in bytes, numbers big-endian, the whole in base64url without padding. `day` counts from 0001-01-01 = 1.
Flag 1 says that a car may park; flag 2 that the person is two GUIDs of 16 bytes, tenant and object, which is how real people are packed;
else the person's id is text. The signature is ES256 (`pass_keys.py` says why) over CONTEXT and all from `day` on. It does not cover the
key's id, which only says which key to try. A pass carries no name and no reason.
"""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from core.days import today_in
from core.model import Booking, BookingId, Office, OfficeId, PersonId, booking_id
from core.pass_keys import KEY_ID_BYTES, SIGNATURE_BYTES, KeyId, Keys, PublicKeys, Signer, base64url

VERSION = 1
CONTEXT = b"office-booker pass v1\0"
"""Stands before what is signed, so that a signature of these keys can never be taken for one of anything else."""

MAX_OFFICE = 40
MAX_PERSON = 100
MAX_REVISION = 2**32 - 1
_HEAD = 1 + KEY_ID_BYTES
_FIXED = 3 + 4 + 1 + 1
MAX_LENGTH = ((_HEAD + _FIXED + MAX_OFFICE + MAX_PERSON + SIGNATURE_BYTES) * 4 + 2) // 3
"""No pass is longer; what is, is refused before anything is done with it."""
REMEMBERED = 4096

_PARKING = 1
_PACKED = 2
_GUID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a pass says: one state of one booking."""

    office: OfficeId
    person: PersonId
    day: date
    parking: bool
    revision: int

    @classmethod
    def of(cls, booking: Booking) -> Pass:
        """The pass of the booking as it is now."""
        return cls(office=booking.office, person=booking.person, day=booking.day, parking=booking.parking, revision=booking.revision)

    @property
    def booking(self) -> BookingId:
        """Whose booking to look for in the store."""
        return booking_id(self.day, self.office, self.person)


class Standing(StrEnum):
    """What the guard is told, once the store was asked."""

    VALID = "valid"
    NOT_TODAY = "not_today"
    CANCELLED = "cancelled"
    NOT_GENUINE = "not_genuine"


class OfflineStanding(StrEnum):
    """What a guard without a connection is told. Never "valid": whether the booking was cancelled since, only the store knows."""

    SIGNED_FOR_TODAY = "signed_for_today"
    NOT_TODAY = "not_today"
    NOT_GENUINE = "not_genuine"


def standing(shown: Pass | None, booking: Booking | None, office: Office | None, now: datetime) -> Standing:
    """How a pass stands, by what the store says of its booking and its office.

    A day that is over is just another day, whatever became of its booking: the store may have forgotten it by then. Until then a booking
    that is gone was cancelled; and one of another revision was cancelled and made again, or changed, and has a newer pass. An office that
    is gone lets nobody in.
    """
    if shown is None:
        return Standing.NOT_GENUINE
    if office is None or office.id != shown.office:
        return Standing.CANCELLED
    today = today_in(office.zone, now)
    if shown.day < today:
        return Standing.NOT_TODAY
    if booking is None or not booking.is_active or Pass.of(booking) != shown:
        return Standing.CANCELLED
    return Standing.VALID if shown.day == today else Standing.NOT_TODAY


def offline_standing(shown: Pass | None, zone: str, now: datetime) -> OfflineStanding:
    """How a pass stands by its signature alone; `zone` is its office's."""
    if shown is None:
        return OfflineStanding.NOT_GENUINE
    return OfflineStanding.SIGNED_FOR_TODAY if shown.day == today_in(zone, now) else OfflineStanding.NOT_TODAY


async def issue(booking: Booking, signer: Signer) -> str:
    """The pass of an active booking. ECDSA takes a random number: a second one differs in its text and says the same.

    Raises PassesUnavailable; ValueError for a booking that can have no pass.
    """
    if not booking.is_active:
        raise ValueError("a cancelled booking has no pass")
    body = _pack(Pass.of(booking))
    signed = await signer.sign(CONTEXT + body)
    return base64url(bytes([VERSION]) + base64.urlsafe_b64decode(signed.key_id + "=") + body + signed.signature)


def key_of(token: str) -> KeyId | None:
    """Which key a text says it was signed with; None if it can't be a pass."""
    data = _bytes_of(token)
    return None if data is None else _key_of(data)


def verify(token: str, keys: PublicKeys) -> Pass | None:
    """What a pass says; None for any text that is not, to the letter, a pass signed by one of these keys. Never raises."""
    data = _bytes_of(token)
    if data is None:
        return None
    body, signature = data[_HEAD:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
    return _unpack(body) if keys.is_genuine(_key_of(data), CONTEXT + body, signature) else None


class Passes:
    """Issues and checks passes. Remembers those it issued, because a remote signature costs a round trip and a page is loaded often."""

    def __init__(self, keys: Keys, remembered: int = REMEMBERED) -> None:
        self._keys = keys
        self._remembered = remembered
        self._issued: OrderedDict[Pass, str] = OrderedDict()

    async def issue(self, booking: Booking) -> str:
        """The pass of an active booking. Raises as `issue` does."""
        named = Pass.of(booking)
        token = self._issued.pop(named, None) if booking.is_active else None
        # A key may have been removed since.
        if token is None or verify(token, await self._keys.public_keys()) is None:
            token = await issue(booking, self._keys)
        self._issued[named] = token
        while len(self._issued) > self._remembered:
            self._issued.popitem(last=False)
        return token

    async def check(self, token: str) -> Pass | None:
        """What a pass says; None if it is not genuine. `standing` then says what that means at the door."""
        key = key_of(token)
        return None if key is None else verify(token, await self._keys.public_keys(key))


def _bytes_of(token: str) -> bytes | None:
    """The bytes of a text that may be a pass. Base64 can write the same bytes in several ways; only one is taken."""
    if len(token) > MAX_LENGTH or not token.isascii():
        return None
    try:
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except binascii.Error:
        return None
    if base64url(data) != token or len(data) < _HEAD + _FIXED + SIGNATURE_BYTES or data[0] != VERSION:
        return None
    return data


def _key_of(data: bytes) -> KeyId:
    return KeyId(base64url(data[1:_HEAD]))


def _pack(named: Pass) -> bytes:
    """The signed part. ValueError if something does not fit in, which no booking of the house is."""
    office, person = named.office.encode(), named.person.encode()
    if not (0 < len(office) <= MAX_OFFICE and 0 < len(person) <= MAX_PERSON and 0 < named.revision <= MAX_REVISION):
        raise ValueError("the ids or the revision of the booking are too long for a pass")
    guids = _guids_of(named.person)
    flags = _PARKING * named.parking | _PACKED * (guids is not None)
    numbers = named.day.toordinal().to_bytes(3) + named.revision.to_bytes(4) + bytes([flags, len(office)])
    return numbers + office + (person if guids is None else guids)


def _unpack(body: bytes) -> Pass | None:
    """What the signed part says; None if it is not exactly as `_pack` writes it."""
    flags, person_at = body[7], _FIXED + body[8]
    try:
        person = _person_of(body[person_at:]) if flags & _PACKED else body[person_at:].decode()
        named = Pass(
            office=OfficeId(body[_FIXED:person_at].decode()),
            person=PersonId(person),
            day=date.fromordinal(int.from_bytes(body[:3])),
            parking=bool(flags & _PARKING),
            revision=int.from_bytes(body[3:7]),
        )
        return named if _pack(named) == body else None
    except ValueError:
        return None


def _guids_of(person: str) -> bytes | None:
    """A person's id as two GUIDs; None if it isn't written exactly as they are."""
    tenant, _, object_id = person.partition(".")
    try:
        packed = UUID(tenant).bytes + UUID(object_id).bytes
    except ValueError:
        return None
    return packed if _person_of(packed) == person else None


def _person_of(guids: bytes) -> str:
    return f"{UUID(bytes=guids[:_GUID_BYTES])}.{UUID(bytes=guids[_GUID_BYTES:])}"

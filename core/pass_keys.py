"""Who signs passes and who vouches for them: the public keys, and the private keys of one machine in a folder of files.

ES256 (ECDSA on P-256 with SHA-256, the signature as r and s of 32 bytes each, as in JWS): Azure Key Vault signs it without the key ever
leaving the vault, and the WebCrypto of every browser verifies it offline.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, NewType, Protocol, TypedDict

import structlog
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from core.clock import Clock

KeyId = NewType("KeyId", str)
"""The first bytes of the key's own thumbprint, so that no name can be given to a wrong key."""

KEY_ID_BYTES = 8
SIGNATURE_BYTES = 64
READ_EVERY = timedelta(minutes=10)
READ_AT_MOST_EVERY = timedelta(minutes=1)

_NUMBER_BYTES = 32
_OPEN_TO_OTHERS = 0o077
_NAME = re.compile(r"pass-(\d{8}T\d{12}Z)\.pem", re.ASCII)
_INSTANT = "%Y%m%dT%H%M%S%fZ"

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class PassKeysError(Exception):
    """The keys that sign passes can't be used; says which one and why."""


class PassesUnavailable(Exception):
    """No pass can be signed at present; the same may work in a moment."""


class Signed(NamedTuple):
    """A signature, and the key that made it."""

    key_id: KeyId
    signature: bytes


class Jwk(TypedDict):
    """A public key as WebCrypto and every JWT library import it (RFC 7517)."""

    kid: str
    kty: str
    crv: str
    x: str
    y: str
    alg: str


class PublicKeys:
    """All keys that vouch for a pass now. Raises PassKeysError if two have the same id."""

    def __init__(self, keys: Iterable[EllipticCurvePublicKey] = ()) -> None:
        self._keys: dict[KeyId, EllipticCurvePublicKey] = {}
        for key in keys:
            if self._keys.setdefault(key_id_of(key), key) is not key:
                raise PassKeysError(f"two pass keys have the same id {key_id_of(key)}; one of them must go")

    def __contains__(self, key_id: object) -> bool:
        return key_id in self._keys

    def is_genuine(self, key_id: KeyId, message: bytes, signature: bytes) -> bool:
        """Whether the key of that id, and no other, signed exactly this message."""
        key = self._keys.get(key_id)
        if key is None or len(signature) != SIGNATURE_BYTES:
            return False
        r, s = signature[:_NUMBER_BYTES], signature[_NUMBER_BYTES:]
        try:
            key.verify(encode_dss_signature(int.from_bytes(r), int.from_bytes(s)), message, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True

    def jwks(self) -> list[Jwk]:
        """The keys for those who check passes offline."""
        return [Jwk(kid=key_id, kty="EC", crv="P-256", alg="ES256", **_point(key)) for key_id, key in sorted(self._keys.items())]


class Signer(Protocol):
    """Whoever holds the private key."""

    async def sign(self, message: bytes) -> Signed:
        """The message signed by the newest key. Raises PassesUnavailable."""
        ...


class Keys(Signer, Protocol):
    """Signs, and knows all public keys."""

    async def public_keys(self, wanted: KeyId | None = None) -> PublicKeys:
        """The keys that vouch now; looks for new ones if `wanted` is unknown, but not oftener than its source can bear."""
        ...


class Freshness:
    """When keys are read again: every ten minutes, or when something does not fit, but then at most once a minute.

    The ids of forged passes are unknown, too, and a storm of them must not become a storm at the source.
    """

    def __init__(self, now: datetime) -> None:
        self._looked_at = now
        self._is_in_doubt = False

    def is_due(self, now: datetime, *, is_unknown: bool = False) -> bool:
        """Whether to read now; `is_unknown`: because somebody asks for a key that is not among them."""
        age = now - self._looked_at
        if age < timedelta(0):  # the machine's clock was set back
            return True
        return age >= (READ_AT_MOST_EVERY if is_unknown or self._is_in_doubt else READ_EVERY)

    def looked(self, now: datetime) -> None:
        """Reading begins; in doubt until it has succeeded, so that one that is broken off counts as well."""
        self._looked_at = now
        self._is_in_doubt = True

    def settled(self) -> None:
        """What was read fits."""
        self._is_in_doubt = False

    def doubt(self) -> None:
        """Something does not fit, such as a key that signs no longer."""
        self._is_in_doubt = True


class FileKeys:
    """The Keys of one machine: a folder of PEM files, of which the newest signs. Raises PassKeysError when opened on a bad folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._freshness = Freshness(clock.now())
        self._private, self._public = _read_folder(folder)

    async def sign(self, message: bytes) -> Signed:
        """Signed here and now: it takes less than a millisecond."""
        self._read_if_due(None)
        r, s = decode_dss_signature(self._private.sign(message, ECDSA(SHA256())))
        return Signed(key_id_of(self._private.public_key()), r.to_bytes(_NUMBER_BYTES) + s.to_bytes(_NUMBER_BYTES))

    async def public_keys(self, wanted: KeyId | None = None) -> PublicKeys:
        """The keys in the folder; a new file is noticed without a restart."""
        self._read_if_due(wanted)
        return self._public

    def _read_if_due(self, wanted: KeyId | None) -> None:
        now = self._clock.now()
        if not self._freshness.is_due(now, is_unknown=wanted is not None and wanted not in self._public):
            return
        self._freshness.looked(now)
        try:
            self._private, self._public = _read_folder(self._folder)
        except PassKeysError as error:
            # A spoiled folder stops the next start; people at the door are not sent away for it.
            log.warning("The folder of pass keys can't be used; those read before are kept.", action="pass_keys_kept", error=str(error))
        else:
            self._freshness.settled()


def new_key(folder: Path, now: datetime) -> Path:
    """Make the key that signs from now on; the file is whole or absent, for its owner only, and replaces none. Raises PassKeysError."""
    file = folder / f"pass-{now.astimezone(UTC).strftime(_INSTANT)}.pem"
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(name > file.name for name in _names(folder)):
            raise PassKeysError(f"{folder}: holds a pass key that is newer than {file.name}, which would never sign")
        _write_new(file, pem)
    except OSError as error:
        why = "is there already" if isinstance(error, FileExistsError) and file.exists() else f"can't be written ({error.strerror})"
        raise PassKeysError(f"{file}: {why}") from error
    return file


def retired(names: Iterable[str], now: datetime, days: int) -> list[str]:
    """The key files that may be deleted, `days` being the booking window and two more. Raises PassKeysError for a name of another form.

    A key is needed as long as a booking that was made while it signed can still be shown. It signed until its successor was made, so it may
    go that many days after its successor's birth: its own age, or how much older than the newest it is, says nothing. The two more are for
    the last day, which ends after its date does in UTC, and for those who notice a new key a little later. The newest is never retired.
    """
    oldest_first = sorted(names)
    successors = [_made_at(name) for name in oldest_first][1:]
    return [name for name, successor in zip(oldest_first, successors, strict=False) if now - successor > timedelta(days=days)]


def key_id_of(key: EllipticCurvePublicKey) -> KeyId:
    """The beginning of the key's thumbprint (RFC 7638), which a checker can compute from the JWK alone."""
    members = {"crv": "P-256", "kty": "EC", **_point(key)}
    digest = hashlib.sha256(json.dumps(members, sort_keys=True, separators=(",", ":")).encode()).digest()
    return KeyId(base64url(digest[:KEY_ID_BYTES]))


def base64url(data: bytes) -> str:
    """Base64 in the alphabet of addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class _Point(TypedDict):
    x: str
    y: str


def _point(key: EllipticCurvePublicKey) -> _Point:
    numbers = key.public_numbers()
    return _Point(x=base64url(numbers.x.to_bytes(_NUMBER_BYTES)), y=base64url(numbers.y.to_bytes(_NUMBER_BYTES)))


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.suffix == ".pem")


def _made_at(name: str) -> datetime:
    found = _NAME.fullmatch(name)
    try:
        if found is not None:
            return datetime.strptime(found[1], _INSTANT).replace(tzinfo=UTC)
    except ValueError:
        pass
    raise PassKeysError(f"{name}: is not named as a pass key is: pass-<year month day>T<hour minute second microsecond>Z.pem, in UTC")


def _read_folder(folder: Path) -> tuple[EllipticCurvePrivateKey, PublicKeys]:
    """The key that signs, and all public ones. Instants of one length sort as text, and unlike a file's own time a copy keeps them."""
    try:
        names = _names(folder)
    except OSError as error:
        raise PassKeysError(f"{folder}: can't be read ({error.strerror})") from error
    if not names:
        raise PassKeysError(f"{folder}: holds no pass key")
    keys = [_read_key(folder / name) for name in names]
    return keys[-1], PublicKeys(key.public_key() for key in keys)


def _read_key(file: Path) -> EllipticCurvePrivateKey:
    _made_at(file.name)
    try:
        with file.open("rb") as stream:
            if os.name == "posix" and os.fstat(stream.fileno()).st_mode & _OPEN_TO_OTHERS:
                raise PassKeysError(f"{file}: others than its owner may open it; its mode must be 600")
            key = load_pem_private_key(stream.read(), password=None)
    except OSError as error:
        raise PassKeysError(f"{file}: can't be read ({error.strerror})") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise PassKeysError(f"{file}: is not a private key in PEM without a password") from error
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise PassKeysError(f"{file}: is a private key, but not one of the curve P-256")
    return key


def _write_new(file: Path, content: bytes) -> None:
    """A link is the one step that brings a whole file into being and fails if there is one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")  # opened with mode 600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(name, file)
    finally:
        Path(name).unlink(missing_ok=True)
    if os.name == "posix":
        directory = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

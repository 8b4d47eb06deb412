"""RS256 keys, of the local Entra or Bot Framework: one that signs, and those rolled out of use that still verify. Kept in a file."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from infra.local.files import write_whole

_END = b"-----END PRIVATE KEY-----\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and the name under which its public half is published."""

    kid: str
    private: RSAPrivateKey

    def jwk(self) -> dict[str, str]:
        """The public half as Entra publishes it."""
        numbers = self.private.public_key().public_numbers()
        return {"kty": "RSA", "use": "sig", "kid": self.kid, "n": _number(numbers.n), "e": _number(numbers.e)}


class SigningKeys:
    """The first key in the file signs; all of them verify."""

    def __init__(self, file: Path, now: Callable[[], float]) -> None:
        self._file = file
        self._now = now
        if file.exists():
            self._keys = tuple(_named(load_rsa(part)) for part in _parts(file.read_bytes()))
        else:
            self._keep((_new_key(),))

    def roll(self, *, forget_old: bool = False) -> str:
        """Signs with a new key from now on; the old one is still published unless it must be forgotten."""
        self._keep((_new_key(), *(() if forget_old else self._keys)))
        return self._keys[0].kid

    def published(self) -> list[dict[str, str]]:
        """The JSON Web Key set's keys."""
        return [key.jwk() for key in self._keys]

    def sign(self, claims: dict[str, object]) -> str:
        """A token with these claims, as they are."""
        key = self._keys[0]
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})

    def verify(self, token: str, *, audience: str) -> dict[str, object]:
        """The claims of a token of ours for this audience; raises jwt.InvalidTokenError for anything else."""
        kid = jwt.get_unverified_header(token).get("kid")
        key = next((key for key in self._keys if key.kid == kid), None)
        if key is None:
            raise jwt.InvalidTokenError("The signature is not by a published key.")
        # The clock is ours, not the library's, so that a test may turn it.
        options: Any = {"require": ["exp", "iat", "aud"], "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        claims = jwt.decode(token, key.private.public_key(), algorithms=["RS256"], audience=audience, options=options)
        if self._now() >= claims["exp"]:
            raise jwt.ExpiredSignatureError("The token has expired.")
        return cast("dict[str, object]", claims)

    def _keep(self, keys: tuple[SigningKey, ...]) -> None:
        write_whole(self._file, b"".join(private_pem(key.private) for key in keys))
        self._keys = keys


def private_pem(key: RSAPrivateKey) -> bytes:
    """The key in the unencrypted form every tool reads."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def load_rsa(pem: bytes) -> RSAPrivateKey:
    """The RSA key in this text."""
    key = load_pem_private_key(pem, None)
    if not isinstance(key, RSAPrivateKey):
        msg = "The key file holds something else than an RSA key; delete it to get a new one."
        raise TypeError(msg)
    return key


def _new_key() -> SigningKey:
    return _named(generate_private_key(public_exponent=65537, key_size=2048))


def _named(key: RSAPrivateKey) -> SigningKey:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(kid=_encode(hashlib.sha256(public).digest()[:20]), private=key)


def _parts(pem: bytes) -> list[bytes]:
    return [part + _END for part in pem.split(_END) if part.strip()]


def _number(value: int) -> str:
    return _encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

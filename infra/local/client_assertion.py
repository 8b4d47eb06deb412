"""Checks the signed statement by which an application proves who it is: no secret ever crosses the wire."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import jwt
import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from infra.local.entra_error import EntraError

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SEEN_MAX = 10_000


class _Statement(msgspec.Struct, frozen=True):
    iss: str
    sub: str
    jti: str
    exp: float


class ClientAssertions:
    """Knows the certificate of the world's applications, who share one, and which statement ids were used."""

    def __init__(self, certificate: x509.Certificate, now: Callable[[], float]) -> None:
        public = certificate.public_key()
        if not isinstance(public, RSAPublicKey):
            raise TypeError("The clerk's certificate holds something else than an RSA key; delete it to get a new one.")
        self._certificate = certificate
        self._public = public
        self._now = now
        self._seen: dict[str, tuple[float, bytes]] = {}

    def check(self, assertion: str, *, audience: str, client: str) -> None:
        """Raises EntraError unless the client said this, to us, and not under an id it used for something else."""
        self._check_thumbprint(assertion)
        options: Any = {"require": ["exp", "iss", "sub", "aud", "jti"]}
        try:
            claims = jwt.decode(
                assertion,
                self._public,
                algorithms=["RS256", "PS256"],
                audience=audience,
                options=options,
            )
            statement = msgspec.convert(claims, _Statement)
        except jwt.ExpiredSignatureError as error:
            raise _refused(700024, "Client assertion is not within its valid time range.") from error
        except jwt.InvalidAudienceError as error:
            raise _refused(700023, "Client assertion audience claim does not match Realm issuer.") from error
        except (jwt.InvalidTokenError, msgspec.ValidationError) as error:
            raise _refused(700027, f"Client assertion failed signature validation or is malformed: {error}") from error
        if statement.iss != client or statement.sub != client:
            raise _refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
        self._check_once(statement, assertion)

    def _check_thumbprint(self, assertion: str) -> None:
        try:
            header = jwt.get_unverified_header(assertion)
        except jwt.InvalidTokenError as error:
            raise _refused(50027, "JWT token is invalid or malformed.") from error
        # msal leaves the padding on.
        given = {name: str(header.get(name, "")).rstrip("=") for name in ("x5t#S256", "x5t")}
        if given["x5t#S256"] != self._thumbprint(SHA256()) and given["x5t"] != self._thumbprint(SHA1()):  # noqa: S303  # as RFC 7515 names it
            raise _refused(700027, "The certificate with identifier used to sign the client assertion is not registered on application.")

    def _thumbprint(self, algorithm: HashAlgorithm) -> str:
        return base64.urlsafe_b64encode(self._certificate.fingerprint(algorithm)).rstrip(b"=").decode()

    def _check_once(self, statement: _Statement, assertion: str) -> None:
        """The very same statement may come again while it lives, for msal itself keeps one for nine minutes."""
        now = self._now()
        self._seen = {jti: entry for jti, entry in self._seen.items() if entry[0] > now}
        digest = hashlib.sha256(assertion.encode()).digest()
        if self._seen.get(statement.jti, (0.0, digest))[1] != digest or len(self._seen) >= _SEEN_MAX:
            raise _refused(700026, "Client assertion id was already used for another assertion.")
        self._seen[statement.jti] = (statement.exp, digest)


def _refused(number: int, sentence: str) -> EntraError:
    return EntraError("invalid_client", number, sentence, status=401)

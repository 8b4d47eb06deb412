"""Who is calling: checks a token of Entra for this API and says whose it is. Nothing else in a request says who somebody is."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import jwt
import msgspec

from bot.settings import EntraSettings
from bot.signing_keys import SigningKeys
from core.clock import Clock
from core.model import PersonId, person_id

SCOPE = "access_as_user"
LEEWAY = timedelta(seconds=60)
REMEMBERED = timedelta(minutes=5)
"""How long a withdrawn signing key may still let in a token that was seen before."""
MAX_REMEMBERED = 10_000
HOST_CLIENTS = frozenset(
    {
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264",  # Teams desktop and mobile
        "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",  # Teams web
        "4765445b-32c6-49b0-83e6-1d93765276ca",  # Microsoft 365 web
        "0ec893e0-5785-4de6-99da-4ed124e5296c",  # Microsoft 365 desktop
        "d3590ed6-52b3-4102-aeff-aad2292ab01c",  # Microsoft 365 mobile, Outlook desktop
        "bc59ab01-8403-45c6-8796-ac3ef710b3e3",  # Outlook web
        "27922004-5251-4030-b22d-91ecd9a37ea4",  # Outlook mobile
    }
)
"""Microsoft's apps that may ask for our tokens (learn.microsoft.com, tab SSO: register your app in Microsoft Entra ID)."""


class BadToken(Exception):
    """The token does not prove who is calling; the reason is for the log, never for the caller."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token it is; name and address are labels from the directory."""

    person: PersonId
    name: str
    email: str


class _Claims(msgspec.Struct):
    iss: str
    aud: str
    exp: float
    nbf: float
    tid: str
    oid: Annotated[str, msgspec.Meta(min_length=1)]
    scp: str
    azp: str
    ver: str
    idtyp: str = ""
    name: str = ""
    preferred_username: str = ""


class _Seen:
    """Tokens that were found good lately, by their fingerprint: the tab sends the same one with every call for an hour."""

    def __init__(self) -> None:
        self._until: OrderedDict[bytes, tuple[Identity, float]] = OrderedDict()

    def get(self, token: bytes, now: float) -> Identity | None:
        """Whose token it is, if it is remembered."""
        identity, until = self._until.get(token, (None, 0.0))
        return identity if now < until else None

    def add(self, token: bytes, identity: Identity, now: float, expires: float) -> None:
        """Remember it for a while, never beyond its own end; the oldest make room."""
        self._until[token] = (identity, min(expires, now + REMEMBERED.total_seconds()))
        if len(self._until) > MAX_REMEMBERED:
            self._until.popitem(last=False)


class TokenCheck:
    """Checks tokens of the tab and of plain-browser sign-in: v2 tokens for this API, of allowed tenants, on behalf of a person."""

    def __init__(self, settings: EntraSettings, keys: SigningKeys, clock: Clock) -> None:
        self._authority = settings.authority
        self._client_id = settings.client_id
        self._tenants = frozenset(tenant.lower() for tenant in settings.tenants)
        self._clients = HOST_CLIENTS | {settings.client_id} | set(settings.trusted_clients)
        self._keys = keys
        self._clock = clock
        self._seen = _Seen()

    async def check(self, token: str) -> Identity:
        """Raises BadToken, or KeysUnavailable while Entra's keys can't be had."""
        fingerprint = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        now = self._clock.now().timestamp()
        known = self._seen.get(fingerprint, now)
        if known is not None:
            return known
        claims = await self._verified(token)
        self._check_claims(claims, now)
        identity = Identity(person_id(claims.tid, claims.oid), claims.name, claims.preferred_username)
        self._seen.add(fingerprint, identity, now, claims.exp)
        return identity

    async def _verified(self, token: str) -> _Claims:
        try:
            header = jwt.get_unverified_header(token)
            unverified: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
            tenant = str(unverified.get("tid")).lower()
            # Before any look-up of keys: a stranger's token must not make us ask for a stranger's keys.
            if tenant not in self._tenants:
                raise BadToken("tenant")
            if header.get("alg") != "RS256":
                raise BadToken("algorithm")
            key = await self._keys.get(tenant, str(header.get("kid")))
            if key is None:
                raise BadToken("key")
            # Times are checked below, by the clock that was handed in.
            payload: dict[str, object] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
            )
            return msgspec.convert(payload, _Claims)
        except jwt.PyJWTError as error:
            raise BadToken(type(error).__name__) from None
        except (msgspec.ValidationError, RecursionError):
            raise BadToken("claims") from None

    def _check_claims(self, claims: _Claims, now: float) -> None:
        leeway = LEEWAY.total_seconds()
        checks = (
            ("issuer", claims.iss == f"{self._authority}/{claims.tid}/v2.0"),
            ("audience", claims.aud == self._client_id),
            ("version", claims.ver == "2.0"),
            ("expired", now < claims.exp + leeway),
            ("early", now > claims.nbf - leeway),
            ("scope", SCOPE in claims.scp.split()),
            ("app token", claims.idtyp != "app"),
            ("client", claims.azp in self._clients),
        )
        for name, is_right in checks:
            if not is_right:
                raise BadToken(name)

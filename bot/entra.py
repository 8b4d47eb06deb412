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
from core.turns import together

SCOPE = "access_as_user"
SELF_TEST_ROLE = "SelfTest"
"""The app role of applications that may ask for the self-test, such as a deployment's pipeline."""
SYSTEM_ADMIN_ROLE = "SystemAdmin"
"""The app role of people who are System Admins for as long as their token lives; it counts only where the settings say so."""
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
    """A person whose token it is; name and address are labels from the directory. `is_system_admin`: by an app role, for this call."""

    person: PersonId
    name: str
    email: str
    is_system_admin: bool = False


@dataclass(frozen=True, slots=True)
class AppIdentity:
    """An application that holds the role SelfTest and acts for nobody. It is none of the people of the house and never becomes one.

    `principal`: tenant id and object id of its service principal, joined by a dot; `client`: its app registration.
    """

    principal: str
    client: str


class _Claims(msgspec.Struct):
    """`scp` is in every access token that acts for a person, and in no application's; `idtyp` is there only where a tenant asked for it."""

    iss: str
    aud: str
    exp: float
    nbf: float
    tid: str
    oid: Annotated[str, msgspec.Meta(min_length=1)]
    azp: Annotated[str, msgspec.Meta(min_length=1)]
    ver: str
    scp: str | None = None
    roles: list[str] = []
    sub: str = ""
    idtyp: str = ""
    name: str = ""
    preferred_username: str = ""


class _Seen:
    """Tokens that were found good lately, by their fingerprint: the tab sends the same one with every call for an hour."""

    def __init__(self) -> None:
        self._until: OrderedDict[bytes, tuple[Identity | AppIdentity, float]] = OrderedDict()

    def get(self, token: bytes, now: float) -> Identity | AppIdentity | None:
        """Whose token it is, if it is remembered."""
        identity, until = self._until.get(token, (None, 0.0))
        return identity if now < until else None

    def add(self, token: bytes, identity: Identity | AppIdentity, now: float, expires: float) -> None:
        """Remember it for a while, never beyond its own end; the oldest make room."""
        self._until[token] = (identity, min(expires, now + REMEMBERED.total_seconds()))
        if len(self._until) > MAX_REMEMBERED:
            self._until.popitem(last=False)


class TokenCheck:
    """Checks v2 tokens for this API, of allowed tenants: those of people, by the tab or plain-browser sign-in, and those of applications.

    Where an application is let in at all is for `auth` to say. With `[entra] system_admin_role` the app role SystemAdmin makes a person a
    System Admin, beside those of the settings. That is off by default: the admins of each allowed tenant give the role, to whomever they
    like, and taking it away has no effect before the token ends, up to an hour or so later.
    """

    def __init__(self, settings: EntraSettings, keys: SigningKeys, clock: Clock) -> None:
        self._authority = settings.authority
        self._client_id = settings.client_id
        self._tenants = frozenset(tenant.lower() for tenant in settings.tenants)
        self._clients = HOST_CLIENTS | {settings.client_id} | set(settings.trusted_clients)
        self._has_admin_role = settings.system_admin_role
        self._keys = keys
        self._clock = clock
        self._seen = _Seen()

    async def known_keys(self) -> int:
        """How many signing keys of all tenants that may sign in are known; those of each are fetched if need be. Raises KeysUnavailable."""
        return sum(await together([self._keys.count(tenant) for tenant in sorted(self._tenants)]))

    async def check(self, token: str) -> Identity | AppIdentity:
        """Whose token it is. Raises BadToken, or KeysUnavailable while Entra's keys can't be had."""
        fingerprint = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        now = self._clock.now().timestamp()
        known = self._seen.get(fingerprint, now)
        if known is not None:
            return known
        claims = await self._verified(token)
        self._check_claims(claims, now)
        identity = self._application(claims) if claims.scp is None else self._person(claims, claims.scp)
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
        except (msgspec.ValidationError, RecursionError, UnicodeError):  # letters that no token has
            raise BadToken("claims") from None

    def _check_claims(self, claims: _Claims, now: float) -> None:
        leeway = LEEWAY.total_seconds()
        refuse_unless(
            ("issuer", claims.iss == f"{self._authority}/{claims.tid}/v2.0"),
            ("audience", claims.aud == self._client_id),
            ("version", claims.ver == "2.0"),
            ("expired", now < claims.exp + leeway),
            ("early", now > claims.nbf - leeway),
        )

    def _person(self, claims: _Claims, scopes: str) -> Identity:
        refuse_unless(
            ("scope", SCOPE in scopes.split()),
            ("app token", claims.idtyp != "app"),
            ("client", claims.azp in self._clients),
        )
        is_system_admin = self._has_admin_role and SYSTEM_ADMIN_ROLE in claims.roles
        return Identity(person_id(claims.tid, claims.oid), claims.name, claims.preferred_username, is_system_admin)

    def _application(self, claims: _Claims) -> AppIdentity:
        """Any client may be one: its tenant gave it the role. A person's ID token has no scope either, but its `sub` is not the `oid`."""
        refuse_unless(
            ("no scope, no role", SELF_TEST_ROLE in claims.roles),
            ("kind", claims.idtyp in {"", "app"}),
            ("subject", claims.sub in {"", claims.oid}),
        )
        return AppIdentity(person_id(claims.tid, claims.oid), claims.azp)


def refuse_unless(*checks: tuple[str, bool]) -> None:
    """Raises BadToken for the first check that fails, by its name."""
    for name, is_right in checks:
        if not is_right:
            raise BadToken(name)

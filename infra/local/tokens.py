"""What the local Entra puts into its tokens. All are JWTs by its own key, so that a restart forgets nothing that was given out."""

import base64
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import jwt
import msgspec

from infra.local.people import People
from infra.local.signing_keys import SigningKeys
from infra.local.world import (
    APP_CLIENT_ID,
    BOT_APP_ID,
    BOT_AUDIENCE,
    BOT_OBJECT_ID,
    GRAPH_AUDIENCE,
    GRAPH_ROLES,
    SYNC_CLIENT_ID,
    SYNC_OBJECT_ID,
    TENANT,
    Application,
    Person,
)

ACCESS_LIFE_S = 3600
REFRESH_LIFE_S = 24 * 3600
"""As Entra gives to single-page applications."""
SESSION_LIFE_S = 30 * 24 * 3600
_REFRESH_AUDIENCE = "local-refresh"
_SESSION_AUDIENCE = "local-session"


class _Ours(msgspec.Struct, frozen=True):
    """What our own refresh tokens and session cookies hold."""

    oid: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Makes every token; `issuer` says the address that tokens for the API come from, which is known once the port is."""

    keys: SigningKeys
    people: People
    now: Callable[[], float]
    issuer: Callable[[], str]

    def for_api(self, person: Person, *, azp: str) -> str:
        """An access token for the product's API, as Teams or the browser would get it."""
        return self._sign(self._person(person) | {"aud": APP_CLIENT_ID, "azp": azp, "azpacr": "0", "scp": "access_as_user"})

    def id_token(self, person: Person, *, client: str, nonce: str | None) -> str:
        """Who signed in, for the page that asked."""
        return self._sign(self._person(person) | {"aud": client} | ({} if nonce is None else {"nonce": nonce}))

    def for_graph(self) -> str:
        """The calendar clerk's own token."""
        return self._sign(_v1(SYNC_CLIENT_ID, SYNC_OBJECT_ID, GRAPH_AUDIENCE) | {"roles": list(GRAPH_ROLES)})

    def for_bot(self) -> str:
        """What the bot shows to Teams when it speaks; it needs no role, for Teams knows the bot by its app id."""
        return self._sign(_v1(BOT_APP_ID, BOT_OBJECT_ID, BOT_AUDIENCE))

    def for_application(self, application: Application) -> str:
        """An application's own token for the product's API: it acts for nobody, so without `scp` and names. No `idtyp` was asked for."""
        claims: dict[str, object] = {
            "iss": self.issuer(),
            "tid": TENANT,
            "aud": APP_CLIENT_ID,
            "azp": application.client_id,
            "azpacr": "2",
            "oid": application.object_id,
            "sub": application.object_id,
            "ver": "2.0",
        }
        return self._sign(claims | ({"roles": list(application.roles)} if application.roles else {}))

    def refresh(self, person: Person, scope: str) -> str:
        """Good for new tokens of the same scope for a day."""
        return self._sign({"aud": _REFRESH_AUDIENCE, "oid": person.oid, "scope": scope}, life_s=REFRESH_LIFE_S)

    def refreshed(self, token: str) -> tuple[Person, str] | None:
        """Whom a refresh token is for and its scope."""
        return self._read(token, _REFRESH_AUDIENCE)

    def session(self, person: Person) -> str:
        """What the browser's cookie holds once somebody was picked."""
        return self._sign({"aud": _SESSION_AUDIENCE, "oid": person.oid}, life_s=SESSION_LIFE_S)

    def in_session(self, cookie: str) -> Person | None:
        """Who was picked in this browser."""
        found = self._read(cookie, _SESSION_AUDIENCE)
        return found[0] if found else None

    def _read(self, token: str, audience: str) -> tuple[Person, str] | None:
        try:
            ours = msgspec.convert(self.keys.verify(token, audience=audience), _Ours)
        except (jwt.InvalidTokenError, msgspec.ValidationError):
            return None
        person = self.people.by_oid(ours.oid)
        return (person, ours.scope) if person else None

    def _person(self, person: Person) -> dict[str, object]:
        return {
            "iss": self.issuer(),
            "tid": TENANT,
            "oid": person.oid,
            "sub": _pairwise(person.oid),
            "name": person.name,
            "preferred_username": person.email,
            "email": person.email,
            "ver": "2.0",
        }

    def _sign(self, claims: dict[str, object], *, life_s: int = ACCESS_LIFE_S) -> str:
        now = int(self.now())
        return self.keys.sign(claims | {"iat": now, "nbf": now, "exp": now + life_s, "uti": uuid.uuid4().hex[:22]})


def _v1(client: str, oid: str, audience: str) -> dict[str, object]:
    """An application's claims in the v1 form that Graph and the Bot Framework still get."""
    app = {"appid": client, "appidacr": "2", "idtyp": "app", "oid": oid, "sub": oid}
    return {**app, "tid": TENANT, "aud": audience, "iss": f"https://sts.windows.net/{TENANT}/", "ver": "1.0"}


def _pairwise(oid: str) -> str:
    """Entra's `sub` is another one for each application; ours only looks so, and nobody may rely on it."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"{APP_CLIENT_ID}:{oid}".encode()).digest()).rstrip(b"=").decode()

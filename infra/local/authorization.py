"""The authorization code flow's rules without any HTTP: what a page may ask for, and codes that work once."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from infra.local.entra_error import EntraError
from infra.local.world import API_SCOPE, APP_CLIENT_ID, Person

CODE_LIFE_S = 600
_CODES_MAX = 1000
OIDC_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
_PKCE = re.compile(r"[A-Za-z0-9._~-]{43,128}")
REPEATED = ("client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge",
            "code_challenge_method", "login_hint")  # fmt: skip
"""What the sign-in page's form must send again."""


class UnknownAsker(Exception):
    """The client or its address is not registered, so nothing may be sent to that address, not even an error."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A checked request of a page to sign somebody in."""

    redirect_uri: str
    response_mode: str
    scope: str
    state: str | None
    nonce: str | None
    challenge: str


def check_asker(query: Mapping[str, str], registered: frozenset[str]) -> str:
    """The registered address to answer to; raises UnknownAsker before anything else is looked at."""
    if query.get("client_id") != APP_CLIENT_ID:
        msg = f"AADSTS700016: No application with the identifier '{query.get('client_id', '')}' lives in this directory."
        raise UnknownAsker(msg)
    uri = query.get("redirect_uri", "")
    if uri not in registered:
        msg = f"AADSTS50011: The redirect URI '{uri}' does not match the ones registered: {', '.join(sorted(registered)) or 'none'}."
        raise UnknownAsker(msg)
    return uri


def check_ask(query: Mapping[str, str], redirect_uri: str) -> Ask:
    """The request, once the asker is known; raises EntraError, which may go back to the asker."""
    if query.get("response_type") != "code":
        raise EntraError("unsupported_response_type", 700054, "Only response_type 'code' is enabled for the application.")
    mode = query.get("response_mode", "query")
    if mode not in ("query", "fragment"):
        raise EntraError("invalid_request", 900144, f"The response_mode '{mode}' is not supported here; use 'query' or 'fragment'.")
    if query.get("code_challenge_method") != "S256" or not _PKCE.fullmatch(query.get("code_challenge", "")):
        raise EntraError(
            "invalid_request", 9002325, "Proof Key for Code Exchange is required for cross-origin authorization code redemption."
        )
    return Ask(
        redirect_uri=redirect_uri,
        response_mode=mode,
        scope=check_scope(query.get("scope", "")),
        state=query.get("state"),
        nonce=query.get("nonce"),
        challenge=query["code_challenge"],
    )


def check_scope(scope: str) -> str:
    """OpenID scopes and the product's own; a foreign or a missing one is an error as in Entra."""
    asked = scope.split()
    if not asked:
        raise EntraError("invalid_request", 900144, "The request body must contain the following parameter: 'scope'.")
    foreign = [name for name in asked if name not in OIDC_SCOPES and name != API_SCOPE]
    if foreign:
        raise EntraError("invalid_scope", 70011, f"The provided value for the input parameter 'scope' is not valid: {' '.join(foreign)}.")
    return " ".join(dict.fromkeys(asked))


@dataclass(frozen=True, slots=True)
class _Code:
    ask: Ask
    person: Person
    expires: float
    used: bool = False


class Codes:
    """Authorization codes, kept in memory only: ten minutes outlive no restart that matters."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._codes: dict[str, _Code] = {}

    def issue(self, ask: Ask, person: Person) -> str:
        """A new code for this person and exactly this request."""
        now = self._now()
        live = [(name, code) for name, code in self._codes.items() if code.expires > now]
        self._codes = dict(live[-_CODES_MAX:])
        code = f"1.{secrets.token_urlsafe(48)}"
        self._codes[code] = _Code(ask, person, now + CODE_LIFE_S)
        return code

    def redeem(self, code: str, *, redirect_uri: str, verifier: str) -> tuple[Ask, Person]:
        """Who signed in; raises EntraError. A code is used up by the first try, right or wrong."""
        found = self._codes.get(code)
        if found is None:
            raise EntraError("invalid_grant", 9002313, "Invalid request. The authorization code is malformed or invalid.")
        if found.used:
            raise EntraError("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code.")
        self._codes[code] = replace(found, used=True)
        if found.expires <= self._now():
            raise EntraError("invalid_grant", 70008, "The provided authorization code has expired. Send a new interactive request.")
        if redirect_uri != found.ask.redirect_uri:
            raise EntraError("invalid_grant", 500112, "The reply address does not match the one used when the code was requested.")
        if not _PKCE.fullmatch(verifier) or not hmac.compare_digest(_challenge(verifier), found.ask.challenge):
            raise EntraError("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the request.")
        return found.ask, found.person


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()

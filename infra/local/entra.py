"""The local Entra: metadata, keys, sign-in and tokens for one tenant, over HTTP for browsers and over TLS for msal."""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

import msgspec
from aiohttp import web

from infra.local.authorization import OIDC_SCOPES, Codes
from infra.local.certificates import Certificates
from infra.local.client_assertion import ClientAssertions
from infra.local.entra_error import EntraError
from infra.local.entra_pages import home_page
from infra.local.loopback import HOST, Server, build_app, own_origin_only
from infra.local.managed_identity import ManagedIdentity
from infra.local.people import BadName, People
from infra.local.sign_in import SignIn
from infra.local.signing_keys import SigningKeys
from infra.local.token_endpoint import TokenEndpoint
from infra.local.tokens import Tokens
from infra.local.world import DEPLOY, TEAMS_WEB_CLIENT_ID, TENANT

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OPEN = {"Access-Control-Allow-Origin": "*"}


class _TokenFor(msgspec.Struct, forbid_unknown_fields=True):
    """Either a person, by any name they go by, or an application, by the role it holds."""

    name: str | None = None
    app: Literal["SelfTest"] | None = None


class Entra:
    """Signs in the people of the world; `links` are shown on its front page."""

    def __init__(self, *, data: Path, database: sqlite3.Connection, certificates: Certificates, now: Callable[[], float]) -> None:
        self.people = People(database)
        self.keys = SigningKeys(data / "entra-signing-keys.pem", now)
        self.service: str | None = None
        self.links: tuple[tuple[str, str, str], ...] = ()
        self.url = ""
        self.tls_url = ""
        self._certificates = certificates
        self.tokens = Tokens(self.keys, self.people, now, lambda: f"{self.url}/{TENANT}/v2.0")
        codes = Codes(now)
        self._sign_in = SignIn(self.people, self.tokens, codes, lambda: self.service)
        self._endpoint = TokenEndpoint(self.tokens, codes, ClientAssertions(certificates.sync_certificate, now), lambda: self.service)
        self._identity = ManagedIdentity(self.tokens, now)
        self._http = Server(self._app())
        self._tls = Server(self._app())

    async def start(self, port: int, tls_port: int) -> None:
        """Listens on both ports."""
        self.url = f"http://{HOST}:{await self._http.start(port)}"
        self.tls_url = f"https://{HOST}:{await self._tls.start(tls_port, self._certificates.tls_context())}"

    async def stop(self) -> None:
        """Frees both ports."""
        await self._http.stop()
        await self._tls.stop()

    def person_token(self, name: str, *, azp: str = TEAMS_WEB_CLIENT_ID) -> str:
        """A token for the product's API for whoever goes by this name; an unknown name becomes a new person."""
        return self.tokens.for_api(self.people.find_or_add(name), azp=azp)

    def self_test_token(self) -> str:
        """A token for the product's API for the pipeline of a deployment, which acts for nobody and holds the role SelfTest."""
        return self.tokens.for_application(DEPLOY)

    def roll_key(self, *, forget_old: bool = False) -> str:
        """Signs with a new key from now on, as Entra does now and then; answers its kid."""
        return self.keys.roll(forget_old=forget_old)

    def _app(self) -> web.Application:
        app = build_app(self._policy)
        app.router.add_get("/", self._home)
        app.router.add_post("/local/token", self._local_token)
        self._identity.add_to(app)
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", _of_tenant(self._metadata))
        app.router.add_get("/{tenant}/discovery/v2.0/keys", _of_tenant(self._published_keys))
        app.router.add_get("/{tenant}/oauth2/v2.0/authorize", _of_tenant(self._sign_in.ask))
        app.router.add_post("/{tenant}/oauth2/v2.0/authorize", _of_tenant(self._sign_in.choose))
        app.router.add_get("/{tenant}/oauth2/v2.0/logout", _of_tenant(self._sign_in.sign_out))
        app.router.add_post("/{tenant}/oauth2/v2.0/token", _of_tenant(self._endpoint.answer))
        app.router.add_options("/{tenant}/oauth2/v2.0/token", _of_tenant(self._endpoint.preflight))
        return app

    def _policy(self) -> str:
        # Chromium holds form-action against the redirect that answers the form, so the service must be named.
        return (
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self' {self.service or ''}"
        )

    async def _home(self, _request: web.Request) -> web.Response:
        return home_page(self.people.all(), self.links)

    async def _metadata(self, request: web.Request) -> web.Response:
        base = f"{request.scheme}://{request.host}/{TENANT}"
        return web.json_response(
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query", "fragment"],
                "subject_types_supported": ["pairwise"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": sorted(OIDC_SCOPES),
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
                "code_challenge_methods_supported": ["S256"],
                "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "name", "preferred_username", "oid", "tid", "email"],
            },
            headers=_OPEN,
        )

    async def _published_keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys.published()}, headers=_OPEN)

    async def _local_token(self, request: web.Request) -> web.Response:
        own_origin_only(request)
        try:
            answer = self._token_for(msgspec.json.decode(await request.read(), type=_TokenFor))
        except (msgspec.MsgspecError, BadName) as refusal:
            return EntraError("invalid_request", 90014, str(refusal)).response()
        return web.json_response(answer, headers={"Cache-Control": "no-store"})

    def _token_for(self, asked: _TokenFor) -> dict[str, object]:
        if asked.app is None:
            person = self.people.find_or_add(asked.name or "")
            return {"token": self.tokens.for_api(person, azp=TEAMS_WEB_CLIENT_ID), "person": msgspec.to_builtins(person)}
        if asked.name is not None:
            raise BadName("A token is for a person or for an application, not for both.")
        return {"token": self.self_test_token(), "application": msgspec.to_builtins(DEPLOY)}


def _of_tenant(handler: _Handler) -> _Handler:
    async def guarded(request: web.Request) -> web.StreamResponse:
        tenant = request.match_info["tenant"]
        if tenant.lower() == TENANT:
            return await handler(request)
        sentence = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."
        return EntraError("invalid_tenant", 90002, sentence).response()

    return guarded

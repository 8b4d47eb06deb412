"""POST token: a code, a refresh token or an application's signed statement becomes tokens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from infra.local.authorization import Codes, check_scope
from infra.local.client_assertion import ASSERTION_TYPE, ClientAssertions
from infra.local.entra_error import EntraError
from infra.local.tokens import ACCESS_LIFE_S, REFRESH_LIFE_S, Tokens
from infra.local.world import (
    API_APP_SCOPE,
    API_SCOPE,
    APP_CLIENT_ID,
    APPLICATIONS,
    GRAPH_AUDIENCE,
    SYNC,
    SYNC_CLIENT_ID,
    Application,
    Person,
)


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """The one address where tokens are given out."""

    tokens: Tokens
    codes: Codes
    assertions: ClientAssertions
    service: Callable[[], str | None]

    async def answer(self, request: web.Request) -> web.Response:
        """Tokens or a refusal; both may be read by the registered page, and by no other."""
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        try:
            answer = web.json_response(self._grant(form, request))
        except EntraError as refusal:
            answer = refusal.response()
        answer.headers["Cache-Control"] = "no-store"
        origin = request.headers.get("Origin")
        if origin is not None and origin == self.service():
            answer.headers.update({"Access-Control-Allow-Origin": origin, "Vary": "Origin"})
        return answer

    async def preflight(self, request: web.Request) -> web.Response:
        """Lets the registered page send the headers that sign-in libraries add."""
        answer = web.Response(status=204)
        origin = request.headers.get("Origin")
        if origin is not None and origin == self.service():
            answer.headers.update(
                {
                    "Access-Control-Allow-Origin": origin,
                    "Access-Control-Allow-Methods": "POST, OPTIONS",
                    "Access-Control-Allow-Headers": request.headers.get("Access-Control-Request-Headers", "content-type"),
                    "Vary": "Origin",
                }
            )
        return answer

    def _grant(self, form: Mapping[str, str], request: web.Request) -> dict[str, object]:
        match form.get("grant_type"):
            case "authorization_code":
                self._check_page(form, request)
                ask, person = self.codes.redeem(
                    form.get("code", ""), redirect_uri=form.get("redirect_uri", ""), verifier=form.get("code_verifier", "")
                )
                return self._for_person(person, ask.scope, nonce=ask.nonce)
            case "refresh_token":
                self._check_page(form, request)
                return self._refresh(form)
            case "client_credentials":
                return self._for_application(form, request)
            case None:
                raise EntraError("invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")
            case other:
                raise EntraError("unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{other}'.")

    def _check_page(self, form: Mapping[str, str], request: web.Request) -> None:
        if form.get("client_id") != APP_CLIENT_ID:
            raise _unknown_client(form)
        if request.headers.get("Origin") != self.service():
            sentence = "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."
            raise EntraError("invalid_request", 9002327, sentence)

    def _refresh(self, form: Mapping[str, str]) -> dict[str, object]:
        found = self.tokens.refreshed(form.get("refresh_token", ""))
        if found is None:
            raise EntraError("invalid_grant", 700084, "The refresh token is malformed, unknown or past its fixed lifetime of a day.")
        person, granted = found
        asked = check_scope(form.get("scope", granted))
        if not set(asked.split()) <= set(granted.split()):
            raise EntraError("invalid_grant", 65001, "The user has not consented to a scope that was asked for.")
        return self._for_person(person, asked, nonce=None, refresh_scope=granted)

    def _for_person(self, person: Person, scope: str, *, nonce: str | None, refresh_scope: str | None = None) -> dict[str, object]:
        names = scope.split()
        answer: dict[str, object] = {
            "token_type": "Bearer",
            "scope": scope,
            "expires_in": ACCESS_LIFE_S,
            "ext_expires_in": ACCESS_LIFE_S,
            "access_token": self.tokens.for_api(person, azp=APP_CLIENT_ID) if API_SCOPE in names else "opaque-local-userinfo-token",
        }
        if refresh_scope is not None or "offline_access" in names:
            answer["refresh_token"] = self.tokens.refresh(person, refresh_scope or scope)
            answer["refresh_token_expires_in"] = REFRESH_LIFE_S
        if "openid" in names:
            answer["id_token"] = self.tokens.id_token(person, client=APP_CLIENT_ID, nonce=nonce)
        return answer

    def _for_application(self, form: Mapping[str, str], request: web.Request) -> dict[str, object]:
        application = APPLICATIONS.get(form.get("client_id", SYNC_CLIENT_ID))
        if application is None:
            raise _unknown_client(form)
        if form.get("client_assertion_type") != ASSERTION_TYPE or not form.get("client_assertion"):
            sentence = "The request body must contain the following parameter: 'client_assertion'; there are no secrets here."
            raise EntraError("invalid_client", 7000216, sentence, status=401)
        audience = f"{request.scheme}://{request.host}{request.path}"
        self.assertions.check(form["client_assertion"], audience=audience, client=application.client_id)
        token = self._token_of(application, form.get("scope", ""))
        life = {"expires_in": ACCESS_LIFE_S - 1, "ext_expires_in": ACCESS_LIFE_S - 1}
        return {"token_type": "Bearer", **life, "access_token": token}

    def _token_of(self, application: Application, scope: str) -> str:
        """Any application gets a token for the API, with or without a role there; Graph is the clerk's alone."""
        if scope == API_APP_SCOPE:
            return self.tokens.for_application(application)
        if scope == f"{GRAPH_AUDIENCE}/.default" and application is SYNC:
            return self.tokens.for_graph()
        sentence = f"The provided value for scope {scope} is not valid: ask for {GRAPH_AUDIENCE}/.default or {API_APP_SCOPE}."
        raise EntraError("invalid_scope", 1002012, sentence)


def _unknown_client(form: Mapping[str, str]) -> EntraError:
    sentence = f"Application with identifier '{form.get('client_id', '')}' was not found in the directory for this kind of sign-in."
    return EntraError("unauthorized_client", 700016, sentence)

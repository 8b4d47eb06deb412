"""The browser's side of the local Entra: choosing who you are, silent renewal by cookie, and signing out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from infra.local.authorization import Ask, Codes, UnknownAsker, check_ask, check_asker
from infra.local.entra_error import EntraError
from infra.local.entra_pages import choose_page, refusal_page, signed_out_page
from infra.local.people import BadName, People
from infra.local.tokens import SESSION_LIFE_S, Tokens
from infra.local.world import Person

COOKIE = "local-entra-person"
_NOBODY = EntraError("login_required", 50058, "A silent sign-in request was sent but no user is signed in.")


@dataclass(frozen=True, slots=True)
class SignIn:
    """The authorize and logout addresses."""

    people: People
    tokens: Tokens
    codes: Codes
    service: Callable[[], str | None]

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """GET authorize: straight back if somebody was picked before, else the page to choose."""
        try:
            uri = check_asker(request.query, self._registered())
        except UnknownAsker as refusal:
            return refusal_page(str(refusal))
        try:
            ask = check_ask(request.query, uri)
            picked = self.tokens.in_session(request.cookies.get(COOKIE, ""))
            prompts = request.query.get("prompt", "").split()
            if picked and not {"select_account", "login"}.intersection(prompts):
                return self._back_with_code(ask, picked)
        except EntraError as refusal:
            return _back_with_error(request.query, uri, refusal)
        if "none" in prompts:
            return _back_with_error(request.query, uri, _NOBODY)
        return choose_page(self.people.all(), request.query)

    async def choose(self, request: web.Request) -> web.StreamResponse:
        """POST authorize: the page's form, with one of the people or a new name."""
        if request.headers.get("Origin") not in (None, f"{request.scheme}://{request.host}"):
            return refusal_page("Only this address's own page may choose who you are.", status=403)
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        try:
            uri = check_asker(form, self._registered())
        except UnknownAsker as refusal:
            return refusal_page(str(refusal))
        try:
            ask = check_ask(form, uri)
            person = self.people.by_oid(form["person"]) if "person" in form else self.people.find_or_add(form.get("name", ""))
        except EntraError as refusal:
            return _back_with_error(form, uri, refusal)
        except BadName as refusal:
            return choose_page(self.people.all(), form, fault=str(refusal))
        if person is None:
            return choose_page(self.people.all(), form, fault="There is nobody of that kind here.")
        return self._back_with_code(ask, person)

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        """GET logout: forgets who was picked in this browser."""
        wanted = request.query.get("post_logout_redirect_uri", "")
        service = self.service()
        ours = service is not None and (wanted == service or wanted.startswith(f"{service}/"))
        state = request.query.get("state")
        answer = _redirect(wanted, {} if state is None else {"state": state}, "query") if ours else signed_out_page()
        answer.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax")
        return answer

    def _registered(self) -> frozenset[str]:
        service = self.service()
        return frozenset() if service is None else frozenset({f"{service}/", f"{service}/signin"})

    def _back_with_code(self, ask: Ask, person: Person) -> web.Response:
        state = {} if ask.state is None else {"state": ask.state}
        answer = _redirect(ask.redirect_uri, {"code": self.codes.issue(ask, person), **state}, ask.response_mode)
        answer.set_cookie(COOKIE, self.tokens.session(person), max_age=SESSION_LIFE_S, path="/", httponly=True, samesite="Lax")
        return answer


def _back_with_error(query: Mapping[str, str], uri: str, refusal: EntraError) -> web.Response:
    state = {"state": query["state"]} if "state" in query else {}
    mode = "fragment" if query.get("response_mode") == "fragment" else "query"
    return _redirect(uri, {"error": refusal.error, "error_description": refusal.description, **state}, mode)


def _redirect(uri: str, facts: Mapping[str, str], mode: str) -> web.Response:
    """303, so that a form's POST becomes a GET; the address stays byte for byte the registered one."""
    mark = "#" if mode == "fragment" else "&" if "?" in uri else "?"
    location = f"{uri}{mark}{urlencode(facts)}" if facts else uri
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})

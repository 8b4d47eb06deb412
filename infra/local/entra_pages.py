"""What people see of the local Entra."""

from collections.abc import Iterable, Mapping

from aiohttp import web

from infra.local.authorization import REPEATED
from infra.local.page import page, text
from infra.local.people import NAME_LENGTH_MAX
from infra.local.world import TENANT_NAME, Person

_STYLES = ("entra.css",)


def choose_page(people: Iterable[Person], ask: Mapping[str, str], *, fault: str = "") -> web.Response:
    """Everybody as one button, the hinted one first, and a field for somebody new."""
    hint = ask.get("login_hint", "").casefold()
    ordered = sorted(people, key=lambda person: person.email.casefold() != hint)
    again = "".join(f'<input type="hidden" name="{name}" value="{text(ask[name])}">' for name in REPEATED if name in ask)
    buttons = "".join(
        f'<li><button class="person" name="person" value="{text(person.oid)}">{_face(person)}</button></li>' for person in ordered
    )
    alert = f'<p class="fault" role="alert">{text(fault)}</p>' if fault else ""
    main = (
        f'<main class="card"><p class="eyebrow">Local sign-in · {text(TENANT_NAME)}</p><h1>Choose who you are</h1>'
        f"<p>Nobody here is real and nobody needs a password.</p>{alert}"
        f'<form method="post">{again}<ul class="people">{buttons}</ul></form>'
        f'<h2>Somebody else</h2><form method="post" class="new">{again}'
        f'<label for="name">Name</label><input id="name" name="name" required maxlength="{NAME_LENGTH_MAX}" autocomplete="off">'
        '<button class="primary">Sign in</button></form></main>'
    )
    return page("Choose who you are", main, styles=_STYLES)


def refusal_page(sentence: str, *, status: int = 400) -> web.Response:
    """A refusal that must not be sent anywhere."""
    main = f'<main class="card"><p class="eyebrow">Local sign-in</p><h1>That did not work</h1><p class="wrap">{text(sentence)}</p></main>'
    return page("Sign-in refused", main, styles=_STYLES, status=status)


def signed_out_page() -> web.Response:
    """The end of a visit."""
    main = '<main class="card"><p class="eyebrow">Local sign-in</p><h1>You are signed out</h1><p>You can close this page.</p></main>'
    return page("Signed out", main, styles=_STYLES)


def home_page(people: Iterable[Person], links: Iterable[tuple[str, str, str]]) -> web.Response:
    """What this is, who is here, and where the rest is."""
    rows = "".join(f'<li class="person">{_face(person)}</li>' for person in people)
    ways = "".join(f'<li><a href="{text(url)}">{text(name)}</a><span class="about">{text(about)}</span></li>' for name, url, about in links)
    main = (
        f'<main class="card"><p class="eyebrow">{text(TENANT_NAME)}</p><h1>Microsoft 365 on this laptop</h1>'
        "<p>This is a stand-in for Microsoft Entra. It signs in made-up people so that the whole product can be tried without "
        "a tenant. It listens to this machine only and knows no secret of anybody.</p>"
        f'<h2>Where to go</h2><ul class="ways">{ways}</ul><h2>Who can sign in</h2><ul class="people">{rows}</ul></main>'
    )
    return page("Local Entra", main, styles=_STYLES)


def _face(person: Person) -> str:
    words = person.name.split()
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    note = f'<span class="note">{text(person.note)}</span>' if person.note else ""
    return (
        f'<span class="initials tint-{int(person.oid[0], 16) % 6}" aria-hidden="true">{text(initials)}</span>'
        f'<span class="who"><span class="name">{text(person.name)}</span><span class="email">{text(person.email)}</span></span>{note}'
    )

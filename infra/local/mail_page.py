"""A mailbox for human eyes: its mails, the newest first, kept fresh by the page's own script."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from aiohttp import web

from infra.local.mails import Mail, Mails
from infra.local.page import page, text
from infra.local.people import People
from infra.local.rich_text import lines_of
from infra.local.world import Person

_STYLES = ("calendar.css", "mail.css")


@dataclass(frozen=True, slots=True)
class MailPages:
    """The pages of all mailboxes."""

    people: People
    mails: Mails

    def add_to(self, app: web.Application) -> None:
        """The pages' addresses."""
        app.router.add_get("/mail/{oid}", self._page)
        app.router.add_get("/mail/{oid}/list", self._list)

    async def _page(self, request: web.Request) -> web.Response:
        person = self._person(request)
        rows = _rows(self.mails.of(person.oid))
        calendar = "" if person.shared else f' · <a href="/calendar/{text(person.oid)}">Calendar</a>'
        main = (
            f'<main class="calendar" id="mail" data-person="{text(person.oid)}"><header>'
            f'<p class="eyebrow"><a href="/">Calendars</a>{calendar}</p>'
            f'<h1>Mail of {text(person.name)}</h1><p class="email">{text(person.email)}</p></header>'
            '<p id="trouble" class="fault" role="alert" hidden>The local Outlook does not answer. This page keeps trying.</p>'
            '<p id="news" class="visually-hidden" role="status" aria-live="polite"></p>'
            f'<div id="mails" data-version="{_version(rows)}">{rows}</div></main>'
        )
        return page(f"Mail of {person.name}", main, styles=_STYLES, scripts=("mail.js",))

    async def _list(self, request: web.Request) -> web.Response:
        """What the script asks for every second; unchanged since `known` it is a 204."""
        rows = _rows(self.mails.of(self._person(request).oid))
        if request.query.get("known") == _version(rows):
            return web.Response(status=204)
        return web.Response(text=rows, content_type="text/html", headers={"X-Version": _version(rows)})

    def _person(self, request: web.Request) -> Person:
        person = self.people.mailbox(request.match_info["oid"])
        if person is None:
            raise web.HTTPNotFound(text="There is no such mailbox here.\n")
        return person


def _version(rows: str) -> str:
    return hashlib.sha256(rows.encode()).hexdigest()[:16]


def _rows(mails: list[Mail]) -> str:
    if not mails:
        return "<p>No mails yet.</p>"
    return f'<ol class="mails">{"".join(map(_row, mails))}</ol>'


def _row(mail: Mail) -> str:
    when = dt.datetime.fromtimestamp(mail.sent_s, dt.UTC).astimezone()
    facts = [("From", mail.sender), ("To", ", ".join(mail.to)), ("Cc", ", ".join(mail.cc)), ("Folder", mail.folder), *mail.headers]
    shown = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in facts if value)
    return (
        f'<li class="entry"><h2>{text(mail.subject or "(no subject)")}</h2>'
        f'<p class="when"><time datetime="{when.isoformat(timespec="seconds")}">{when:%Y-%m-%d %H:%M:%S}</time></p>'
        f'<dl class="facts">{shown}</dl>{_body(mail)}</li>'
    )


def _body(mail: Mail) -> str:
    if mail.body.content_type == "html":
        lines = "".join(f"<p>{''.join(text(run['text']) for run in line)}</p>" for line in lines_of(mail.body))
        return f'<div class="body">{lines}</div>'
    return f'<div class="body plain">{text((mail.body.content or "").rstrip())}</div>'

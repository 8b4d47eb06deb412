"""Calendars for human eyes: who has how many entries, and one person's month, kept fresh by the page's own script."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from aiohttp import web

from infra.local.graph_rules import days, location_of, moments, moved, wall_clock
from infra.local.graph_types import Entry
from infra.local.loopback import own_origin_only
from infra.local.mailboxes import Mailboxes
from infra.local.page import page, text
from infra.local.people import People
from infra.local.rich_text import Run, lines_of
from infra.local.world import NOTICES, Person

_STYLES = ("calendar.css",)
_Kind = TypeVar("_Kind")
_AHEAD = dt.timedelta(days=14)
_WEEKS_MAX = 10
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class _Deletion(msgspec.Struct, forbid_unknown_fields=True):
    id: str


class _Move(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    day: dt.date


class _Row(msgspec.Struct, rename="camel"):
    """One entry as the page shows it."""

    id: str
    subject: str
    first: dt.date
    last: dt.date
    hours: str
    location: str
    categories: list[str]
    show_as: str
    body: list[list[Run]]


@dataclass(frozen=True, slots=True)
class CalendarPages:
    """People's pages, and what their buttons do: to delete or move an entry as its owner would in Outlook."""

    people: People
    mailboxes: Mailboxes
    now: Callable[[], float]

    def add_to(self, app: web.Application) -> None:
        """The pages' addresses."""
        app.router.add_get("/", self._list)
        app.router.add_get("/counts", self._counts)
        app.router.add_get("/calendar/{oid}", self._calendar)
        app.router.add_get("/calendar/{oid}/entries", self._entries)
        app.router.add_post("/calendar/{oid}/delete", self._delete)
        app.router.add_post("/calendar/{oid}/move", self._move)

    async def _list(self, _request: web.Request) -> web.Response:
        rows = "".join(_list_row(person) for person in self.people.all())
        main = (
            '<main class="card" id="people-list"><p class="eyebrow">Local Outlook</p><h1>Calendars</h1>'
            "<p>Every entry that a program writes through the local Graph appears here at once.</p>"
            f'<ul class="people">{rows}</ul><h2>Shared mailbox</h2>'
            f'<ul class="people"><li><a class="person" href="/mail/{text(NOTICES.oid)}">{_who(NOTICES)}'
            '<span class="note">Mail</span></a></li></ul>'
            "</main>"
        )
        return page("Calendars", main, styles=_STYLES, scripts=("people.js",))

    async def _counts(self, _request: web.Request) -> web.Response:
        counts = self.mailboxes.counts()
        return web.json_response({person.oid: counts.get(person.oid, 0) for person in self.people.all() if person.mailbox})

    async def _calendar(self, request: web.Request) -> web.Response:
        person = self._person(request)
        if not person.mailbox:
            main = f'<main class="card">{_heading(person)}<p>{text(person.name)} has no mailbox, so there is no calendar.</p></main>'
            return page(f"Calendar of {person.name}", main, styles=_STYLES)
        main = (
            f'<main class="calendar" id="calendar" data-person="{text(person.oid)}">{_heading(person)}'
            '<p id="news" class="visually-hidden" role="status" aria-live="polite"></p>'
            '<p id="trouble" class="fault" role="alert" hidden>The local Outlook does not answer. This page keeps trying.</p>'
            '<table id="month"><caption id="months"></caption><thead><tr>'
            + "".join(f'<th scope="col"><abbr title="{name}">{name[:3]}</abbr></th>' for name in _WEEKDAYS)
            + '</tr></thead><tbody></tbody></table><h2 id="entries-title" tabindex="-1">Entries</h2>'
            '<p id="empty" hidden>No entries yet.</p><ol id="entries"></ol></main>'
        )
        return page(f"Calendar of {person.name}", main, styles=_STYLES, scripts=("calendar.js",))

    async def _entries(self, request: web.Request) -> web.Response:
        """What the script asks for every second; unchanged since `known` it is a 204."""
        person = self._person(request)
        today = dt.datetime.fromtimestamp(self.now(), dt.UTC).astimezone().date()
        rows = sorted(map(_row, self.mailboxes.entries(person.oid)), key=lambda row: (row.first, row.hours, row.subject))
        busy = [day for row in rows for day in (row.first, row.last)]
        view = {"today": today, "weeks": weeks(today, busy), "entries": rows}
        version = hashlib.sha256(msgspec.json.encode(view)).hexdigest()[:16]
        if request.query.get("known") == version:
            return web.Response(status=204)
        return web.Response(body=msgspec.json.encode(view | {"version": version}), content_type="application/json")

    async def _delete(self, request: web.Request) -> web.Response:
        asked = _asked(_Deletion, await _json(request))
        self.mailboxes.delete(self._entry(request, asked.id))
        return web.Response(status=204)

    async def _move(self, request: web.Request) -> web.Response:
        asked = _asked(_Move, await _json(request))
        entry = self._entry(request, asked.id)
        try:
            content = moved(entry.content, asked.day)
        except OverflowError as error:
            raise web.HTTPBadRequest(text="That day is beyond the calendar.\n") from error
        self.mailboxes.change(entry, content)
        return web.Response(status=204)

    def _person(self, request: web.Request) -> Person:
        person = self.people.by_oid(request.match_info["oid"])
        if person is None:
            raise web.HTTPNotFound(text="There is nobody of that id here.\n")
        return person

    def _entry(self, request: web.Request, entry_id: str) -> Entry:
        entry = self.mailboxes.find(self._person(request).oid, entry_id)
        if entry is None:
            raise web.HTTPNotFound(text="That entry is gone.\n")
        return entry


def weeks(today: dt.date, busy: list[dt.date]) -> list[list[dt.date]]:
    """Whole weeks from last week to the end of the month and two weeks ahead; further back or on only where entries are."""
    month = today.replace(day=1)
    first = min([today - dt.timedelta(weeks=1), *(day for day in busy if day >= month)])
    monday = first - dt.timedelta(days=first.weekday())
    limit = monday + dt.timedelta(weeks=_WEEKS_MAX, days=-1)
    month_end = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    last = max([month_end, today + _AHEAD, *(day for day in busy if day <= limit)])
    count = (min(last, limit) - monday).days // 7 + 1
    return [[monday + dt.timedelta(weeks=week, days=day) for day in range(7)] for week in range(count)]


def _row(entry: Entry) -> _Row:
    content = entry.content
    first, last = days(content)
    start, end = moments(content)
    hours = "" if content.is_all_day is True else f"{wall_clock(start):%H:%M}\u2013{wall_clock(end):%H:%M} {start.time_zone or 'UTC'}"
    return _Row(
        id=entry.id,
        subject=content.subject or "(no subject)",
        first=first,
        last=last,
        hours=hours,
        location=location_of(content).display_name or "",
        categories=content.categories or [],
        show_as=content.show_as or "busy",
        body=lines_of(content.body or None),
    )


def _heading(person: Person) -> str:
    title = f'<h1>{text(person.name)}</h1><p class="email">{text(person.email)}</p>'
    mail = f' · <a href="/mail/{text(person.oid)}">Mail</a>' if person.mailbox else ""
    return f'<header><p class="eyebrow"><a href="/">Calendars</a>{mail}</p>{title}</header>'


def _list_row(person: Person) -> str:
    note = f'<span class="note">{text(person.note)}</span>' if person.note else ""
    count = f'<span class="count" data-count="{text(person.oid)}"></span>' if person.mailbox else ""
    return f'<li><a class="person" href="/calendar/{text(person.oid)}">{_who(person)}{note}{count}</a></li>'


def _who(person: Person) -> str:
    return f'<span class="who"><span class="name">{text(person.name)}</span><span class="email">{text(person.email)}</span></span>'


async def _json(request: web.Request) -> bytes:
    own_origin_only(request)
    return await request.read()


def _asked(kind: type[_Kind], raw: bytes) -> _Kind:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        raise web.HTTPBadRequest(text=f"{error}\n") from error

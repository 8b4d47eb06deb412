"""The week of an office: for one person, to book in; for everybody in a group, as numbers."""

from __future__ import annotations

from datetime import date

from bot.chat.cards.actions import Verb
from bot.chat.cards.day_row import SAID_ONCE, own_row, shared_row
from bot.chat.cards.elements import Part, beside, button, buttons, card, group, heading, news, reason_input, refreshing, small, text
from bot.chat.cards.facts import SharedWeek, Viewer, WeekFacts
from bot.chat.outgoing import CardJson
from bot.chat.words.dates import whole_week
from bot.chat.words.languages import words_of
from core.days import monday_of
from core.model import Office
from core.store.port import Json
from core.words import sentence

_DAYS = 7


def week_card(week: WeekFacts, viewer: Viewer) -> CardJson:
    """The week as one person sees it."""
    words = words_of(viewer.language)
    ahead = (week.monday - monday_of(week.today)).days // _DAYS
    left = words.week.allowance(max(0, week.allowance - week.used), week.allowance)
    title = f"{words.week.week(ahead)} · {whole_week(week.monday, viewer.language)}"
    body = [
        *news(week.news),
        *_head(week.office, title),
        small(left),
        *_said_once(week, viewer),
        *_reason(week, viewer),
        *[own_row(day, week, viewer) for day in week.days],
        *([] if week.days else [text(words.week.no_days)]),
        *_neighbours(week.office, week.previous, week.next, viewer),
    ]
    fallback = " · ".join(part for part in (week.news, week.office.name, title, left) if part)
    return card(viewer, body, fallback, refresh=refreshing(title, Verb.WEEK, _of(week.office, week.monday)), is_wide=True)


def shared_week_card(week: SharedWeek, viewer: Viewer) -> CardJson:
    """The week as everybody in a group sees it. Its buttons lead each who presses them to a view of their own."""
    words = words_of(viewer.language)
    title = whole_week(week.monday, viewer.language)
    own = button(words.week.own_view, Verb.WEEK, _of(week.office, week.monday), tooltip=words.week.own_view_hint, style="positive")
    body = [
        *_head(week.office, title),
        *[shared_row(day, viewer) for day in week.days],
        *([] if week.days else [text(words.week.no_days)]),
        group([*buttons([own]), small(words.week.own_view_hint)], separator=True, spacing="Medium"),
        *_neighbours(week.office, week.previous, week.next, viewer),
    ]
    fallback = f"{week.office.name} · {title}"
    return card(viewer, body, fallback, refresh=refreshing(title, Verb.WEEK, _of(week.office, week.monday)), is_wide=True)


def _head(office: Office, title: str) -> list[Part]:
    return [
        beside([heading(office.name)], [small(office.location)]) if office.location else heading(office.name),
        text(title, spacing="None"),
    ]


def _said_once(week: WeekFacts, viewer: Viewer) -> list[Part]:
    refusals = [day.refusal for day in week.days if day.refusal is not None and day.refusal.code in SAID_ONCE]
    said = dict.fromkeys(sentence(refusal, viewer.language) for refusal in refusals)
    return [group([text(one)], style="warning") for one in said if one not in week.news]


def _reason(week: WeekFacts, viewer: Viewer) -> list[Part]:
    words = words_of(viewer.language).week
    can_ask = any(day.mine is None and (day.refusal is None or day.refusal.code not in SAID_ONCE) for day in week.days)
    return reason_input(viewer, words.reason) if can_ask else []


def _neighbours(office: Office, previous: date | None, following: date | None, viewer: Viewer) -> list[Part]:
    words = words_of(viewer.language).week
    row: list[Part] = []
    if previous is not None:
        row.append(button(words.previous, Verb.WEEK, _of(office, previous), tooltip=words.previous_week(previous)))
    if following is not None:
        row.append(button(words.next, Verb.WEEK, _of(office, following), tooltip=words.next_week(following)))
    return [group(buttons(row), separator=True, spacing="Medium")] if row else []


def _of(office: Office, monday: date) -> dict[str, Json]:
    return {"office": office.id, "monday": monday.isoformat()}

"""Who is in on a day: by name for the one who looks, as far as they may know; as a number for everybody."""

from __future__ import annotations

from datetime import date

from bot.chat.cards.actions import Verb
from bot.chat.cards.elements import Part, button, buttons, card, fitting, heading, refreshing, small, text
from bot.chat.cards.facts import TeamDay, Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of
from core.days import monday_of
from core.model import Office
from core.presence import Presence


def who_card(presence: Presence, viewer: Viewer) -> CardJson:
    """Who is in, for the one who looks."""
    words = words_of(viewer.language).house
    title = words.who(presence.day)
    body = [
        heading(title),
        text(presence.office.name, spacing="None"),
        *_present(presence, viewer),
        small(words.sharing_hint, spacing="Medium"),
        *buttons([_week_button(presence.office, presence.day, viewer)]),
    ]
    refresh = refreshing(title, Verb.WHO, {"office": presence.office.id, "day": presence.day.isoformat()})
    return card(viewer, body, f"{title} · {presence.office.name}", refresh=refresh)


def team_day_card(facts: TeamDay, viewer: Viewer) -> CardJson:
    """How many of a team are in, for everybody who reads along; names are in each one's own view."""
    words = words_of(viewer.language)
    data = {"office": facts.office.id, "day": facts.day.isoformat()}
    title, count = words.house.who(facts.day), words.house.team(facts.coming, facts.members)
    own = button(words.house.who_button, Verb.WHO, data, tooltip=words.week.own_view_hint)
    body = [
        heading(title),
        text(facts.office.name, spacing="None"),
        text(count, size="Large", weight="Bolder"),
        *buttons([own, _week_button(facts.office, facts.day, viewer)]),
        small(words.week.own_view_hint, spacing="Small"),
    ]
    return card(viewer, body, f"{title} · {facts.office.name} · {count}", refresh=refreshing(title, Verb.WHO, data))


def _present(presence: Presence, viewer: Viewer) -> list[Part]:
    words = words_of(viewer.language).house
    named = fitting([person.name or words.somebody for person in presence.named])
    unnamed = presence.unnamed + len(presence.named) - len(named)
    shown = [*([words.you] if presence.is_in else []), *named]
    if not shown:
        return [text(words.others(unnamed) if unnamed else words.nobody)]
    parts = [text(" · ".join(shown), weight="Bolder")]
    return [*parts, text(words.with_others(unnamed), spacing="None")] if unnamed else parts


def _week_button(office: Office, day: date, viewer: Viewer) -> Part:
    words = words_of(viewer.language)
    data = {"office": office.id, "monday": monday_of(day).isoformat()}
    return button(words.week.own_view, Verb.WEEK, data, tooltip=words.house.week_of(office.name))

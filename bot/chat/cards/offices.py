"""The offices, to look at their weeks and to choose one's own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.cards.actions import Verb
from bot.chat.cards.elements import Part, beside, button, buttons, card, fitting, group, heading, small, text
from bot.chat.cards.facts import OfficeRow, Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.dates import listed
from bot.chat.words.languages import words_of

MOST_BYTES_OF_NAMES = 4_000


def offices_card(rows: Sequence[OfficeRow], viewer: Viewer) -> CardJson:
    """The offices; the home office first, and those beyond what fits by name alone."""
    words = words_of(viewer.language).house
    ordered = sorted(rows, key=lambda row: not row.is_home)
    shown = fitting([_row(row, viewer) for row in ordered])
    more = fitting([row.office.name for row in ordered[len(shown) :]], MOST_BYTES_OF_NAMES)
    body = [
        heading(words.offices),
        *shown,
        *([small(words.more_offices(listed(more, viewer.language)), spacing="Medium")] if more else []),
        *([] if rows else [text(words.no_offices)]),
    ]
    return card(viewer, body, words.offices)


def _row(row: OfficeRow, viewer: Viewer) -> Part:
    words, office = words_of(viewer.language), row.office
    left = words.house.not_today if row.left is None else words.house.left_today(row.left)
    about = [text(office.name, weight="Bolder"), *([small(office.location)] if office.location else [])]
    home = [small(words.house.home, isSubtle=False)] if row.is_home else []
    return group(
        [beside([*about, *home], [small(left, horizontalAlignment="Right")]), *buttons(_buttons(row, viewer))],
        separator=True,
        spacing="Medium",
    )


def _buttons(row: OfficeRow, viewer: Viewer) -> list[Part]:
    words, office = words_of(viewer.language), row.office
    week = button(words.house.see_week, Verb.WEEK, {"office": office.id}, tooltip=words.house.week_of(office.name))
    if row.is_home:
        return [week]
    return [week, button(words.house.make_home, Verb.HOME, {"office": office.id}, tooltip=words.house.make_home_of(office.name))]

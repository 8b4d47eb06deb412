"""The form of the dialog "Book an office day". A dialog knows no Action.Execute."""

from __future__ import annotations

from bot.chat.cards.elements import Part, buttons, card, group, reason_input, text
from bot.chat.cards.facts import BookForm, Viewer
from bot.chat.outgoing import CardJson
from bot.chat.words.languages import words_of
from core.store.port import Json


def book_form(form: BookForm, viewer: Viewer) -> CardJson:
    """Office, day, car and reason; what is sent is named as in the data of a booking button."""
    words = words_of(viewer.language)
    fault = [group([text(form.fault, weight="Bolder")], style="attention")] if form.fault else []
    parking: Part = {"type": "Input.Toggle", "id": "parking", "title": words.house.form_parking, "value": str(form.parking).lower()}
    reason = reason_input(viewer, words.week.reason)
    send: Part = {"type": "Action.Submit", "title": words.house.form_send, "data": {"ask": viewer.ask}, "style": "positive"}
    body = [*fault, _office(form, viewer), _day(form, viewer), parking, *reason, *buttons([send])]
    return card(viewer, body, words.house.form_title)


def _office(form: BookForm, viewer: Viewer) -> Part:
    words = words_of(viewer.language).house
    choices: list[Json] = [{"title": office.name, "value": office.id} for office in form.offices]
    return {
        "type": "Input.ChoiceSet",
        "id": "office",
        "label": words.form_office,
        "choices": choices,
        "value": form.office,
        "isRequired": True,
        "errorMessage": words.form_office_fault,
    }


def _day(form: BookForm, viewer: Viewer) -> Part:
    words = words_of(viewer.language).house
    return {
        "type": "Input.Date",
        "id": "day",
        "label": words.form_day,
        "min": form.first.isoformat(),
        "max": form.last.isoformat(),
        "value": (form.day or form.first).isoformat(),
        "isRequired": True,
        "errorMessage": words.form_day_fault,
    }

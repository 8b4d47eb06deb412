"""What people choose for themselves: their office, their language, whether they are reminded, and whether colleagues see their days."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.talk.visit import Visit
from bot.chat.words.languages import words_of
from core.administration import Edit
from core.decision import Refusal
from core.model import OfficeId
from core.people_edits import PersonEdit


async def change(visit: Visit, edit: PersonEdit) -> Visit | Refusal:
    """The visit of the person as edited. What Teams sends again changes nothing more. Raises Busy and Unavailable."""
    asked = Edit(actor=visit.person, ask=visit.ask("edit", edit), correlation=visit.correlation)
    decision = await visit.desk.administration.edit_person(asked, visit.person.id, edit)
    if isinstance(decision, Refusal):
        return decision
    return replace(visit, person=decision.person, language=decision.person.language or visit.language)


async def home_office(visit: Visit, office: OfficeId) -> tuple[Visit, str]:
    """Book there if no office is named; what became of the wish."""
    after = await change(visit, PersonEdit(home_office=office))
    if isinstance(after, Refusal):
        return visit, visit.says(after)
    named = after.office(office)
    return after, words_of(after.language).talk.home_changed.format(office=named.name if named else office)


async def language(visit: Visit, chosen: str) -> str:
    """Speak that language from now on; what became of the wish, in that language already."""
    after = await change(visit, PersonEdit(language=chosen))
    return visit.says(after) if isinstance(after, Refusal) else words_of(after.language).talk.language_changed


async def reminders(visit: Visit, *, on: bool) -> str:
    """Remind the evening before, or not; what became of the wish."""
    after = await change(visit, PersonEdit(reminders=on))
    words = words_of(visit.language).talk
    return visit.says(after) if isinstance(after, Refusal) else words.reminders_on if on else words.reminders_off


async def sharing(visit: Visit, *, on: bool) -> str:
    """Let colleagues see one's days by name, or not; what became of the wish."""
    after = await change(visit, PersonEdit(shares_days=on))
    words = words_of(visit.language).talk
    return visit.says(after) if isinstance(after, Refusal) else words.shares_on if on else words.shares_off

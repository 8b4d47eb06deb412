"""The addresses of people: who there is, what they are allowed, and what they choose for themselves.

A role that somebody has by a token alone is not kept: lists and `one_person` go by the settings and the store, `me` alone knows of it.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec import UNSET, UnsetType

from bot.api.admin_types import MePatch, PeopleQuery, PeopleView, PersonPatch, PersonView
from bot.api.admin_views import person_view
from bot.api.endpoint import Answer, Nothing, PersonCall
from bot.api.handlers import me_shown
from bot.api.types import NoQuery
from bot.api.versions import etag, kept_version, shown_version
from bot.errors import bad_request, refused
from bot.keys import Parts
from core import people_lists
from core.administration import Edit, KnownPerson
from core.decision import Code, Refusal
from core.model import AskId, OfficeId, PersonId
from core.people_edits import PersonEdit
from core.people_lists import Role


async def list_people(call: PersonCall[PeopleQuery, Nothing]) -> Answer:
    """The people by name."""
    query, parts = call.query, call.parts
    question = people_lists.Question(
        text=query.query,
        role=Role(query.role) if query.role else None,
        custom_allowance=query.custom_allowance,
        auto_approved=query.auto_approved,
    )
    try:
        found = await people_lists.find(parts.store, parts.people, call.person, question, limit=query.limit, after=query.next)
    except ValueError as error:
        raise bad_request(f"The query is not right: {error}.") from None
    if isinstance(found, Refusal):
        raise refused(found)
    there = await people_lists.existing(parts.store, {office for listed in found.found for office in listed.person.admin_of})
    rules = await parts.rules.read()
    views = [person_view(listed.person, listed.version, there, rules) for listed in found.found]
    return Answer(PeopleView(views, found.next))


async def one_person(call: PersonCall[NoQuery, Nothing]) -> Answer:
    """A person: oneself, or anybody for those who see people."""
    parts, wanted = call.parts, PersonId(call.path("person"))
    is_self = wanted == call.person.id
    refusal = None if is_self else await people_lists.may_see(parts.store, call.person)
    if refusal is not None:
        raise refused(refusal)
    known = await parts.administration.read_person(wanted)
    if known is not None:
        return await _shown(parts, known)
    if not is_self:
        raise refused(Refusal(Code.NO_SUCH_PERSON))
    # A read-only house keeps nothing of a first sign-in.
    there = await people_lists.existing(parts.store, call.person.admin_of)
    return Answer(person_view(call.person, None, there, await parts.rules.read()))


async def edit_person(call: PersonCall[NoQuery, PersonPatch]) -> Answer:
    """Change what a person is allowed."""
    body = call.body
    change = PersonEdit(
        allowance=body.allowance,
        admin_of=UNSET if body.admin_of is UNSET else frozenset(OfficeId(office) for office in body.admin_of),
        auto_approved=body.auto_approved,
        home_office=_home_office(body),
    )
    return await _shown(call.parts, await _edited(call, PersonId(call.path("person")), change))


async def edit_me(call: PersonCall[NoQuery, MePatch]) -> Answer:
    """Change what people choose for themselves."""
    body = call.body
    change = PersonEdit(home_office=_home_office(body), language=body.language, shares_days=body.share_days, reminders=body.reminders)
    known = await _edited(call, call.person.id, change)
    # The caller may be a System Admin by their token, of which the store knows nothing.
    me = replace(known.person, is_system_admin=call.person.is_system_admin)
    return Answer(await me_shown(call.parts, me), headers=etag(shown_version(known.version)))


async def _edited(
    call: PersonCall[NoQuery, PersonPatch] | PersonCall[NoQuery, MePatch], person: PersonId, change: PersonEdit
) -> KnownPerson:
    ask = AskId(call.body.ask or call.parts.new_id())
    edit = Edit(actor=call.person, ask=ask, correlation=call.reference, seen=kept_version(call.seen))
    decision = await call.parts.administration.edit_person(edit, person, change)
    if isinstance(decision, Refusal):
        raise refused(decision)
    return decision


async def _shown(parts: Parts, known: KnownPerson) -> Answer:
    there = await people_lists.existing(parts.store, known.person.admin_of)
    view: PersonView = person_view(known.person, known.version, there, await parts.rules.read())
    return Answer(view, headers=etag(shown_version(known.version)))


def _home_office(body: PersonPatch | MePatch) -> OfficeId | UnsetType | None:
    named = body.home_office
    return OfficeId(named) if isinstance(named, str) else named

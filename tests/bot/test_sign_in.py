"""The first sight of a person and every later one: made once, renamed as the directory says, never emptied."""

from __future__ import annotations

import asyncio
from collections import Counter

from core.model import Person, person_id
from core.store import documents
from tests.bot.conftest import Web
from tests.bot.fake_entra import TENANT
from tests.house_of import everything

ANNA = person_id(TENANT, "anna")


async def me(web: Web, **claims: object) -> int:
    headers = {"Authorization": f"Bearer {web.entra.token('anna', **claims)}"}
    return (await web.call("GET", "/api/me", None, headers=headers)).status


async def kept(web: Web) -> Person:
    found = await web.parts.people.read(ANNA)
    assert found is not None
    return found


async def labels(web: Web) -> tuple[str, str]:
    person = await kept(web)
    return person.name, person.email


async def test_somebody_is_known_from_the_first_call_on(web: Web) -> None:
    assert await web.parts.people.read(ANNA) is None
    assert await me(web) == 200
    assert await labels(web) == ("Anna", "anna@contoso.example")
    assert (await kept(web)).seen_on == web.parts.clock.now().date()


async def test_a_new_name_and_a_new_address_are_taken_over_and_the_rest_stays(web: Web) -> None:
    await me(web)
    await web.json("PATCH", "/api/me", json={"homeOffice": "london"})
    assert await me(web, name="Anna Married") == 200
    assert await labels(web) == ("Anna Married", "anna@contoso.example")
    assert await me(web, name="Anna Married", preferred_username="anna.married@contoso.example") == 200
    assert await labels(web) == ("Anna Married", "anna.married@contoso.example")
    assert (await kept(web)).home_office == "london"


async def test_a_claim_that_is_empty_or_missing_wipes_nothing(web: Web) -> None:
    await me(web)
    for nothing in ("", None):
        assert await me(web, name=nothing, preferred_username=nothing) == 200
        assert await labels(web) == ("Anna", "anna@contoso.example")


async def test_somebody_without_a_name_is_let_in_and_named_later(web: Web) -> None:
    assert await me(web, name=None, preferred_username=None) == 200
    assert await labels(web) == ("", "")
    assert await me(web) == 200
    assert await labels(web) == ("Anna", "anna@contoso.example")


async def test_twenty_first_calls_at_once_make_one_person(web: Web) -> None:
    answers = await asyncio.gather(*(me(web) for _ in range(20)))
    assert Counter(answers) == {200: 20}
    people = [document for document in await everything(web.parts.store) if documents.kind_of(document) == "person"]
    assert [document.fields["id"] for document in people if document.fields["id"] == ANNA] == [ANNA]


async def test_an_identity_is_tenant_and_object_id_never_a_name(web: Web) -> None:
    await me(web)
    headers = {"Authorization": f"Bearer {web.entra.token('ben', name='Anna', preferred_username='anna@contoso.example')}"}
    other = await (await web.call("GET", "/api/me", None, headers=headers)).json()
    assert other["id"] == f"{TENANT}.ben"
    assert await labels(web) == ("Anna", "anna@contoso.example")

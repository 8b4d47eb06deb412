"""People as admins see and edit them, and what people choose for themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.settings import Settings
from core.model import Rules
from tests.bot.conftest import ADMIN_OID, ROOT_OID, Web, person
from tests.bot.test_api import day, is_problem, monday


async def known(web: Web, *people: str) -> None:
    for who in people:
        assert (await web.json("GET", "/api/me", who))[0] == 200


async def edit(web: Web, who: str, match: str | None, *, by: str = ROOT_OID, **change: object) -> tuple[int, Any]:
    headers = {"If-Match": match} if match is not None else {}
    return await web.json("PATCH", f"/api/people/{person(who)}", by, json=change, headers=headers)


async def seen(web: Web, who: str, by: str = ROOT_OID) -> tuple[str, dict[str, Any]]:
    """The ETag and the person."""
    answer = await web.call("GET", f"/api/people/{person(who)}", by)
    assert answer.status == 200
    return answer.headers["ETag"], await answer.json()


async def listed(web: Web, by: str = ROOT_OID, **query: str) -> list[str]:
    """The first names, page by page."""
    found: list[str] = []
    place: Mapping[str, str] = {}
    while True:
        status, page = await web.json("GET", "/api/people", by, params={**query, **place})
        assert status == 200
        found += [one["name"] for one in page["people"]]
        if page["next"] is None:
            return found
        place = {"next": page["next"]}


async def test_people_are_listed_by_name_in_pages_and_narrowed(web: Web) -> None:
    await known(web, "zoe", "anna", "Älva", "ben", ROOT_OID, ADMIN_OID)
    assert await listed(web, limit="2") == ["Admin", "Anna", "Ben", "Root", "Zoe", "Älva"]
    assert await listed(web, query="ÄLV", limit="1") == ["Älva"]
    assert await listed(web, query="contoso ann") == ["Anna"]
    assert await listed(web, query="nobody") == []
    assert await listed(web, role="systemAdmin") == ["Root"]
    assert await listed(web, role="officeAdmin", by=ADMIN_OID) == ["Admin"]
    assert await listed(web, role="person", limit="3") == ["Anna", "Ben", "Zoe", "Älva"]


async def test_people_with_an_allowance_of_their_own_are_found_and_none_is_an_allowance_of_nothing(web: Web) -> None:
    await known(web, "anna", "ben", ROOT_OID)
    assert (await edit(web, "anna", "*", allowance=0))[0] == 200
    assert (await edit(web, "ben", "*", autoApproved=True))[0] == 200
    assert await listed(web, customAllowance="true") == ["Anna"]
    assert await listed(web, customAllowance="false", autoApproved="false", role="systemAdmin") == ["Root"]
    assert await listed(web, autoApproved="true") == ["Ben"]
    status, body = await web.book(day())
    assert (status, body["code"]) == (409, "allowance_used")
    assert body["detail"] == "You have no office days to book. Ask an administrator for an allowance."


async def test_people_of_the_same_name_are_all_listed(web: Web) -> None:
    for number in range(7):
        token = web.entra.token(f"twin{number}", name="Twin")
        assert (await web.client.get("/api/me", headers={"Authorization": f"Bearer {token}"})).status == 200
    assert await listed(web, limit="2", query="twin") == ["Twin"] * 7


async def test_an_edit_changes_what_it_names_and_nothing_else(web: Web) -> None:
    await known(web, "anna")
    tag, before = await seen(web, "anna")
    assert before["allowance"] is None
    assert (before["effectiveAllowance"], before["role"], before["adminOf"], before["autoApproved"]) == (3, "person", [], False)
    assert tag == f'"{before["version"]}"'
    status, after = await edit(web, "anna", tag, allowance=5, adminOf=["london"])
    assert status == 200
    changed = {"allowance": 5, "effectiveAllowance": 5, "adminOf": ["london"], "role": "officeAdmin"}
    assert after == before | changed | {"version": after["version"]}
    status, again = await edit(web, "anna", f'"{after["version"]}"', allowance=None)
    assert (again["allowance"], again["effectiveAllowance"], again["adminOf"]) == (None, 3, ["london"])
    assert (await web.json("GET", "/api/me"))[1]["role"] == "officeAdmin"


async def test_two_admins_never_overwrite_each_other(web: Web) -> None:
    await known(web, "anna")
    tag, _ = await seen(web, "anna")
    answers = await asyncio.gather(edit(web, "anna", tag, allowance=1), edit(web, "anna", tag, autoApproved=True))
    assert sorted(status for status, _ in answers) == [200, 412]
    assert is_problem(next(body for status, body in answers if status == 412), "changed_meanwhile")
    _, after = await seen(web, "anna")
    assert (after["allowance"] == 1) != after["autoApproved"]


async def test_an_edit_says_which_version_it_means(web: Web) -> None:
    await known(web, "anna")
    status, problem = await edit(web, "anna", None, allowance=1)
    assert status == 428
    assert is_problem(problem, "version_missing")
    tag, _ = await seen(web, "anna")
    for match, expected in {f"W/{tag}": 412, '"no-such-version"': 412, f"{tag}, {tag}": 400, "3": 400, '"': 400}.items():
        assert (await edit(web, "anna", match, allowance=1))[0] == expected, match
    assert (await edit(web, "anna", tag, allowance=1))[0] == 200
    assert (await edit(web, "anna", "*", allowance=2))[0] == 200


async def test_an_edit_whose_answer_was_lost_is_sent_again_and_made_once(web: Web) -> None:
    await known(web, "anna")
    tag, _ = await seen(web, "anna")
    first = await edit(web, "anna", tag, allowance=1, ask="lost-answer")
    assert await edit(web, "anna", tag, allowance=1, ask="lost-answer") == first
    _, journal = await web.json("GET", "/api/journal", ROOT_OID, params={"person": person("anna")})
    assert [one["action"] for one in journal["entries"]] == ["person.edited"]


@pytest.mark.parametrize("allowance", [-1, 101, 10**30])
async def test_an_allowance_that_can_not_be_is_refused_in_words(web: Web, allowance: int) -> None:
    await known(web, "anna")
    status, problem = await edit(web, "anna", "*", allowance=allowance)
    assert (status, problem["code"]) == (422, "bad_value")
    assert problem["detail"] == "An allowance is a whole number of days from 0 to 100."


async def test_a_role_is_not_given_by_name_and_an_office_that_is_not_there_is_not_dropped_silently(web: Web) -> None:
    await known(web, "anna")
    assert (await edit(web, "anna", "*", role="systemAdmin"))[0] == 400
    status, problem = await edit(web, "anna", "*", adminOf=["london", "atlantis"])
    assert (status, problem["code"]) == (404, "no_such_office")
    # London is the id; the original took the name of another office for it.
    assert (await edit(web, "anna", "*", adminOf=["London"]))[0] == 404
    assert (await seen(web, "anna"))[1]["adminOf"] == []


async def test_somebody_who_never_signed_in_is_not_invented(web: Web) -> None:
    assert (await web.json("GET", f"/api/people/{person('nobody')}", ROOT_OID))[0] == 404
    status, problem = await edit(web, "nobody", "*", allowance=1)
    assert (status, problem["code"]) == (404, "no_such_person")
    # Others do not even learn whether somebody is known.
    assert (await web.json("GET", f"/api/people/{person('nobody')}", "anna"))[0] == 403


async def test_who_managed_only_an_office_that_was_removed_sees_nobody_any_more(web: Web) -> None:
    await known(web, ADMIN_OID)
    assert await listed(web, by=ADMIN_OID) == ["Admin"]
    assert (await web.json("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"}))[0] == 204
    for path in ("/api/people", f"/api/people/{person(ROOT_OID)}"):
        assert (await web.json("GET", path, ADMIN_OID))[0] == 403
    _, me = await web.json("GET", "/api/me", ADMIN_OID)
    assert (me["role"], me["adminOf"]) == ("person", [])
    # The rest of what was granted can still be edited without naming the office that is gone.
    assert (await edit(web, ADMIN_OID, "*", adminOf=["london", "auckland"]))[0] == 200
    assert (await web.json("GET", "/api/people", ADMIN_OID))[0] == 200


async def test_an_admins_own_allowance_counts(web: Web) -> None:
    await known(web, ROOT_OID)
    assert (await edit(web, ROOT_OID, "*", allowance=1))[0] == 200
    assert (await web.book(monday(0), ROOT_OID))[0] == 201
    status, problem = await web.book(monday(1), ROOT_OID, ask="a-second-day")
    assert (status, problem["code"]) == (409, "allowance_used")


async def test_a_home_office_is_chosen_shown_and_taken_back(web: Web) -> None:
    assert (await web.json("GET", "/api/me"))[1]["homeOffice"] is None
    answer = await web.call("PATCH", "/api/me", json={"homeOffice": "london"})
    assert (answer.status, (await answer.json())["homeOffice"]) == (200, "london")
    assert answer.headers["ETag"] == (await seen(web, "anna", by="anna"))[0]
    assert (await web.json("GET", "/api/me"))[1]["homeOffice"] == "london"
    status, problem = await web.json("PATCH", "/api/me", json={"homeOffice": "atlantis"})
    assert (status, problem["code"]) == (404, "no_such_office")
    assert (await web.json("PATCH", "/api/me", json={"homeOffice": "auckland"}, headers={"If-Match": '"old"'}))[0] == 412
    assert (await web.json("PATCH", "/api/me", json={"allowance": 100}))[0] == 400
    assert (await web.json("PATCH", "/api/me", json={}))[1]["homeOffice"] == "london"
    assert (await web.json("PATCH", "/api/me", json={"homeOffice": None}))[1]["homeOffice"] is None


async def test_a_home_office_that_was_removed_is_none(web: Web) -> None:
    assert (await web.json("PATCH", "/api/me", json={"homeOffice": "london"}))[0] == 200
    assert (await web.json("DELETE", "/api/offices/london", ROOT_OID, headers={"If-Match": "*"}))[0] == 204
    assert (await web.json("GET", "/api/me"))[1]["homeOffice"] is None


class TestReadOnly:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        policy = type(settings.policy)(system_admins=[ROOT_OID], read_only=True)
        assert policy.rules() == replace(Rules(), read_only=True)
        return replace(settings, policy=policy)

    async def test_nothing_is_edited_and_people_still_see_themselves(self, web: Web) -> None:
        status, problem = await edit(web, ADMIN_OID, "*", allowance=1)
        assert (status, problem["code"]) == (409, "read_only")
        status, me = await web.json("GET", f"/api/people/{person('anna')}", "anna")
        assert (status, me["name"], me["version"]) == (200, "Anna", None)


async def test_refusals_are_told_in_the_language_that_a_person_chose(web: Web) -> None:
    await web.book(day())
    english = await web.call("POST", "/api/bookings", json={"ask": "second-ask", "office": "london", "date": day()})
    assert english.headers["Content-Language"] == "en"
    assert (await english.json(content_type=None))["detail"].startswith("You already have a place in London on ")
    status, me = await web.json("PATCH", "/api/me", json={"language": "de"})
    assert (status, me["language"]) == (200, "de")
    german = await web.call("POST", "/api/bookings", json={"ask": "second-ask", "office": "london", "date": day()})
    assert german.headers["Content-Language"] == "de"
    assert "schon einen Platz in London" in (await german.json(content_type=None))["detail"]
    await web.json("PATCH", f"/api/people/{person('anna')}", ROOT_OID, json={"allowance": 1}, headers={"If-Match": "*"})
    assert "Kontingent von 1 Tag" in str((await web.json("GET", "/api/offices/london/days"))[1])
    assert "Kontingent" not in str((await web.json("GET", "/api/offices/london/days", "ben"))[1])
    assert (await web.json("PATCH", "/api/me", json={"language": None}))[1]["language"] is None


async def test_who_may_be_seen_by_name_and_is_reminded_is_everyones_own_choice(web: Web) -> None:
    me = (await web.json("GET", "/api/me"))[1]
    assert (me["shareDays"], me["reminders"]) == (False, True)
    status, me = await web.json("PATCH", "/api/me", json={"shareDays": True})
    assert (status, me["shareDays"], me["reminders"]) == (200, True, True)
    await web.json("PATCH", "/api/me", json={"reminders": False})
    me = (await web.json("GET", "/api/me"))[1]
    assert (me["shareDays"], me["reminders"]) == (True, False)
    for nonsense in ({"shareDays": None}, {"shareDays": "yes"}, {"reminders": 1}):
        assert (await web.json("PATCH", "/api/me", json=nonsense))[0] == 400
    assert (await edit(web, "anna", "*", shareDays=False))[0] == 400  # admins have no address for it
    entries = (await web.json("GET", "/api/journal", ROOT_OID))[1]["entries"]
    assert [one["action"] for one in entries] == ["person.edited"] * 2


async def test_a_language_that_nobody_speaks_here_is_refused(web: Web) -> None:
    status, problem = await web.json("PATCH", "/api/me", json={"language": "xx"})
    assert status == 422
    assert problem["detail"] == "This language is not spoken here."


async def test_what_one_reads_of_oneself_says_which_version_to_edit(web: Web) -> None:
    seen = (await web.call("GET", "/api/me")).headers["ETag"]
    body = {"homeOffice": "london"}
    edited = await web.call("PATCH", "/api/me", json=body, headers={"If-Match": seen})
    assert (edited.status, edited.headers["ETag"]) == (200, (await web.call("GET", "/api/me")).headers["ETag"])
    assert (await web.call("PATCH", "/api/me", json={"homeOffice": None}, headers={"If-Match": seen})).status == 412

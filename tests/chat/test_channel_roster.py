"""Who is in a shared conversation, as Teams says it."""

from __future__ import annotations

import time
from typing import Any

import pytest
import structlog

from bot.chat.channel import roster as rosters
from bot.chat.channel.roster import MOST_MEMBERS
from bot.chat.incoming import Incoming
from bot.chat.ports import Member, Roster
from core.model import person_id
from tests.bot.fake_entra import OTHER_TENANT, TENANT
from tests.chat.fake_bot_framework import HANG, Weather
from tests.chat.rig import Rig

GROUP = "19:group@thread.v2"


def member(name: str, **changed: object) -> dict[str, Any]:
    return {"id": f"29:{name}", "name": name, "aadObjectId": name, "tenantId": TENANT, "userRole": "user"} | changed


async def asked(rig: Rig, **changed: object) -> list[Member]:
    """The members that a talker is given who asks for them."""
    told: list[Member] = []

    async def ask(incoming: Incoming, roster: Roster) -> None:
        told.extend(await roster.members(incoming.conversation))

    rig.talker.asks = ask
    assert (await rig.call(rig.framework.activity(text="who is in", **(rig.framework.group() | changed)))).status == 200
    rig.talker.asks = None
    return told


async def test_members_are_read_page_by_page(rig: Rig) -> None:
    rig.framework.members[GROUP] = [member(f"p{number}") for number in range(7)]
    rig.framework.page = 3
    members = await asked(rig)
    assert [one.channel_id for one in members] == [f"29:p{number}" for number in range(7)]
    assert members[0].person == person_id(TENANT, "p0")
    assert rig.framework.asked_for_members == [GROUP] * 3


async def test_guests_bots_and_the_nameless_are_nobodys_colleagues(rig: Rig) -> None:
    odd = [
        member("guest", tenantId=OTHER_TENANT),
        member("bot", aadObjectId=None),
        member("odd", aadObjectId="a/b"),
        member("nowhere", id=None),
        {},
        member("upper", tenantId=TENANT.upper()),
        member("anna"),
        member("anna"),
    ]
    rig.framework.members[GROUP] = odd
    assert [one.channel_id for one in await asked(rig)] == ["29:upper", "29:anna"]


async def test_of_a_channel_the_team_is_asked_for(rig: Rig) -> None:
    rig.framework.members["19:team@thread.tacv2"] = [member("anna")]
    conversation = {"conversationType": "channel", "tenantId": TENANT, "id": "19:c@thread.tacv2;messageid=1"}
    data = {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}}
    assert len(await asked(rig, conversation=conversation, channelData=data)) == 1


async def test_there_are_never_more_than_are_meant(rig: Rig) -> None:
    rig.framework.members[GROUP] = [member(f"p{number}") for number in range(MOST_MEMBERS + 500)]
    assert len(await asked(rig)) == MOST_MEMBERS
    assert len(rig.framework.asked_for_members) == 3


async def test_a_list_without_an_end_ends(rig: Rig) -> None:
    rig.framework.members[GROUP] = [member("anna")] * 1000
    rig.framework.page = 1
    assert len(await asked(rig)) == 1
    assert len(rig.framework.asked_for_members) == rosters.MOST_PAGES


async def test_members_are_remembered_for_a_while(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.framework.members[GROUP] = [member("anna")]
    assert await asked(rig) == await asked(rig)
    assert len(rig.framework.asked_for_members) == 1
    monkeypatch.setattr(rosters, "KEPT_S", 0.0)
    rig.framework.weather.append(Weather(503))
    assert len(await asked(rig)) == 1, "old ones are better than none"
    assert len(rig.framework.asked_for_members) == 2


async def test_they_are_remembered_for_the_latest_conversations_alone(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rosters, "MOST_KEPT", 2)
    for name in ("a", "b", "c", "c", "b", "a"):
        await asked(rig, conversation={"conversationType": "groupChat", "tenantId": TENANT, "id": name})
    assert rig.framework.asked_for_members == ["a", "b", "c", "a"]


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
async def test_where_teams_does_not_say_there_is_nobody_and_the_talker_is_not_disturbed(rig: Rig, status: int) -> None:
    rig.framework.weather.append(Weather(status))
    assert await asked(rig) == []
    assert [one["text"] for one in rig.framework.messages] == ["<at>Anna Adler</at> Hello"]


async def test_a_connector_that_hangs_holds_nobody_up(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rosters, "MOST_WAIT_S", 0.2)
    rig.framework.weather.append(Weather(HANG))
    started = time.monotonic()
    assert await asked(rig) == []
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("rows", ["x", 5, [5], ["x"], [None], [{"id": {"a": 1}, "aadObjectId": ["x"], "tenantId": 5}], {"a": 1}], ids=repr)
async def test_an_answer_that_is_no_list_of_members_is_nobody(rig: Rig, rows: Any) -> None:
    rig.framework.odd_members = rows
    with structlog.testing.capture_logs():
        assert await asked(rig) == []

"""What the bot may say in the local Teams, to whom, and by which token."""

import time

import aiohttp
import pytest

from infra.local.chat_rooms import BOT_ID, personal_room, teams_id
from infra.local.managed_identity import API_VERSION, PATH
from infra.local.run import LocalWorld
from infra.local.world import BOT_APP_ID, BOT_AUDIENCE, DESK_FRIENDS, IDENTITY_HEADER, PEOPLE, TENANT
from tests.local.fake_bot import CARD, FakeBot, Json, attachment, card

ADA, PRIYA, MATEO = PEOPLE[:3]
FRIENDS, CHANNEL = DESK_FRIENDS.name, "Facilities / General"


async def test_nobody_speaks_for_the_bot(bot: FakeBot, world: LocalWorld) -> None:
    await world.chat.open("Ada")
    claims: dict[str, object] = {"appid": BOT_APP_ID, "tid": TENANT, "aud": BOT_AUDIENCE, "iat": time.time(), "exp": time.time() + 60}
    sign = world.entra.keys.sign
    assert (await bot.call("GET", f"conversations/{personal_room(ADA).id}/members", token=sign(claims))).status == 200
    forged = [
        "",
        "x.y.z",
        world.entra.person_token("Ada"),
        world.entra.tokens.for_graph(),
        world.teams.framework.token(),
        sign(claims | {"appid": "another"}),
        sign(claims | {"tid": "another"}),
        sign(claims | {"exp": time.time() - 1}),
    ]
    for token in forged:
        for method, path in (("POST", "activities"), ("PUT", "activities/1"), ("DELETE", "activities/1"), ("GET", "members")):
            answer = await bot.call(method, f"conversations/{personal_room(ADA).id}/{path}", {"type": "message"}, token=token)
            assert answer.status == 401, (method, token)
    assert world.chat.messages("Ada") == []


@pytest.mark.parametrize(
    ("change", "status"),
    [({}, 200), ({"client_id": "another"}, 400), ({"resource": "https://graph.microsoft.com"}, 400), ({"api-version": "2017-09-01"}, 400)],
)
async def test_the_managed_identity_is_the_bots_alone(world: LocalWorld, http: aiohttp.ClientSession, change: Json, status: int) -> None:
    asked = {"api-version": API_VERSION, "resource": BOT_AUDIENCE, "client_id": BOT_APP_ID} | change
    url = f"{world.entra.url}{PATH}"
    answer = await http.get(url, params=asked, headers={"X-IDENTITY-HEADER": IDENTITY_HEADER})
    assert answer.status == status
    assert (await http.get(url, params=asked)).status == 401
    if status == 200:
        found = await answer.json()
        assert world.entra.keys.verify(found["access_token"], audience=BOT_AUDIENCE)["appid"] == BOT_APP_ID
        assert 3500 < int(found["expires_on"]) - time.time() <= 3600


async def test_what_the_bot_said_is_changed_and_taken_back_by_it_alone(bot: FakeBot) -> None:
    await bot.world.chat.open("Ada")
    room = personal_room(ADA).id
    said = await bot.send(room, {"text": "one"})
    assert (await bot.call("PUT", f"conversations/{room}/activities/{said}", {"type": "message", "text": "two"})).status == 200
    (message,) = bot.world.chat.messages("Ada")
    assert (message.text, message.edited) == ("two", True)
    own = (await bot.world.chat.say("Ada", "mine"), bot.world.chat.messages("Ada")[-1])[1]
    assert (await bot.call("PUT", f"conversations/{room}/activities/{own.id}", {"type": "message", "text": "no"})).status == 404
    assert (await bot.call("DELETE", f"conversations/{room}/activities/{said}")).status == 200
    gone = await bot.call("DELETE", f"conversations/{room}/activities/{said}")
    assert (gone.status, (await gone.json())["error"]["code"]) == (404, "ActivityNotFoundInConversation")
    assert [one.text for one in bot.world.chat.messages("Ada")] == ["mine"]


async def test_the_bot_writes_first_only_where_the_app_is(bot: FakeBot) -> None:
    async def create(person: str) -> tuple[int, Json]:
        wish = {"isGroup": False, "bot": {"id": BOT_ID}, "members": [{"id": person}], "tenantId": TENANT}
        answer = await bot.call("POST", "conversations", wish)
        return answer.status, await answer.json()

    status, no = await create(teams_id(ADA))
    assert (status, no["error"]["code"]) == (403, "BotNotInConversationRoster")
    await bot.world.chat.open("Ada")
    assert await create(teams_id(ADA)) == (201, {"id": personal_room(ADA).id})
    assert await create(ADA.oid) == (201, {"id": personal_room(ADA).id})
    assert (await create("29:nobody"))[0] == 400
    await bot.send(personal_room(ADA).id, {"text": "by the way"})
    await bot.world.chat.install("Ada", there=False)
    assert (await bot.call("POST", f"conversations/{personal_room(ADA).id}/activities", {"type": "message"})).status == 403
    assert (await bot.call("POST", "conversations/a:nowhere/activities", {"type": "message"})).status == 404


async def test_members_are_told_in_pages_and_one_by_one(bot: FakeBot) -> None:
    await bot.world.chat.open("Ada", FRIENDS)
    page = await (await bot.call("GET", f"conversations/{DESK_FRIENDS.id}/pagedmembers?pageSize=3")).json()
    rest = await (
        await bot.call("GET", f"conversations/{DESK_FRIENDS.id}/pagedmembers?pageSize=3&continuationToken={page['continuationToken']}")
    ).json()
    assert [one["givenName"] for one in page["members"] + rest["members"]] == list(DESK_FRIENDS.members)
    assert "continuationToken" not in rest
    assert len(await (await bot.call("GET", f"conversations/{DESK_FRIENDS.id}/members")).json()) == 5
    one = await (await bot.call("GET", f"conversations/{DESK_FRIENDS.id}/members/{teams_id(PRIYA)}")).json()
    assert (one["aadObjectId"], one["userPrincipalName"], one["tenantId"]) == (PRIYA.oid, PRIYA.email, TENANT)
    stranger = await bot.call("GET", f"conversations/{DESK_FRIENDS.id}/members/{teams_id(PEOPLE[8])}")
    assert (stranger.status, (await stranger.json())["error"]["code"]) == (404, "MemberNotFoundInConversation")


async def test_what_teams_would_not_show_is_refused(bot: FakeBot) -> None:
    await bot.world.chat.open("Ada")
    path = f"conversations/{personal_room(ADA).id}/activities"
    picture = "data:image/png;base64," + "A" * 200_000
    cases = [
        (201, {"type": "message", "attachments": [attachment(card("x") | {"body": [{"type": "Image", "url": picture}]})]}),
        (413, {"type": "message", "attachments": [attachment(card("x" * 52_000))]}),
        (400, {"type": "message", "attachments": [{"contentType": CARD, "content": "{}"}]}),
        (400, {"type": "event"}),
        (201, {"type": "typing"}),
    ]
    for status, activity in cases:
        assert (await bot.call("POST", path, activity)).status == status, activity["type"]
    assert len(bot.world.chat.messages("Ada")) == 1

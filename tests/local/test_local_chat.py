"""The chat of the local Teams: what comes to a bot, and what people see of its answers."""

import asyncio
import json
import time
from pathlib import Path

import aiohttp
import pytest

from infra.local.bot_framework import BotFramework, Unreachable
from infra.local.chat_hands import actions_of
from infra.local.chat_rooms import BOT_ID, Rooms, personal_room, teams_id
from infra.local.run import LocalWorld
from infra.local.world import DESK_FRIENDS, FACILITIES, PEOPLE, TENANT
from tests.local.clients import SERVICE
from tests.local.fake_bot import FakeBot, Json, attachment, card, execute, first_text, shown
from tests.product import ROOT

ADA, PRIYA, MATEO = PEOPLE[:3]
FRIENDS, CHANNEL = DESK_FRIENDS.name, "Facilities / General"


def kinds(bot: FakeBot) -> list[str]:
    return sorted(activity["type"] for activity in bot.came)


async def test_the_first_look_adds_the_app_and_no_later_one(bot: FakeBot) -> None:
    await bot.world.chat.open("Ada")
    await bot.world.chat.open("Ada")
    assert kinds(bot) == ["conversationUpdate", "installationUpdate"]
    by_type = {activity["type"]: activity for activity in bot.came}
    assert by_type["installationUpdate"]["action"] == "add"
    assert by_type["conversationUpdate"]["membersAdded"] == [{"id": teams_id(ADA), "aadObjectId": ADA.oid}, {"id": BOT_ID}]
    await bot.world.chat.install("Ada", there=False)
    await bot.world.chat.open("Ada")
    assert [one["action"] for one in bot.came if one["type"] == "installationUpdate"] == ["add", "remove"]


async def test_a_message_comes_in_the_shape_of_teams(bot: FakeBot) -> None:
    await bot.world.chat.say("Ada", "book <b>Tuesday</b>")
    said: Json = bot.came[-1]
    assert said["from"] == {"id": teams_id(ADA), "name": "Ada Okafor", "aadObjectId": ADA.oid}
    assert said["conversation"] == {"conversationType": "personal", "tenantId": TENANT, "id": personal_room(ADA).id}
    assert (said["recipient"]["id"], said["channelId"], said["textFormat"]) == (BOT_ID, "msteams", "plain")
    assert said["text"] == "book <b>Tuesday</b>"
    assert said["attachments"] == [{"contentType": "text/html", "content": "<p>book &lt;b&gt;Tuesday&lt;/b&gt;</p>"}]
    assert said["channelData"] == {"tenant": {"id": TENANT}}
    assert [one["type"] for one in said["entities"]] == ["clientInfo"]
    assert 3500 < bot.claims[-1]["exp"] - time.time() <= 3600


async def test_in_a_group_the_bot_hears_only_what_mentions_it(bot: FakeBot) -> None:
    await bot.world.chat.open("Priya", FRIENDS)
    await bot.world.chat.say("Priya", "lunch?", FRIENDS)
    await bot.world.chat.say("Priya", "@Office Booker who is in?", FRIENDS)
    (said,) = [one for one in bot.came if one["type"] == "message"]
    assert said["text"] == "<at>Office Booker</at> who is in?"
    mention = {"mentioned": {"id": BOT_ID, "name": "Office Booker"}, "text": "<at>Office Booker</at>", "type": "mention"}
    assert said["entities"][-1] == mention
    assert said["conversation"] | {"isGroup": True, "conversationType": "groupChat"} == said["conversation"]
    assert [one.text for one in bot.world.chat.messages("Mateo", FRIENDS)] == ["lunch?", "@Office Booker who is in?"]


async def test_a_thread_of_a_channel_is_a_conversation_of_its_own(bot: FakeBot) -> None:
    bot.replies = lambda _: [{"text": "in the thread"}]
    (reply,) = await bot.world.chat.say("Ada", "@Office Booker hello", CHANNEL)
    said = bot.came[-1]
    assert said["conversation"]["id"] == f"{FACILITIES.id};messageid={said['id']}"
    assert said["channelData"]["team"] == {"id": FACILITIES.team, "name": "Facilities"}
    assert reply.thread == said["id"]
    team = await (await bot.call("GET", f"teams/{FACILITIES.team}")).json()
    assert (team["name"], team["memberCount"]) == ("Facilities", 5)
    channels = await (await bot.call("GET", f"teams/{FACILITIES.team}/conversations")).json()
    assert [one["id"] for one in channels["conversations"]] == [FACILITIES.id]


async def test_a_button_shows_the_card_that_answers_to_the_one_who_pressed(bot: FakeBot) -> None:
    bot.invokes["adaptiveCard/action"] = lambda asked: shown(card(f"Booked {asked['value']['action']['data']['day']}"))
    await bot.world.chat.open("Ada", FRIENDS)
    content = card("Book?", actions=[execute("Book", "book", day="Tuesday")])
    content["body"] += [{"type": "Input.Toggle", "id": "parking"}, {"type": "Input.Text", "id": "note"}]
    said = await bot.send(DESK_FRIENDS.id, {"attachments": [attachment(content)]})
    await bot.world.chat.press("Ada", "Book", FRIENDS, note="window seat")
    pressed = bot.came[-1]
    assert (pressed["name"], pressed["replyToId"], pressed["channelData"]["source"]) == ("adaptiveCard/action", said, {"name": "message"})
    data = {"day": "Tuesday", "parking": "false", "note": "window seat"}
    action = {"type": "Action.Execute", "title": "Book", "verb": "book", "data": data}
    assert pressed["value"] == {"action": action, "trigger": "manual"}
    assert (await bot.world.chat.wait_for("Ada", "Booked Tuesday", FRIENDS)).id == said
    with pytest.raises(TimeoutError):
        await bot.world.chat.wait_for("Priya", "Booked Tuesday", FRIENDS, patience_s=0)
    update = {"type": "message", "attachments": [attachment(card("Full"))]}
    await bot.call("PUT", f"conversations/{DESK_FRIENDS.id}/activities/{said}", update)
    assert (await bot.world.chat.wait_for("Ada", "Full", FRIENDS)).id == said


async def test_a_card_refreshes_itself_for_those_it_names(bot: FakeBot) -> None:
    bot.invokes["adaptiveCard/action"] = lambda asked: shown(card(f"For {asked['from']['name']}"))
    await bot.world.chat.open("Ada", FRIENDS)
    refresh: Json = {"action": {"type": "Action.Execute", "verb": "who"}}
    named: list[Json] = [{"userIds": [teams_id(ADA)]}, {"userIds": []}, {}]
    for users in named:
        await bot.send(DESK_FRIENDS.id, {"attachments": [attachment(card("For all", refresh=refresh | users))]})

    async def seen(person: str) -> list[str]:
        return [first_text(one) for one in await bot.world.chat.look(person, FRIENDS)]

    assert await seen("Ada") == ["For Ada Okafor", "For all", "For Ada Okafor"]
    assert await seen("Priya") == ["For all", "For all", "For Priya Raman"]
    assert {one["value"]["trigger"] for one in bot.came if one["type"] == "invoke"} == {"automatic"}


async def test_a_question_that_is_not_answered_is_asked_twice_more(bot: FakeBot) -> None:
    bot.world.teams.framework.patience_s = 0.2
    bot.invokes["composeExtension/query"] = lambda _: {"composeExtension": {"type": "message", "text": "None."}}
    bot.delays_s = [1, 1]
    assert (await bot.world.chat.search("Ada", "bookings"))["composeExtension"]
    assert len({one["id"] for one in bot.came}) == 1 < len(bot.came) == 3
    bot.delays_s = [1, 1, 1]
    with pytest.raises(Unreachable, match="asked three times"):
        await bot.world.chat.search("Ada", "bookings")
    await asyncio.sleep(0)


async def test_searches_links_and_dialogs_are_asked_in_the_shapes_of_teams(bot: FakeBot) -> None:
    for name in ("query", "queryLink", "fetchTask", "submitAction"):
        bot.invokes[f"composeExtension/{name}"] = lambda asked: {"asked": asked["value"]}
    bot.invokes["task/fetch"] = bot.invokes["task/submit"] = lambda asked: {"asked": asked["value"]}
    chat = bot.world.chat

    def asked(answer: Json) -> Json:
        value: Json = answer["asked"]
        return value

    first = asked(await chat.search("Ada", "bookings"))
    assert first == {
        "commandId": "bookings",
        "parameters": [{"name": "initialRun", "value": "true"}],
        "queryOptions": {"skip": 0, "count": 25},
    }
    assert asked(await chat.search("Ada", "who", "tue"))["parameters"] == [{"name": "query", "value": "tue"}]
    assert asked(await chat.paste("Ada", f"{SERVICE}/pass/x")) == {"url": f"{SERVICE}/pass/x"}
    opened = asked(await chat.dialog("Ada", "book"))
    assert (opened["commandId"], opened["commandContext"], opened["context"]) == ("book", "compose", {"theme": "default"})
    assert asked(await chat.send_dialog("Ada", {"day": "x"}, "book"))["data"] == {"day": "x"}
    await chat.open("Ada")
    more = {"type": "Action.Submit", "title": "More", "data": {"msteams": {"type": "task/fetch"}, "what": "day"}}
    plain = {"type": "Action.Submit", "title": "Say", "data": {"what": "plain"}}
    await bot.send(personal_room(ADA).id, {"attachments": [attachment(card("x", actions=[more, plain]))]})
    assert asked(await chat.press("Ada", "More"))["data"] == {"msteams": {"type": "task/fetch"}, "what": "day"}
    assert asked(await chat.send_dialog("Ada", {"a": 1}))["data"] == {"a": 1}
    await chat.press("Ada", "Say", hours="9")
    assert (bot.came[-1]["type"], bot.came[-1]["value"]) == ("message", {"what": "plain", "hours": "9"})
    assert "text" not in bot.came[-1]


async def test_a_bot_that_says_no_or_nothing_leaves_a_mark_at_the_message(bot: FakeBot) -> None:
    await bot.world.chat.open("Ada")
    bot.status = 401
    with pytest.raises(AssertionError, match="answered 401"):
        await bot.world.chat.say("Ada", "hello")
    bot.world.service_at("http://127.0.0.1:9")
    with pytest.raises(AssertionError, match="could not be reached"):
        await bot.world.chat.say("Ada", "hello?")
    assert [one.text for one in bot.world.chat.messages("Ada") if one.fault] == ["hello", "hello?"]


async def test_a_restart_forgets_no_word_and_no_key(data: Path, http: aiohttp.ClientSession) -> None:
    async with LocalWorld(data=data) as world:
        bot = FakeBot(world, http, replies=lambda _: [{"text": "kept"}])
        server = await bot.start()
        await world.chat.say("Ada", "hello")
        published = world.teams.framework.keys.published()
        await server.stop()
    async with LocalWorld(data=data, service=SERVICE) as world:
        assert [one.text for one in world.chat.messages("Ada")] == ["hello", "kept"]
        assert world.teams.framework.keys.published() == published
        assert world.teams.chat.store.unread(ADA.oid, personal_room(ADA).id) == 1
        assert world.teams.chat.store.installed(personal_room(ADA).id)


async def test_news_are_heard_by_those_who_are_there(bot: FakeBot) -> None:
    desk = bot.world.teams.chat.news
    with desk.listen(ADA.oid) as adas, desk.listen(PEOPLE[8].oid) as zofias:
        await bot.world.chat.say("Priya", "hi", FRIENDS)
        await bot.call("POST", f"conversations/{DESK_FRIENDS.id}/activities", {"type": "typing"})
    assert {adas.get_nowait() for _ in range(adas.qsize())} == {("changed", DESK_FRIENDS.id), ("typing", DESK_FRIENDS.id)}
    assert zofias.empty()


def test_ids_are_told_apart_and_the_same_at_each_start(world: LocalWorld) -> None:
    rooms = Rooms(world.entra.people)
    ids = {name for person in PEOPLE for name in (teams_id(person), personal_room(person).id)}
    assert len(ids) == 24
    assert rooms.person(teams_id(PRIYA)) == rooms.person(PRIYA.oid) == PRIYA
    assert rooms.find(f"{FACILITIES.id};messageid=7") == (rooms.of(ADA)[2], "7")
    assert teams_id(ADA).startswith("29:1")


def test_buttons_are_found_in_cards_that_unfold() -> None:
    inner = {"type": "Action.ShowCard", "title": "More", "card": card("x", actions=[execute("Deep", "deep")])}
    assert [one["title"] for one in actions_of(card("y", actions=[inner]))] == ["More", "Deep"]


async def test_the_page_speaks_only_for_its_own_origin(world: LocalWorld, http: aiohttp.ClientSession) -> None:
    asked = {"person": ADA.oid, "conversation": personal_room(ADA).id}
    for path in ("open", "say", "install", "ask", "submit"):
        url = f"{world.teams.url}/chat/{path}"
        assert (await http.post(url, json=asked, headers={"Origin": "https://evil.example"})).status == 403
        assert (await http.post(url, data="{}")).status == 415
    other = asked | {"conversation": personal_room(MATEO).id}
    assert (await http.post(f"{world.teams.url}/chat/open", json=other)).status == 404
    assert (await http.post(f"{world.teams.url}/chat/say", json=asked | {"text": "hi"})).status == 409


def test_an_unknown_service_is_a_plain_word(tmp_path: Path) -> None:
    framework = BotFramework(data=tmp_path, now=time.time, url=lambda: "http://127.0.0.1:1", service=lambda: None)
    with pytest.raises(Unreachable, match="No address of the service"):
        asyncio.run(framework.tell({}))


def test_the_cards_renderer_is_locked_without_an_address() -> None:
    packages = json.loads((ROOT / "infra/local/package-lock.json").read_text("utf-8"))["packages"]
    assert set(packages) == {"", "node_modules/adaptivecards"}
    assert "resolved" not in packages["node_modules/adaptivecards"]
    assert packages["node_modules/adaptivecards"]["integrity"]

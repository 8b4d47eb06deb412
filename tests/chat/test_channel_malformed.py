"""What comes from Teams with a good token may still hold anything: nothing of it fails, and nothing of it is believed."""

from __future__ import annotations

import copy
import gzip
import json
import random
from typing import Any, cast

import pytest
import structlog

from bot.chat.channel.fields import MOST_DEEP, MOST_VALUES
from bot.chat.channel.read import INVOKES, MOST_TEXT
from bot.chat.channel.reception import MOST_BYTES
from bot.chat.incoming import Incoming, Message
from bot.chat.outgoing import Replies
from tests.bot.fake_entra import OTHER_TENANT, TENANT
from tests.chat.fake_bot_framework import BOT
from tests.chat.rig import Rig

SEED = 20261124
ROUNDS = 1500


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b"{}",
        b'{"type": null}',
        b'{"type": 5}',
        b'{"type": ["message"]}',
        b"\xff\xfe{\x00}\x00",
        b'{"type": "message", "text": "\xff"}',
        b'{"type": "message", "text": "\\ud800"}',
        b'{"type": NaN}',
        b"[" * 100_000,
        b'{"type": "message", "value": ' + b'{"a":' * 30_000 + b"1" + b"}" * 30_001,
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_what_is_no_activity_is_a_bad_request(rig: Rig, body: bytes) -> None:
    status, answer = await rig.json(body)
    assert (status, answer["code"]) == (400, "bad_request")
    assert rig.talker.came == []


async def test_a_body_of_another_kind_is_a_bad_request(rig: Rig) -> None:
    activity = rig.framework.activity(text="hi")
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": ""},
        {"Content-Type": "application/xml"},
    ):
        status, answer = await rig.json(activity, headers=headers)
        assert (status, answer["code"]) == (400, "bad_request")
    packed = gzip.compress(json.dumps(activity).encode())
    assert (await rig.json(packed, headers={"Content-Encoding": "gzip"}))[0] == 400
    status, _ = await rig.json(activity, headers={"Content-Type": "application/json; charset=utf-8"})
    assert status == 200


async def test_a_body_that_is_too_large_is_refused_and_the_largest_of_teams_is_not(rig: Rig) -> None:
    status, answer = await rig.json(rig.framework.activity(text="x" * MOST_BYTES))
    assert (status, answer["code"]) == (413, "too_large")
    assert (await rig.json(rig.framework.activity(text="x" * 1_000_000)))[0] == 413
    assert (await rig.json(rig.framework.activity(text="ü" * 28_000)))[0] == 200  # six bytes each, as json writes them
    assert len(rig.last().text) == MOST_TEXT


async def test_a_body_is_not_even_read_without_a_good_token(rig: Rig) -> None:
    assert (await rig.json(b"[" * 1_000_000, token="bad"))[0] == 401


SENDERS: list[Any] = [
    *(None, {}, {"id": "29:x", "name": "X"}, {"id": "29:x", "aadObjectId": ""}, {"id": "29:x", "aadObjectId": None}),
    *({"id": "29:x", "aadObjectId": value} for value in (5, ["anna"], {"a": 1}, "a/b", "a b", "x" * 101, "ä", "a\n")),
    *({"id": "29:x", "aadObjectId": "anna", "tenantId": value} for value in (OTHER_TENANT, "", 5)),
]


@pytest.mark.parametrize("sender", SENDERS, ids=str)
async def test_somebody_whom_teams_does_not_name_is_told_so_and_nothing_is_done_for_them(rig: Rig, sender: object) -> None:
    status, _ = await rig.json(rig.framework.activity(text="book tomorrow", **{"from": sender}))
    assert status == 200
    [message] = rig.framework.messages
    assert message["text"].startswith("I can't tell who you are")
    status, body = await rig.json(
        rig.framework.invoke("adaptiveCard/action", {"action": {"verb": "book"}}, locale="de", **{"from": sender})
    )
    assert (status, body["statusCode"], body["value"]["code"]) == (200, 403, "nobody")
    assert body["value"]["message"].startswith("Ich kann nicht erkennen")
    status, body = await rig.json(rig.framework.invoke("task/fetch", {}, **{"from": sender}))
    assert (status, body["task"]["type"]) == (200, "message")
    assert (await rig.json(rig.framework.activity("installationUpdate", action="add", **{"from": sender})))[0] == 200
    assert rig.talker.came == []


async def test_what_a_card_says_of_who_somebody_is_is_only_data(rig: Rig) -> None:
    data = {"aadObjectId": "root", "from": {"aadObjectId": "root"}, "tenant": {"id": OTHER_TENANT}}
    await rig.call(rig.framework.invoke("adaptiveCard/action", {"action": {"verb": "book", "data": data}, "from": {"aadObjectId": "root"}}))
    assert (rig.last().sender.person.endswith(".anna"), rig.last().data) == (True, data)


NONE: tuple[Any, ...] = (None, 5, "x", [], {}, [None], [{"value": 5}])
VALUES: list[Any] = [
    *(None, [], {}, "", "text", 5, 1.5, True, [1, [2]], {"action": None}, {"action": "x"}, {"action": {}}, {"action": []}),
    *({"action": {"type": "Action.Submit", "verb": verb, "data": data}} for verb in NONE for data in NONE),
    *({"parameters": one, "queryOptions": one, "commandId": one, "url": one, "data": one} for one in NONE),
    *({"queryOptions": {"skip": one, "count": one}} for one in (-1, 10**30, 1.5, True, "5", None)),
]


@pytest.mark.parametrize("name", INVOKES)
async def test_an_invoke_with_any_value_gets_an_answer_that_teams_can_read(rig: Rig, name: str) -> None:
    for value in VALUES:
        activity = {**rig.framework.invoke(name), "value": value}
        status, body = await rig.json(activity)
        assert status == 200, value
        assert set(body) in ({"statusCode", "type", "value"}, {"composeExtension"}, {"task"})
    activity = rig.framework.invoke(name)
    del activity["value"]
    assert (await rig.json(activity))[0] == 200


async def test_pages_of_a_search_are_bounded(rig: Rig) -> None:
    for skip, count, read in ((-5, -5, (0, 0)), (10**30, 10**30, (10_000, 50)), ("5", True, (0, 25))):
        await rig.call(rig.framework.invoke("composeExtension/query", {"queryOptions": {"skip": skip, "count": count}}))
        assert (rig.last().skip, rig.last().count) == read


async def test_data_that_is_too_deep_or_too_large_is_none(rig: Rig) -> None:
    deep: Any = 1
    for _ in range(MOST_DEEP):
        deep = {"a": deep}
    await rig.call(rig.framework.activity(value=deep))
    assert rig.last().data == deep
    for value in ({"a": deep}, {"a": [0] * MOST_VALUES}, {str(number): 1 for number in range(MOST_VALUES)}, "x", [1]):
        await rig.call(rig.framework.activity(value=value))
        assert rig.last().data == {}


async def test_a_thousand_mentions_cost_nothing_and_none_is_believed(rig: Rig) -> None:
    mentions = [{"type": "mention", "text": f"<at>{number}</at>", "mentioned": {"id": f"29:{number}"}} for number in range(999)]
    bot = {"type": "mention", "text": "<at>Bot</at>", "mentioned": {"id": BOT}}
    await rig.call(rig.framework.activity(text="<at>Bot</at> book", entities=[bot, *mentions]))
    assert rig.last().text == "book"


MENTIONS: list[Any] = [
    *(5, "x", {}, [None], [5], [{"type": "mention"}], [{"type": "mention", "text": "", "mentioned": {"id": BOT}}]),
    *([{"type": "mention", "text": text, "mentioned": one}] for text in (5, None, "(") for one in (None, 5, {"id": BOT}, {"id": 5})),
]


@pytest.mark.parametrize("entities", MENTIONS, ids=str)
async def test_mentions_of_any_shape_are_read_or_left(rig: Rig, entities: object) -> None:
    assert (await rig.call(rig.framework.activity(text="book (tomorrow", entities=entities))).status == 200
    assert rig.last().text in {"book (tomorrow", "book tomorrow"}


async def test_a_name_is_shown_without_anything_that_means_more(rig: Rig) -> None:
    sender = {"id": "29:x", "name": "<at>Ev*il</at> & [link](https://evil.example)", "aadObjectId": "anna"}
    await rig.call(rig.framework.activity(text="hi", **rig.framework.group(**{"from": sender})))
    [message] = rig.framework.messages
    assert message["text"] == "<at>atEvil/at  link(https://evil.example)</at> Hello"


FIELDS = ("id", "from", "recipient", "conversation", "entities", "locale", "text", "value", "channelData", "replyToId")


@pytest.mark.parametrize("field", FIELDS)
async def test_any_field_may_hold_anything(rig: Rig, field: str) -> None:
    values: list[Any] = [None, 5, "", "x" * 5000, [], {}, {"id": None}, {"id": 5}, {"id": "x" * 5000}, {"id": {"id": "x"}}]
    rig.talker.answer_with = Replies()
    for value in values:
        for name in ("message", "invoke", "conversationUpdate"):
            activity = {**rig.framework.activity(name, text="hi", name="adaptiveCard/action", membersAdded=[{"id": BOT}]), field: value}
            assert (await rig.call(activity)).status in {200, 401}


ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**40,
    1.5,
    "",
    "x",
    "\u0000",
    "<at>",
    "x" * 3000,
    [],
    {},
    [None],
    {"id": None},
    [[[[]]]],
    "msteams",
    TENANT,
    BOT,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where anything stands in it."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(cast("dict[Any, Any]", value).items())
    elif isinstance(value, list):
        inner = list(enumerate(cast("list[Any]", value)))
    return [path] * bool(path) + [place for key, one in inner for place in places(one, (*path, key))]


def mutated(activity: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same with one to four places taken away, exchanged, or made into something odd."""
    changed = copy.deepcopy(activity) | {"id": f"f:{chance.random()}"}  # one that comes again would be answered once
    for _ in range(chance.randint(1, 4)):
        there = places(changed)
        *path, last = chance.choice(there)
        parent: Any = changed
        for key in path:
            parent = parent[key]
        match chance.randrange(4):
            case 0:
                del parent[last]
            case 1:
                parent[last] = {"a": parent[last], "id": parent[last]}
            case 2:
                parent[last] = [parent[last]] * chance.choice([1, 2, 50])
            case _:
                parent[last] = copy.deepcopy(chance.choice(ODD))
        if not places(changed):
            break
    return changed


def valid(rig: Rig) -> list[dict[str, Any]]:
    """One of each kind."""
    mention = {"type": "mention", "text": "<at>Bot</at>", "mentioned": {"id": BOT}}
    value = {
        "action": {"type": "Action.Execute", "verb": "book", "data": {"office": "london", "day": "2026-11-25", "list": [1, {"a": "b"}]}},
        "trigger": "manual",
        "commandId": "book",
        "parameters": [{"name": "words", "value": "london"}],
        "queryOptions": {"skip": 0, "count": 25},
        "data": {"command": "book", "day": "2026-11-25"},
        "url": "https://desks.example/",
    }
    return [
        rig.framework.activity(text="<at>Bot</at> book tomorrow", entities=[mention], **rig.framework.group()),
        rig.framework.activity(text="", value={"verb": "book", "more": [1, 2, {"a": None}]}),
        rig.framework.activity("conversationUpdate", membersAdded=[{"id": BOT}, {"id": "29:x", "aadObjectId": "x"}]),
        rig.framework.activity("installationUpdate", action="add"),
        *(rig.framework.invoke(name, value, replyToId="1:card") for name in INVOKES),
    ]


async def test_whatever_is_changed_in_an_activity_it_is_answered_or_refused_and_never_fails(rig: Rig) -> None:
    chance, kinds = random.Random(SEED), valid(rig)
    statuses: dict[int, int] = {}
    rig.talker.answer_with = Replies()
    with structlog.testing.capture_logs() as lines:
        for number in range(ROUNDS):
            activity = mutated(chance.choice(kinds), chance)
            answer = await rig.call(activity)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            assert answer.status in {200, 400, 401}, (number, answer.status, json.dumps(activity)[:2000])
    assert not [line for line in lines if line["log_level"] in {"error", "critical"}]
    assert min(statuses[200], statuses[400], statuses[401]) > ROUNDS // 50, statuses
    assert all(type(one.conversation.id) is str and 0 < len(one.conversation.id) <= 500 for one in rig.talker.came)
    assert all(one.sender.person.startswith(f"{TENANT}.") for one in rig.talker.came)


async def test_the_fuzzer_finds_what_is_read_carelessly(rig: Rig) -> None:
    """A control: a talker that takes everything for what it should be falls over what the fuzzer sends."""

    async def careless(incoming: Incoming, _: object) -> None:
        assert isinstance(incoming, Message)
        assert incoming.data["verb"] == "book"

    rig.talker.asks = careless
    chance, kinds = random.Random(SEED), valid(rig)[1:2]
    with structlog.testing.capture_logs() as lines:
        for _ in range(6):  # each is told so, and no chat takes more at once
            await rig.call(mutated(chance.choice(kinds), chance))
    assert [line for line in lines if line["action"] == "chat_failed"]

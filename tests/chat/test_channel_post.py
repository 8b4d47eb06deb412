"""What the bot writes unasked: how it looks, what becomes of it, and how fast it goes."""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter

import pytest

from bot.chat.channel import throttle
from bot.chat.channel.throttle import IN_ALL, IN_ONE, Pace, Throttle
from bot.chat.outgoing import Card, Text
from bot.chat.ports import Gone, NotNow, Unsure
from core.conversations import Reference
from core.model import PersonId
from tests.chat.fake_bot_framework import BOT, DROP, SLOW, Weather, Written
from tests.chat.rig import Rig
from tests.chat.test_channel_activities import ADAPTIVE, CARD


def chat(rig: Rig, name: str = "anna", *, conversation: str = "", service_url: str = "") -> Reference:
    return Reference(
        person=PersonId(f"t.{name}"),
        conversation=conversation or f"a:{name}",
        service_url=service_url or rig.framework.service_url,
        channel_id=f"29:{name}",
    )


async def test_a_message_goes_to_its_chat_and_gives_its_id(rig: Rig) -> None:
    identifier = await rig.channel.post.send(chat(rig), Text("Good *evening*"))
    [written] = rig.framework.written
    assert (written.method, written.conversation, written.message, written.authorization) == ("POST", "a:anna", "", "Bearer msi-token")
    assert (written.body["text"], written.body["from"]["id"], written.body["recipient"]["id"]) == ("Good *evening*", BOT, "29:anna")
    assert identifier.startswith("1:")


async def test_a_message_is_updated_where_it_stands(rig: Rig) -> None:
    await rig.channel.post.update(chat(rig, conversation="a:an/na?x=1"), "1:m/x", CARD, "A card")
    [written] = rig.framework.written
    assert (written.method, written.conversation, written.message) == ("PUT", "a:an/na?x=1", "1:m/x")
    assert (written.body["attachments"], written.body["summary"]) == ([{"contentType": ADAPTIVE, "content": CARD}], "A card")


@pytest.mark.parametrize(
    ("weather", "error"),
    [
        (Weather(403, "MessageWritesBlocked"), Gone),
        (Weather(403, "BotNotInConversationRoster"), Gone),
        (Weather(404, "ConversationNotFound"), Gone),
        (Weather(429), NotNow),
        (Weather(412), NotNow),
        (Weather(502), NotNow),
        (Weather(503), NotNow),
        (Weather(504), NotNow),
        (Weather(401), NotNow),
        (Weather(400), Unsure),
        (Weather(413), Unsure),
        (Weather(500), Unsure),
        (Weather(302, headers={"Location": "https://evil.example/"}), Unsure),
        (Weather(DROP), Unsure),
    ],
    ids=repr,
)
async def test_what_becomes_of_a_message_is_one_of_three_things(rig: Rig, weather: Weather, error: type[Exception]) -> None:
    rig.framework.weather += [weather, weather]
    with pytest.raises(error):
        await rig.channel.post.send(chat(rig), Text("hi"))
    assert len(rig.framework.written) == 1
    rig.framework.weather.clear()
    await rig.channel.post.send(chat(rig), Text("hi"))


async def test_a_message_that_is_gone_is_not_a_chat_that_is_gone(rig: Rig) -> None:
    for code, error in (("ActivityNotFoundInConversation", Unsure), ("", Unsure), ("ConversationNotFound", Gone)):
        rig.framework.weather.append(Weather(404, code))
        with pytest.raises(error):
            await rig.channel.post.update(chat(rig), "1:m", CARD, "A card")


@pytest.mark.parametrize(
    ("told", "waits"), [("7", 7.0), ("0", 0.0), ("99999", 3600.0), ("-1", None), ("soon", None), ("", None), ("٣", None), ("9" * 400, None)]
)
async def test_teams_says_for_how_long_to_wait(rig: Rig, told: str, waits: float | None) -> None:
    rig.framework.weather.append(Weather(429, headers={"Retry-After": told}))
    with pytest.raises(NotNow) as later:
        await rig.channel.post.send(chat(rig), Text("hi"))
    assert later.value.after_s == waits


async def test_without_a_connection_nothing_was_sent(rig: Rig) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NotNow):
            await rig.channel.post.send(chat(rig, service_url=f"http://127.0.0.1:{unused.getsockname()[1]}/emea/"), Text("hi"))


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "http://smba.trafficmanager.net/", "http://127.0.0.1.evil.example/", "x", "https://u@127.0.0.1/"]
)
async def test_a_connector_that_is_not_on_the_list_is_not_written_to_whatever_the_store_holds(rig: Rig, url: str) -> None:
    with pytest.raises(Gone):
        await rig.channel.post.send(chat(rig, service_url=url), Text("hi"))
    assert rig.framework.written == []


async def test_a_long_conversation_is_a_conversation(rig: Rig) -> None:
    name = "ü/" * 200
    await rig.channel.post.send(chat(rig, conversation=name), Text("hi"))
    assert rig.framework.written[0].conversation == name


async def test_many_chats_are_written_to_no_faster_than_teams_allows(rig: Rig) -> None:
    await asyncio.gather(*(rig.channel.post.send(chat(rig, f"p{number}"), Card(CARD, "hi")) for number in range(60)))
    assert len(rig.framework.written) == 60
    assert crowded(rig.framework.written, IN_ALL) == 0


async def test_a_platform_that_is_slow_makes_no_crowd(rig: Rig) -> None:
    rig.framework.identity_weather.append(Weather(SLOW))
    await asyncio.gather(*(rig.channel.post.send(chat(rig, f"p{number}"), Text("hi")) for number in range(40)))
    assert crowded(rig.framework.written, IN_ALL) == 0


async def test_one_chat_is_written_to_no_faster_than_teams_allows_and_later_rather_than_never(rig: Rig) -> None:
    results = await asyncio.gather(*(rig.channel.post.send(chat(rig), Text(str(number))) for number in range(30)), return_exceptions=True)
    kinds = Counter(type(result).__name__ for result in results)
    assert kinds["str"] + kinds["NotNow"] == 30
    assert kinds["str"] == len(rig.framework.written) >= 8
    assert crowded(rig.framework.written, IN_ONE) == 0
    assert all(result.after_s and result.after_s > throttle.MOST_WAIT_S for result in results if isinstance(result, NotNow))


async def test_answers_wait_for_their_own_chat_alone(rig: Rig) -> None:
    """A control: those that are not counted together go faster than 25 a second."""
    started = time.monotonic()
    paces = Throttle()
    await asyncio.gather(*(paces.wait(f"a:{number}", is_answer=True) for number in range(100)))
    assert time.monotonic() - started < 1
    assert len(paces) == 100


def test_a_pace_keeps_each_of_its_windows() -> None:
    pace, now, went = Pace(IN_ONE), 0.0, list[float]()
    for _ in range(200):
        now = max(now, pace.next(now))
        pace.take(now)
        went.append(now)
    for most, seconds in IN_ONE:
        assert max(sum(1 for one in went if first <= one < first + seconds) for first in went) == most
    assert went[59] < 30 <= went[60]


async def test_paces_are_kept_for_the_latest_chats_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_CONVERSATIONS", 5)
    paces = Throttle()
    for number in range(20):
        await paces.wait(f"a:{number}", is_answer=True)
    assert len(paces) == 5


def crowded(written: list[Written], windows: tuple[tuple[int, float], ...]) -> int:
    """How often there were more in a window than there may be; 0.4 seconds may pass on the way there."""
    times = [one.at for one in written]
    return sum(1 for most, seconds in windows for first in times if sum(1 for one in times if first <= one < first + seconds - 0.4) > most)

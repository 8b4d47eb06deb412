"""When something is away, slow or broken: the talker, the connector, the platform. People get a word, and Teams no error."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast

import pytest
import structlog
from botframework.connector.auth import AppCredentials

from bot.chat.channel import answering, credentials, wire
from bot.chat.incoming import Pressed
from bot.chat.outgoing import Card, NewCard, Replies, Text, Word
from bot.chat.ports import NotNow
from bot.settings import Settings
from core.service import Busy
from core.store.port import Unavailable
from tests.bot.fake_entra import TENANT
from tests.bot.written import Written
from tests.chat.fake_bot_framework import DROP, HANG, FakeBotFramework, Weather
from tests.chat.rig import Rig, rigged
from tests.chat.test_channel_activities import CARD, pressed

TRY_AGAIN = "That did not work just now. Please try again in a moment."
FAILED = "Something went wrong on our side. Please try again."


def own_chat(number: int) -> dict[str, str]:
    return {"conversationType": "personal", "id": f"a:{number}", "tenantId": TENANT}


def texts(rig: Rig) -> list[str]:
    return [str(one.get("text", "")) for one in rig.framework.messages]


@pytest.mark.parametrize(
    ("error", "said"), [(Busy(), TRY_AGAIN), (Unavailable("store"), TRY_AGAIN), (ZeroDivisionError(), FAILED)], ids=repr
)
async def test_a_talker_that_can_not_answer_is_a_word_and_never_an_error(rig: Rig, error: Exception, said: str) -> None:
    rig.talker.answer_with = error
    with structlog.testing.capture_logs() as lines:
        await each_kind_says(rig, said)
    assert {line["action"] for line in lines} >= {"chat_failed" if said == FAILED else "chat_busy"}


async def each_kind_says(rig: Rig, said: str) -> None:
    assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert texts(rig) == [said]
    assert (await rig.json(pressed(rig)))[1]["value"] == said
    for name, place, key in (("composeExtension/query", "composeExtension", "text"), ("task/fetch", "task", "value")):
        status, body = await rig.json(rig.framework.invoke(name))
        assert (status, body[place]["type"], body[place][key]) == (200, "message", said)
    assert (await rig.json(rig.framework.activity(text="hi", locale="de-DE")))[0] == 200
    assert texts(rig)[-1].startswith(("Das hat", "Bei uns"))


async def test_nobody_is_told_that_a_greeting_could_not_be_made(rig: Rig) -> None:
    rig.talker.answer_with = Unavailable("store")
    assert await rig.json(rig.framework.activity("installationUpdate", action="add")) == (200, None)
    assert rig.framework.written == []


async def test_what_failed_is_logged_by_its_kind_and_without_a_word_of_it(rig: Rig, written: Written) -> None:
    rig.talker.answer_with = ValueError("secret words of Anna Adler")
    await rig.call(rig.framework.activity(text="secret words"))
    text = written.text
    assert "chat_failed" in text
    assert "ValueError" in text
    for secret in ("secret words", "Anna Adler", "a:anna", "29:anna"):
        assert secret not in text


async def test_a_message_that_teams_sends_again_is_answered_once_even_at_the_same_time(rig: Rig) -> None:
    rig.talker.wait_s = 0.2
    activity = rig.framework.activity(text="book tomorrow")
    answers = await asyncio.gather(*(rig.json(activity) for _ in range(3)))
    assert answers == [(200, None)] * 3
    assert await rig.json(activity) == (200, None)
    assert (len(rig.talker.came), texts(rig)) == (1, ["Hello"])
    await rig.call({**activity, **rig.framework.group()})
    assert len(rig.talker.came) == 2  # the same id in another chat is another message


async def test_a_message_that_could_not_be_answered_may_be_sent_again(rig: Rig) -> None:
    activity = rig.framework.activity(text="book tomorrow")
    rig.talker.answer_with = Busy()
    await rig.call(activity)
    rig.talker.answer_with = Replies((Text("Booked."),))
    await rig.call(activity)
    assert texts(rig) == [TRY_AGAIN, "Booked."]


async def test_a_button_that_teams_sends_again_is_answered_again_with_the_same_id(rig: Rig) -> None:
    """Whether its deed is done twice is for the ask to say, which the card carries."""
    rig.talker.answer_with = NewCard(CARD)
    activity = pressed(rig)
    first, second = await rig.json(activity), await rig.json(activity)
    assert first == second
    assert [(type(one), one.id) for one in rig.talker.came] == [(Pressed, activity["id"])] * 2


async def test_what_was_seen_is_not_remembered_for_ever(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MOST_REMEMBERED", 3)
    rig.talker.answer_with = Replies()
    for number in (0, 1, 2, 3, 3, 1, 0):  # the last is long forgotten
        await rig.call(rig.framework.activity(text="hi", id=f"f:x{number}"))
    assert [one.id for one in rig.talker.came] == ["f:x0", "f:x1", "f:x2", "f:x3", "f:x0"]


async def test_somebody_is_seen_typing_only_where_the_answer_takes_a_while(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "TYPING_AFTER_S", 0.1)
    await rig.call(rig.framework.activity(text="hi"))
    assert [one.body["type"] for one in rig.framework.written] == ["message"]
    rig.talker.wait_s = 0.4
    await rig.call(rig.framework.activity(text="hi"))
    assert [one.body["type"] for one in rig.framework.written] == ["message", "typing", "message"]
    rig.framework.weather.append(Weather(500))
    await rig.call(rig.framework.activity(text="hi"))
    assert [one.body["type"] for one in rig.framework.written][3:] == ["typing", "message"]


async def test_an_answer_that_takes_too_long_is_a_word_within_the_time_of_teams(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "INVOKE_S", 0.2)
    monkeypatch.setattr(answering, "MESSAGE_S", 0.3)
    rig.talker.wait_s = 5
    started = time.monotonic()
    assert (await rig.json(pressed(rig)))[1]["value"] == TRY_AGAIN
    await rig.call(rig.framework.activity(text="hi"))
    assert texts(rig) == [TRY_AGAIN]
    assert time.monotonic() - started < 3


async def test_an_answer_that_teams_did_not_take_is_sent_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "FIRST_PAUSE_S", 0.01)
    for number, status in enumerate((429, 412, 502, 503, 504), start=1):
        rig.framework.weather.append(Weather(status))
        assert await rig.json(rig.framework.activity(text="hi", conversation=own_chat(number))) == (200, None)
        assert len(rig.framework.messages) == 2 * number


async def test_an_answer_waits_for_as_long_as_teams_says(rig: Rig) -> None:
    rig.framework.weather += [Weather(429), Weather(429, headers={"Retry-After": "1"})]
    started = time.monotonic()
    assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert texts(rig) == ["Hello"] * 3
    assert time.monotonic() - started > 1.4


async def test_an_answer_is_not_sent_again_for_ever_nor_after_a_long_wait(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "FIRST_PAUSE_S", 0.01)
    rig.framework.weather += [Weather(503)] * 10
    assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert len(rig.framework.written) == answering.TRIES
    rig.framework.weather.clear()
    rig.framework.weather.append(Weather(429, headers={"Retry-After": "60"}))
    assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert len(rig.framework.written) == answering.TRIES + 1


@pytest.mark.parametrize("weather", [Weather(403), Weather(404), Weather(400), Weather(500), Weather(301), Weather(DROP)], ids=repr)
async def test_an_answer_that_may_have_been_sent_or_never_can_be_is_not_sent_again(rig: Rig, weather: Weather) -> None:
    rig.framework.weather.append(weather)
    with structlog.testing.capture_logs() as lines:
        assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert len(rig.framework.written) == 1
    assert "chat_not_sent" in {line["action"] for line in lines}


async def test_a_connector_that_hangs_costs_no_more_than_its_time(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "TIMEOUT", wire.aiohttp.ClientTimeout(total=0.3))
    rig.framework.weather.append(Weather(HANG))
    started = time.monotonic()
    assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert time.monotonic() - started < 3
    await rig.call(rig.framework.activity(text="hi"))
    assert texts(rig) == ["Hello"] * 2


async def test_a_platform_that_hangs_or_fails_costs_no_more_than_its_time(
    rig: Rig, framework: FakeBotFramework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(credentials, "MOST_WAIT_S", 0.5)
    monkeypatch.setattr(credentials, "ONE_TRY_S", 0.3)
    framework.identity_weather += [Weather(HANG), Weather(500), Weather(400)]
    started = time.monotonic()
    assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert time.monotonic() - started < 5
    assert len(framework.identity_asked) >= 2
    framework.identity_weather.clear()
    await rig.call(rig.framework.activity(text="hi"))
    assert [one.authorization for one in framework.written] == ["Bearer msi-token"]


async def test_the_loop_goes_on_while_the_platform_hangs(rig: Rig, framework: FakeBotFramework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "ONE_TRY_S", 0.5)
    framework.identity_weather.append(Weather(HANG))
    waiting = asyncio.create_task(rig.call(rig.framework.activity(text="hi")))
    await asyncio.sleep(0.1)
    started = time.monotonic()
    assert (await rig.client.get("/healthz/live")).status == 200
    assert time.monotonic() - started < 0.5
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_token_that_the_connector_does_not_take_is_got_anew(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "FIRST_PAUSE_S", 0.01)
    await rig.call(rig.framework.activity(text="hi"))
    rig.framework.identity_token = "another"
    rig.framework.weather.append(Weather(401))
    await rig.call(rig.framework.activity(text="hi"))
    assert [one.authorization for one in rig.framework.written] == ["Bearer msi-token"] * 2 + ["Bearer another"]


async def test_an_update_beside_an_answer_that_fails_fails_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "FIRST_PAUSE_S", 0.01)
    rig.talker.answer_with = NewCard(CARD, replaces_for_all=True)
    for weather in (Weather(404), Weather(500), Weather(429)):
        rig.framework.weather.append(weather)
        status, body = await rig.json(pressed(rig))
        assert (status, body["value"]) == (200, CARD)
        await rig.channel.answering.settle()
    assert [one.method for one in rig.framework.written] == ["PUT"] * 4


async def test_a_card_that_the_library_can_not_write_fails_nothing(rig: Rig) -> None:
    odd: Any = {"type": "AdaptiveCard", "body": [{1, 2}]}
    rig.talker.answer_with = Replies((Card(odd, "odd"), Text("Hello")))
    with structlog.testing.capture_logs() as lines:
        assert await rig.json(rig.framework.activity(text="hi")) == (200, None)
    assert texts(rig) == ["Hello"]
    assert "chat_not_written" in {line["action"] for line in lines}


async def test_what_is_under_way_ends_with_the_service(house_settings: Settings, framework: FakeBotFramework, platform: None) -> None:
    started = time.monotonic()
    async with rigged(house_settings, framework) as rig:
        rig.talker.answer_with = NewCard(CARD, replaces_for_all=True)
        framework.weather.append(Weather(HANG))
        await rig.call(pressed(rig))
    assert time.monotonic() - started < 5


async def test_nothing_is_lost_between_a_word_and_a_button(rig: Rig) -> None:
    """A control for the tests above: with fair weather each of them is answered."""
    rig.talker.answer_with = Word("Done.")
    assert (await rig.json(pressed(rig)))[1]["value"] == "Done."
    await rig.call(rig.framework.activity(text="hi"))
    assert texts(rig) == ["Done."]


async def test_many_who_wait_for_a_token_that_is_not_to_be_had_learn_so_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "MOST_WAIT_S", 0.4)
    asked: list[float] = []

    class Hanging:
        def get_access_token(self) -> str:
            asked.append(time.monotonic())
            time.sleep(0.5)
            return "too late"

    tokens = credentials.Tokens(cast("Callable[[], AppCredentials]", Hanging))
    started = time.monotonic()
    answers = await asyncio.gather(*(tokens.get() for _ in range(16)), return_exceptions=True)
    assert [type(one) for one in answers] == [NotNow] * 16
    assert len(asked) == 1
    assert time.monotonic() - started < 3 * 0.4
    tokens.close()

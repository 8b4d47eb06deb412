"""The keys of the Bot Framework: rolled over, made up, odd, away; and the times of its tokens."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from bot.chat.channel.proof import LEEWAY
from bot.settings import Settings
from bot.signing_keys import FETCHES, PER
from tests.bot.fake_entra import OTHER_KEY
from tests.chat.fake_bot_framework import FakeBotFramework
from tests.chat.rig import Rig, rigged
from tests.chat.test_channel_tokens import let_in, refused
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime.now(UTC))  # noqa: TID251 - tokens are made by the true time


@pytest.fixture
async def timed(house_settings: Settings, framework: FakeBotFramework, platform: None, clock: FakeClock) -> AsyncGenerator[Rig]:
    async with rigged(house_settings, framework, clock=clock) as rig:
        yield rig


async def test_times_are_meant_with_five_minutes_of_patience(timed: Rig, clock: FakeClock) -> None:
    now = clock.now().timestamp()
    token = timed.framework.token(nbf=now, exp=now + 3600)
    for ahead_s, status in ((-299, 200), (-301, 401), (3600 + 299, 200), (3600 + 301, 401)):
        clock.set(datetime.fromtimestamp(now, UTC) + timedelta(seconds=ahead_s))
        assert (await timed.call(timed.framework.activity(text="hi"), token=token)).status == status
    assert timedelta(minutes=5) == LEEWAY


async def test_a_key_that_is_rolled_over_is_known_at_once_and_the_old_one_is_not_any_more(rig: Rig) -> None:
    await let_in(rig)
    old = rig.framework.token()
    rig.framework.roll_over()
    await let_in(rig)
    assert len(rig.framework.fetched) == 2
    rig.talker.came.clear()
    rig.framework.written.clear()
    await refused(rig, rig.framework.activity(text="hi"), token=old)


async def test_keys_are_asked_for_once_and_again_after_a_day(timed: Rig, clock: FakeClock) -> None:
    for hours, fetched in ((0, 1), (1, 1), (23.5, 2)):
        clock.forward(timedelta(hours=hours))
        token = timed.framework.token(exp=clock.now().timestamp() + 60, nbf=clock.now().timestamp())
        await timed.call(timed.framework.activity(text="hi"), token=token)
        assert len(timed.framework.fetched) == fetched


async def test_a_storm_of_made_up_keys_is_not_passed_on_and_locks_nobody_out(timed: Rig, clock: FakeClock) -> None:
    await let_in(timed)
    for number in range(50):
        token = jwt.encode(timed.framework.claims(), OTHER_KEY, "RS256", {"kid": f"made-up-{number}"})
        assert (await timed.call(timed.framework.activity(text="hi"), token=token)).status == 401
    assert len(timed.framework.fetched) == FETCHES
    await let_in(timed)
    timed.framework.roll_over()
    clock.forward(PER)
    await let_in(timed)


async def test_without_keys_the_bot_is_away_for_the_moment(timed: Rig, clock: FakeClock) -> None:
    timed.framework.is_away = True
    status, body = await timed.json(timed.framework.activity(text="hi"))
    assert (status, body["code"]) == (503, "busy")
    timed.framework.is_away = False
    await let_in(timed)
    timed.framework.is_away = True
    clock.forward(timedelta(hours=25))
    token = timed.framework.token(nbf=clock.now().timestamp(), exp=clock.now().timestamp() + 60)
    await let_in(timed, token=token)


async def test_a_key_that_can_not_be_read_keeps_no_other_from_being_known(rig: Rig) -> None:
    rig.framework.odd_keys = [
        {"kty": "RSA", "kid": "odd", "n": "?", "e": 5, "endorsements": ["msteams"]},
        {"kty": "EC", "kid": "first"},
        {"kid": 7},
    ]
    await let_in(rig)

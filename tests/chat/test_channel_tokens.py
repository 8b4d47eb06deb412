"""Who may speak to the bot: the Bot Framework, for this bot, about a conversation of an allowed tenant. All others get the same no."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import jwt
import msgspec
import pytest
import structlog
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.chat.outgoing import Replies
from bot.chat.settings import SERVICE_HOSTS
from bot.keys import Parts
from bot.limits import Limits
from bot.settings import Settings
from core.model import person_id
from tests.bot.fake_entra import KEY, OTHER_KEY, OTHER_TENANT, TENANT
from tests.chat.fake_bot_framework import FakeBotFramework
from tests.chat.rig import Rig, rigged

EVIL = "https://evil.example/"


async def refused(rig: Rig, activity: object, **more: Any) -> None:
    """It is told no more than that, nobody was asked, and nothing was written anywhere."""
    answer = await rig.call(activity, **more)
    body = await answer.json(content_type=None)
    assert (answer.status, body["code"], body["detail"], answer.headers["WWW-Authenticate"]) == (
        401,
        "sign_in",
        "Please sign in.",
        "Bearer",
    )
    assert (rig.talker.came, rig.framework.written) == ([], [])


async def let_in(rig: Rig, **more: Any) -> None:
    assert (await rig.call(rig.framework.activity(text="hi"), **more)).status == 200
    assert rig.talker.came


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        {"iss": None},
        {"aud": "33333333-3333-4333-8333-333333333333"},
        {"aud": ["99999999-9999-4999-8999-999999999999", "other"]},
        {"aud": None},
        {"exp": None},
        {"exp": 1},
        {"exp": "soon"},
        {"exp": -1e308},
        {"nbf": 4e9},
        {"serviceurl": EVIL},
        {"serviceurl": None},
        {"serviceurl": 5},
    ],
    ids=str,
)
async def test_a_token_with_a_wrong_claim_is_refused(rig: Rig, changed: dict[str, object]) -> None:
    await refused(rig, rig.framework.activity(text="hi"), token=rig.framework.token(**changed))
    await let_in(rig)


async def test_a_token_of_another_shape_is_refused(rig: Rig) -> None:
    good = rig.framework.token()
    head, payload, signature = good.split(".")
    for bad in ("", "abc", f"{head}.{payload}.", f"{head}.{payload}", f"{head}.{payload[:-2]}AA.{signature}", "a.b.c", "é", "[" * 2000):
        await refused(rig, rig.framework.activity(text="hi"), headers={"Authorization": f"Bearer {bad}"})
    for header in ("", "Bearer", "Basic abc", good, f"Token {good}"):
        await refused(rig, rig.framework.activity(text="hi"), headers={"Authorization": header})


async def test_only_rs256_by_a_key_of_the_bot_framework_is_a_signature(rig: Rig) -> None:
    claims, headers = rig.framework.claims(), {"kid": "first"}
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = jwt.encode(claims, "", "none", headers)
    # PyJWT itself refuses to sign with a public key, so by hand.
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in ({"alg": "HS256", "typ": "JWT", **headers}, claims)]
    mac = jwt.get_algorithm_by_name("HS256").sign(b".".join(parts), public)
    by_public_key = b".".join([*parts, base64.urlsafe_b64encode(mac).rstrip(b"=")]).decode()
    for token in (
        unsigned,
        by_public_key,
        jwt.encode(claims, OTHER_KEY, "RS256", headers),
        jwt.encode(claims, KEY, "PS256", headers),
        jwt.encode(claims, KEY, "RS512", headers),
        jwt.encode(claims, KEY, "RS256", {"kid": "no such"}),
        jwt.encode(claims, KEY, "RS256"),
    ):
        await refused(rig, rig.framework.activity(text="hi"), token=token)
    await let_in(rig, token=jwt.encode(claims, KEY, "RS256", headers))


async def test_a_key_that_is_not_endorsed_for_teams_proves_nothing(rig: Rig) -> None:
    rig.framework.keys["second"] = (OTHER_KEY, ["directline", "webchat"])
    rig.framework.keys["third"] = (OTHER_KEY, [])
    for key in ("second", "third"):
        rig.framework.key_id = key
        await refused(rig, rig.framework.activity(text="hi"))
    rig.framework.key_id = "first"
    await let_in(rig)


@pytest.mark.parametrize("channel", ["directline", "emulator", "", None, "msteams ", 5, ["msteams"]])
async def test_another_channel_is_refused_though_its_key_is_endorsed(rig: Rig, channel: object) -> None:
    rig.framework.keys["first"] = (KEY, ["msteams", "directline", "emulator"])
    await refused(rig, rig.framework.activity(text="hi", channelId=channel))


async def test_an_activity_of_another_connector_than_the_tokens_is_refused(rig: Rig) -> None:
    for url in (EVIL, rig.framework.url, f"{rig.framework.service_url}x", rig.framework.service_url.rstrip("/"), "", None, 5):
        await refused(rig, rig.framework.activity(text="hi", serviceUrl=url))


@pytest.mark.parametrize(
    "url",
    [
        EVIL,
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net:8443/emea/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example/?https://smba.trafficmanager.net",
        "https://evil.example\\.smba.trafficmanager.net/",
        "https://evilsmba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://169.254.169.254/",
        "http://[::1]/",
        "http://2130706433/",
        "file:///etc/passwd",
        "https://smba.trafficmanager.net:port/",
        "https://" + "a" * 600,
        "https://sm\u00adba.trafficmanager.net/",
        "http://a.teams.example/",
        "https://teams.example/",
        "https://ateams.example/",
        "https:smba.trafficmanager.net/",
        "//smba.trafficmanager.net/",
        "ws://127.0.0.1/",
    ],
)
async def test_a_connector_that_is_not_on_the_list_is_refused_though_its_token_is_signed(
    house_settings: Settings, framework: FakeBotFramework, platform: None, url: str
) -> None:
    async with rigged(house_settings, framework, service_hosts=["127.0.0.1", *SERVICE_HOSTS, ".teams.example"]) as rig:
        await refused(rig, framework.activity(text="hi", serviceUrl=url), token=framework.token(serviceurl=url))
        await let_in(rig)


async def test_microsofts_own_connectors_are_on_the_list(house_settings: Settings, framework: FakeBotFramework) -> None:
    async with rigged(house_settings, framework, service_hosts=["smba.trafficmanager.net", ".teams.example"]) as rig:
        for url in ("https://smba.trafficmanager.net/emea/", "https://SMBA.trafficmanager.net:443/in/x/", "https://a.teams.example/"):
            activity = framework.activity("typing", serviceUrl=url)
            assert (await rig.call(activity, token=framework.token(serviceurl=url))).status == 200
        for url in ("https://teams.example/", framework.service_url):
            await refused(rig, framework.activity("typing", serviceUrl=url), token=framework.token(serviceurl=url))


async def test_a_connector_on_this_machine_is_for_a_service_on_this_machine(house_settings: Settings, framework: FakeBotFramework) -> None:
    async with rigged(house_settings, framework, may_be_local=False) as rig:
        await refused(rig, framework.activity(text="hi"))


@pytest.mark.parametrize(
    "tenants",
    [
        (OTHER_TENANT, OTHER_TENANT),
        (OTHER_TENANT, TENANT),
        (TENANT, OTHER_TENANT),
        (None, None),
        ("", ""),
        (TENANT, ""),
        ([TENANT], TENANT),
        (5, 5),
        (OTHER_TENANT, None),
        (None, OTHER_TENANT),
    ],
    ids=str,
)
async def test_a_conversation_of_another_tenant_or_of_none_is_refused(rig: Rig, tenants: tuple[object, object]) -> None:
    data, conversation = tenants
    activity = rig.framework.activity(
        text="hi",
        channelData={"tenant": {"id": data}},
        conversation={"conversationType": "personal", "id": "a:anna", "tenantId": conversation},
    )
    await refused(rig, activity)


async def test_one_mention_of_the_tenant_is_enough_and_its_letters_may_be_large(rig: Rig) -> None:
    for changed in (
        {"channelData": None},
        {"channelData": {"tenant": {"id": TENANT.upper()}}},
        {"conversation": {"conversationType": "personal", "id": "a:anna"}},
    ):
        assert (await rig.call(rig.framework.activity(text="hi", **changed))).status == 200
        assert rig.last().sender.person == person_id(TENANT, "anna")


async def test_the_log_says_why_and_neither_who_nor_what(rig: Rig) -> None:
    activity = rig.framework.activity(text="secret words")
    with structlog.testing.capture_logs() as lines:
        await refused(rig, activity, token=rig.framework.token(exp=1))
        await rig.call(activity)
    [line] = [line for line in lines if line["action"] == "activity_refused"]
    assert line["why"] == "expired"
    for secret in ("secret words", "Anna Adler", "a:anna", "29:anna"):
        assert secret not in str(lines)


def few(parts: Parts) -> Parts:
    web = msgspec.structs.replace(parts.settings.web, calls_per_minute=10, calls_per_minute_open=10)
    return replace(parts, limits=Limits.of(web))


async def test_verified_people_count_by_who_they_are_and_strangers_by_their_address(
    house_settings: Settings, framework: FakeBotFramework, platform: None
) -> None:
    """All of Microsoft's calls come from the same few addresses."""
    async with rigged(house_settings, framework, change=few) as rig:
        bad = [(await rig.call(framework.activity(text="hi"), token="bad")).status for _ in range(12)]
        assert bad == [401] * 10 + [429] * 2

        def said(who: str) -> dict[str, Any]:
            return framework.activity(
                text="hi",
                conversation={"conversationType": "personal", "id": f"a:{who}", "tenantId": TENANT},
                **{"from": {"id": f"29:{who}", "name": who, "aadObjectId": who}},
            )

        rig.talker.answer_with = Replies()
        for who in ("anna", "ben", "cleo"):
            assert [(await rig.call(said(who))).status for _ in range(11)] == [200] * 10 + [429]


async def test_without_a_bot_there_is_no_such_address(house_settings: Settings, framework: FakeBotFramework, platform: None) -> None:
    async with rigged(house_settings, framework, without=True) as rig:
        status, body = await rig.json(framework.activity(text="hi"))
        assert (status, body["code"]) == (404, "no_such_page")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
async def test_the_address_takes_nothing_but_post(rig: Rig, method: str) -> None:
    answer = await rig.client.request(method, "/api/messages", headers={"Authorization": f"Bearer {rig.framework.token()}"})
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_no_authentication_is_none_in_either_direction(house_settings: Settings, framework: FakeBotFramework) -> None:
    """For Microsoft's Agents Playground; settings refuse it for anything but this machine alone."""
    async with rigged(house_settings, framework, credential="none") as rig:
        answer = await rig.client.post("/api/messages", json=framework.activity(text="hi"))
        assert answer.status == 200
        assert [one.authorization for one in framework.written] == [None]
        for changed in ({"serviceUrl": EVIL}, {"channelData": {"tenant": {"id": OTHER_TENANT}}}, {"channelId": "webchat"}):
            assert (await rig.client.post("/api/messages", json=framework.activity(text="hi", **changed))).status == 401

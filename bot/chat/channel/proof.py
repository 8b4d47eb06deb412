"""Who speaks to the bot: checks that a token was made by the Bot Framework for this bot, and that the activity is the one it was made for.

A token of the Bot Framework is good for many activities until it ends. What is sent again is met by asks, which do their deed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import jwt
import msgspec

from bot.chat.channel.fields import id_of, list_of, part_of, text_of
from bot.chat.channel.hosts import ServiceHosts
from bot.chat.settings import ChatSettings
from bot.entra import BadToken, refuse_unless
from bot.signing_keys import KeptKeys, json_at
from core.clock import Clock

ISSUER = "https://api.botframework.com"
TEAMS = "msteams"
CHANNELS = frozenset({TEAMS})
LEEWAY = timedelta(minutes=5)
"""As Microsoft asks for."""


@dataclass(frozen=True, slots=True)
class ChannelKey:
    """A key of the Bot Framework, and the channels whose activities may be signed with it."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a good token says; None where the settings ask for none at all."""

    service_url: str
    endorsements: frozenset[str]


class _Claims(msgspec.Struct):
    iss: str
    aud: str
    exp: float
    serviceurl: str
    nbf: float = 0.0


class ActivityCheck:
    """Checks tokens and activities; anything that is wrong is a BadToken, whose reason is for the log alone."""

    def __init__(self, settings: ChatSettings, tenants: list[str], keys: KeptKeys[ChannelKey], hosts: ServiceHosts, clock: Clock) -> None:
        self._asks_for_tokens = settings.credential != "none"
        self._app_id = settings.app_id.lower()
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._keys = keys
        self._hosts = hosts
        self._clock = clock

    async def check(self, authorization: str) -> Proof | None:
        """What the token proves. Raises BadToken, or KeysUnavailable while the keys can't be had."""
        if not self._asks_for_tokens:
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise BadToken("no token")
        claims, endorsements = await self._verified(token.strip())
        now, leeway = self._clock.now().timestamp(), LEEWAY.total_seconds()
        refuse_unless(
            ("issuer", claims.iss == ISSUER),
            ("audience", claims.aud.lower() == self._app_id),
            ("expired", now < claims.exp + leeway),
            ("early", now > claims.nbf - leeway),
        )
        return Proof(claims.serviceurl, endorsements)

    async def _verified(self, token: str) -> tuple[_Claims, frozenset[str]]:
        """What is certainly signed by the Bot Framework, and for which channels its key is meant."""
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != "RS256":
                raise BadToken("algorithm")
            key = await self._keys.get(str(header.get("kid")))
            if key is None:
                raise BadToken("key")
            # Times are checked later, by the clock that was handed in.
            payload: dict[str, object] = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
            )
            return msgspec.convert(payload, _Claims), key.endorsements
        except jwt.PyJWTError as error:
            raise BadToken(type(error).__name__) from None
        except (msgspec.ValidationError, RecursionError, UnicodeError):  # letters that no token has
            raise BadToken("claims") from None

    def agree(self, proof: Proof | None, activity: Mapping[str, object]) -> str:
        """The tenant that the activity is of. Raises BadToken if it is not the one that the token was made for, or not for this house."""
        channel, service_url = text_of(activity.get("channelId")), id_of(activity.get("serviceUrl"))
        named = [part_of(activity, "channelData", "tenant").get("id"), part_of(activity, "conversation").get("tenantId")]
        tenants = {one.lower() if isinstance(one, str) else "" for one in named if one is not None}
        refuse_unless(
            ("channel", channel in CHANNELS),
            ("endorsement", proof is None or channel in proof.endorsements),
            ("service url", bool(service_url) and (proof is None or service_url == proof.service_url)),
            ("service host", self._hosts.allows(service_url)),
            ("tenant", len(tenants) == 1 and tenants <= self._tenants),
        )
        return tenants.pop()


def channel_keys(session: aiohttp.ClientSession, openid_url: str, clock: Clock) -> KeptKeys[ChannelKey]:
    """The keys of the Bot Framework, fetched when they are needed."""

    async def fetch() -> dict[str, ChannelKey]:
        metadata = await json_at(session, openid_url)
        address = str(metadata.get("jwks_uri"))
        if urlsplit(address)[:2] != urlsplit(openid_url)[:2]:
            raise ValueError("the keys are said to be at another host")
        return _keys_in(await json_at(session, address))

    return KeptKeys(fetch, clock, "The Bot Framework's")


def _keys_in(document: Mapping[str, object]) -> dict[str, ChannelKey]:
    keys: dict[str, ChannelKey] = {}
    for row in list_of(document.get("keys")):
        fields = part_of(row)
        key_id = text_of(fields.get("kid"))
        if key_id and fields.get("kty") == "RSA":
            channels = (text_of(channel) for channel in list_of(fields.get("endorsements")))
            with suppress(jwt.PyJWTError):  # one that can't be read must not keep the others from being known
                keys[key_id] = ChannelKey(jwt.PyJWK(dict(fields), algorithm="RS256"), frozenset(channels))
    return keys

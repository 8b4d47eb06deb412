"""Puts the channel together. Importing this loads the Bot Framework's library, which takes a second: only where there is a bot."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.chat.channel.adapter import TeamsAdapter
from bot.chat.channel.answering import Answering
from bot.chat.channel.connectors import Connectors
from bot.chat.channel.credentials import tokens_of
from bot.chat.channel.hosts import ServiceHosts
from bot.chat.channel.post import TeamsPost
from bot.chat.channel.proof import ActivityCheck, channel_keys
from bot.chat.channel.reception import Reception
from bot.chat.channel.roster import TeamsRoster
from bot.chat.channel.throttle import Throttle
from bot.chat.ports import Talker
from bot.chat.settings import ChatSettings
from core.clock import Clock


@dataclass(frozen=True, slots=True)
class Channel:
    """Teams calls the `reception`; the `post` writes to people who have not asked; `answering` may still be at something besides."""

    reception: Reception
    answering: Answering
    post: TeamsPost


@asynccontextmanager
async def open_channel(
    settings: ChatSettings, tenants: list[str], session: aiohttp.ClientSession, clock: Clock, talker: Talker, *, may_be_local: bool
) -> AsyncGenerator[Channel]:
    """The channel for one bot. `may_be_local`: a connector on this machine may be written to, if the settings name it."""
    hosts = ServiceHosts(settings.service_hosts, may_be_local=may_be_local)
    check = ActivityCheck(settings, tenants, channel_keys(session, settings.openid_url, clock), hosts, clock)
    tokens, throttle = tokens_of(settings, tenants), Throttle()
    connectors = Connectors(session, tokens, hosts)
    answering = Answering(talker, TeamsRoster(connectors), throttle)
    try:
        yield Channel(
            reception=Reception(check, answering, TeamsAdapter(connectors, settings.app_id)),
            answering=answering,
            post=TeamsPost(connectors, throttle, settings.app_id),
        )
    finally:
        await answering.close()
        tokens.close()

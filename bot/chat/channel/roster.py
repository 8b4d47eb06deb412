"""Who is in a shared conversation, as Teams says it: page by page, within bounds, and remembered for a few minutes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import structlog

from bot.chat.channel.connectors import Connectors
from bot.chat.channel.fields import id_of, text_of
from bot.chat.incoming import Conversation, Kind
from bot.chat.ports import Gone, Member, NotNow, Unsure
from core.model import is_id, person_id

MOST_MEMBERS = 500
PAGE = 200
MOST_PAGES = 10
MOST_WAIT_S = 3.0
"""The asker waits meanwhile, and gets numbers of those who are known by then."""
KEPT_S = 300.0
MOST_KEPT = 200

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class TeamsRoster:
    """Asks the conversation's connector; only members of the conversation's own tenant are anybody's colleagues."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors
        self._kept: OrderedDict[tuple[str, str], tuple[float, Sequence[Member]]] = OrderedDict()

    async def members(self, conversation: Conversation) -> Sequence[Member]:
        """The members, MOST_MEMBERS at most; empty where Teams does not say."""
        where = conversation.team if conversation.kind is Kind.CHANNEL and conversation.team else conversation.id
        key, now = (conversation.tenant, where), asyncio.get_running_loop().time()
        kept = self._kept.get(key)
        if kept and now - kept[0] < KEPT_S:
            return kept[1]
        try:
            async with asyncio.timeout(MOST_WAIT_S):
                members = await self._asked(conversation, where)
        except (Gone, NotNow, Unsure, TimeoutError) as error:
            log.info("The members of a conversation are not known.", action="chat_no_roster", error=type(error).__name__)
            return kept[1] if kept else ()
        except Exception:  # what the library makes of an answer that is none
            log.exception("The members of a conversation can't be read.", action="chat_roster_failed")
            return ()
        self._kept[key] = (now, members)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return members

    async def _asked(self, conversation: Conversation, where: str) -> Sequence[Member]:
        client: Any = await self._connectors.create(conversation.service_url)
        found: dict[str, Member] = {}
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = await client.conversations.get_teams_conversation_paged_members(where, PAGE, token)
            for one in page.members or ():
                member = _member(one, conversation.tenant)
                if member and len(found) < MOST_MEMBERS:
                    found.setdefault(member.person, member)
            token = text_of(page.continuation_token, 10_000)
            if not token or len(found) >= MOST_MEMBERS:
                break
        return tuple(found.values())


def _member(account: Any, tenant: str) -> Member | None:
    """A guest has another tenant, and a bot no object id."""
    told, object_id = text_of(account.tenant_id).lower(), id_of(account.aad_object_id, 100)
    person, channel_id = person_id(tenant, object_id), id_of(account.id)
    if not object_id or not is_id(person) or not channel_id or told not in {"", tenant}:
        return None
    return Member(person=person, channel_id=channel_id)

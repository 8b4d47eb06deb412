"""Where the bot can write to a person without being asked: one personal chat each, as Teams last named it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import TypeVar

import msgspec

from core.clock import Clock
from core.days import forgotten_after
from core.house_rules import RulesSource
from core.model import PersonId
from core.store.port import Conflict, Create, Document, Fields, Key, Replace, Store, Unavailable
from core.tombstones import buried

KIND = "conversation"
TRIES = 6
KEPT_WITHIN = timedelta(days=7)
"""How exactly it is known when a chat was last used: a write a week, not one a message."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A personal chat. `channel_id`: the person's name inside Teams ("29:…"); `service_url`: by which connector it is reached.

    `welcomed`: whether the greeting was sent there. `language`: that of the person's Teams; empty if not known.
    """

    person: PersonId
    conversation: str
    service_url: str
    channel_id: str
    welcomed: bool = False
    language: str = ""


class _Kept(msgspec.Struct):
    person: str
    conversation: str
    service_url: str
    channel_id: str
    kept_on: date
    welcomed: bool = False
    language: str = ""


def partition_of(person: PersonId) -> str:
    """Where the chat with the person is kept, and what is to be written there."""
    return f"chat|{person}"


def reference_key(person: PersonId) -> Key:
    """Where the person's chat is kept."""
    return Key(partition_of(person), "reference")


class Conversations:
    """Reads and keeps people's chats, in a read-only house, too: they are nothing of the house's own. All raise Unavailable."""

    def __init__(self, store: Store, rules: RulesSource, clock: Clock) -> None:
        self._store = store
        self._rules = rules
        self._clock = clock

    async def read(self, person: PersonId) -> Reference | None:
        """The person's chat; None if they have none with the bot."""
        document = await self._store.read(reference_key(person))
        return _reference(document) if document else None

    async def keep(self, reference: Reference) -> None:
        """The chat as Teams names it now, for as long as a person is remembered. One that was greeted stays so."""

        async def attempt() -> None:
            document = await self._store.read(reference_key(reference.person))
            known = _reference(document) if document else None
            told = replace(reference, welcomed=True) if _is_welcomed(known, reference.conversation) else reference
            if document is None or told != known or self._was_kept_long_ago(document):
                await self._put(told, document)

        await self._insist(attempt)

    async def renew(self, person: PersonId, conversation: str) -> None:
        """Remember the chat for longer, since something was sent there; unless it is another one by now."""

        async def attempt() -> None:
            document = await self._store.read(reference_key(person))
            known = _reference(document) if document else None
            if document and known and known.conversation == conversation and self._was_kept_long_ago(document):
                await self._put(known, document)

        await self._insist(attempt)

    async def drop(self, person: PersonId, conversation: str) -> None:
        """Forget the chat, since it is gone; unless it is another one by now."""

        async def attempt() -> None:
            document = await self._store.read(reference_key(person))
            if document and _reference(document).conversation == conversation:
                await self._store.commit(document.key.partition, [buried(document, self._clock.now())])

        await self._insist(attempt)

    async def claim_welcome(self, reference: Reference) -> bool:
        """Whether it is the caller who greets the person there; keeps the chat, too. At most one of all who ever ask is told so."""

        async def attempt() -> bool:
            document = await self._store.read(reference_key(reference.person))
            if document and _is_welcomed(_reference(document), reference.conversation):
                return False
            await self._put(replace(reference, welcomed=True), document)
            return True

        return await self._insist(attempt)

    async def _insist(self, attempt: Callable[[], Awaitable[_Answer]]) -> _Answer:
        for _ in range(TRIES):
            try:
                return await attempt()
            except Conflict:
                continue
        raise Unavailable("the reference of a chat kept changing")

    async def _put(self, reference: Reference, before: Document | None) -> None:
        key, today = reference_key(reference.person), self._today()
        expires = forgotten_after(today, (await self._rules.read()).people_retention_days)
        plain: Fields = msgspec.to_builtins(reference)
        fields: Fields = {**plain, "kind": KIND, "kept_on": today.isoformat()}
        operation = (
            Replace(id=key.id, fields=fields, version=before.version, expires=expires)
            if before
            else Create(id=key.id, fields=fields, expires=expires)
        )
        await self._store.commit(key.partition, [operation])

    def _was_kept_long_ago(self, document: Document) -> bool:
        return self._today() - msgspec.convert(document.fields, _Kept).kept_on > KEPT_WITHIN

    def _today(self) -> date:
        return self._clock.now().astimezone(UTC).date()


def _is_welcomed(known: Reference | None, conversation: str) -> bool:
    return known is not None and known.welcomed and known.conversation == conversation


def _reference(document: Document) -> Reference:
    kept = msgspec.convert(document.fields, _Kept)
    return Reference(
        person=PersonId(kept.person),
        conversation=kept.conversation,
        service_url=kept.service_url,
        channel_id=kept.channel_id,
        welcomed=kept.welcomed,
        language=kept.language,
    )

"""What the notifier remembers besides its errands: since when it tells people, which evenings it has prepared, which admin was warned."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from bot.chat.notifier.reminding import Evening
from bot.chat.notifier.sync_trouble import Kind
from core.conversations import partition_of
from core.errands.errand import IN_HAND_FOR
from core.model import PersonId
from core.store.port import Conflict, Create, Document, Fields, Key, Operation, Replace, Store

KIND = "chat_mark"
_PARTITION = "chat"
_BEGINNING = Key(_PARTITION, "beginning")
_KEPT_BEYOND = timedelta(days=2)


class Marks:
    """Each is one document. All methods raise Unavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def beginning(self, now: datetime) -> datetime:
        """When any process of this house first told people anything: what others did before that is no news."""
        document = await self._store.read(_BEGINNING)
        if document is None:
            with suppress(Conflict):  # another process began at the same moment
                await self._store.commit(_PARTITION, [_create(_BEGINNING, "at", now, None)])
            document = await self._store.read(_BEGINNING)
        return _instant(document, "at") or now

    async def is_prepared(self, evening: Evening) -> bool:
        """Whether all reminders of the evening were noted."""
        return await self._store.read(_evening_key(evening)) is not None

    async def prepared(self, evening: Evening) -> None:
        """Never before all reminders of the evening are noted."""
        with suppress(Conflict):
            await self._store.commit(_PARTITION, [_create(_evening_key(evening), "ends", evening.ends, evening.ends + _KEPT_BEYOND)])

    async def may_warn(self, admin: PersonId, kind: Kind, now: datetime) -> bool:
        """Whether the admin is to be warned now, and by the caller alone; then `warned` must follow, or it may be asked again soon."""
        key = _warning_key(admin, kind)
        document = await self._store.read(key)
        rests_until = _instant(document, "until")
        if rests_until is not None and now < rests_until:
            return False
        try:
            await self._store.commit(key.partition, [_set_until(key, document, now + IN_HAND_FOR)])
        except Conflict:
            return False
        return True

    async def warned(self, admin: PersonId, kind: Kind, until: datetime) -> None:
        """The admin is left alone until then."""
        key = _warning_key(admin, kind)
        with suppress(Conflict):  # somebody else's warning, after this one took too long
            await self._store.commit(key.partition, [_set_until(key, await self._store.read(key), until)])


def _evening_key(evening: Evening) -> Key:
    return Key(_PARTITION, f"evening|{evening.day.isoformat()}|{evening.office}")


def _warning_key(admin: PersonId, kind: Kind) -> Key:
    return Key(partition_of(admin), f"warned|{kind}")


def _create(key: Key, name: str, instant: datetime, expires: datetime | None) -> Create:
    return Create(id=key.id, fields=_fields(name, instant), expires=expires)


def _set_until(key: Key, document: Document | None, until: datetime) -> Operation:
    if document is None:
        return _create(key, "until", until, until + _KEPT_BEYOND)
    return Replace(id=key.id, fields=_fields("until", until), version=document.version, expires=until + _KEPT_BEYOND)


def _fields(name: str, instant: datetime) -> Fields:
    return {"kind": KIND, name: instant.isoformat()}


def _instant(document: Document | None, name: str) -> datetime | None:
    return datetime.fromisoformat(str(document.fields[name])) if document else None

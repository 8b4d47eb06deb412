"""The shapes of the self-test's answer. They hold ids and numbers, never a name of a person, an address of anything or a secret."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PartName = Literal["office", "caller", "bookings", "store", "passes", "entraKeys", "sync"]
Milliseconds = Annotated[float, Meta(ge=0)]


class SelfTestPart(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One thing that was tried, and how long it took."""

    name: PartName
    ok: bool
    milliseconds: Milliseconds


class SelfTestOffice(msgspec.Struct, frozen=True, rename="camel"):
    """The first office by name."""

    id: str
    name: str


class SelfTestCaller(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who asked. `id`: tenant id and object id, joined by a dot; an application's are those of its service principal."""

    kind: Literal["application", "person"]
    id: str
    role: Literal["selfTest", "systemAdmin"]


class SelfTestStore(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where bookings are kept, and how long one document and one list took."""

    kind: Literal["sqlite", "cosmos"]
    read_milliseconds: Milliseconds
    list_milliseconds: Milliseconds


class SelfTestDuty(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How far the clerk is with one of its duties.

    `waiting`: what it still has to do, `oldestDue` the first instant at which it may try some of it. `unread`: entries of the journal that
    it has not read, the oldest of them since `unreadSince`. Counting is bounded: `waitingOrMore` and `unreadOrMore` say that there may be
    more. `late`: it has not read for a quarter of an hour what it reads within seconds.
    """

    waiting: int
    waiting_or_more: bool
    oldest_due: datetime | None
    unread: int
    unread_or_more: bool
    unread_since: datetime | None
    late: bool


class SelfTestSync(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The clerk, as seen from what it keeps. A late calendar fails the self-test.

    Late notices do not: a house may have stopped sending them. `notices` is null where none were ever sent.
    """

    calendar: SelfTestDuty
    notices: SelfTestDuty | None


class SelfTestView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """This process and all that it needs works; where something does not, the answer is a problem that says what became of each part.

    `office` is null in a house without offices. `bookings`: how many the caller holds from today on, 200 at most.
    """

    version: str
    started_at: datetime
    ok: bool
    parts: list[SelfTestPart]
    caller: SelfTestCaller
    office: SelfTestOffice | None
    bookings: int
    store: SelfTestStore
    sync: SelfTestSync

"""A house that is talked to: sentences, buttons and searches of people, and what is found in the answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import timedelta
from itertools import count, repeat
from typing import cast

from typing_extensions import override

from bot.chat.cards.actions import Verb
from bot.chat.incoming import Conversation, Data, Installed, Kind, Message, Pressed, Search, Sender
from bot.chat.outgoing import Answer, Card, NewCard, Replies, Reply, Results, Text
from bot.chat.ports import Member
from bot.chat.talk.desk import Desk
from bot.chat.talk.talker import Talk
from core.administration import Edit
from core.conversations import Conversations
from core.decision import Refusal
from core.house_rules import FixedRules
from core.model import AskId, Office, Person, Rules
from core.offices import Offices
from core.pass_keys import Signed
from core.passes import Passes
from core.people_edits import PersonEdit
from core.store.port import Changes, Document, Key, Listing, Operation, Page, Store
from core.store.recent import RecentStore
from tests.fakes import FakeClock
from tests.house_of import AUCKLAND, LONDON, NOON, ROOT, RULES, House, person
from tests.memory_store import MemoryStore
from tests.passes.making import Ring

ANNA, BEN, CLEO = person("anna"), person("ben"), person("cleo")
PUBLIC_URL = "https://desks.contoso.example"
GROUP = Conversation(id="19:group", kind=Kind.GROUP, service_url="https://connector.example", tenant="tenant")


@dataclass(frozen=True, slots=True)
class TheseMembers:
    """A roster that is known."""

    people: Sequence[Person] = ()

    async def members(self, conversation: Conversation) -> Sequence[Member]:
        return [Member(person=one.id, channel_id=channel_id(one)) for one in self.people]


@dataclass(slots=True)
class Talking:
    """The bot over a store in memory, and people who talk to it."""

    house: House
    talk: Talk
    store: RecentStore
    clock: FakeClock
    ring: Signer
    counted: Counter[str]
    roster: TheseMembers = field(default_factory=TheseMembers)
    locale: str = "en-GB"
    ids: Iterator[str] = field(default_factory=lambda: (f"activity-{number}" for number in count()))

    async def say(
        self, who: Person, text: str, *, where: Conversation | None = None, activity: str = "", data: Data | None = None
    ) -> Reply:
        """The one reply to a message."""
        message = Message(
            id=activity or self._id(), sender=self.sender(who), conversation=where or chat_of(who), text=text, data=dict(data or {})
        )
        answer = await self.talk.answer(message, self.roster)
        assert isinstance(answer, Replies)
        [reply] = answer.replies
        return reply

    async def say_all(self, who: Person, text: str, *, where: Conversation | None = None) -> Sequence[Reply]:
        """All the replies to a message."""
        answer = await self.talk.answer(
            Message(id=self._id(), sender=self.sender(who), conversation=where or chat_of(who), text=text), self.roster
        )
        assert isinstance(answer, Replies)
        return answer.replies

    async def press(
        self, who: Person, verb: str, data: Data, *, where: Conversation | None = None, is_refresh: bool = False, activity: str = ""
    ) -> Answer:
        """The answer to a button."""
        pressed = Pressed(
            id=activity or self._id(),
            sender=self.sender(who),
            conversation=where or chat_of(who),
            verb=verb,
            data=data,
            is_refresh=is_refresh,
        )
        return await self.talk.answer(pressed, self.roster)

    async def press_on(
        self, who: Person, shown: Reply | Answer, verb: Verb, *, where: Conversation | None = None, **wanted: object
    ) -> Answer:
        """Press the first button of that verb whose data holds what is wanted."""
        return await self.press(who, verb, button(shown, verb, **wanted), where=where)

    async def search(self, who: Person, command: str = "", words: str = "", *, skip: int = 0, count: int = 25) -> Results:
        search = Search(
            id=self._id(), sender=self.sender(who), conversation=chat_of(who), command=command, words=words, skip=skip, count=count
        )
        answer = await self.talk.answer(search, self.roster)
        assert isinstance(answer, Results)
        return answer

    async def install(self, who: Person, where: Conversation | None = None) -> Answer:
        return await self.talk.answer(Installed(id=self._id(), sender=self.sender(who), conversation=where or chat_of(who)), self.roster)

    def sender(self, who: Person) -> Sender:
        return Sender(person=who.id, name=who.name, channel_id=channel_id(who), locale=self.locale)

    async def allow(self, who: Person) -> None:
        """Let somebody book without giving a reason."""
        edit = Edit(actor=ROOT, ask=AskId("allowed"), correlation="correlation")
        assert not isinstance(await self.house.admin.edit_person(edit, who.id, PersonEdit(auto_approved=True)), Refusal)

    async def remove(self, office: Office) -> None:
        """Close an office for good, and leave what is booked there."""
        edit = Edit(actor=ROOT, ask=AskId("removed"), correlation="correlation")
        assert not isinstance(await self.house.admin.remove_office(edit, office.id), Refusal)
        self.clock.forward(timedelta(seconds=2))

    async def greeting(self, who: Person) -> Reply:
        """What somebody reads who has installed the app."""
        answer = await self.install(who)
        assert isinstance(answer, Replies)
        [reply] = answer.replies
        return reply

    def talk_without_ids(self) -> None:
        """As if Teams named no activity."""
        self.ids = repeat("")

    def _id(self) -> str:
        return next(self.ids)


class Signer(Ring):
    """Keys that can be out of reach."""

    out_of_order: Exception | None = None

    @override
    async def sign(self, message: bytes) -> Signed:
        if self.out_of_order:
            raise self.out_of_order
        return await super().sign(message)


class CountedStore:
    """A store that tells how often it was asked."""

    def __init__(self, store: Store, counted: Counter[str]) -> None:
        self._store = store
        self._counted = counted

    async def read(self, key: Key) -> Document | None:
        self._counted["read"] += 1
        return await self._store.read(key)

    async def read_many(self, keys: Sequence[Key]) -> Mapping[Key, Document]:
        self._counted["read_many"] += 1
        return await self._store.read_many(keys)

    async def list(self, listing: Listing, *, limit: int, next: str | None = None) -> Page:
        self._counted["list"] += 1
        return await self._store.list(listing, limit=limit, next=next)

    async def commit(self, partition: str, operations: Sequence[Operation]) -> None:
        self._counted["commit"] += 1
        await self._store.commit(partition, operations)

    async def changes(self, token: str | None, *, limit: int) -> Changes:
        return await self._store.changes(token, limit=limit)

    async def close(self) -> None:
        await self._store.close()


def channel_id(who: Person) -> str:
    return f"29:{who.id}"


def chat_of(who: Person) -> Conversation:
    return Conversation(id=f"a:{who.id}", kind=Kind.PERSONAL, service_url="https://connector.example", tenant="tenant")


async def talking(*places: Office, rules: Rules = RULES, clock: FakeClock | None = None, kept: Store | None = None) -> Talking:
    clock = clock or FakeClock(NOON)
    counted = Counter[str]()
    store = RecentStore(CountedStore(kept or MemoryStore(clock), counted), clock)
    house = House(store, clock, rules, system_admins=frozenset({ROOT.id}))
    await house.open(*(places or (LONDON, AUCKLAND)))
    source, ring, ids = FixedRules(rules), Signer(), count()
    desk = Desk(
        offices=Offices(store, clock),
        store=store,
        people=house.people,
        service=house.service,
        administration=house.admin,
        rules=source,
        passes=Passes(ring),
        conversations=Conversations(store, source, clock),
        clock=clock,
        new_id=lambda: f"drawing-{next(ids):08}",
        public_url=PUBLIC_URL,
    )
    return Talking(house, Talk(desk), store, clock, ring, counted)


def written(answer: Reply | Answer) -> str:
    """All that is in an answer, as text to look through."""
    return json.dumps(answer, default=_plain, ensure_ascii=False)


def _plain(value: object) -> object:
    return {one.name: getattr(value, one.name) for one in fields(value)} if is_dataclass(value) else str(value)


def said(reply: Reply) -> str:
    """All that a person reads in it."""
    if isinstance(reply, Text):
        return reply.text.replace("\\", "")
    return "\n".join(str(one[name]).replace("\\", "") for one in parts(reply.card) for name in ("text", "title") if name in one)


async def press_texts(bot: Talking, who: Person, shown: Reply, title: str) -> Answer:
    """Press the button of that title."""
    [(verb, data)] = [(verb, data) for named, verb, data in buttons(shown) if named == title]
    return await bot.press(who, verb, data)


def buttons(shown: Reply | Answer) -> list[tuple[str, str, dict[str, object]]]:
    """Title, verb and data of each button of a card."""
    card = shown.card if isinstance(shown, Card | NewCard) else None
    assert card is not None, shown
    return [
        (str(one.get("title", "")), str(one["verb"]), cast("dict[str, object]", one.get("data", {})))
        for one in parts(card.get("body"))
        if one.get("type") == "Action.Execute"
    ]


def button(shown: Reply | Answer, verb: str, **wanted: object) -> dict[str, object]:
    """The data of the first such button."""
    found = [data for _, said, data in buttons(shown) if said == verb and wanted.items() <= data.items()]
    assert found, (verb, wanted, buttons(shown))
    return found[0]


def parts(value: object) -> Iterator[Mapping[str, object]]:
    """Every object inside a card."""
    if isinstance(value, Mapping):
        yield cast("Mapping[str, object]", value)
        value = list(cast("Mapping[str, object]", value).values())
    if isinstance(value, list | tuple):
        for one in cast("Sequence[object]", value):
            yield from parts(one)

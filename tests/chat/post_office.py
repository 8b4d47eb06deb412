"""A post office in memory, and a house whose people have chats with a notifier beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.notifier.notifier import Notifier
from bot.chat.outgoing import Card, CardJson, Reply
from core.clock import Clock
from core.conversations import Conversations, Reference
from core.house_rules import FixedRules
from core.model import Office, Person, PersonId, Rules
from core.people import People, person_operation
from core.store import documents
from core.store.port import Store
from tests.fakes import FakeClock
from tests.house_of import NOON, RULES, House
from tests.memory_store import MemoryStore

HOUSE_RULES = FixedRules(Rules())


def reference_of(who: Person, conversation: str = "") -> Reference:
    return Reference(
        person=who.id,
        conversation=conversation or f"chat-of-{who.id}",
        service_url="https://smba.trafficmanager.net/emea/",
        channel_id=f"29:{who.id}",
    )


def said(reply: Reply) -> str:
    return reply.summary if isinstance(reply, Card) else reply.text


@dataclass(frozen=True, slots=True)
class Sent:
    person: PersonId
    reply: Reply

    @property
    def text(self) -> str:
        return said(self.reply)


class FakePost:
    """Takes every message, unless it was told to raise something instead, the first first."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.failures: list[Exception | None] = []
        self.at_once = 0
        self.most_at_once = 0
        self.begun = asyncio.Semaphore(0)
        """Released by each message; `open` lets messages go on."""
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, to: Reference, reply: Reply) -> str:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.release()
        try:
            await asyncio.sleep(0)
            await self.open.wait()
            failure = self.failures.pop(0) if self.failures else None
            if failure is not None:
                raise failure
        finally:
            self.at_once -= 1
        self.sent.append(Sent(to.person, reply))
        return f"message-{len(self.sent)}"

    async def update(self, to: Reference, message: str, card: CardJson, summary: str) -> None:
        raise AssertionError("the notifier never changes a message")


class PostOffice:
    """One process with a notifier. Dice stand still, and so does the clock until it is moved."""

    def __init__(self, store: Store, clock: FakeClock, house: House, system_admins: frozenset[PersonId] = frozenset()) -> None:
        self.store = store
        self.clock = clock
        self.house = house
        self.post = FakePost()
        self.people = People(store, system_admins, HOUSE_RULES)
        self.conversations = Conversations(store, HOUSE_RULES, clock)
        self.notifier = self.new_notifier()

    def new_notifier(self, store: Store | None = None, clock: Clock | None = None, hour: int = 17) -> Notifier:
        """Another process, or the same one started again."""
        return Notifier(
            store=store or self.store,
            people=self.people,
            conversations=self.conversations,
            post=self.post,
            clock=clock or self.clock,
            rules=HOUSE_RULES,
            reminder_hour=hour,
            dice=lambda: 0.5,
            new_id=lambda: "an-id",
        )

    async def meets(self, *people: Person) -> None:
        """They sign in and install the bot."""
        await self.house.knows(*people)
        for who in people:
            await self.conversations.keep(reference_of(who))

    async def change(self, who: Person, **edit: object) -> None:
        """As if they had been edited, or had chosen so."""
        key = documents.person_key(who.id)
        document = await self.store.read(key)
        assert document is not None
        changed = replace(documents.person_of(document), **edit)  # pyright: ignore[reportArgumentType] - keywords of Person
        await self.store.commit(key.partition, [person_operation(changed, document.version, Rules())])

    async def settle(self, notifier: Notifier | None = None, *, rounds: int = 60) -> None:
        """Rounds until there is nothing to do at this moment."""
        for _ in range(rounds):
            if not await (notifier or self.notifier).round():
                return
        raise AssertionError("the notifier runs hot")

    def told(self, who: Person) -> list[str]:
        """All that the person was written, in order."""
        return [one.text for one in self.post.sent if one.person == who.id]


async def opened(
    *places: Office, now: datetime = NOON, met: Sequence[Person] = (), system_admins: frozenset[PersonId] = frozenset()
) -> PostOffice:
    """A house whose notifier has run for a while, and that has met these people."""
    clock = FakeClock(now)
    store = MemoryStore(clock)
    office = PostOffice(store, clock, await House(store, clock, RULES).open(*places), system_admins)
    await office.meets(*met)
    await office.settle()
    return office

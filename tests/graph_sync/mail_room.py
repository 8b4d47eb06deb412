"""A mailbox in memory, and a desk that sends notices to it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from core.clock import Clock
from core.model import Person
from core.store.port import Store
from graph_sync.notice import Mail
from graph_sync.notices import Addresses, Notices
from graph_sync.reply import Reply
from tests.fakes import FakeClock
from tests.graph_sync.fakes import HOUSE_RULES
from tests.house_of import LONDON, TOMORROW, House, booking_on

ADDRESSES = Addresses("desk@contoso.example", "sender@contoso.example")
ACCEPTED = Reply(status=202)


class FakeMailer:
    """Takes every mail, unless it was told to answer something else."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.senders: list[str] = []
        self.answers: list[Reply] = []
        """Given instead of doing anything, the first first."""

    async def send(self, mailbox: str, mail: Mail) -> Reply:
        self.senders.append(mailbox)
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(mail)
        return ACCEPTED

    def times(self) -> Counter[str]:
        """How often each notice came."""
        return Counter(mail.id for mail in self.mails)


class MailRoom:
    """A house that asks for reasons, and the duty that tells of them. Clock and dice stand still."""

    def __init__(self, store: Store, clock: FakeClock, house: House) -> None:
        self.store = store
        self.clock = clock
        self.house = house
        self.mailer = FakeMailer()
        self.notices = self.new_notices()

    def new_notices(self, store: Store | None = None, clock: Clock | None = None) -> Notices:
        return Notices(store or self.store, self.mailer, clock or self.clock, ADDRESSES, lambda: 0.5, HOUSE_RULES)

    async def book(self, who: Person, day: date = TOMORROW, *, reason: str = "Meet a client", ask: str = "") -> None:
        answer = await self.house.book(who, day, reason=reason, ask=ask or f"book-{day}")
        assert not hasattr(answer, "code"), answer

    async def cancel(self, who: Person, day: date = TOMORROW, *, ask: str = "") -> None:
        await self.house.cancel(who, booking_on(day, LONDON, who), ask=ask or f"cancel-{day}")

    @property
    def subjects(self) -> list[str]:
        return [mail.subject for mail in self.mailer.mails]

    async def settle(self, notices: Notices | None = None, *, rounds: int = 60) -> None:
        """Rounds until there is nothing to do at this moment."""
        for _ in range(rounds):
            if not await (notices or self.notices).round():
                return
        raise AssertionError("the duty runs hot")

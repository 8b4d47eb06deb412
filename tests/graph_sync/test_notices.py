from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog

from core.errands import rounds as rounds_module
from core.errands.errand import IN_HAND_FOR
from core.model import Rules
from core.store import documents
from core.store.sqlite import SqliteStore
from graph_sync.clerk import Clerk
from graph_sync.notice import REFUSED_FOR
from graph_sync.reply import Reply
from tests.fakes import FakeClock
from tests.graph_sync.fakes import HOUSE_RULES, URL, FakeCalendar, people
from tests.graph_sync.mail_room import ADDRESSES, MailRoom
from tests.graph_sync.stores import Fickle
from tests.house_of import AUCKLAND, LONDON, RULES, TOMORROW, House, person

ANNA, BEN, CLEO = people(3)
NEXT_DAY = TOMORROW + timedelta(days=1)
LATER = timedelta(minutes=6)
ASKING = replace(RULES, reason_required=True)


@pytest.fixture
async def room(store: SqliteStore, clock: FakeClock) -> MailRoom:
    return MailRoom(store, clock, await House(store, clock, ASKING).open())


async def test_a_booking_with_a_reason_is_told_once(room: MailRoom) -> None:
    await room.house.people.signed_in(ANNA.id, "Anna", "anna@contoso.example", room.clock.now())
    await room.book(ANNA)
    await room.settle()
    (mail,) = room.mailer.mails
    assert (mail.to, room.mailer.senders) == (ADDRESSES.to, [ADDRESSES.sender])
    assert mail.subject == "Office day: London, Wednesday 25 November, Anna"
    assert "Reason: Meet a client\n" in mail.text
    await room.settle(room.new_notices())
    assert len(room.mailer.mails) == 1


async def test_who_is_auto_approved_is_not_told_of(room: MailRoom) -> None:
    await room.house.book(replace(ANNA, auto_approved=True), reason="I say it all the same")
    await room.settle()
    assert room.mailer.mails == []


async def test_a_house_that_asks_for_no_reasons_keeps_no_records_of_notices(store: SqliteStore, clock: FakeClock) -> None:
    room = MailRoom(store, clock, await House(store, clock, Rules()).open())
    await room.book(ANNA)
    await room.settle()
    kept = (await store.changes(None, limit=500)).documents
    assert room.mailer.mails == []
    assert not [one for one in kept if documents.kind_of(one) == "notice"]


async def test_a_booking_that_was_cancelled_before_its_notice_is_not_told_of(room: MailRoom) -> None:
    await room.book(ANNA)
    await room.cancel(ANNA)
    await room.settle()
    assert room.mailer.mails == []


async def test_a_booking_cancelled_between_two_tries_is_not_told_of(room: MailRoom) -> None:
    await room.book(ANNA)
    room.mailer.answers = [Reply(status=503)]
    await room.settle()
    await room.cancel(ANNA)
    room.clock.forward(LATER)
    await room.settle()
    assert room.mailer.mails == []


async def test_a_day_booked_again_is_told_again_with_the_new_reason(room: MailRoom) -> None:
    await room.book(ANNA, reason="First")
    await room.settle()
    await room.cancel(ANNA)
    await room.book(ANNA, reason="Second", ask="again")
    await room.settle()
    assert ["First" in mail.text for mail in room.mailer.mails] == [True, False]
    assert "Second" in room.mailer.mails[1].text


async def test_who_gets_a_place_from_the_waiting_list_is_told_of(store: SqliteStore, clock: FakeClock) -> None:
    small = replace(LONDON, capacity=1)
    room = MailRoom(store, clock, await House(store, clock, ASKING).open(small, AUCKLAND))
    await room.house.people.signed_in(BEN.id, "Ben", "ben@contoso.example", clock.now())
    await room.book(ANNA)
    await room.house.join(BEN, reason="To wait for it")
    await room.settle()
    assert len(room.mailer.mails) == 1
    await room.cancel(ANNA)
    await room.house.keeper.round()
    await room.settle()
    assert len(room.mailer.mails) == 2
    assert "Reason: To wait for it" in room.mailer.mails[1].text


async def test_a_booking_that_an_admin_made_for_somebody_is_told_under_that_name(room: MailRoom) -> None:
    await room.house.people.signed_in(BEN.id, "Ben", "ben@contoso.example", room.clock.now())
    await room.house.book(person("root", is_system_admin=True), whom=BEN, reason="He asked me to")
    await room.settle()
    assert room.subjects == ["Office day: London, Wednesday 25 November, Ben"]


async def test_a_lost_answer_is_followed_by_a_second_mail_of_the_same_id(room: MailRoom) -> None:
    await room.book(ANNA)
    room.mailer.answers = [Reply(status=504)]
    await room.settle()
    assert room.mailer.mails == []
    room.clock.forward(timedelta(seconds=20))
    await room.settle()
    assert set(room.mailer.times().values()) == {1}


async def test_a_throttled_mailbox_is_left_alone_as_long_as_it_says(room: MailRoom) -> None:
    for who in (ANNA, BEN, CLEO):
        await room.book(who)
    room.mailer.answers = [Reply(status=429, retry_after_s=120)]
    await room.settle()
    room.clock.forward(timedelta(seconds=100))
    await room.settle()
    assert len(room.mailer.senders) == 1
    room.clock.forward(timedelta(seconds=30))
    await room.settle()
    assert len(room.mailer.mails) == 3


async def test_without_the_right_one_call_an_hour_is_made_and_with_it_everything_goes_out(room: MailRoom) -> None:
    for who in (ANNA, BEN, CLEO):
        await room.book(who)
    room.mailer.answers = [Reply(status=403, code="ErrorAccessDenied")] * 2
    for _ in range(8):
        await room.settle()
        room.clock.forward(REFUSED_FOR / 4)
    await room.settle()
    assert len(room.mailer.mails) == 3
    assert len(room.mailer.senders) == 5


async def test_a_mail_that_is_refused_does_not_hold_up_the_others(room: MailRoom) -> None:
    for who in (ANNA, BEN, CLEO):
        await room.book(who)
    room.mailer.answers = [Reply(status=400, code="ErrorInvalidRequest")]
    await room.settle()
    room.clock.forward(timedelta(seconds=6))
    await room.settle()
    assert len(room.mailer.mails) == 2


async def test_in_an_outage_few_calls_are_made(room: MailRoom) -> None:
    for who in people(12):
        await room.house.book(who, reason="x")
    room.mailer.answers = [Reply(status=503)] * 999
    for _ in range(60):
        await room.settle()
        room.clock.forward(timedelta(seconds=1))
    assert len(room.mailer.senders) <= 13
    room.mailer.answers = []
    for _ in range(20):
        await room.settle()
        room.clock.forward(LATER)
    assert len(room.mailer.mails) == 10


async def test_a_notice_of_a_day_that_is_over_is_given_up(room: MailRoom) -> None:
    await room.book(ANNA)
    room.mailer.answers = [Reply(status=503)] * 9999
    for _ in range(24 * 4):
        await room.settle()
        room.clock.forward(timedelta(hours=1))
    tried = len(room.mailer.senders)
    room.mailer.answers = []
    room.clock.forward(timedelta(hours=1))
    await room.settle()
    assert (room.mailer.mails, len(room.mailer.senders)) == ([], tried)


async def test_a_notice_in_one_clerks_hand_is_left_alone_by_another_until_that_one_is_gone(room: MailRoom) -> None:
    await room.book(ANNA)
    with pytest.raises(Exception, match="keeping"):
        await room.new_notices(store=Fickle(room.store, "keeping")).round()
    assert len(room.mailer.mails) == 1
    await room.settle(room.new_notices())
    assert len(room.mailer.mails) == 1
    room.clock.forward(IN_HAND_FOR)
    await room.settle(room.new_notices())
    assert list(room.mailer.times().values()) == [2], "nobody knows whether the first was sent"


async def test_names_and_reasons_never_come_into_the_logs(room: MailRoom, capsys: pytest.CaptureFixture[str]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    await room.house.people.signed_in(ANNA.id, "Annabel Secretname", "annabel@secret.example", room.clock.now())
    await room.book(ANNA, reason="A secret reason")
    room.mailer.answers = [Reply(status=503)]
    await room.settle()
    room.clock.forward(LATER)
    await room.settle()
    said = capsys.readouterr()
    words = said.out + said.err
    assert "notice_sent" in words
    assert "notice_waits" in words
    assert "ecret" not in words


async def test_an_idle_duty_writes_nothing(room: MailRoom) -> None:
    await room.book(ANNA)
    await room.settle()
    token = (await room.store.changes(None, limit=500)).token
    for _ in range(20):
        await room.notices.round()
        room.clock.forward(timedelta(minutes=7))
    assert (await room.store.changes(token, limit=500)).documents == ()


async def test_a_stop_ends_the_duty_after_the_mail_under_way(room: MailRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds_module, "OUTAGE_PAUSE_S", 0.0)
    for who in (ANNA, BEN):
        await room.book(who)
    stop = asyncio.Event()

    async def send_and_stop(_mailbox: str, _mail: object) -> Reply:
        stop.set()
        return Reply(status=202)

    monkeypatch.setattr(room.mailer, "send", send_and_stop)
    async with asyncio.timeout(5):
        await room.notices.run(stop)
    await room.settle(MailRoom(room.store, room.clock, room.house).notices)


async def test_a_record_goes_with_its_booking(room: MailRoom) -> None:
    """One day later at most, whatever the house's number of days is."""
    await room.book(ANNA)
    await room.settle()
    room.clock.forward(timedelta(days=RULES.retention_days + 4))
    kept = (await room.store.changes(None, limit=500)).documents
    assert not [one for one in kept if documents.kind_of(one) in {"notice", "booking"}]


async def test_a_mail_that_hangs_delays_no_calendar_entry(room: MailRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs, stop = asyncio.Event(), asyncio.Event()

    async def never(_mailbox: str, _mail: object) -> Reply:
        hangs.set()
        await stop.wait()
        return Reply(status=504)

    monkeypatch.setattr(room.mailer, "send", never)
    calendar = FakeCalendar()
    clerk = Clerk(room.store, calendar, room.clock, URL, 4, lambda: 0.5, HOUSE_RULES)
    async with asyncio.timeout(5), asyncio.TaskGroup() as duties:
        duties.create_task(room.notices.run(stop))
        duties.create_task(clerk.run(stop))
        await room.book(ANNA)
        await hangs.wait()
        await room.book(BEN)
        for _ in range(2):
            await calendar.begun.acquire()
        stop.set()

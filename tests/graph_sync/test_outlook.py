"""The genuine msgraph SDK against the local Outlook."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.errands.errand import IN_HAND_FOR
from core.model import BookingId
from graph_sync import outlook as outlook_module
from graph_sync.entry import BOOKING_PROPERTY, CalendarEntry
from graph_sync.outlook import Outlook
from graph_sync.reply import Reply
from infra.local.run import LocalWorld
from infra.local.world import PEOPLE

ADA = PEOPLE[0].oid
NOBODYS_MAILBOX = next(person.oid for person in PEOPLE if not person.mailbox)
STRANGER = "00000000-0000-4000-8000-000000000000"
DAY = date(2026, 11, 30)
ENTRY = CalendarEntry(
    booking=BookingId(f"2026-11-30.london.tenant.{ADA}"),
    transaction="92a29912-8618-5225-9c24-2ed7bb2abb69",
    subject="Office: London",
    body_html="<p>You have a place.</p>",
    location="London",
    address="1 Example Street",
    zone="GMT Standard Time",
    first=DAY,
    until=DAY + timedelta(days=1),
)
MODULES_MAX = 80
"""Of msgraph, after every kind of call; its typed answers alone would load 1,200."""


class Token:
    def __init__(self, token: str) -> None:
        self._token = token
        self.refused: list[str] = []

    async def token(self) -> str:
        return self._token

    def refuse(self, token: str) -> None:
        self.refused.append(token)


@pytest.fixture
async def outlook(world: LocalWorld) -> AsyncIterator[Outlook]:
    outlook = Outlook(f"{world.outlook.url}/v1.0", Token(world.entra.tokens.for_graph()))
    yield outlook
    await outlook.close()


async def made(outlook: Outlook) -> str:
    reply = await outlook.create(ADA, ENTRY)
    assert reply.status == 201
    assert reply.event
    return reply.event


async def test_an_entry_is_made_as_it_was_meant(world: LocalWorld, outlook: Outlook) -> None:
    event = await made(outlook)
    (kept,) = world.outlook.events(ADA)
    wanted = {
        "id": event,
        "subject": "Office: London",
        "isAllDay": True,
        "showAs": "free",
        "categories": ["Office Booker"],
        "isReminderOn": True,
        "reminderMinutesBeforeStart": 900,
        "responseRequested": False,
        "originalStartTimeZone": "GMT Standard Time",
        "transactionId": ENTRY.transaction,
        "body": {"contentType": "html", "content": ENTRY.body_html},
    }
    assert {name: kept[name] for name in wanted} == wanted
    assert str(kept["start"]).find("2026-11-30T00:00:00") > 0
    assert str(kept["end"]).find("2026-12-01T00:00:00") > 0
    assert kept["singleValueExtendedProperties"] == [{"id": BOOKING_PROPERTY, "value": ENTRY.booking}]


async def test_a_creation_sent_twice_is_one_entry(world: LocalWorld, outlook: Outlook) -> None:
    assert await made(outlook) == await made(outlook)
    assert len(world.outlook.events(ADA)) == 1


async def test_another_creation_under_the_same_transaction_names_the_first(world: LocalWorld, outlook: Outlook) -> None:
    event = await made(outlook)
    reply = await outlook.create(ADA, replace(ENTRY, subject="Office: London with parking"))
    assert (reply.code, reply.event) == ("ErrorDuplicateTransactionId", event)
    assert len(world.outlook.events(ADA)) == 1


async def test_an_update_changes_what_is_ours_and_leaves_what_is_the_persons(world: LocalWorld, outlook: Outlook) -> None:
    event = await made(outlook)
    assert (await outlook.update(ADA, event, replace(ENTRY, subject="Office: London with parking"))).status == 200
    (kept,) = world.outlook.events(ADA)
    assert (kept["subject"], kept["id"]) == ("Office: London with parking", event)
    assert (kept["showAs"], kept["categories"]) == ("free", ["Office Booker"])


async def test_an_update_of_what_is_gone_says_so(outlook: Outlook) -> None:
    event = await made(outlook)
    await outlook.remove(ADA, event)
    assert await outlook.update(ADA, event, ENTRY) == Reply(status=404, code="ErrorItemNotFound")


async def test_an_entry_is_removed_once_and_a_second_time_says_that_it_can_not_be(world: LocalWorld, outlook: Outlook) -> None:
    event = await made(outlook)
    assert await outlook.remove(ADA, event) == Reply(status=204)
    assert world.outlook.events(ADA) == []
    assert await outlook.remove(ADA, event) == Reply(status=403, code="ErrorCannotDeleteObject")


async def test_an_entry_is_found_by_its_booking(outlook: Outlook) -> None:
    assert await outlook.find(ADA, ENTRY.booking) == Reply(status=200)
    event = await made(outlook)
    assert await outlook.find(ADA, ENTRY.booking) == Reply(status=200, event=event)
    assert await outlook.find(ADA, BookingId("2026-12-01.london.tenant.x")) == Reply(status=200)


async def test_of_two_entries_with_one_booking_the_older_is_ours(outlook: Outlook) -> None:
    event = await made(outlook)
    await outlook.create(ADA, replace(ENTRY, transaction="another"))
    assert (await outlook.find(ADA, ENTRY.booking)).event == event


@pytest.mark.parametrize(
    ("mailbox", "code"), [(NOBODYS_MAILBOX, "MailboxNotEnabledForRESTAPI"), (STRANGER, "ErrorInvalidUser")], ids=["no mailbox", "stranger"]
)
async def test_a_mailbox_that_is_not_there_says_why(outlook: Outlook, mailbox: str, code: str) -> None:
    for reply in (
        await outlook.create(mailbox, ENTRY),
        await outlook.update(mailbox, "E", ENTRY),
        await outlook.remove(mailbox, "E"),
        await outlook.find(mailbox, ENTRY.booking),
    ):
        assert reply == Reply(status=404, code=code)


async def test_throttling_carries_the_time_to_wait_and_is_not_slept_away(world: LocalWorld, outlook: Outlook) -> None:
    world.outlook.fail(status=429, code="ApplicationThrottled", headers={"Retry-After": "37"})
    began = time.monotonic()
    assert await outlook.create(ADA, ENTRY) == Reply(status=429, code="ApplicationThrottled", retry_after_s=37.0)
    assert time.monotonic() - began < 5


async def test_a_connection_cut_before_the_work_leaves_nothing(world: LocalWorld, outlook: Outlook) -> None:
    world.outlook.fail(status=None, when="before")
    assert (await outlook.create(ADA, ENTRY)).status == 0
    assert world.outlook.events(ADA) == []


async def test_a_connection_cut_after_the_work_leaves_one_entry_that_sending_again_names(world: LocalWorld, outlook: Outlook) -> None:
    world.outlook.fail(status=None, when="after")
    assert (await outlook.create(ADA, ENTRY)).status == 0
    (kept,) = world.outlook.events(ADA)
    assert await made(outlook) == kept["id"]


async def test_a_server_that_is_not_there_is_no_answer(world: LocalWorld, outlook: Outlook) -> None:
    await world.outlook.stop()
    assert (await outlook.find(ADA, ENTRY.booking)).status == 0


async def test_an_answer_that_takes_too_long_is_none(world: LocalWorld, outlook: Outlook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook_module, "CALL_TIMEOUT_S", 0.1)
    world.outlook.weather.latency_s = 0.6
    assert await outlook.create(ADA, ENTRY) == Reply(status=0, code="TimeoutError")


def test_a_call_ends_before_its_entry_is_free_for_another_clerk() -> None:
    assert timedelta(seconds=outlook_module.CALL_TIMEOUT_S) < IN_HAND_FOR


async def test_calls_to_several_mailboxes_wait_side_by_side(world: LocalWorld, outlook: Outlook) -> None:
    world.outlook.weather.latency_s = 0.3
    began = time.monotonic()
    replies = await asyncio.gather(*(outlook.find(person.oid, ENTRY.booking) for person in PEOPLE if person.mailbox))
    assert {reply.status for reply in replies} == {200}
    assert time.monotonic() - began < 0.3 * 5


_EVERY_CALL = """
import asyncio, sys
from graph_sync.notice import Mail
from graph_sync.outlook import Outlook
from tests.graph_sync.test_outlook import ADA, ENTRY, Token

before = sum(name.startswith("msgraph") for name in sys.modules)

async def main():
    outlook = Outlook(sys.argv[1], Token(sys.argv[2]))
    event = (await outlook.create(ADA, ENTRY)).event
    replies = [await outlook.update(ADA, event, ENTRY), await outlook.find(ADA, ENTRY.booking), await outlook.remove(ADA, event)]
    replies.append(await outlook.send(ADA, Mail(id="1", to="x@contoso.example", subject="s", text="t")))
    await outlook.close()
    assert [reply.status for reply in replies] == [200, 200, 204, 202], replies

asyncio.run(main())
print(sum(name.startswith("msgraph") for name in sys.modules))
"""


async def test_the_sdks_thousand_modules_are_never_loaded(world: LocalWorld) -> None:
    arguments = ("-c", _EVERY_CALL, f"{world.outlook.url}/v1.0", world.entra.tokens.for_graph())
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0
    assert int(said) <= MODULES_MAX
